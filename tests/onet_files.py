"""A small release in the layout of the O*NET database's text files; every text in it is made up here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

SOC = "51-3011.00"
TASKS = {
    "101": ("Weigh flour, salt, and other ingredients on a bench scale.", "Core"),
    "102": ("Fold and sheet croissant dough with a butter block.", "Core"),
    "103": ("Drive the delivery van to shops.", "Supplemental"),
    "104": ("Clean and sanitize benches, bowls, and hand tools.", "n/a"),
}
OTHER = {"900": ("Climb trees.", "Core")}
DWAS = {
    "4.A.3.a.2.I01.D01": ("4.A.3.a.2", "Measure ingredients by weight."),
    "4.A.4.a.1.I01.D02": ("4.A.4.a.1", "Drive vehicles to deliver goods."),
}
TASK_DWAS = (("101", "4.A.3.a.2.I01.D01"), ("103", "4.A.4.a.1.I01.D02"))
ACTIVITIES = {"4.A.3.a.2": ("Handling Things", "4.10"), "4.A.4.a.1": ("Operating Vehicles", "2.00")}
TECHNOLOGY = (("Costly Baker 3000", "43231601", "Costing spreadsheet software", "N", "Y"),)
TOOLS = (
    ("Spiral dough mixers", "23181501", "Mixers"),
    ("Deck ovens", "48101516", "Commercial use ovens"),
    ("Forklifts", "24101603", "Forklifts"),
)

Row = Sequence[str]


def write(path: Path, heads: Row, rows: Sequence[Row], *, end: str = "\r\n") -> None:
    text = end.join("\t".join(row) for row in (heads, *rows)) + end
    path.write_bytes(text.encode())


def write_required(folder: Path, tasks: Mapping[str, tuple[str, str]] = TASKS) -> Path:
    """The two files that must be there."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(SOC, task, text, kind, "n/a", "08/2025", "Analyst") for task, (text, kind) in tasks.items()]
    rows += [("45-4021.00", task, text, kind, "61", "08/2025", "Incumbent") for task, (text, kind) in OTHER.items()]
    heads = ("O*NET-SOC Code", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date", "Domain Source")
    write(folder / "Task Statements.txt", heads, rows)
    titles = ((SOC, "Bakers", "They bake."), ("45-4021.00", "Fallers", "They fell."), ("51-3091.00", "Roasters", "…"))
    write(folder / "Occupation Data.txt", ("O*NET-SOC Code", "Title", "Description"), titles)
    return folder


def write_release(folder: Path, tasks: Mapping[str, tuple[str, str]] = TASKS) -> Path:
    """A release with every file that is read."""
    write_required(folder, tasks)
    write(
        folder / "Tasks to DWAs.txt",
        ("O*NET-SOC Code", "Task ID", "DWA ID", "Date", "Domain Source"),
        [(SOC, task, dwa, "03/2014", "Analyst") for task, dwa in TASK_DWAS if task in tasks],
    )
    write(
        folder / "DWA Reference.txt",
        ("Element ID", "IWA ID", "DWA ID", "DWA Title"),
        [(element, dwa[:-4], dwa, title) for dwa, (element, title) in DWAS.items()],
    )
    rated = [
        (SOC, element, name, scale, value, "18", "0.1", "4.0", "4.2", "N", "n/a", "08/2025", "Incumbent")
        for element, (name, importance) in ACTIVITIES.items()
        for scale, value in (("IM", importance), ("LV", "1.23"))
    ]
    heads = ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "N", "Standard Error")
    more = ("Lower CI Bound", "Upper CI Bound", "Recommend Suppress", "Not Relevant", "Date", "Domain Source")
    write(folder / "Work Activities.txt", (*heads, *more), rated)
    heads = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
    write(folder / "Technology Skills.txt", heads, [(SOC, *row) for row in TECHNOLOGY])
    heads = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title")
    write(folder / "Tools Used.txt", heads, [(SOC, *row) for row in TOOLS])
    return folder
