"""
How well statements are aligned with the real O*NET tasks of their occupation, against TF-IDF and a language model.

Two occupations are labelled (`truth/onet-alignment-*.tsv`: places and hashes of tasks, no texts). Each is measured on
numbers that were learned from the other. Written to `docs/alignment-results.md`.

The tasks are read from a folder of O*NET text files (`benchmarks/data/onet-db`, or `--onet FOLDER`), and where that has
an occupation not, from `../shared/data/matching/onet-tasks`. `--learn` prints the numbers learned from both.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks.families import FETCHED, HERE, SHARED, TRUTH
from lexcurric.core.alignment.coverage import Covered, cover
from lexcurric.core.alignment.propose import Proposals
from lexcurric.core.alignment.records import ItemKind, ListItem, onet_list
from lexcurric.core.alignment.weigh import LIKELY, PROPOSED, Numbers, weigh
from lexcurric.core.errors import FileError, LexcurricError
from lexcurric.core.model import Content
from lexcurric.core.wording import folded
from lexcurric.formats.lex_json import read_export
from lexcurric.formats.onet import read_onet
from lexcurric.semantic import load_meaning

OUTPUT = HERE.parent / "docs" / "alignment-results.md"
ONET = FETCHED / "onet-db"
TASKS = SHARED / "onet-tasks" / "2022.tsv"
EXPORTS = {
    "43-6012.00": SHARED.parent.parent / "exports" / "43-6012.00.v.26.05.json",
    "51-3011.00": HERE.parent / "data" / "51-3011.00.v.26.05.json",
}
NAMES = {"43-6012.00": "Legal secretaries (the real export)", "51-3011.00": "Bakers (the bundled sample)"}
Floats = NDArray[Any]


@dataclass(frozen=True)
class Labelled:
    """An occupation: its statements, its tasks, and a grade for each pair: 2 does it, 1 is about it, 0 is not."""

    soc: str
    content: Content
    tasks: tuple[str, ...]
    grade: Floats

    @property
    def statements(self) -> list[str]:
        """The wordings, in reading order."""
        return [each.text for each in self.content.active]

    @property
    def truth(self) -> Floats:
        """True for each pair that a reader would align."""
        found: Floats = self.grade > 0
        return found


def task_hash(text: str) -> str:
    """How the labels name a task: by its words, whatever release it is from."""
    return sha256(folded(text).encode()).hexdigest()[:12]


def read_tasks(soc: str, folder: Path) -> tuple[str, ...]:
    """The tasks of an occupation, from O*NET's own files where they are, else from the shared lists."""
    try:
        return tuple(each.label for each in read_onet(folder).occupation(soc).of_kind(ItemKind.TASK))
    except FileError:
        if not TASKS.exists():
            return ()
    with TASKS.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(row["text"] for row in rows if row["group"] == soc)


def read_labelled(folder: Path) -> dict[str, Labelled]:
    """The labelled occupations whose export and tasks are at hand; what is not is named."""
    found = {}
    for soc, path in EXPORTS.items():
        tasks = read_tasks(soc, folder)
        if not path.exists() or not tasks:
            print(f"{soc}: {'no export' if not path.exists() else 'no tasks'} at hand; left out")
            continue
        content = read_export(path).content
        places = {(each.level, content.positions[each.id]): at for at, each in enumerate(content.active)}
        numbers = {task_hash(text): at for at, text in enumerate(tasks)}
        grade = np.zeros((len(places), len(tasks)))
        with (TRUTH / f"onet-alignment-{soc}.tsv").open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened, delimiter="\t"):
                task = numbers.get(row["task"])
                if task is None:
                    raise SystemExit(f"{soc}: these are not the tasks that were labelled ({row['task']} is missing)")
                grade[places[row["level"], int(row["position"])], task] = int(row["grade"])
        found[soc] = Labelled(soc, content, tasks, grade)
    return found


# The methods: each gives a score for every pair, after it has seen the other occupation


def evidence_of(each: Labelled, *, meaning: bool) -> Floats:
    """A row a pair: the evidence that is weighed."""
    found = weigh(each.statements, each.tasks, load_meaning() if meaning else None).evidence
    return found.reshape(-1, 3)[:, : 3 if meaning else 2]


def learn(labelled: Sequence[Labelled], *, meaning: bool) -> Numbers:
    """The numbers learned from these occupations, each counting alike."""
    rows = np.concatenate([evidence_of(each, meaning=meaning) for each in labelled])
    right = np.concatenate([each.truth.ravel() for each in labelled])
    weights = np.concatenate([np.full(each.grade.size, 1 / each.grade.size) for each in labelled])
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(rows, right, sample_weight=weights * len(weights) / weights.sum())
    return Numbers(float(model.intercept_[0]), *map(float, model.coef_[0]))


def ours(each: Labelled, other: Labelled, *, meaning: bool) -> Floats:
    """The scores by numbers learned from the other occupation."""
    numbers = learn([other], meaning=meaning)
    return weigh(each.statements, each.tasks, load_meaning() if meaning else None, numbers).score


def tfidf(each: Labelled, _other: Labelled) -> Floats:
    """TF-IDF cosine, English stop words left out, as scikit-learn has it."""
    vectors = TfidfVectorizer(stop_words="english").fit([*each.statements, *each.tasks])
    sides = [vectors.transform(texts) for texts in (each.statements, each.tasks)]
    product: Floats = (sides[0] @ sides[1].T).toarray()
    return product


def model_alone(each: Labelled, _other: Labelled) -> Floats:
    """The cosine of what the language model makes of both."""
    meaning = load_meaning()
    product: Floats = np.asarray(meaning(each.statements)) @ np.asarray(meaning(each.tasks)).T
    return product


Method = Callable[[Labelled, Labelled], Floats]
METHODS: dict[str, Method] = {
    "lexcurric": partial(ours, meaning=False),
    "lexcurric, with meaning": partial(ours, meaning=True),
    "TF-IDF cosine": tfidf,
    "language model alone": model_alone,
}
WITH_MODEL = ("lexcurric, with meaning", "language model alone")


def best_f1(score: Floats, truth: Floats) -> float:
    """The greatest F1 that any threshold gives."""
    return max(_f1(*_counts(score >= cut, truth)) for cut in np.unique(score))


def recall_at(score: Floats, truth: Floats, precision: float) -> float:
    """The greatest recall at which so many of those found are right."""
    counts = [_counts(score >= cut, truth) for cut in np.unique(score)]
    good = [right / (right + missed) for right, wrong, missed in counts if right >= precision * (right + wrong) > 0]
    return max(good, default=0.0)


def _counts(said: Floats, truth: Floats) -> tuple[int, int, int]:
    return int((said & truth).sum()), int((said & ~truth).sum()), int((~said & truth).sum())


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed or 1)


def among_three(score: Floats, truth: Floats) -> float:
    """How many of the right pairs are among the three tasks that the statement is likeliest about."""
    order = np.argsort(-score, axis=1, kind="stable")[:, :3]
    first = np.zeros_like(truth)
    np.put_along_axis(first, order, np.ones_like(order, dtype=bool), axis=1)
    return float((first & truth).sum() / truth.sum())


# The page


def tables(labelled: dict[str, Labelled]) -> list[str]:
    """The lines of the page."""
    pairs = [(each, next(one for one in labelled.values() if one is not each)) for each in labelled.values()]
    names = [name for name in METHODS if name not in WITH_MODEL or _has_model()]
    return [*_against(pairs, names), *_thresholds(pairs), *_coverage(pairs), *_speed(labelled)]


def _has_model() -> bool:
    try:
        load_meaning()
    except LexcurricError:
        return False
    return True


def _against(pairs: Sequence[tuple[Labelled, Labelled]], names: Sequence[str]) -> list[str]:
    lines = [
        "## Against others",
        "",
        "Average precision needs no threshold. Recall at .9: as many right pairs as can be had where nine in ten of",
        "those said are right. Best F1: at the threshold that is best for that method and occupation, for all alike.",
        "Among three: the right pairs that a person sees who looks at the three likeliest tasks of each statement.",
        "",
        "| occupation | method | average precision | recall at .9 | best F1 | among three |",
        "|---|---|---|---|---|---|",
    ]
    for each, other in pairs:
        for name in names:
            score, truth = METHODS[name](each, other), each.truth
            cells = [
                float(average_precision_score(truth.ravel(), score.ravel())),
                recall_at(score, truth, 0.9),
                best_f1(score, truth),
                among_three(score, truth),
            ]
            lines.append(f"| {NAMES[each.soc]} | {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    return [*lines, ""]


def _thresholds(pairs: Sequence[tuple[Labelled, Labelled]]) -> list[str]:
    lines = [
        "## At the thresholds that are used",
        "",
        f"From {PROPOSED} on a pair is proposed, from {LIKELY} on it is called likely. Without meaning; numbers",
        "learned from the other occupation. Done: the recall among pairs where the statement does the task (grade 2).",
        "",
        "| occupation | statements × tasks | right pairs | from | proposed | precision | recall | recall, done |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each, other in pairs:
        score = ours(each, other, meaning=False)
        for cut in (PROPOSED, LIKELY):
            said = score >= cut
            right, wrong, missed = _counts(said, each.truth)
            done = float(said[each.grade == 2].mean())
            size = f"{len(each.statements)} × {len(each.tasks)}"
            lines.append(
                f"| {NAMES[each.soc]} | {size} | {int(each.truth.sum())} | {cut} | {right + wrong} "
                f"| {right / (right + wrong or 1):.2f} | {right / (right + missed):.2f} | {done:.2f} |"
            )
    return [*lines, ""]


def _coverage(pairs: Sequence[tuple[Labelled, Labelled]]) -> list[str]:
    lines = [
        "## Coverage",
        "",
        "Of the tasks: how many any statement is about by the labels, and what is said when a person accepts all that",
        "is proposed, or all that is likely, unseen.",
        "",
        "| occupation | tasks | covered by the labels | from | said covered | rightly | wrongly | overlooked |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each, other in pairs:
        score, truth = ours(each, other, meaning=False), each.truth.any(axis=0)
        for cut in (PROPOSED, LIKELY):
            said = (score >= cut).any(axis=0)
            right, wrong, missed = _counts(said, truth)
            lines.append(
                f"| {NAMES[each.soc]} | {len(each.tasks)} | {int(truth.sum())} | {cut} | {right + wrong} | {right} "
                f"| {wrong} | {missed} |"
            )
    return [*lines, ""]


def _speed(labelled: dict[str, Labelled]) -> list[str]:
    each = next(iter(labelled.values()))
    items = [ListItem(code=str(at), label=text, kind=ItemKind.TASK) for at, text in enumerate(each.tasks)]
    listed = onet_list("", each.soc, "", items)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        found = Proposals(each.content, listed)
        coverage = cover(each.content, listed, found.every)
        times.append(time.perf_counter() - start)
    known = coverage.counts(ItemKind.TASK)[Covered.PROPOSED]
    return [
        "## Time",
        "",
        f"Weighing {len(each.statements)} statements against {len(each.tasks)} tasks, with reasons and coverage "
        f"({known} tasks covered): {sorted(times)[2] * 1000:.0f} ms.",
    ]


HEAD = """# Alignment: what was measured

`make bench-align` makes this page, from the O*NET text files in `benchmarks/data/onet-db` (or `--onet FOLDER`).

The labels (`benchmarks/truth/onet-alignment-*.tsv`) name statements by place and tasks by a hash of their words; no
text of either is in this project. A language model read every pair of both occupations before any score was seen: 2,
whoever shows the statement does the task, or leads it; 1, it is about the same work. **No person has checked that
reading**, and two occupations are few: take the figures for what they are. The real export was written with the
tasks of its occupation at hand, so that many words are theirs; the bundled sample was written without, and shows what
to expect of a framework of one's own: what is likely is right, and most has to be looked for among the three nearest.

The numbers are learned from the other occupation each time, but which evidence is weighed, and the two thresholds, were
chosen with both in sight: that makes the figures a little too kind. The 14 tasks of the legal secretaries were taken
from a stored copy of O*NET OnLine's page of the occupation, since no database release was at hand, and put into the
layout of the text files; the bakers' 18 are those of the 2022 list.
"""


def main(output: Path | None = OUTPUT, folder: Path = ONET, *, only_learn: bool = False) -> None:
    """Measures, prints, and writes the page; with `only_learn`, prints the numbers for `core/alignment/weigh.py`."""
    labelled = read_labelled(folder)
    if len(labelled) < len(EXPORTS):
        print("both occupations are needed; see benchmarks/LISTS.md")
        return
    if only_learn:
        for meaning in (False, *([True] if _has_model() else [])):
            print("with meaning" if meaning else "texts alone", learn(list(labelled.values()), meaning=meaning))
        return
    text = "\n".join([HEAD, *tables(labelled)]) + "\n"
    print(text)
    if output is not None:
        output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--onet", type=Path, default=ONET, help="the folder of an O*NET release's text files")
    given.add_argument("--learn", action="store_true", help="print the numbers learned from both occupations")
    said = given.parse_args()
    main(folder=said.onet, only_learn=said.learn)
