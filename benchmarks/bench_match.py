"""
Matching: F1 on pairs whose wording changed, and CPU time, on lists whose publishers keep ids (used only to score).

Data: `../shared/data/matching`; without it, nothing is measured. Compared with RapidFuzz's ratio and token_set_ratio
under an optimal assignment with thresholds that suit them, and with difflib (greedy). The publishers' ids know neither
splits nor joins, so only one-to-one pairs count here.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from lexcurric.core.match import match
from lexcurric.core.wording import normal

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "matching"
SOURCES = {
    "onet-tasks 2013→2018": ("onet-tasks/2013.tsv", "onet-tasks/2018.tsv"),
    "onet-tasks 2018→2022": ("onet-tasks/2018.tsv", "onet-tasks/2022.tsv"),
    "ft-competencies alpha.4→alpha.9": ("ft-competencies/v1.0.0-alpha.4.tsv", "ft-competencies/v1.0.0-alpha.9.tsv"),
    "ft-competencies alpha.16→beta.1": ("ft-competencies/v1.0.0-alpha.16.tsv", "ft-competencies/v1.0.0-beta.1.tsv"),
    "nist-800-53 rev4→rev5": ("nist-800-53/rev4_high.tsv", "nist-800-53/rev5_moderate.tsv"),
}
Row = tuple[str, str]
Pairs = set[tuple[int, int]]


def read(name: str) -> dict[str, list[Row]]:
    """The id and wording of each statement, by group."""
    groups: dict[str, list[Row]] = defaultdict(list)
    with DATA.joinpath(name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            groups[row["group"]].append((row["id"], row["text"]))
    return groups


def ours(old: list[str], new: list[str]) -> Pairs:
    """lexcurric.match, as it is used; one-to-one pairs."""
    return {(a, b) for a, b, _, kind in match(old, new).pairs if kind in ("same", "reworded")}


def assigned(scorer: str, threshold: float) -> Callable[[list[str], list[str]], Pairs]:
    """RapidFuzz with an optimal assignment over what is not equal already."""

    def run(old: list[str], new: list[str]) -> Pairs:
        from rapidfuzz import fuzz, process
        from scipy.optimize import linear_sum_assignment

        if not old or not new:
            return set()
        scores = process.cdist(old, new, scorer=getattr(fuzz, scorer))
        rows, columns = linear_sum_assignment(-scores)
        return {(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if scores[a][b] >= threshold}

    return run


def greedy_difflib(old: list[str], new: list[str]) -> Pairs:
    """difflib's ratio, best pair first, from .6 on."""
    scored = sorted(
        (
            (SequenceMatcher(None, a, b, autojunk=False).quick_ratio(), i, j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
        ),
        reverse=True,
    )
    found: Pairs = set()
    used_old: set[int] = set()
    used_new: set[int] = set()
    for score, i, j in scored:
        if score >= 0.6 and i not in used_old and j not in used_new:
            found.add((i, j))
            used_old.add(i)
            used_new.add(j)
    return found


METHODS: dict[str, Callable[[list[str], list[str]], Pairs]] = {
    "lexcurric": ours,
    "rapidfuzz ratio": assigned("ratio", 60),
    "rapidfuzz token_set": assigned("token_set_ratio", 70),
    "difflib greedy": greedy_difflib,
}


def left_over(old: list[Row], new: list[Row]) -> tuple[list[Row], list[Row]]:
    """What is not equal in its normal form on the other side."""
    olds, news = {normal(text) for _, text in old}, {normal(text) for _, text in new}
    return [row for row in old if normal(row[1]) not in news], [row for row in new if normal(row[1]) not in olds]


def measure(
    old: dict[str, list[Row]], new: dict[str, list[Row]], method: Callable[..., Pairs]
) -> tuple[float, float, float, float]:
    """Precision, recall, F1 and CPU seconds over all groups."""
    right = found = truth = 0
    seconds = 0.0
    for group in old.keys() & new.keys():
        before, after = left_over(old[group], new[group])
        if not before or not after:
            continue
        start = time.process_time()
        pairs = method([text for _, text in before], [text for _, text in after])
        seconds += time.process_time() - start
        places = {found_id: index for index, (found_id, _) in enumerate(after)}
        known = {(index, places[old_id]) for index, (old_id, _) in enumerate(before) if old_id in places}
        right, found, truth = right + len(pairs & known), found + len(pairs), truth + len(known)
    precision, recall = right / (found or 1), right / (truth or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1), seconds


def main() -> None:
    """The table."""
    if not DATA.is_dir():
        print(f"no {DATA.name} data beside the project, so nothing is measured")
        return
    print(f"{'source':<34}{'method':<22}{'precision':>10}{'recall':>8}{'F1':>7}{'CPU s':>8}")
    for source, (before, after) in SOURCES.items():
        old, new = read(before), read(after)
        for name, method in METHODS.items():
            precision, recall, f1, seconds = measure(old, new, method)
            print(f"{source:<34}{name:<22}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}{seconds:>8.2f}")


if __name__ == "__main__":
    main()
