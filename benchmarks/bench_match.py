"""
Matching statements without ids: accuracy, calibration, review load, splits and joins, time and memory.

Nothing is tuned on what it is scored on: for each family, the matcher runs on numbers learned from the others
(`benchmarks/weights.json`), and the other methods with the threshold that suits the others best. Only pairs whose
wording changed count; equal ones are found by everybody. Written to `docs/matching-results.md`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.families import HERE, Pair, Task, all_tasks
from benchmarks.variants import made_lists, moved
from lexcurric.core.match import Matching, PairKind, match_with
from lexcurric.core.matching.weights import LEARNED, Weights

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning

OUTPUT = HERE.parent / "docs" / "matching-results.md"
THRESHOLDS = np.arange(0.2, 0.9, 0.02)
NAMES = {
    "onet": "O*NET tasks (read one by one)",
    "ft": "FT engineering competencies",
    "nist": "NIST 800-53 rev. 4 → 5",
    "owasp_asvs": "OWASP ASVS 4 → 5 (official map)",
    "mitre_attack": "MITRE ATT&CK",
    "prowler_checks": "Prowler checks",
    "otel_semconv": "OpenTelemetry conventions",
    "lint_rules": "rules of ten linters",
    "hed_tags": "HED tags",
    "pylint_messages": "Pylint messages",
    "checkov_checks": "Checkov checks",
    "bids_schema": "BIDS schema",
}


@dataclass
class Tally:
    """What was found of what is true."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[Pair], truth: set[Pair], unscored: set[Pair]) -> None:
        """Counts one task."""
        self.right += len(found & truth)
        self.wrong += len(found - truth - unscored)
        self.missed += len(truth - found)

    @property
    def precision(self) -> float:
        """Right among found."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Found among true."""
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)


@dataclass
class Result:
    """The matcher on one family: pairs, the scores of pairs with whether they are right, candidates, and groups."""

    pairs: Tally = field(default_factory=Tally)
    groups: Tally = field(default_factory=Tally)
    scores: list[tuple[float, bool]] = field(default_factory=list)
    looked: list[bool] = field(default_factory=list)
    moved: Tally = field(default_factory=Tally)
    among_three: int = 0
    seconds: float = 0.0

    @property
    def calibration(self) -> float:
        """The expected calibration error over ten bins."""
        return calibration(self.scores)

    @property
    def load(self) -> float:
        """The least share of pairs, least sure first, to be looked at so that 99 % of the rest are right."""
        rated = sorted(self.scores)
        for looked in range(len(rated) + 1):
            rest = rated[looked:]
            if not rest or sum(right for _, right in rest) >= 0.99 * len(rest):
                return looked / (len(rated) or 1)
        return 1.0

    @property
    def unseen(self) -> tuple[float, float]:
        """Of the pairs that nobody is asked to look at: how many are right, and the share that is asked about."""
        rest = [right for (_, right), look in zip(self.scores, self.looked, strict=True) if not look]
        return sum(rest) / (len(rest) or 1), sum(self.looked) / (len(self.looked) or 1)


def calibration(scores: Sequence[tuple[float, bool]]) -> float:
    """The mean distance of score and truth over ten bins, each weighted by its pairs."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in scores:
        bins[min(9, int(score * 10))].append((score, right))
    apart = sum(abs(sum(s for s, _ in each) - sum(r for _, r in each)) for each in bins.values())
    return apart / (len(scores) or 1)


def run(tasks: Iterable[Task], weights: Weights, meaning: Meaning | None = None) -> Result:
    """The matcher on the tasks of a family."""
    result = Result()
    for task in tasks:
        sides = [[(row.level, row.text) for row in side] for side in (task.old, task.new)]
        start = time.process_time()
        matching = match_with(weights, *sides, meaning=meaning)
        result.seconds += time.process_time() - start
        _count(result, task, matching)
        made = moved(task)
        if made is not None and all(made.rest):
            sides = [[(row.level, row.text) for row in side] for side in (made.old, made.new)]
            found = {pair[:2] for pair in match_with(weights, *sides, meaning=meaning).pairs}
            result.moved.add(found & made.going, made.going, set())
    return result


def _count(result: Result, task: Task, matching: Matching) -> None:
    rest = set(task.rest[0]), set(task.rest[1])
    truth = {(a, b) for a, b in task.changed if a in rest[0] and b in rest[1]}
    single = {(each.old, each.new): each for each in matching.found if each.kind is PairKind.REWORDED}
    grouped = {(each.old, each.new) for each in matching.found if each.kind in (PairKind.SPLIT, PairKind.JOINED)}
    changed = {pair for pair in single if pair[0] in rest[0] and pair[1] in rest[1]}
    # A link of a split counts as the pair that it is, where only the pair is known.
    result.pairs.add(changed | (grouped & truth), truth, task.unscored)
    asked = {(a, b) for a, b, _, _ in matching.review}
    for pair in sorted(changed - task.unscored):
        result.scores.append((single[pair].score, pair in truth))
        result.looked.append(pair in asked)
    offered = changed | grouped | {(each.old, each.new) for each in matching.similar}
    result.among_three += len(offered & truth)
    if task.groups is not None:
        known = {(a, b) for olds, news, _ in task.groups for a in olds for b in news if a in rest[0] and b in rest[1]}
        result.groups.add(grouped, known, task.unscored - known)


def learned_without(path: Path) -> dict[str, Weights]:
    """The numbers that were learned without each family."""
    known = json.loads(path.read_text(encoding="utf-8"))
    return {name: Weights(**{key: tuple(each) for key, each in found.items()}) for name, found in known.items()}


def compare_others(families: dict[str, list[Task]]) -> dict[str, dict[str, Tally]]:
    """Each baseline on each family, with the threshold that is best on the mean of the other families."""
    from benchmarks.baselines import BASELINES, SLOW, best_pairs

    found: dict[str, dict[str, Tally]] = {"exact text": {name: Tally() for name in families}}
    for method, score in BASELINES.items():
        tallies = {name: [Tally() for _ in THRESHOLDS] for name in families}
        for name, tasks in families.items():
            for task in tasks:
                rest = task.rest
                if method.startswith("difflib") and len(rest[0]) * len(rest[1]) > SLOW:
                    continue
                texts = [row.text for row in task.old], [row.text for row in task.new]
                scores = score(([texts[0][at] for at in rest[0]], [texts[1][at] for at in rest[1]]), texts)
                truth = {(a, b) for a, b in task.changed if a in set(rest[0]) and b in set(rest[1])}
                for place, threshold in enumerate(THRESHOLDS):
                    pairs = {(rest[0][a], rest[1][b]) for a, b in best_pairs(scores, threshold)}
                    tallies[name][place].add(pairs, truth, task.unscored)
        found[method] = {}
        for name in families:
            rest = [other for other in families if other != name]
            means = [np.mean([tallies[other][at].f1 for other in rest]) for at in range(len(THRESHOLDS))]
            found[method][name] = tallies[name][int(np.argmax(means))]
    return found


def report(
    measure: Callable[[dict[str, list[Task]]], list[str]], title: str, command: str, output: Path | None
) -> None:
    """Prints what `measure` says, in lines, of the families of lists, and writes it to a page."""
    families: dict[str, list[Task]] = defaultdict(list)
    for task in all_tasks():
        families[task.family].append(task)
    if not families:
        print("no lists: ../shared/data/matching is not beside the project, and `make bench-data` was not run")
        return
    order = [*(name for name in NAMES if name in families), *(name for name in families if name not in NAMES)]
    text = "\n".join(measure({name: families[name] for name in order}))
    print(text)
    if output is not None:
        page = f"# {title}: what was measured\n\n`make {command}` makes this page.\n\n{text}\n"
        output.write_text(page, encoding="utf-8")


def main(output: Path | None = OUTPUT) -> None:
    """Measures, prints, and writes the tables."""
    report(_tables, "Matching", "bench-match", output)


def _tables(families: dict[str, list[Task]]) -> list[str]:
    learned = learned_without(HERE / "weights.json")
    ours = {name: run(tasks, learned.get(name, LEARNED)) for name, tasks in families.items()}
    return [*_accuracy(ours), *_comparison(ours, compare_others(families)), *_speed()]


def _accuracy(ours: dict[str, Result]) -> list[str]:
    lines = [
        "## The matcher, on numbers learned without the family",
        "",
        "| list | changed pairs | precision | recall | F1 | recall at 3 | calibration error | looked at for 99 % "
        "| asked about | right unseen | moved too: recall | splits and joins, F1 |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, each in ours.items():
        unseen, asked = each.unseen
        true = each.pairs.right + each.pairs.missed
        links = each.groups.right + each.groups.missed
        groups = f"{each.groups.f1:.2f} of {links} links" if links else ""
        lines.append(
            f"| {NAMES.get(name, name)} | {true} | {each.pairs.precision:.3f} | {each.pairs.recall:.3f} "
            f"| {each.pairs.f1:.3f} | {each.among_three / (true or 1):.3f} | {each.calibration:.3f} | {each.load:.1%} "
            f"| {asked:.1%} | {unseen:.3f} | {each.moved.recall:.3f} | {groups} |"
        )
    scores = [each for result in ours.values() for each in result.scores]
    mean = np.mean([each.pairs.f1 for each in ours.values()])
    lines.append(f"| **mean, or all together** | | | | **{mean:.3f}** | | {calibration(scores):.3f} | | | | | |")
    return [*lines, ""]


def _comparison(ours: dict[str, Result], others: dict[str, dict[str, Tally]]) -> list[str]:
    lines = [
        "## Compared with others, F1 on changed pairs",
        "",
        "Each with an optimal assignment and the threshold that is best on the other lists. Exact text (daff, csv-diff",
        "without a key) finds none. difflib was run on lists of up to 20,000 pairs.",
        "",
        f"| list | **lexcurric** | {' | '.join(others)} |",
        f"|---|---|{'---|' * len(others)}",
    ]
    for name, each in ours.items():
        row = " | ".join(f"{found[name].f1:.3f}" for found in others.values())
        lines.append(f"| {NAMES.get(name, name)} | **{each.pairs.f1:.3f}** | {row} |")
    means = [np.mean([each.f1 for each in found.values()]) for found in others.values()]
    own = np.mean([each.pairs.f1 for each in ours.values()])
    lines.append(f"| **mean** | **{own:.3f}** | {' | '.join(f'{each:.3f}' for each in means)} |")
    return [*lines, ""]


def _speed() -> list[str]:
    lines = [
        "## Time and memory",
        "",
        "A new process for each row; made lists, reworded by chance where they changed, with order and levels kept.",
        "",
        "| list | what changed | first call | warm | memory above the start |",
        "|---|---|---|---|---|",
    ]
    for size, share in ((40, 0.25), (40, 1.0), (400, 0.25), (4_000, 0.25), (40_000, 0.25), (40_000, 1.0)):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_match", str(size), str(share)],
            capture_output=True,
            text=True,
            check=True,
            cwd=HERE.parent,
        )
        first, warm, memory = json.loads(done.stdout)
        lines.append(
            f"| {size:,} × {size:,} | {share:.0%} | {first * 1000:,.0f} ms | {warm * 1000:,.1f} ms | {memory:,.0f} MB |"
        )
    return lines


def timed(size: int, share: float) -> tuple[float, float, float]:
    """Seconds of the first call and of the best later one, and megabytes of memory at the peak above the start."""
    old, new = made_lists(size, share)
    small, fresh = made_lists(40, 0.25)

    if size > 40:
        match_with(LEARNED, small, fresh)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(5 if size <= 4_000 else 2):
        begun = time.perf_counter()
        match_with(LEARNED, old, new)
        times.append(time.perf_counter() - begun)
    return times[0], min(times[1:]), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(timed(int(sys.argv[1]), float(sys.argv[2]))))
    else:
        main()
