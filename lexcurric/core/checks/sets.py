"""Rules on statements beside each other: the same twice, levels, criteria, vocabularies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from lexcurric.core.checks.autonomy import autonomy_of
from lexcurric.core.checks.look import Line, Look, folded, stems_as_written
from lexcurric.core.checks.records import Found, Rule, Severity
from lexcurric.core.wording import NEGATIONS, figures, stem

FEWEST_STEMS = 4
MANY = 20
ROUNDING = 1e-9
FEW_IN_CELL = 3
"""With more statements of a criterion in a level than these, the verbs of the one say little of the other."""
STEPS = 2
"""By so many processes the demand of verbs must fall from one level to the next to be pointed out."""


def _duplicate(look: Look) -> Iterator[Found]:
    if look.only is not None:
        for line in look.wanted:
            text = line.text.casefold()
            same = (each for each in look.before(line) if folded(each.text) == text)
            yield from _same_wording(line, next((look.line(each) for each in same), None))
        return
    first: dict[str, Line] = {}
    for line in look.lines:
        yield from _same_wording(line, first.setdefault(line.text.casefold(), line))


def _same_wording(line: Line, first: Line | None) -> Iterator[Found]:
    if line.text and first is not None and first is not line:
        yield Found(f"the same wording stands at {first.where}", line, others=(first,))


def _near(look: Look) -> Iterator[Found | None]:
    by: dict[str, list[tuple[Line, Line]]] = defaultdict(list)
    for pair in _near_pairs(look):
        if pair is None:
            yield None
        else:
            by[pair[0].statement.id].append(pair)
    for group in by.values():
        line, other = max(group, key=lambda pair: len(pair[0].stems & pair[1].stems))
        ours, theirs = _different(line, other), _different(other, line)
        unlike = f"; different: {ours or 'nothing'} / {theirs or 'nothing'}"
        more = f" (and {len(group) - 1} more)" if len(group) > 1 else ""
        yield Found(f"nearly the wording at {other.where}{more}{unlike}", line, others=tuple(each for _, each in group))


def _near_pairs(look: Look) -> Iterator[tuple[Line, Line] | None]:
    """Each statement with those before it that it is nearly the same as; None where some work is done."""
    least = look.settings.limits.alike
    if look.only is not None:
        yield from ((line, other) for line in look.wanted for other in _near_before(line, look, least))
        return
    place = {each.statement.id: at for at, each in enumerate(look.lines)}
    found = []
    for pair in alike_pairs(look.lines, least):
        if pair is None:
            yield None
        else:
            found.append(pair if place[pair[0].statement.id] > place[pair[1].statement.id] else pair[::-1])
    yield from sorted(found, key=lambda pair: (place[pair[0].statement.id], place[pair[1].statement.id]))


def _near_before(line: Line, look: Look, least: float) -> Iterator[Line]:
    """The same for one statement, quickly: a line is made only of what has enough words in common with it."""
    mine = line.stems
    for each in look.before(line):
        shared = len(mine & stems_as_written(each.text))
        if shared >= FEWEST_STEMS and shared >= least * len(mine) / 2 and _alike(line, other := look.line(each), least):
            yield other


def alike_pairs(lines: Sequence[Line], least: float) -> Iterator[tuple[Line, Line] | None]:
    """
    The pairs of statements that are nearly the same (see `_alike`), without comparing each with each.

    One has all the words of the other. So the rarest word of the smaller is in the larger too, and only those
    with that word in common are looked at. Of a statement with very many like it, MANY are given. None stands between
    two statements.
    """
    spread = Counter(stem for line in lines for stem in line.stems)
    waiting: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda each: len(each.stems)):
        yield None
        if len(line.stems) < FEWEST_STEMS:
            continue
        same = _same(line)
        tried = (each for stem in sorted(line.stems) for each in waiting[stem, *same])
        alike = (each for each in tried if _alike(each, line, least))
        yield from ((other, line) for other in islice(alike, MANY))
        rarest = min(line.stems, key=lambda stem: (spread[stem], stem))
        waiting[rarest, *same].append(line)


def _same(line: Line) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """What must be the same in two near-duplicates: figures, the words that turn the meaning round, the main verbs."""
    turns = {each for each in line.words if each in NEGATIONS or each.startswith("non-")}
    return figures(line.text), frozenset(turns), tuple(stem(each.casefold()) for each in line.performance.verbs)


def _alike(one: Line, other: Line, least: float) -> bool:
    a, b = one.stems, other.stems
    if min(len(a), len(b)) < max(FEWEST_STEMS, least / (2 - least) * max(len(a), len(b)) - ROUNDING):
        return False
    if 2 * len(a & b) < least * (len(a) + len(b)) - ROUNDING:
        return False
    return one.text.casefold() != other.text.casefold() and _same(one) == _same(other) and _says_no_other(one, other)


def _says_no_other(one: Line, other: Line) -> bool:
    """
    True where one of two statements only says more than the other, or spells it otherwise.

    Where each has a word of its own, the two are mostly about two things: user accounts, administrator accounts.
    """
    ours, theirs = one.counts, other.counts
    return not (ours - theirs) or not (theirs - ours)


def _different(line: Line, other: Line) -> str:
    words = dict.fromkeys(each for each in line.words if each not in other.words)
    return ", ".join(list(words)[:4])


def _levels(look: Look) -> Iterator[Found]:
    for level in look.content.levels:
        if not look.content.by_level[level.key]:
            yield Found("the level has no statements", where=level.label)


def _sizes(look: Look) -> Iterator[Found]:
    sizes = {each.label: len(look.content.by_level[each.key]) for each in look.content.levels}
    sizes = {label: size for label, size in sizes.items() if size}
    if len(sizes) < 2:
        return
    (low, least), (high, most) = (end(sizes.items(), key=lambda each: each[1]) for end in (min, max))
    if most > least * look.settings.limits.level_sizes and most - least >= 3:
        yield Found(
            f"{most} statements, where {low} has {least}: is a level split too finely, or not filled?", where=high
        )


def _required(look: Look) -> Iterator[Found]:
    for vocabulary in look.content.vocabularies:
        if not vocabulary.required:
            continue
        active = look.content.active
        bare = [each for each in active if not any(tag.startswith(vocabulary.name + ":") for tag in each.tags)]
        if bare:
            message = f"{len(bare)} of {len(active)} statements have no tag of this required vocabulary"
            yield Found(message, where=vocabulary.label or vocabulary.name)


def _progression(look: Look) -> Iterator[Found]:
    rows: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    places = {level.key: place for place, level in enumerate(look.content.levels)}
    asked = None if look.only is None else {line.statement.criterion for line in look.wanted}
    for each in look.active:
        if each.criterion and (asked is None or each.criterion in asked):
            rows[each.criterion].append((places.get(each.level, 0), look.line(each)))
    names = {each.id: each.label for each in look.content.criteria}
    for criterion, row in rows.items():
        by_level: dict[int, list[Line]] = defaultdict(list)
        for place, line in row:
            by_level[place].append(line)
        steps = [by_level[place] for place in sorted(by_level)]
        lowest: list[Line] = []
        for lower, upper in pairwise(steps):
            # What a level below the next lower one left to the learner counts too: many statements say nothing of it.
            lowest = [*lowest, *lower]
            yield from _backwards(names.get(criterion, criterion), lowest, lower, upper)


def _backwards(name: str, lowest: list[Line], lower: list[Line], upper: list[Line]) -> Iterator[Found]:
    """What falls from the statements of a criterion at lower levels (`lower` is the next lower one) to those at one."""
    below = _highest_autonomy(lowest)
    above = _highest_autonomy(upper)
    if below and above and above[0] < below[0]:
        line, other = above[2], below[2]
        what = f"“{above[1]}” here, “{below[1]}” already at {other.where}"
        yield Found(f"in {name} autonomy falls: {what}", line, part=above[1], others=(other,))
        return
    rises = above is not None and (below is None or above[0] > below[0])
    first, second = _highest_demand(lower), _highest_demand(upper)
    is_row = max(len(lower), len(upper)) <= FEW_IN_CELL
    if first and second and is_row and not rises and first[0] - second[0] >= STEPS:
        line, other = second[1], first[1]
        what = f"{line.demand.bloom} here, {other.demand.bloom} already at {other.where}"
        why = f"{line.demand.why_of('bloom')}; there {other.demand.why_of('bloom')}"
        yield Found(f"in {name} the demand of the verbs falls: {what} ({why})", line, others=(other,))


def _highest_autonomy(lines: list[Line]) -> tuple[int, str, Line] | None:
    said = [(found, each) for each in lines if (found := autonomy_of(each.text))]
    if not said:
        return None
    found, line = max(said, key=lambda each: each[0].step)
    return int(found.step), found.words, line


def _highest_demand(lines: list[Line]) -> tuple[int, Line] | None:
    said = [(each.demand.bloom.rank, each) for each in lines if each.demand.bloom]
    return max(said, key=lambda each: each[0], default=None)


RULES = (
    Rule(
        "duplicate",
        Severity.WARNING,
        "The same statement twice is rated twice, and edited once.",
        "Bread — bake at dawn. | Bread — bake at dawn.",
        "Bread — bake at dawn. | Rolls — bake at noon.",
        of_all=_duplicate,
    ),
    Rule(
        "near-duplicate",
        Severity.NOTE,
        "Two statements with nearly the same words are one too many, or hide what sets them apart.",
        "Sourdough loaves — bake at dawn in the deck oven with steam. | "
        "Sourdough loaves — bake at dawn in a deck oven with some steam.",
        "Sourdough loaves — bake at dawn in the deck oven with steam. | Invoices — file by supplier each Friday.",
        of_all=_near,
    ),
    Rule(
        "level",
        Severity.WARNING,
        "A level without statements cannot be attained.",
        "Bread — bake at dawn. ||",
        "Bread — bake at dawn. || Rolls — bake at noon alone.",
        of_all=_levels,
    ),
    Rule(
        "level-size",
        Severity.NOTE,
        "Where one level has many times the statements of another, scores of the two cannot be compared.",
        "Bread — bake at dawn. || Rolls — bake hot now. | Cakes — ice late. | Pies — fill early. | Buns — glaze hot.",
        "Bread — bake at dawn. || Rolls — bake by hand.",
        of_all=_sizes,
    ),
    Rule(
        "required",
        Severity.NOTE,
        "You said that every statement has a tag of this vocabulary.",
        "",
        "Bread — bake at dawn.",
        of_all=_required,
    ),
    Rule(
        "progression",
        Severity.WARNING,
        "Within a criterion each level asks for more than the one below, in autonomy or in the demand of its verbs "
        "(Anderson & Krathwohl, 2001).",
        "",
        "Bread — bake at dawn.",
        of_all=_progression,
    ),
)
