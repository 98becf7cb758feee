"""
Learns the numbers of the matcher, and writes them with their provenance: `python -m benchmarks.train_match`.

Logistic regression on candidate pairs, every family counting alike; evidence that can only speak for a pair gets no
negative weight. The families' ids are labels of a kind: a pair of nearly equal texts that the ids do not know, and one
of texts with nothing in common that they do, are left out of learning (never out of scoring). Besides the weights for
use, those learned without each family are written to `benchmarks/weights.json`; `bench_match` scores each family with
them. With `--meaning` (and the extra `semantic`) it learns the numbers for that, into files of their own.
"""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.families import HERE, Pair, Task, all_tasks
from benchmarks.variants import moved, replaced, shuffled
from lexcurric.core.match import PairKind, _certain
from lexcurric.core.matching import weights as shipped
from lexcurric.core.matching import weights_meaning
from lexcurric.core.matching.likeness import EVIDENCE, MEANING, Pairs, compare
from lexcurric.core.matching.odds import Odds, Where
from lexcurric.core.matching.parts import PART_EVIDENCE, weigh_parts
from lexcurric.core.matching.search import Search
from lexcurric.core.matching.weights import Weights
from lexcurric.semantic import load_meaning

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning

WITHOUT, WITHOUT_WITH_MEANING = HERE / "weights.json", HERE / "weights_meaning.json"
"""What was learned without each family, for scoring it."""
NEAREST = 8
ALIKE, UNLIKE = 0.6, 0.1
MOST_OF_A_FAMILY = 200
MOST_WRONG_PARTS = 1_000
MOVES_COUNT = 3
"""How many times more the variants with moved statements count: real releases hardly show moves to learn from."""
PARTS_ONLY_FOR = ("said", "fresh", "partner said", "covered", "text", "near")
Floats = NDArray[np.float64]
ONE_WAY = {"characters": True, "contained": True, "head": True, "figures": False, "length": False, MEANING: True}


@dataclass
class Sample:
    """One task compared, with the candidate pairs to learn from (`at`) and whether each is right."""

    task: Task
    pairs: Pairs
    where: Where
    at: NDArray[np.int64]
    right: Floats


def sample(task: Task, meaning: Meaning | None = None) -> Sample | None:
    """The candidates of a task: for each statement the NEAREST by characters, and the truth; None if none is left."""
    old, new = [(row.level, row.text) for row in task.old], [(row.level, row.text) for row in task.new]
    certain = [(each.old, each.new) for each in _certain(old, new, {}, set())]
    used = {a for a, _ in certain}, {b for _, b in certain}
    rest = tuple([at for at in range(len(side)) if at not in used[end]] for end, side in enumerate((old, new)))
    if not all(rest):
        return None
    where = Where(([level for level, _ in old], [level for level, _ in new]), (rest[0], rest[1]), certain)
    pairs = compare([text for _, text in old], [text for _, text in new], rest[0], rest[1], meaning)
    ends = np.array(rest[0])[pairs.rows], np.array(rest[1])[pairs.columns]
    known = list(zip(ends[0].tolist(), ends[1].tolist(), strict=True))
    truth, unsure = _labels(task, known, pairs.evidence[:, 0], pairs.evidence[:, 1])
    chosen = _nearest(pairs.rows, pairs.evidence[:, 0]) | _nearest(pairs.columns, pairs.evidence[:, 0])
    at = [place for place, pair in enumerate(known) if (chosen[place] or pair in truth) and pair not in unsure]
    return Sample(
        task, pairs, where, np.array(at, dtype=np.int64), np.array([known[each] in truth for each in at], float)
    )


def _labels(task: Task, known: Sequence[Pair], characters: Floats, contained: Floats) -> tuple[set[Pair], set[Pair]]:
    """What to learn as right, and what to leave out: where the ids say what no reader of the two texts would."""
    truth, unsure = set(task.truth), set(task.unscored)
    if task.family == "onet":
        return truth, unsure
    likeness = (characters + contained) / 2
    scores = dict(zip(known, likeness.tolist(), strict=True))
    best_old: dict[int, float] = {}
    best_new: dict[int, float] = {}
    for a, b in truth:
        score = scores.get((a, b), 0.0)
        best_old[a], best_new[b] = max(score, best_old.get(a, 0.0)), max(score, best_new.get(b, 0.0))
    for pair, score in scores.items():
        a, b = pair
        rival = max(best_old.get(a, 0.0), best_new.get(b, 0.0))
        if score >= ALIKE and pair not in truth and rival < score - 0.05:
            unsure.add(pair)
            unsure |= {each for each in truth if each[0] == a or each[1] == b}
    unsure |= {pair for pair in truth if scores.get(pair, 1.0) < UNLIKE}
    return truth - unsure, unsure


def _nearest(groups: NDArray[np.int64], scores: Floats) -> NDArray[np.bool_]:
    order = np.lexsort((-scores, groups))
    sizes = np.bincount(groups)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    found = np.zeros(len(scores), dtype=bool)
    found[order[np.arange(len(order)) - starts < NEAREST]] = True
    return found


def fit(
    evidence: Floats, right: Floats, counts: Floats, one_way: Sequence[bool], ridge: float = 1.0
) -> tuple[float, ...]:
    """The weights of a logistic regression, the constant first; `one_way` ones are never below 0."""
    middle, spread = evidence.mean(0), evidence.std(0) + 1e-9
    scaled = np.column_stack([(evidence - middle) / spread, np.ones(len(evidence))])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = scaled @ weights
        terms = np.logaddexp(0, -odds) * right + np.logaddexp(0, odds) * (1 - right)
        slope = scaled.T @ (counts * (1 / (1 + np.exp(-odds)) - right))
        return float((counts * terms).sum() + ridge / 2 * (weights[:-1] ** 2).sum()), slope + ridge * np.r_[
            weights[:-1], 0
        ]

    bounds = [(0, None) if each else (None, None) for each in one_way] + [(None, None)]
    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    plain = found[:-1] / spread
    return (float(found[-1] - (plain * middle).sum()), *map(float, plain))


def learn(samples: Sequence[Sample]) -> Weights:
    """The weights of both rounds, learned one after the other; those for parts stay as they are shipped."""
    totals: dict[str, float] = {}
    for each in samples:
        totals[each.task.family] = totals.get(each.task.family, 0.0) + each.right.sum()
    counts = [
        np.full(len(each.at), min(MOST_OF_A_FAMILY, totals[each.task.family]) / max(1.0, totals[each.task.family]))
        for each in samples
    ]

    def fitted(evidence: Callable[[Sample], Floats], one_way: Sequence[bool]) -> tuple[float, ...]:
        stacked = np.concatenate([evidence(each)[each.at] for each in samples])
        return fit(stacked, np.concatenate([each.right for each in samples]), np.concatenate(counts), one_way)

    nothing = (0.0,) * 8
    names = (*EVIDENCE, MEANING)[: samples[0].pairs.evidence.shape[1]]
    text = fitted(lambda each: each.pairs.evidence, [ONE_WAY[name] for name in names])
    made = Weights(text, nothing, nothing, shipped.LEARNED.parts)
    for turn, name in enumerate(("first", "second")):
        rounds = {id(each): Odds(each.pairs, each.where, made).rounds[turn] for each in samples}
        made = made._replace(**{name: fitted(lambda each, found=rounds: found[id(each)], [False] * 7)})
    return made


def learn_parts(tasks: Sequence[Task], weights: Weights, meaning: Meaning | None = None) -> Weights:
    """
    The weights of splits and joins. Right ones come from the lists that were read or mapped; wrong ones from all: where
    the ids say which statement continues the whole, what is left over beside it is taken to be new.
    """
    evidence: list[tuple[float, ...]] = []
    right: list[float] = []
    counts: list[float] = []
    for family in sorted({task.family for task in tasks}):
        found = [each for task in tasks if task.family == family for each in part_links(task, weights, meaning)]
        evidence += [said for said, _ in found]
        right += [is_right for _, is_right in found]
        wrong = sum(1 - is_right for _, is_right in found)
        counts += [1.0 if is_right else min(1.0, MOST_WRONG_PARTS / wrong) for _, is_right in found]
    one_way = [name in PARTS_ONLY_FOR for name in PART_EVIDENCE]
    return weights._replace(parts=fit(np.array(evidence), np.array(right), np.array(counts), one_way))


def part_links(task: Task, weights: Weights, meaning: Meaning | None = None) -> list[tuple[tuple[float, ...], float]]:
    """The evidence for each part of a split or join that is looked at, and whether it is right."""
    made = sample(task)
    if made is None:
        return []
    entries = [(row.level, row.text) for row in task.old], [(row.level, row.text) for row in task.new]
    rest = list(made.where.rest[0]), list(made.where.rest[1])
    search = Search(entries, rest, list(made.where.certain), (), weights, meaning)
    found = []
    for kind in (PairKind.SPLIT, PairKind.JOINED):
        step = 1 if kind is PairKind.SPLIT else -1
        wholes, parts = rest[::step]
        groups = [(olds, news) for olds, news, said in task.groups or () if said == kind.value]
        truth = {(a, b)[::step] for olds, news in groups for a in olds for b in news}
        unsure = {pair[::step] for pair in task.unscored} - truth
        for part in weigh_parts(search.sides(kind), weights.parts):
            links = [(wholes[part.whole], parts[each]) for each in (part.part, part.partner)]
            certain = task.groups is not None or (links[1][::step] in task.truth and links[0][::step] not in task.truth)
            if certain and links[0] not in unsure:
                found.append((part.evidence, float(all(link in truth for link in links))))
    return found


def main(meaning: Meaning | None = None) -> None:
    """Learns, and writes both files; with `meaning`, those that belong to it."""
    tasks = all_tasks()
    families = sorted({task.family for task in tasks})
    made = [task for variant in (replaced, shuffled, moved) for task in map(variant, tasks) if task is not None]
    made += [task for task in made if task.going] * MOVES_COUNT
    compared = (sample(task, meaning) for task in (*tasks, *made))
    samples = [each for each in compared if each is not None and len(each.at)]
    print(f"{len(tasks)} tasks of {len(families)} families, {len(samples)} with variants")
    final = learn_parts(tasks, learn(samples), meaning)
    without = {}
    for name in families:
        learned = learn([each for each in samples if each.task.family != name])
        without[name] = learn_parts([task for task in tasks if task.family != name], learned, meaning)
        print(f"without {name}: {without[name]}")
    kept, module = (WITHOUT, shipped) if meaning is None else (WITHOUT_WITH_MEANING, weights_meaning)
    kept.write_text(
        json.dumps({name: each._asdict() for name, each in without.items()}, indent=1) + "\n", encoding="utf-8"
    )
    write(final, families, len(tasks), Path(module.__file__))
    print(final)


def write(weights: Weights, families: Sequence[str], count: int, path: Path) -> None:
    """Puts the numbers into a module of the package."""
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("LEARNED = ")]
    rounded = {name: ", ".join(f"{each:.3f}" for each in numbers) for name, numbers in weights._asdict().items()}
    lines = "".join(f"    {name}=({numbers}),\n" for name, numbers in rounded.items())
    names = ", ".join(families)
    said = f"Learned on {time.strftime('%Y-%m-%d')} from {count} lists of {len(families)} families: {names}."
    source = textwrap.fill(said, 118)
    made = f'"""\n{source}\n"""\n'
    path.write_text(f"{head}LEARNED = Weights(\n{lines})\n{made}", encoding="utf-8")


if __name__ == "__main__":
    main(load_meaning() if "--meaning" in sys.argv else None)
