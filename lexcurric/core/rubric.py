"""
What a rubric is: rows to rate, a scale to rate them on, the rules of scoring; and the scores, computed in plain Python.

The workbook's formulas and `score` say the same thing; tests hold them against each other. Rules: a rating at or above
the met rating counts as met; NA leaves a statement out; a blank is not assessed and counts as not met; a level is
attained when every level below it is, and the share of its statements that are met (those left out aside) reaches the
share required.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from enum import StrEnum

from lexcurric.core.model import Content, Record, Snapshot
from lexcurric.core.provenance import Provenance, provenance

NOT_APPLICABLE = "NA"


class RubricKind(StrEnum):
    """The kinds of rubric; the later ones arrive with their release."""

    CHECKLIST = "checklist"


class Rating(Record):
    """One step of the scale; `points` is None for NA."""

    code: str
    meaning: str
    points: int | None


class Rules(Record):
    """How ratings become results: the rating that counts as met, and the share of a level that must be met (0 to 1)."""

    met_rating: int = 3
    share_required: float = 0.8


class RubricRow(Record):
    """One statement to rate; `ref` such as E01 is for people, the id is the authority."""

    ref: str
    statement_id: str
    level: str
    criterion: str
    text: str
    weight: int = 1

    @property
    def text_check(self) -> str:
        """The first 12 hex digits of the SHA-256 of the wording: tells whether a returned row is as issued."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


DEFAULT_SCALE = (
    Rating(code="4", meaning="Does it independently to standard, and can guide others", points=4),
    Rating(code="3", meaning="Does it independently to standard", points=3),
    Rating(code="2", meaning="Does it with occasional help", points=2),
    Rating(code="1", meaning="Does it with constant help", points=1),
    Rating(code="0", meaning="Cannot do it yet", points=0),
    Rating(code=NOT_APPLICABLE, meaning="Not applicable in this workplace; left out of the result", points=None),
)


class Rubric(Record):
    """A rubric ready to be written: `levels` are the labels from the lowest up, `rows` in reading order."""

    kind: RubricKind
    provenance: Provenance
    levels: tuple[str, ...]
    rows: tuple[RubricRow, ...]
    scale: tuple[Rating, ...] = DEFAULT_SCALE
    rules: Rules = Rules()

    @property
    def top_points(self) -> int:
        """The most points that one rating gives."""
        return max(rating.points for rating in self.scale if rating.points is not None)


class LevelResult(Record):
    """One level's counts; `share` is met divided by statements not left out, 0 where there are none."""

    level: str
    statements: int
    left_out: int
    rated: int
    met: int
    share: float
    still_to_meet: int
    attained: bool


class RubricResult(Record):
    """
    The scores of one trainee: `attained` is a level's label or None, `weighted_score` runs from 0 to 1.

    `rateable` counts the statements that are not left out.
    """

    levels: tuple[LevelResult, ...]
    attained: str | None
    next_level: str | None
    weighted_score: float
    rated: int
    rateable: int

    @property
    def is_provisional(self) -> bool:
        """True until every statement is rated or left out."""
        return self.rated < self.rateable


def make_rubric(snapshot: Snapshot, kind: RubricKind = RubricKind.CHECKLIST, rules: Rules | None = None) -> Rubric:
    """The rubric of a framework: a row for each active statement, in reading order."""
    content = snapshot.content
    criteria = {criterion.id: criterion.label for criterion in content.criteria}
    labels = _distinct(content)
    prefixes = _prefixes(list(labels.values()))
    rows = []
    for level, prefix in zip(content.levels, prefixes, strict=True):
        for place, statement in enumerate(content.by_level[level.key], start=1):
            rows.append(
                RubricRow(
                    ref=f"{prefix}{place:02d}",
                    statement_id=statement.id,
                    level=labels[level.key],
                    criterion=criteria.get(statement.criterion or "", ""),
                    text=statement.text,
                )
            )
    return Rubric(
        kind=kind,
        provenance=provenance(snapshot),
        levels=tuple(labels.values()),
        rows=tuple(rows),
        rules=rules or Rules(),
    )


def score(rubric: Rubric, ratings: Mapping[str, str | int | None]) -> RubricResult:
    """
    The results for ratings by statement id: a point value, "NA", or None for not assessed.

    Raises ValueError for a rating that is not on the scale.
    """
    codes = {rating.code: rating.points for rating in rubric.scale}
    rated: dict[str, int | None] = {}
    for row in rubric.rows:
        rating = ratings.get(row.statement_id)
        if rating is None:
            continue
        if str(rating) not in codes:
            raise ValueError(f"{row.ref}: expected one of {', '.join(codes)}, found {rating!r}")
        rated[row.statement_id] = codes[str(rating)]
    results: list[LevelResult] = []
    reached = True
    for level in rubric.levels:
        result = _level_result(rubric, level, rated, reached)
        reached = result.attained
        results.append(result)
    attained = [result.level for result in results if result.attained]
    open_levels = [result.level for result in results if not result.attained]
    points = sum((rated.get(row.statement_id) or 0) * row.weight for row in rubric.rows)
    weight = sum(row.weight for row in rubric.rows if rated.get(row.statement_id) is not None)
    return RubricResult(
        levels=tuple(results),
        attained=attained[-1] if attained else None,
        next_level=open_levels[0] if open_levels else None,
        weighted_score=points / (weight * rubric.top_points) if weight else 0.0,
        rated=sum(result.rated for result in results),
        rateable=sum(result.statements - result.left_out for result in results),
    )


def _level_result(rubric: Rubric, level: str, rated: Mapping[str, int | None], below: bool) -> LevelResult:
    ids = [row.statement_id for row in rubric.rows if row.level == level]
    left_out = sum(1 for each in ids if each in rated and rated[each] is None)
    points = [value for each in ids if (value := rated.get(each)) is not None]
    met = sum(1 for value in points if value >= rubric.rules.met_rating)
    counted = len(ids) - left_out
    # The inner rounding keeps 0.7 * 10 from becoming 7.000000000000001, which would ask for 8.
    needed = math.ceil(round(rubric.rules.share_required * counted, 6))
    missing = max(0, needed - met)
    return LevelResult(
        level=level,
        statements=len(ids),
        left_out=left_out,
        rated=len(points),
        met=met,
        share=met / counted if counted else 0.0,
        still_to_meet=missing,
        attained=below and counted > 0 and missing == 0,
    )


def _prefixes(labels: list[str]) -> list[str]:
    """A short prefix for each level's references: the fewest first letters (up to 3) that no lower level has taken."""
    prefixes: list[str] = []
    for number, label in enumerate(labels, start=1):
        letters = "".join(char for char in label.upper() if char.isalpha())
        choices = [letters[:count] for count in (1, 2, 3) if letters[:count]]
        prefixes.append(next((choice for choice in choices if choice not in prefixes), f"L{number}-"))
    return prefixes


def _distinct(content: Content) -> dict[str, str]:
    """Each level's label by its key, told apart by the key where two levels share a label."""
    labels = [level.label for level in content.levels]
    return {
        level.key: f"{level.label} ({level.key})" if labels.count(level.label) > 1 else level.label
        for level in content.levels
    }
