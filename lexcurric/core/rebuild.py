"""
A rubric made again from a workbook alone, where the version that it was made of is not at hand.

The statements are put together to a framework, and the rubric is made of that as it always is, so that scale, rules and
scores are the same. Of what the workbook calculates nothing is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.provenance import OWNER_UNKNOWN, Provenance
from lexcurric.core.rubric import NOT_APPLICABLE, Labels, Options, Rating, Rubric, RubricKind, labels_of, make_rubric
from lexcurric.core.scored import (
    COUNTS,
    CRITERION,
    LEVEL,
    STEP,
    TEXT,
    TOP,
    WEIGHT,
    Layout,
    RowKey,
    every_language,
    folded,
    roles_of,
    row_keys,
    words,
)

_USUAL = "4,3,2,1,0,NA"
_LOOSE = "other"
"""The id of the row of statements without a criterion."""


def kind_of(layout: Layout) -> RubricKind:
    """The kind that the workbook states, or else the one that its headings speak for."""
    stated = layout.fact.get("kind", "")
    if stated in set(RubricKind):
        return RubricKind(stated)
    heads = {folded(each) for each in layout.heads}
    roles = roles_of(layout.heads)
    if TEXT not in roles:
        return RubricKind.HOLISTIC if heads & words("what_it_looks_like") else RubricKind.ANALYTIC
    # Where all statements are of one level, no column names it.
    return RubricKind.CHECKLIST if LEVEL in roles else RubricKind.SINGLE_POINT


def options_of_facts(layout: Layout) -> Options:
    """What was chosen when the rubric was written, as far as the workbook states it. Raises EditError if it is odd."""
    fact = layout.fact
    try:
        if "options" in fact:
            return Options.model_validate_json(fact["options"])
        if "metRating" in fact:
            codes = fact.get("scale", _USUAL).split(",")
            scale = () if codes == _USUAL.split(",") else tuple(_plain_rating(code) for code in codes)
            share = float(fact.get("shareRequired", "0.8"))
            return Options(met_rating=_number(fact["metRating"]), share_required=share, scale=scale)
    except (ValidationError, ValueError):
        raise EditError("the hidden sheet states options that do not fit") from None
    return Options(language=_language(layout.heads))


def rebuild(layout: Layout) -> Rubric:
    """
    The rubric that a workbook was made of, from its own statements, scale, weights and rules.

    Raises EditError where too little of it is left.
    """
    kind, options = kind_of(layout), options_of_facts(layout)
    parts = _across_levels(layout, kind, options) if kind.is_across_levels else _by_level(layout, options)
    wanted = options.target
    known = {folded(level.label) for level in parts.levels}
    changes: dict[str, object] = {"levels": (), "weights": parts.weights}
    if wanted and folded(wanted) not in known:
        changes["target"] = ""
    if parts.target:
        changes["target"] = parts.target
    document: dict[str, object] = {"occupation": {"title": layout.fact.get("soc", "")}}
    content = Content(
        soc=layout.fact.get("soc", ""),
        document=document,  # type: ignore[arg-type]
        levels=parts.levels,
        statements=parts.statements,
        criteria=parts.criteria,
    )
    snapshot = Snapshot(content=content, ref="", version=layout.fact.get("version", ""))
    made = make_rubric(snapshot, kind, replace(options, **changes))
    if not made.rows:
        raise EditError("no statement to rate is left in the workbook")
    rows = made.rows
    if kind.is_across_levels:
        tops = _tops(layout)
        rows = tuple(replace(row, top=tops.get(row.id, row.top)) for row in rows)
    return replace(made, provenance=_provenance(layout), rows=rows)


def _tops(layout: Layout) -> dict[str, int | float]:
    """The most points of each thread, where a hidden column says it: the highest level that has a statement."""
    pairs = zip(row_keys(layout), layout.column(TOP) or (), strict=False)
    found = {row_id(key): _points(text.strip()) for key, text in pairs if any(key)}
    return {key: points for key, points in found.items() if points}


def _provenance(layout: Layout) -> Provenance:
    """Where the statements come from, in the workbook's own words."""
    fact, said = layout.fact, dict(layout.origin)
    stated = {english: _stated(said, english) for english in ("Occupation", "Owner of the statements", "Date")}
    soc = fact.get("soc", "")
    owner = stated["Owner of the statements"]
    unknown = {labels.not_stated.get(OWNER_UNKNOWN, OWNER_UNKNOWN) for labels in every_language()}
    return Provenance(
        soc=soc,
        title=stated["Occupation"].removesuffix(f" ({soc})") or soc or "Unknown framework",
        version=fact.get("version", ""),
        sha256=fact.get("sha256", ""),
        attribution="" if owner in unknown else owner,
        time=stated["Date"],
        lines=layout.origin,
    )


def _stated(said: Mapping[str, str], english: str) -> str:
    """The line with this label in any language."""
    names = [english, *(labels.provenance[english] for labels in every_language() if english in labels.provenance)]
    return next((said[name] for name in names if name in said), "")


@dataclass(frozen=True, slots=True)
class _Parts:
    levels: tuple[Level, ...]
    statements: tuple[Statement, ...]
    criteria: tuple[Criterion, ...]
    weights: Mapping[str, int | float]
    target: str = ""


# Statements that belong to a level each


def _by_level(layout: Layout, options: Options) -> _Parts:
    keys = row_keys(layout)
    count = len(keys)
    # Where no row names its level, all are of the one that is aimed at.
    aim = layout.levels[0] if len(layout.levels) == 1 else _stated_target(layout) or options.target
    labels = [each or aim for each in layout.column(LEVEL) or [""] * count]
    criteria = layout.column(CRITERION) or [""] * count
    rows = [at for at in range(count) if keys[at].id or keys[at].text]
    levels = _level_labels(layout, [(labels[at], _step(layout, at)) for at in rows])
    # Rows may have been sorted: the refs know the order that they were issued in.
    rows.sort(key=lambda at: _natural(keys[at].ref))
    names = {label: f"k{at}" for at, label in enumerate(levels)}
    named = list(dict.fromkeys(criteria[at] for at in rows if criteria[at]))
    statements = tuple(
        Statement(
            id=row_id(keys[at]),
            level=names[labels[at]],
            rank=f"{place:06d}",
            text=keys[at].text,
            criterion=f"c{named.index(criteria[at])}" if criteria[at] else None,
        )
        for place, at in enumerate(rows)
    )
    return _Parts(
        levels=tuple(Level(key=key, label=label, rank=f"{at:04d}") for at, (label, key) in enumerate(names.items())),
        statements=statements,
        criteria=tuple(Criterion(id=f"c{at}", label=label, rank=f"{at:04d}") for at, label in enumerate(named)),
        weights=_weights(layout, keys),
        target=aim if aim in names else "",
    )


def _stated_target(layout: Layout) -> str:
    """The label of the target level among the rules on the first sheet."""
    target = words("target_level")
    said = next((row for row in layout.start if row and folded(row[0]) in target), ())
    return next((each for each in said[2:] if each), "")


def _level_labels(layout: Layout, found: Sequence[tuple[str, int]]) -> list[str]:
    """The labels from the lowest level up: those of the level table, or those of the rows by their steps."""
    used = list(dict.fromkeys(label for label, _ in found))
    if set(used) <= set(layout.levels):
        return list(layout.levels)
    steps = {step: label for label, step in found if step}
    if len(steps) == len(used):
        # A level without statements stands between others all the same.
        return [steps.get(step, f"({step})") for step in range(1, max(steps) + 1)]
    return used


def _step(layout: Layout, at: int) -> int:
    column = layout.column(STEP)
    return int(column[at]) if column and column[at].isdecimal() and int(column[at]) <= 100 else 0


# Threads across levels


def _across_levels(layout: Layout, kind: RubricKind, options: Options) -> _Parts:
    labels = _rated_levels(layout, kind)
    heads = [folded(each) for each in layout.heads]
    columns = [heads.index(folded(label)) if folded(label) in heads else None for label in labels]
    levels = tuple(Level(key=f"k{at}", label=label, rank=f"{at:04d}") for at, label in enumerate(labels))
    keys = row_keys(layout)
    names = layout.column(CRITERION) or [""] * len(keys)
    threads = [(at, key) for at, key in enumerate(keys) if key.id or key.ref]
    if kind is RubricKind.HOLISTIC:
        threads = threads[:1]
    threads.sort(key=lambda each: _natural(each[1].ref))
    statements: list[Statement] = []
    criteria: list[Criterion] = []
    for place, (at, key) in enumerate(threads):
        thread = row_id(key)
        is_named = kind is RubricKind.ANALYTIC and thread != _LOOSE
        if is_named:
            criteria.append(Criterion(id=thread, label=names[at].strip() or thread, rank=f"{place:04d}"))
        end = next((other for other in range(at + 1, len(keys)) if keys[other].id), len(keys))
        for step, column in enumerate(columns):
            counts = folded(f"{COUNTS} {step + 1}")
            if counts in heads and layout.rows[at][heads.index(counts)].strip() == "0":
                continue
            # Where the levels stand below each other, each of them is described.
            texts = ["…"] if column is None else [_described(layout.rows[row][column]) for row in range(at, end)]
            for text in filter(None, texts):
                statements.append(
                    Statement(
                        id=f"{thread}:{step}:{len(statements)}",
                        level=levels[step].key,
                        rank=f"{len(statements):06d}",
                        text=text,
                        criterion=thread if is_named else None,
                    )
                )
    target = _target(layout, labels, options)
    return _Parts(levels, tuple(statements), tuple(criteria), _weights(layout, [key for _, key in threads]), target)


def _rated_levels(layout: Layout, kind: RubricKind) -> list[str]:
    """
    The levels from the lowest up: the ratings with points on the first sheet, or else those of the table of levels, or
    else the headings of an analytic rubric that are nothing else.
    """
    steps = {
        int(rating.points): rating.code for rating in start_scale(layout) if rating.points and rating.points % 1 == 0
    }
    if steps and sorted(steps) == list(range(1, len(steps) + 1)):
        return [steps[step] for step in sorted(steps)]
    if layout.levels:
        return list(layout.levels)
    taken = {place for places in roles_of(layout.heads, layout.fact.get("columns", "")).values() for place in places}
    named = words("status") | words("points")
    found = [each for at, each in enumerate(layout.heads) if at not in taken and folded(each) not in named]
    if not found or kind is RubricKind.HOLISTIC:
        raise EditError("the levels that can be chosen are not in the workbook any more (the sheet Start is gone)")
    return found


def _target(layout: Layout, labels: Sequence[str], options: Options) -> str:
    """The level that is aimed at: as stated, or by the rating that counts as met on the first sheet."""
    said = _stated_target(layout)
    if said in layout.levels and len(layout.levels) == len(labels):
        # A level's rating may be called otherwise than the level.
        return labels[layout.levels.index(said)]
    stated = next((each for each in labels if folded(each) in (folded(options.target), folded(said))), "")
    if stated:
        return stated
    met = words("met_rating")
    for row in layout.start:
        if row and folded(row[0]) in met:
            step = next((int(each) for each in row[1:] if each.isdecimal()), 0)
            return labels[step - 1] if 0 < step <= len(labels) else ""
    return ""


def _described(text: str) -> str:
    gaps = {labels.no_statement for labels in every_language()} | {""}
    return "" if text.strip() in gaps else text.strip()


# What both share


def start_scale(layout: Layout) -> list[Rating]:
    """The ratings in the table of the first sheet; empty where it is gone."""
    first, points_head = words("rating"), words("points")
    meaning, short = words("meaning"), words("short")
    found: list[Rating] = []
    head: list[str] = []
    for row in layout.start:
        texts = [folded(each) for each in row]
        if head:
            cells = dict(zip(head, row, strict=True))
            code = next((cells[each] for each in first if each in cells), "").strip()
            if not code:
                break
            points = next((cells[each] for each in points_head if each in cells), "").strip()
            said = next((cells[each] for each in meaning if each in cells), "")
            mark = next((cells[each] for each in short if each in cells), "").strip()
            try:
                found.append(Rating(code=code, meaning=said[:200], points=_points(points), short=mark))
            except ValidationError:
                return []
        elif texts and texts[0] in first and any(each in points_head for each in texts):
            head = texts
    return found


def _points(text: str) -> int | float | None:
    return _number(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else None


def row_id(key: RowKey) -> str:
    """What stands for a row: its id, or else its check, ref or text."""
    return key.id or key.check or key.ref or key.text[:80]


def _weights(layout: Layout, keys: Sequence[RowKey]) -> dict[str, int | float]:
    column = layout.column(WEIGHT)
    if column is None:
        return {}
    ids = row_keys(layout)
    wanted = {row_id(key) for key in keys}
    found = {
        row_id(key): weight
        for key, text in zip(ids, column, strict=True)
        if (key.id or key.ref or key.text) and (weight := _points(text.strip())) is not None and 0 < weight <= 1000
    }
    return {key: weight for key, weight in found.items() if weight != 1 and key in wanted}


def _plain_rating(code: str) -> Rating:
    return Rating(code=code, points=None if code.upper() == NOT_APPLICABLE else _number(code))


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _natural(ref: str) -> tuple[int, int, str]:
    """Refs in their order: E2 before E10, and no ref last."""
    digits = re.search(r"([0-9]+)$", ref)
    return (0 if ref else 1, int(digits[1]) if digits else 0, ref)


def _language(heads: Sequence[str]) -> str:
    folds = {folded(each) for each in heads}

    def hits(labels: Labels) -> int:
        names = (labels.ref, labels.level, labels.criterion, labels.statement, labels.weight, labels.status)
        return sum(folded(each) in folds for each in names)

    return max((labels_of(each.code) for each in every_language()), key=hits).code
