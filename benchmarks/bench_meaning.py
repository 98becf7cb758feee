"""
What matching gains, and loses, where the meaning of texts is weighed too: each family on numbers learned without it.

Needs the extra `semantic`. Written to `docs/semantic-results.md`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_match import NAMES, Result, calibration, learned_without, report, run
from benchmarks.families import HERE, Task
from benchmarks.train_match import WITHOUT, WITHOUT_WITH_MEANING
from lexcurric.semantic import load_meaning

OUTPUT = HERE.parent / "docs" / "semantic-results.md"


class Timed:
    """The model, with the processor's time that new texts took."""

    def __init__(self) -> None:
        self.meaning = load_meaning()
        self.seen: set[str] = set()
        self.seconds = 0.0

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        start = time.process_time()
        found = self.meaning(texts)
        self.seconds += time.process_time() - start
        self.seen.update(texts)
        return found


def main(output: Path | None = OUTPUT) -> None:
    """Measures, prints, and writes the table."""
    report(_measure, "Matching by meaning", "bench-meaning", output)


def _measure(families: dict[str, list[Task]]) -> list[str]:
    names = [name for name in families if name in NAMES]
    by_text, by_meaning = learned_without(WITHOUT), learned_without(WITHOUT_WITH_MEANING)
    meaning = Timed()
    pairs = [(run(families[name], by_text[name]), run(families[name], by_meaning[name], meaning)) for name in names]
    return _table(names, pairs, meaning)


def _table(names: Sequence[str], pairs: Sequence[tuple[Result, Result]], meaning: Timed) -> list[str]:
    lines = [
        "In each cell: by texts, places and rivals alone → with meaning. Wrong and sure: wrong pairs among those that",
        "nobody is asked to look at.",
        "",
        "| list | changed pairs | precision | recall | F1 | recall at 3 | calibration error | asked about "
        "| wrong and sure |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, both in zip(names, pairs, strict=True):
        true = both[0].pairs.right + both[0].pairs.missed
        cells = [
            _cell(f"{each.pairs.precision:.3f}" for each in both),
            _cell(f"{each.pairs.recall:.3f}" for each in both),
            _cell(f"{each.pairs.f1:.3f}" for each in both),
            _cell(f"{each.among_three / (true or 1):.3f}" for each in both),
            _cell(f"{each.calibration:.3f}" for each in both),
            _cell(f"{each.unseen[1]:.1%}" for each in both),
            _cell("{} of {}".format(*_wrong_and_sure(each)) for each in both),
        ]
        lines.append(f"| {NAMES[name]} | {true} | {' | '.join(cells)} |")
    sides = list(zip(*pairs, strict=True))
    mean = _cell(f"{np.mean([each.pairs.f1 for each in side]):.3f}" for side in sides)
    total = _cell(f"{calibration([score for each in side for score in each.scores]):.3f}" for side in sides)
    counts = [np.sum([_wrong_and_sure(each) for each in side], axis=0) for side in sides]
    sure = _cell(f"{wrong} of {all_of_them}" for wrong, all_of_them in counts)
    right = _cell(str(sum(each.pairs.right for each in side)) for side in sides)
    wrong = _cell(str(sum(each.pairs.wrong for each in side)) for side in sides)
    return [
        *lines,
        f"| **mean, or all together** | | | | **{mean}** | | {total} | | {sure} |",
        "",
        f"Pairs found right in all: {right}; found wrong: {wrong}. A text takes the model "
        f"{1000 * meaning.seconds / len(meaning.seen):.0f} ms of one core (the mean of {len(meaning.seen):,}), once.",
    ]


def _cell(values: Iterable[str]) -> str:
    return " → ".join(values)


def _wrong_and_sure(result: Result) -> tuple[int, int]:
    rest = [right for (_, right), look in zip(result.scores, result.looked, strict=True) if not look]
    return len(rest) - sum(rest), len(rest)


if __name__ == "__main__":
    main()
