"""
A story: actions on a workspace that follow from a seed and a number alone, so that it can be told twice.

Whatever happens to the first telling, the workspace must be what an undisturbed one is after as many steps.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lexcurric.core.model import Content, Vocabulary
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import export_bytes

SOC = "11-1111.00"
OTHER = "22-2222.00"
KINDS = ("edit", "add", "tag", "split", "retire", "save", "status", "import", "merge", "undo", "restore")
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

Step = tuple[str, Callable[[], object]]


def stamp(number: int) -> str:
    """The time of a step, always the same."""
    found = (_BEGINNING + timedelta(minutes=number)).isoformat(timespec="milliseconds")
    return found.replace("+00:00", "Z")


def words(chance: random.Random, what: str) -> str:
    """A wording that no other statement has."""
    return f"{what} {chance.randrange(10**9)} — {chance.choice(('wash', 'weigh', 'file', 'light'))} it with care."


def next_step(workspace: Workspace, folder: Path, seed: str, number: int) -> Step:
    """
    The kind of a step and the way to do it. The first makes the framework; every step changes something, but for the
    save of a draft that was saved already, which makes a second version of it.
    """
    chance = random.Random(f"{seed}-{number}")
    workspace.clock = lambda: stamp(number)
    if number == 1:
        return "import", lambda: workspace.import_file(_first_release(folder))
    framework = workspace.framework(SOC)
    # Each kind comes once in every round, so that a killer need not wait long for the one that it wants.
    rounds, place = divmod(number, len(KINDS))
    kind = random.Random(f"{seed}-{rounds}").sample(KINDS, len(KINDS))[place]
    return _fitting(framework, folder, chance, (kind, number))


def _fitting(framework: Framework, folder: Path, chance: random.Random, step: tuple[str, int]) -> Step:
    """The step, or an edit where it would come to nothing."""
    kind, number = step
    content = framework.content
    labels = [label for label in framework.versions["label"] if label.startswith("acme")]
    if kind == "merge" and framework.merge().is_done:
        kind = "import"
    if (kind == "retire" and len(content.active) < 8) or (kind in ("status", "restore") and not labels):
        kind = "edit"
    if kind == "restore" and framework.snapshot(labels[0]).content.sha256 == content.sha256:
        kind = "edit"
    if kind == "undo" and framework.undo_label is None:
        kind = "edit"
    if kind in ("add", "split") and len(content.active) > 24:
        kind = "edit"
    return kind, _doing(framework, folder, chance, (kind, number, labels))


def _doing(
    framework: Framework, folder: Path, chance: random.Random, step: tuple[str, int, list[str]]
) -> Callable[[], object]:
    kind, number, labels = step
    one = chance.choice(framework.content.active).id
    new, why = words(chance, "Thing"), f"step {number}"
    doing: dict[str, Callable[[], object]] = {
        "edit": lambda: framework.edit(one, new, why),
        "add": lambda: framework.add(chance.choice(("l1", "l2")), new, chance.choice((1, 2, None)), why),
        "tag": lambda: framework.tag([one], [f"tag:t{number}"], why),
        "split": lambda: framework.split(one, [new, words(chance, "Half")], why),
        "retire": lambda: framework.retire(one, why),
        "save": lambda: framework.save(f"acme.{number}", why, chance.choice(("draft", "published"))),
        "status": lambda: framework.set_status(labels[-1], "retired"),
        "import": lambda: framework.workspace.import_file(_next_release(framework, folder, chance, number)),
        "merge": lambda: _merge(framework, chance.choice(("ours", "theirs")), why),
        "undo": framework.undo,
        "restore": lambda: framework.restore(labels[0], why),
    }
    return doing[kind]


def _merge(framework: Framework, side: str, why: str) -> None:
    plan = framework.merge()
    plan.take_all(side)
    plan.apply(why)


def _first_release(folder: Path) -> Path:
    path = folder / "release-1.json"
    path.write_bytes(export_bytes(*[[f"{name} {n} — keep it clean." for n in range(6)] for name in ("Oven", "Scale")]))
    return path


def _next_release(framework: Framework, folder: Path, chance: random.Random, number: int) -> Path:
    """A release after the newest: one statement reworded a little, one more at the end, every third time one less."""
    content = framework.snapshot("upstream").content
    levels = [[each.text for each in row] for row in content.by_level.values()]
    row = chance.choice(levels)
    place = chance.randrange(len(row))
    row[place] = row[place].removesuffix(".") + f", {chance.choice(('daily', 'weekly'))} {number}."
    if number % 3 == 0 and len(row) > 3:
        row.pop((place + 1) % len(row))
    elif len(row) < 12:
        row.append(words(chance, "News"))
    path = folder / f"release-{number}.json"
    path.write_bytes(export_bytes(*levels, version=f"v.{number}"))
    return path


def tell(workspace: Workspace, folder: Path, seed: str, *, upto: int, after: int = 0) -> None:
    """Does the steps after one, up to another."""
    for number in range(after + 1, upto + 1):
        next_step(workspace, folder, seed, number)[1]()


class Twin:
    """An undisturbed workspace that the same story is told to, and what it shows after a number of steps."""

    def __init__(self, folder: Path, seed: str) -> None:
        self.folder, self.seed, self.number = folder, seed, 0
        folder.mkdir(parents=True, exist_ok=True)
        self.workspace = open_workspace(":memory:", "Ada")
        self.shown = {0: portrait(self.workspace)}

    def at(self, number: int) -> str:
        """What the workspace shows after this many steps; ask in rising order."""
        if number not in self.shown:
            tell(self.workspace, self.folder, self.seed, upto=number, after=self.number)
            self.number = number
            self.shown[number] = portrait(self.workspace)
        return self.shown[number]


def portrait(workspace: Workspace) -> str:
    """A hash of all that the public methods show of a workspace: two equal ones hold the same, each thing once."""
    said = json.dumps({each.soc: show(each) for each in workspace.frameworks()}, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def show(framework: Framework) -> dict[str, Any]:
    """The content, log and versions of a framework as plain values."""
    versions = framework.versions.to_dict("records")
    return {
        "content": as_value(framework.content),
        "log": framework.log.to_dict("records"),
        "versions": versions,
        "contents": {each["label"]: as_value(framework.snapshot(each["label"]).content) for each in versions},
        "undo": framework.undo_label,
        "redo": framework.redo_label,
    }


def as_value(content: Content) -> Any:
    return content.model_dump(mode="json")


def vocabulary() -> Vocabulary:
    """A closed list to tag from."""
    return Vocabulary.model_validate({"name": "skill", "terms": ({"term": "practical"}, {"term": "mental"})})
