"""A second opinion about the scores, written from docs/rubrics.md alone and counted in fractions; rubrics to try it on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement
from lexcurric.core.rubric import Options, Rating, Rubric, RubricKind, RubricResult, RubricRow, make_rubric, score

Chosen = Mapping[str, str | None]


@dataclass(frozen=True)
class Opinion:
    """What the rules of the docs say of one trainee."""

    words: tuple[str, ...]
    missing: tuple[int, ...]
    shares: tuple[Fraction, ...]
    attained: str | None
    next_level: str | None
    target: bool
    points: Fraction
    provisional: bool
    statuses: tuple[str, ...]


def opinion(rubric: Rubric, chosen: Chosen) -> Opinion:
    """A level is attained, open, or passed over (–); everything else follows from that."""
    steps = range(1, len(rubric.levels) + 1) if rubric.kind is not RubricKind.SINGLE_POINT else [rubric.target]
    by_code = {each.code: each for each in rubric.scale}
    rated = [(row, by_code[code] if (code := chosen.get(row.id)) else None) for row in rubric.rows]
    words: list[str] = []
    missing, shares = [], []
    for step in steps:
        here = [(row, each) for row, each in rated if counts_at(rubric, row, step)]
        rest = [(row, each) for row, each in here if each is None or each.points is not None]
        met = sum(each is not None and meets_at(rubric, each, step) for _, each in rest)
        needed = math.ceil(Fraction(str(rubric.rules.share_required)) * len(rest))
        missing.append(max(0, needed - met))
        shares.append(Fraction(met, len(rest)) if rest else Fraction(0))
        words.append("–" if not rest else "open" if "open" in words or met < needed else "attained")
    labels = [rubric.levels[step - 1] for step in steps]
    up_to = [word for word, step in zip(words, steps, strict=True) if step <= rubric.target]
    counted = [(row, each) for row, each in rated if each is not None and each.points is not None]
    weighed = [(Fraction(str(row.weight)), Fraction(str(each.points)), row) for row, each in counted]
    possible = sum((weight * Fraction(str(most(rubric, row))) for weight, _, row in weighed), Fraction(0))
    return Opinion(
        words=tuple(words),
        missing=tuple(missing),
        shares=tuple(shares),
        attained=next(
            (label for label, word in reversed([*zip(labels, words, strict=True)]) if word == "attained"), None
        ),
        next_level=next((label for label, word in zip(labels, words, strict=True) if word == "open"), None),
        target="attained" in up_to and "open" not in up_to,
        points=sum((weight * points for weight, points, _ in weighed), Fraction(0)) / possible
        if possible
        else Fraction(0),
        provisional=any(each is None for _, each in rated),
        statuses=tuple(status(rubric, row, each) for row, each in rated),
    )


def counts_at(rubric: Rubric, row: RubricRow, step: int) -> bool:
    if rubric.kind is RubricKind.ANALYTIC:
        return len(row.cells[step - 1]) > 0
    if rubric.kind is RubricKind.HOLISTIC:
        return any(row.cells[step - 1 :])
    return rubric.levels[step - 1] == row.level


def meets_at(rubric: Rubric, rating: Rating, step: int) -> bool:
    assert rating.points is not None
    if rubric.kind in (RubricKind.ANALYTIC, RubricKind.HOLISTIC):
        return rating.points >= step
    return rating.met if rating.met is not None else rating.points >= rubric.rules.met_rating


def most(rubric: Rubric, row: RubricRow) -> int | float:
    if row.cells:
        return max(step for step, cell in enumerate(row.cells, start=1) if cell)
    return max(each.points for each in rubric.scale if each.points is not None)


def status(rubric: Rubric, row: RubricRow, rating: Rating | None) -> str:
    if rating is None:
        return "to rate"
    if rating.points is None:
        return "left out"
    return "met" if meets_at(rubric, rating, aim(rubric, row)) else "not yet"


def aim(rubric: Rubric, row: RubricRow) -> int:
    steps = [step for step, cell in enumerate(row.cells, start=1) if cell]
    if rubric.kind is RubricKind.HOLISTIC:
        return min(rubric.target, steps[-1])
    while steps and steps[0] < rubric.target and any(step <= rubric.target for step in steps[1:]):
        steps = steps[1:]
    return steps[0] if steps else rubric.target


def agree(rubric: Rubric, chosen: Chosen) -> RubricResult:
    found, expected = score(rubric, chosen), opinion(rubric, chosen)
    words = ["–" if each.is_passed_over else "attained" if each.attained else "open" for each in found.levels]
    assert words == list(expected.words)
    assert [each.still_to_meet for each in found.levels] == list(expected.missing)
    assert [each.share for each in found.levels] == pytest.approx([float(each) for each in expected.shares])
    assert (found.attained, found.next_level) == (expected.attained, expected.next_level)
    assert found.target_attained == expected.target
    assert found.weighted_score == pytest.approx(float(expected.points))
    assert found.is_provisional == expected.provisional
    assert tuple(each.value for each in found.statuses) == expected.statuses
    still = [row for row, said in zip(rubric.rows, expected.statuses, strict=True) if said in ("not yet", "to rate")]
    if not rubric.kind.is_across_levels:
        still = [row for row in still if row.level == expected.next_level]
    assert list(found.open) == [row.id for row in still]
    return found


# Rubrics of every shape


SCALES: list[tuple[Rating, ...]] = [
    (),
    (
        Rating(code="3.5", points=3.5),
        Rating(code="Good", points=2.5),
        Rating(code="Part", points=1, met=True),
        Rating(code="No", points=0),
        Rating(code="Skip", points=None),
    ),
    (Rating(code="Yes", points=1, met=True), Rating(code="No", points=0, met=False)),
    (Rating(code="Best", points=0.3, met=False), Rating(code="Rest", points=0.1, met=True)),
]
SHARES = [0.0, 0.1, 0.3, 0.35, 0.5, 0.55, 0.58, 0.7, 0.75, 0.8, 0.9, 1.0]


def framework(sizes: list[int], criteria: list[int]) -> Snapshot:
    levels = tuple(Level(key=f"k{n}", label=f"Level {n}", rank=f"{n:02d}") for n in range(len(sizes)))
    places = [(n, m) for n, size in enumerate(sizes) for m in range(size)]
    statements = tuple(
        Statement(
            id=f"s{n}-{m}",
            level=f"k{n}",
            rank=f"{m:03d}",
            text=f"Do {n} {m}.",
            criterion=f"c{chosen}" if (chosen := criteria[at % len(criteria)]) else None,
        )
        for at, (n, m) in enumerate(places)
    )
    named = tuple(Criterion(id=f"c{at}", label=f"Criterion {at}", rank=f"{at}") for at in range(1, 4))
    content = Content(soc="51-3011.00", document={}, levels=levels, statements=statements, criteria=named)
    return Snapshot(content=content, ref="test", version="v.1")


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    kind = draw(st.sampled_from(list(RubricKind)))
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=9).filter(any))
    made = framework(sizes, draw(st.lists(st.integers(0, 3), min_size=1, max_size=7)))
    filled = [n for n, size in enumerate(sizes) if size]
    wanted = filled if kind is RubricKind.SINGLE_POINT else range(len(sizes))
    target = draw(st.sampled_from(["", *(f"k{n}" for n in wanted)]))
    scale = () if kind.is_across_levels else draw(st.sampled_from(SCALES))
    plain = make_rubric(made, kind, Options(target=target, scale=scale))
    chosen = draw(st.lists(st.sampled_from(plain.rows), max_size=4, unique_by=lambda row: row.id))
    weights = {row.id: draw(st.sampled_from([0.1, 0.5, 1.25, 2, 10, 1000])) for row in chosen}
    met = draw(st.sampled_from([None, 0, 0.3])) if scale else None
    share = draw(st.sampled_from(SHARES))
    return make_rubric(
        made, kind, Options(target=target, scale=scale, weights=weights, met_rating=met, share_required=share, cohort=2)
    )


def draw_ratings(rubric: Rubric, data: st.DataObject) -> dict[str, str | None]:
    """Ratings by row id, in moods that random ones would hardly ever have."""
    mood = data.draw(st.sampled_from(["any", "good", "left out", "blank", "one level left out"]))
    gone = data.draw(st.sampled_from(rubric.levels))
    chosen: dict[str, str | None] = {}
    for row in rubric.rows:
        fitting = [each for each in rubric.scale if each.points is None or each.points <= most(rubric, row)]
        out = [each.code for each in fitting if each.points is None]
        if mood == "blank" or (mood == "left out" and not out):
            continue
        if mood == "left out" or (mood == "one level left out" and out and gone == row.level):
            chosen[row.id] = out[0]
        elif mood != "any":
            chosen[row.id] = data.draw(st.sampled_from([each.code for each in fitting][:2]))
        else:
            chosen[row.id] = data.draw(st.sampled_from([None, *(each.code for each in fitting)]))
    return chosen
