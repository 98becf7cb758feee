"""What the two sides of a merge may have done, as actions drawn by chance, and what must hold of any merged content."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.criteria.editing import leave_empty
from lexcurric.core.errors import EditError
from lexcurric.core.merge_sides import rename_levels, rename_tags
from lexcurric.core.model import Content, Level, Snapshot, replace
from tests.samples import snapshot

ROWS = [
    [
        "Rye dough — mix by the clock and the thermometer.",
        "Party cakes — ice with fresh fruit to the sketch.",
        "Deck ovens — clean and oil every evening.",
    ],
    [
        "Flour silos — fill in bulk from the tanker.",
        "Paper bags — sort by colour for each shop.",
        "Price lists — print and post before opening.",
    ],
    ["Apprentices — coach through a first season at the bench.", "Allergen plans — write for each new product."],
]
TAGS = ["skill:hands", "skill:head", "tool:scale", "tool:oven"]
CRITERIA = ["Care", "Speed"]


def start() -> Snapshot:
    """A framework of eight statements in three levels, some of them tagged and under a criterion."""
    made = snapshot(*ROWS, extra={"a": {"x": 1, "y": 2}, "b": "word"})
    found = made.content
    ids = [each.id for each in found.active]
    found = edits.tag(found, ids[:3], ["skill:hands"])
    found = edits.tag(found, ids[2:5], ["tool:scale"])
    found = edits.assign_criterion(found, ids[:2], "Care")
    return replace(made, content=found)


Act = tuple[str, int, int]
Do = Callable[[Content, str, int, str], Content]


def _one(content: Content, which: int) -> str:
    active = content.active
    return active[which % len(active)].id


def _reword(content: Content, found: str, how: int, mark: str) -> Content:
    text = content.by_id[found].text
    light = text.replace(" — ", f" ({mark}) — ", 1)
    # The last says nearly what an addition does.
    texts = [
        light,
        f"{text[:-1]}, {mark} as well.",
        f"{mark} {how} — all anew.",
        f"Delivery vans — load in {mark} order.",
    ]
    return edits.reword(content, found, texts[how % 4])


def _move(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.move(content, [found], content.levels[how % len(content.levels)].key, 1 + how // 2)


def _reorder(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.move(content, [found], content.by_id[found].level, 1 + how)


def _split(content: Content, found: str, how: int, mark: str) -> Content:
    text = content.by_id[found].text
    whose = mark if how % 2 else "each"
    return edits.split(content, found, [f"{text[:-1]}, first {whose}.", f"{text[:-1]}, then {whose}."])[0]


def _join(content: Content, found: str, how: int, mark: str) -> Content:
    other = _one(content, how)
    text = f"{content.by_id[found].text[:-1]} with {content.by_id[other].text}"
    return edits.join(content, [found, other], text)[0]


def _add(content: Content, found: str, how: int, mark: str) -> Content:
    text = [
        f"Delivery vans — load in the {mark} order of the round every morning.",
        "Delivery vans — load in the order of the round.",
        f"Stock — count {mark}.",
        content.by_id[found].text.replace(" — ", f" ({mark}) — ", 1),
    ][how % 4]
    return edits.add(content, content.levels[how % len(content.levels)].key, text, how)[0]


def _retire(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.retire(content, [found]) if len(content.active) > 2 else content


def _reinstate(content: Content, found: str, how: int, mark: str) -> Content:
    gone = [each.id for each in content.statements if not each.is_active and content.level(each.level)]
    return edits.reinstate(content, [gone[how % len(gone)]]) if gone else content


def _note(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.annotate(content, found, f"{mark} note {how}")


def _criterion(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.assign_criterion(content, [found], ["Care", "Speed", f"{mark} row", None][how % 4])


def _tag(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.tag(content, [found], [[*TAGS, f"skill:{mark}"][how % 5]])


def _untag(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.untag(content, [found], content.by_id[found].tags[:1])


def _rename_tag(content: Content, found: str, how: int, mark: str) -> Content:
    return rename_tags(content, {TAGS[how % 3]: TAGS[how % 3] + ("-new" if how % 2 else mark)})


def _drop_list(content: Content, found: str, how: int, mark: str) -> Content:
    """A criterion, or a vocabulary, goes with all that has it."""
    if how % 2:
        gone = {each.id for each in content.criteria[:1]}
        rows = (replace(each, criterion=None) if each.criterion in gone else each for each in content.statements)
        return replace(content, criteria=content.criteria[1:], statements=tuple(rows))
    rows = (replace(each, tags=tuple(t for t in each.tags if t[:4] != "tool")) for each in content.statements)
    lists = tuple(each for each in content.vocabularies if each.name != "tool")
    return replace(content, vocabularies=lists, statements=tuple(rows))


def _rename_criterion(content: Content, found: str, how: int, mark: str) -> Content:
    criteria = (replace(each, label=f"{each.label} {mark}") for each in content.criteria)
    return replace(content, criteria=tuple(criteria))


def _leave_empty(content: Content, found: str, how: int, mark: str) -> Content:
    if not content.criteria:
        return content
    criterion, level = content.criteria[how % len(content.criteria)], content.by_id[found].level
    return leave_empty(content, criterion.id, level, f"{mark} {how % 2}")


def _level_label(content: Content, found: str, how: int, mark: str) -> Content:
    return edits.rename_level(content, content.by_id[found].level, f"{mark} {how % 2}")


def _level_key(content: Content, found: str, how: int, mark: str) -> Content:
    key = content.by_id[found].level
    fresh = f"{key}x" if how % 2 else f"{key}{mark}"
    return content if content.level(fresh) else rename_levels(content, {key: fresh})


def _level_gone(content: Content, found: str, how: int, mark: str) -> Content:
    if len(content.levels) < 2:
        return content
    key = content.by_id[found].level
    rest = tuple(each for each in content.levels if each.key != key)
    moved = edits.move(content, [each.id for each in content.by_level[key]], rest[how % len(rest)].key)
    rows = (replace(each, level=rest[0].key) if each.level == key else each for each in moved.statements)
    return replace(moved, levels=rest, statements=tuple(rows))


def _level_came(content: Content, found: str, how: int, mark: str) -> Content:
    key = f"n{how % 2}{mark if how > 3 else ''}"
    if content.level(key):
        return content
    level = Level(key=key, label=f"New {mark}", rank=content.levels[-1].rank + "V", extra={"colour": mark})
    return edits.move(replace(content, levels=(*content.levels, level)), [found], key)


def _level_order(content: Content, found: str, how: int, mark: str) -> Content:
    *rest, last = content.levels
    ranks = [each.rank for each in content.levels]
    return replace(content, levels=tuple(replace(a, rank=b) for a, b in zip((last, *rest), ranks, strict=True)))


def _document(content: Content, found: str, how: int, mark: str) -> Content:
    place, value = [
        ("/framework/contextCovered", f"{mark} context"),
        ("/sources/onet", f"v{how} {mark}"),
        ("/extra/a/x", None),
        ("/extra/a", f"{mark} flat"),
        ("/extra/c/deep", [mark]),
        ("/extra/b", {"inner": mark}),
    ][how % 6]
    return edits.set_metadata(content, place, value)


ACTIONS: dict[str, Do] = {
    name[1:]: globals()[name]
    for name in (
        "_reword",
        "_move",
        "_reorder",
        "_split",
        "_join",
        "_add",
        "_retire",
        "_reinstate",
        "_note",
        "_criterion",
        "_tag",
        "_untag",
        "_rename_tag",
        "_drop_list",
        "_rename_criterion",
        "_leave_empty",
        "_level_label",
        "_level_key",
        "_level_gone",
        "_level_came",
        "_level_order",
        "_document",
    )
}
acts = st.lists(st.tuples(st.sampled_from(list(ACTIONS)), st.integers(0, 7), st.integers(0, 5)), max_size=6)


def acted(content: Content, steps: list[Act], mark: str) -> Content:
    """The content after these actions; what does not fit, or would not be a sound content, is left out."""
    for name, which, how in steps:
        try:
            after = ACTIONS[name](content, _one(content, which), how, mark)
        except EditError:
            continue
        content = content if faults(after) else after
    return content


def sides(mine: list[Act], new: list[Act]) -> tuple[Snapshot, Snapshot, Snapshot]:
    """Base, ours and theirs after the actions of each side."""
    base = start()
    ours = replace(base, content=acted(base.content, mine, "ours"), version="v.1+draft", ref="draft")
    return base, ours, replace(base, content=acted(base.content, new, "theirs"), version="v.2", ref="release")


def faults(content: Content) -> list[str]:
    """Every link that leads nowhere, and every place taken twice."""
    levels, criteria = {each.key for each in content.levels}, {each.id for each in content.criteria}
    found = []
    for each in content.statements:
        if each.level not in levels:
            found.append(f"{each.text}: no level {each.level}")
        if each.criterion is not None and each.criterion not in criteria:
            found.append(f"{each.text}: no criterion {each.criterion}")
        found += [
            f"{each.text}: no {link}" for link in (*each.comes_from, *each.replaced_by) if link not in content.by_id
        ]
        if each.is_active:
            found += [f"{each.text}: no tag {tag}" for tag in each.tags if not _has_tag(content, tag)]
            if each.replaced_by:
                found.append(f"{each.text}: active, and replaced")
    for what, listed in (
        ("statement", [each.id for each in content.statements]),
        ("level", [each.key for each in content.levels]),
        ("criterion", [each.id for each in content.criteria]),
        ("vocabulary", [each.name for each in content.vocabularies]),
        ("place", [(each.level, each.rank) for each in content.active]),
    ):
        found += [f"{what} {each} twice" for each in set(listed) if listed.count(each) > 1]
    return found


def _has_tag(content: Content, tag: str) -> bool:
    name, _, term = tag.partition(":")
    vocabulary = content.vocabulary(name)
    return vocabulary is not None and vocabulary.has(term)
