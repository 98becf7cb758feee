"""Random frameworks and what designers and publishers do to them, for properties of diff and patch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.errors import EditError
from lexcurric.core.identity import first_ranks
from lexcurric.core.model import Content, Level, Scope, Vocabulary, replace
from tests.samples import content as content_of

WORDINGS = [
    "Bread — bake at dawn.",
    "Bread —  bake at\u00a0dawn.",
    "\u200bBread — bake at dawn. ",
    "Cakes — ice by hand, and box.",
    "Cakes — box and ice by hand.",
    "Ovens — clean weekly.",
    "Flour — order in bulk without delay.",
    "= 1 + 1",
    "Caf\u0065\u0301 menus — write/print ~ 5 kg.",
    "",
]
VALUES: list[Any] = [None, 1, 1.0, True, "", "x", [], [1, {"a": None}], {}, {"a/b": {"~": 1}}, {"a/b": None, "": [2]}]
PATHS = ["/more", "/sources/onet", "/sources/a~1b", "/framework/contextCovered", "/occupation/sector", "/own/deep/er"]
LABELS = ["Novice", "NOVICE", "Master", "L1", "L2", "★"]

Pick = Callable[[Any], Any]


def _ids(content: Content, pick: Pick, *, most: int = 3) -> list[str]:
    known = [each.id for each in content.statements]
    return [pick(known) for _ in range(pick(range(1, most + 1)))]


def _keys(content: Content) -> list[str]:
    return [level.key for level in content.levels]


def _rekey(content: Content, pick: Pick) -> Content:
    """A level under another key, its statements with it."""
    old, new = pick(_keys(content)), pick(["k/1", "k2", "l1", "l2", "l3"])
    if new in _keys(content):
        raise EditError("taken")
    return replace(
        content,
        levels=tuple(replace(each, key=new) if each.key == old else each for each in content.levels),
        statements=tuple(replace(each, level=new) if each.level == old else each for each in content.statements),
    )


def _add_level(content: Content, pick: Pick) -> Content:
    key = pick(["l4", "l5"])
    if key in _keys(content):
        raise EditError("taken")
    fresh = Level(key=key, label=pick(LABELS), rank="", extra=pick([{}, {"x": None}, {"key": 1}]))
    return _in_order(content, [fresh, *content.levels])


def _reorder_levels(content: Content, pick: Pick) -> Content:
    turn = pick(range(len(content.levels)))
    return _in_order(content, [*content.levels[turn:], *content.levels[:turn]])


def _in_order(content: Content, levels: list[Level]) -> Content:
    ranked = zip(levels, first_ranks(len(levels)), strict=True)
    return replace(content, levels=tuple(replace(each, rank=rank) for each, rank in ranked))


def _drop_level(content: Content, pick: Pick) -> Content:
    gone = pick(_keys(content))
    rest = tuple(level for level in content.levels if level.key != gone)
    if not rest:
        raise EditError("the last level")
    moved = tuple(replace(each, level=rest[0].key) if each.level == gone else each for each in content.statements)
    return replace(content, levels=rest, statements=moved)


def _level_field(content: Content, pick: Pick) -> Content:
    changed = pick(_keys(content))
    extra = {"note": pick(VALUES)}
    return replace(content, levels=tuple(replace(e, extra=extra) if e.key == changed else e for e in content.levels))


def _vocabulary(content: Content, pick: Pick) -> Content:
    if not content.vocabularies:
        return replace(content, vocabularies=(Vocabulary(name="skill", label="Skill"),))
    first, *rest = content.vocabularies
    changed = replace(first, label=pick(["Skill", "Kind"]), scope=pick(list(Scope)), open=pick([True, False]))
    return replace(content, vocabularies=(*rest, changed))


def _criteria(content: Content, pick: Pick) -> Content:
    """The criteria in another order, one of them under another name."""
    if not content.criteria:
        raise EditError("none")
    first, *rest = content.criteria
    rows = [*rest, replace(first, label=pick(["Baking", "Cleaning"]))]
    ranked = zip(rows, first_ranks(len(rows)), strict=True)
    return replace(content, criteria=tuple(replace(each, rank=rank) for each, rank in ranked))


def _forget(content: Content, pick: Pick) -> Content:
    """A statement that the other side never knew, as between two files."""
    gone = pick([each.id for each in content.statements])
    return replace(content, statements=tuple(each for each in content.statements if each.id != gone))


def _unusual(content: Content, pick: Pick) -> Content:
    """A wording that no edit would let in, but a file does."""
    statement = pick(list(content.statements))
    return edits.with_statements(content, replace(statement, text=pick(WORDINGS)))


def _tag(content: Content, pick: Pick) -> Content:
    tags = [pick(["skill:practical", "skill:theory", "rush hour"])]
    return edits.tag(content, _ids(content, pick), tags)


STEPS: dict[str, Callable[[Content, Pick], Content]] = {
    "reword": lambda c, pick: edits.reword(c, *_ids(c, pick, most=1), pick(WORDINGS)),
    "unusual": _unusual,
    "add": lambda c, pick: edits.add(c, pick(_keys(c)), pick(WORDINGS), pick([None, 1, 2]))[0],
    "move": lambda c, pick: edits.move(c, dict.fromkeys(_ids(c, pick)), pick(_keys(c)), pick([None, 1, 2, 3])),
    "retire": lambda c, pick: edits.retire(c, _ids(c, pick)),
    "reinstate": lambda c, pick: edits.reinstate(c, _ids(c, pick, most=1)),
    "split": lambda c, pick: edits.split(c, *_ids(c, pick, most=1), [pick(WORDINGS), pick(WORDINGS)])[0],
    "join": lambda c, pick: edits.join(c, _ids(c, pick), pick(WORDINGS))[0],
    "tag": _tag,
    "untag": lambda c, pick: edits.untag(c, _ids(c, pick), ["skill:practical"]),
    "annotate": lambda c, pick: edits.annotate(c, *_ids(c, pick, most=1), pick(["", "see note", "see\nnote"])),
    "criterion": lambda c, pick: edits.assign_criterion(c, _ids(c, pick), pick([None, "Baking", "Icing"])),
    "rename level": lambda c, pick: edits.rename_level(c, pick(_keys(c)), pick(LABELS)),
    "metadata": lambda c, pick: edits.set_metadata(c, pick(PATHS), pick(VALUES)),
    "document": lambda c, pick: replace(c, document={**c.document, "own": pick(VALUES)}),
    "rekey": _rekey,
    "add level": _add_level,
    "drop level": _drop_level,
    "reorder levels": _reorder_levels,
    "level field": _level_field,
    "vocabulary": _vocabulary,
    "criteria": _criteria,
    "forget": _forget,
}


@st.composite
def frameworks(draw: st.DrawFn) -> Content:
    """A framework of one to three levels, with a few statements each."""
    rows = draw(st.lists(st.lists(st.sampled_from(WORDINGS), max_size=5), min_size=1, max_size=3))
    return content_of(*rows)


@st.composite
def edited(draw: st.DrawFn, content: Content, most: int = 8) -> Content:
    """The framework after some steps; one that does not fit is left out."""

    def pick(things: Any) -> Any:
        return draw(st.sampled_from(list(things) or [""]))

    for name in draw(st.lists(st.sampled_from(sorted(STEPS)), max_size=most)):
        if not content.statements and name in ("unusual", "forget"):
            continue
        try:
            content = STEPS[name](content, pick)
        except EditError:
            continue
    return content


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Content, Content]:
    """Two sides that come from one framework."""
    start = draw(frameworks())
    return draw(edited(start, most=4)), draw(edited(start))
