"""Rubrics for the tests: the sample, made-up ones of every kind and shape, and odd texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.rubric import Options, Paper, Rating, Rubric, RubricKind, Theme, make_rubric
from lexcurric.formats.rubric import write_rubric

DATA = Path(__file__).parents[2] / "data" / "51-3011.00.v.26.05.json"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FUNCTIONS = frozenset(
    [
        "IF",
        "AND",
        "OR",
        "LEN",
        "TRIM",
        "ISNUMBER",
        "COUNTIF",
        "COUNTIFS",
        "SUM",
        "SUMIFS",
        "SUMPRODUCT",
        "INDEX",
        "MATCH",
        "ROUND",
        "ROUNDUP",
        "MAX",
        "MIN",
        "IFERROR",
    ]
)
"""What every spreadsheet program knows, old ones too."""
LABELS = ('=1+1 "Basic"', ">3", "a*", "A*", "+Expert", "Very " + "long " * 20 + "label & more")
Ratings = Mapping[str, str | int | float | None]
CHECKLIST, ANALYTIC, SINGLE, HOLISTIC = RubricKind


@cache
def bakers() -> Snapshot:
    node, problems = read_json_text(DATA.read_text())
    assert problems == []
    value = node.plain()
    assert isinstance(value, dict)
    return Snapshot(content=content_from_export(value), ref="bakers", version="v.26.05", time=str(value["exportedAt"]))


def made_up(*sizes: int, text: str = "=Object {n} {m} — perform, measure, and record it to the standard.") -> Snapshot:
    levels = tuple(Level(key=f"k{n}", label=LABELS[n], rank=f"{n:02d}") for n in range(len(sizes)))
    statements = tuple(
        Statement(id=f"s{n}-{m}", level=f"k{n}", rank=f"{m:04d}", text=text.format(n=n, m=m))
        for n, size in enumerate(sizes)
        for m in range(size)
    )
    document: Any = {"occupation": {"title": "R&D @ +Bakers " + "x" * 300}, "attribution": "© A & B " + "&" * 300}
    content = Content(soc="51-3011.00", document=document, levels=levels, statements=statements)
    return Snapshot(content=content, ref="test", version="v.1 & 2")


def with_criteria(snapshot: Snapshot, *labels: str, loose: int = 0) -> Snapshot:
    """The statements of each level dealt out to criteria; the first `loose` of them all stay without one."""
    content = snapshot.content
    dealt = []
    for row in content.by_level.values():
        dealt += [replace(each, criterion=f"c{at % len(labels)}") for at, each in enumerate(row)]
    statements = tuple(replace(each, criterion="") if at < loose else each for at, each in enumerate(dealt))
    criteria = tuple(Criterion(id=f"c{at}", label=label, rank=f"{at:02d}") for at, label in enumerate(labels))
    return replace(snapshot, content=replace(content, statements=statements, criteria=criteria))


THREADS = ("=Dough", "Ovens*", ">Hygiene", "Records")


def plain_levels(snapshot: Snapshot) -> Snapshot:
    levels = tuple(replace(each, label=f"Level {n}") for n, each in enumerate(snapshot.content.levels, start=1))
    return replace(snapshot, content=replace(snapshot.content, levels=levels))


SCALE = (
    Rating(code="3.5", meaning="Beyond", points=3.5),
    Rating(code="Good", meaning="Done", points=2),
    Rating(code="Part", meaning="Half done, accepted", points=1, met=True),
    Rating(code="0", meaning="Not done", points=0),
    Rating(code="Skip", meaning="Not here", points=None),
)


def _rubric(snapshot: Snapshot, kind: RubricKind = CHECKLIST, **options: Any) -> Rubric:
    return make_rubric(snapshot, kind, Options(**options))


def _weights() -> dict[str, int | float]:
    return {"s0-0": 2, "s1-1": 0.5, "s1-2": 3}


SAMPLES: dict[str, Callable[[], Rubric]] = {
    "bakers": lambda: _rubric(bakers()),
    "three levels": lambda: _rubric(made_up(4, 0, 7)),
    "twenty statements": lambda: _rubric(made_up(20, 3), cohort=2),
    "six levels": lambda: _rubric(made_up(3, 2, 5, 1, 1, 4)),
    "one statement": lambda: _rubric(made_up(1)),
    "criteria": lambda: _rubric(with_criteria(made_up(3, 3), "=Dough")),
    "weights": lambda: _rubric(made_up(2, 3, 1), weights=_weights()),
    "nothing required": lambda: _rubric(made_up(2, 2), share_required=0.0),
    "a scale of its own": lambda: _rubric(made_up(3, 4), scale=SCALE, met_rating=2, cohort=3),
    "Spanish, four criteria, weights": lambda: _rubric(
        with_criteria(bakers(), *THREADS, loose=2), language="es", paper=Paper.LETTER, weights={"Records": 2}, cohort=4
    ),
    "analytic": lambda: _rubric(with_criteria(bakers(), *THREADS), ANALYTIC),
    "analytic with gaps": lambda: _rubric(
        with_criteria(made_up(4, 2, 3, 1), *THREADS, loose=2), ANALYTIC, weights={"Records": 2, "C02": 0.5}, cohort=5
    ),
    "analytic without criteria": lambda: _rubric(bakers(), ANALYTIC, language="es"),
    "analytic, tall": lambda: _rubric(
        with_criteria(made_up(5, 4, text="Object {n} {m} — " + "do it well, " * 90), "One", "Two"), ANALYTIC, cohort=30
    ),
    "single-point": lambda: _rubric(with_criteria(bakers(), *THREADS, loose=9), SINGLE, trainees=("Ana", "=Bo", "Li")),
    "single-point, weights": lambda: _rubric(made_up(2, 3, 1), SINGLE, target="k1", weights={"s1-0": 4}, language="es"),
    "holistic": lambda: _rubric(bakers(), HOLISTIC, theme=Theme(name="plum")),
    "holistic, odd levels": lambda: _rubric(made_up(2, 0, 3, 1), HOLISTIC, target="k3", trainee="Zoë 😀"),
}


def write(rubric: Rubric, folder: Path, name: str = "rubric.xlsx") -> Path:
    path = folder / name
    write_rubric(rubric, path)
    return path
