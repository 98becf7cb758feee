"""Every change of ours against every change of theirs, to one statement: what is decided, and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.merge import ConflictKind, Decision, DecisionField, Side, prefer
from lexcurric.core.merge_sides import rename_levels
from lexcurric.core.model import Content, Snapshot, replace
from tests.core.merge_actions import faults
from tests.samples import snapshot

GOLDEN = Path(__file__).parent.parent / "files" / "merge" / "matrix.txt"
FIRST, SECOND, THIRD = (
    "Rye dough — mix by the clock.",
    "Party cakes — ice by hand to the sketch.",
    "Deck ovens — clean.",
)
FOURTH, ZERO = "Mixers — oil.", "Aprons — tie."
OTHERS = ["Flour silos — fill in bulk.", "Price lists — print and post."]
NEAR = "Party cakes — ice by hand to the customer's sketch."

Do = Callable[[Content, str], Content]


def the_one(content: Content) -> str:
    return next(each.id for each in content.statements if each.text == SECOND)


def neighbour(content: Content) -> str:
    return next(each.id for each in content.statements if each.text == THIRD)


OURS: dict[str, Do] = {
    "unchanged": lambda content, one: content,
    "reworded": lambda content, one: edits.reword(content, one, "Party cakes — ice by hand to the drawing."),
    "moved": lambda content, one: edits.move(content, [one], "l3"),
    "reordered": lambda content, one: edits.move(content, [one], "l1", 1),
    "retagged": lambda content, one: edits.tag(content, [one], ["skill:hands"]),
    "criterion": lambda content, one: edits.assign_criterion(content, [one], "Care"),
    "note": lambda content, one: edits.annotate(content, one, "Ask Ana."),
    "retired": lambda content, one: edits.retire(content, [one]),
    "split": lambda content, one: edits.split(content, one, ["Our part one — do.", "Our part two — do."])[0],
    "joined": lambda content, one: edits.join(content, [one, neighbour(content)], "Our whole — do.")[0],
    "added": lambda content, one: edits.add(content, "l2", "Vans — load.")[0],
}


def level_removed(content: Content, one: str) -> Content:
    moved = edits.move(content, [each.id for each in content.by_level["l1"]], "l2")
    rest = tuple(each for each in content.levels if each.key != "l1")
    rows = (replace(each, level="l2") if each.level == "l1" else each for each in moved.statements)
    return replace(moved, levels=rest, statements=tuple(rows))


THEIRS: dict[str, Do] = {
    "unchanged": lambda content, one: content,
    "editorial": lambda content, one: edits.reword(content, one, "Party cakes — ice, by hand, to the sketch."),
    "heavy": lambda content, one: edits.reword(content, one, "Celebration cakes — decorate with piping gear."),
    "moved": lambda content, one: edits.move(content, [one], "l2"),
    "reordered": lambda content, one: edits.move(content, [one], "l1", 5),
    "removed": lambda content, one: edits.retire(content, [one]),
    "split": lambda content, one: edits.split(content, one, ["Their part one — do.", "Their part two — do."])[0],
    "joined": lambda content, one: edits.join(content, [one, neighbour(content)], "Their whole — do.")[0],
    "re-added": lambda content, one: content,
    "level removed": level_removed,
    "level renamed": lambda content, one: edits.rename_level(content, "l1", "Start"),
    "level re-keyed": lambda content, one: rename_levels(content, {"l1": "start"}),
    "metadata": lambda content, one: edits.set_metadata(content, "/framework/contextCovered", "Theirs."),
}

SHORT = {
    ConflictKind.BOTH_REWORDED: "both reworded",
    ConflictKind.BOTH_MOVED: "two levels",
    ConflictKind.REWORDED_REMOVED: "changed/removed",
    ConflictKind.REMOVED_REWORDED: "retired/changed",
    ConflictKind.SPLIT_EDITED: "changed/split",
    ConflictKind.RETIRED_SPLIT: "retired/split",
    ConflictKind.EDITED_SPLIT: "split/changed",
    ConflictKind.SPLIT_REMOVED: "split/removed",
    ConflictKind.ADDED_TWICE: "added twice",
}
# What is decided on the statement: a field with the side taken, or `!` and the conflict; written by hand.
EXPECTED = """
            | editorial       | heavy           | moved           | reordered    | removed          | split            | joined           | re-added         | level removed   | level renamed
unchanged   | wording theirs  | wording theirs  | level theirs    | order theirs | removed theirs   | continued theirs | continued theirs | added theirs     | level theirs    |
reworded    | !both reworded  | !both reworded  | level theirs    | order theirs | !changed/removed | !changed/split   | !changed/split   | !added twice     | level theirs    |
moved       | wording theirs  | wording theirs  | !two levels     |              | !changed/removed | !changed/split   | !changed/split   |                  | !two levels     |
reordered   | wording theirs  | wording theirs  | level theirs    | order ours   | removed theirs   | continued theirs | continued theirs |                  | level theirs    |
retagged    | wording theirs  | wording theirs  | level theirs    | order theirs | removed theirs   | continued theirs | continued theirs |                  | level theirs    |
criterion   | wording theirs  | wording theirs  | level theirs    | order theirs | removed theirs   | continued theirs | continued theirs |                  | level theirs    |
note        | wording theirs  | wording theirs  | level theirs    | order theirs | !changed/removed | continued theirs | continued theirs |                  | level theirs    |
retired     | !retired/changed| !retired/changed| removed ours    |              |                  | !retired/split   | !retired/split   | added theirs     | removed ours    |
split       | !split/changed  | !split/changed  | level theirs    |              | !split/removed   | !split/changed   | !split/changed   | !split/changed   | level theirs    |
joined      | !split/changed  | !split/changed  | !split/changed  |              | !split/changed   | !split/changed   | !split/changed   | !split/changed   | level theirs    |
added       | wording theirs  | wording theirs  | level theirs    | order theirs | removed theirs   | continued theirs | continued theirs | added theirs     | level theirs    |
"""
FRAME = {
    "level removed": "level removed theirs",
    "level renamed": "metadata theirs",
    "level re-keyed": "level keys theirs",
    "metadata": "metadata theirs",
}


def expected(ours: str, theirs: str) -> str:
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in EXPECTED.strip("\n").splitlines()]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    return found[ours].get(theirs, "")


def three(ours: str, theirs: str) -> tuple[Snapshot, Snapshot, Snapshot]:
    base = snapshot([ZERO, FIRST, SECOND, THIRD, FOURTH], OTHERS, ["Teams — lead."])
    one = the_one(base.content)
    if theirs == "re-added":
        release = replace(base, version="v.2")
        base = replace(base, content=edits.retire(base.content, [one]))
        start = base.content if ours in ("unchanged", "retired", "added") else release.content
        mine = start if ours == "retired" else OURS[ours](start, one)
    else:
        release = replace(base, content=THEIRS[theirs](base.content, one), version="v.2")
        mine = OURS[ours](base.content, one)
    return base, replace(base, content=mine, version="v.1+draft"), release


def in_short(decisions: tuple[Decision, ...], about: set[str]) -> str:
    """What is decided on the statement itself, or on what it was split or joined into."""
    found = []
    for each in decisions:
        if each.id.split("/")[1] in about or {*each.old_ids, *each.new_ids} & about:
            said = f"!{SHORT[each.conflict]}" if each.conflict else f"{each.field} {each.take}"
            found.append(said)
    return "; ".join(dict.fromkeys(found))


CELLS = [(ours, theirs) for ours in OURS for theirs in THEIRS]


@pytest.mark.parametrize(("ours", "theirs"), CELLS, ids=lambda each: each.replace(" ", "-"))
def test_each_change_of_ours_against_each_of_theirs_is_decided_as_the_table_says(ours: str, theirs: str) -> None:
    base, mine, release = three(ours, theirs)
    one = the_one(base.content)
    parts = {each.id for each in mine.content.active if one in each.comes_from}
    decisions = decide(base, mine, release)
    assert in_short(decisions, {one, *parts}) == expected(ours, theirs)
    frame = [f"{each.field} {each.take}" for each in decisions if not (each.old_ids or each.new_ids)]
    assert "; ".join(frame) == FRAME.get(theirs, "")
    for side in (Side.OURS, Side.THEIRS):
        merged = apply_decisions(mine.content, release.content, prefer(decisions, side), base=base.content)
        assert not faults(merged)


def outcome(ours: str, theirs: str) -> list[str]:
    """A cell of the matrix: what is decided, and the levels that come out of it, for each side that can be taken."""
    base, mine, release = three(ours, theirs)
    decisions = decide(base, mine, release)
    lines = [f"# {ours} / {theirs}"]
    listed = [each for each in decisions if each.field is not DecisionField.LEVEL or each.conflict] or decisions
    lines += [f"  {each.conflict or each.field} {'?' if each.is_open else each.take}" for each in listed]
    sides = dict.fromkeys(side for each in decisions if each.is_open for side in each.sides if side != Side.EDITED)
    for side in sides or [Side.OURS]:
        answers = (
            each.taking(side if side in each.sides else Side.OURS) if each.is_open else each for each in decisions
        )
        merged = apply_decisions(mine.content, release.content, answers, base=base.content)
        lines.append(f"  {side if sides else 'result'}: {levels_of(merged)}")
    return lines


def levels_of(content: Content) -> str:
    said = []
    for level in content.levels:
        row = [short(content, each.id) for each in content.by_level[level.key]]
        said.append(f"{level.key} {level.label}: {', '.join(row)}")
    return " | ".join(said)


def short(content: Content, found: str) -> str:
    each = content.by_id[found]
    more = [*each.tags, *(["criterion"] if each.criterion else []), *([each.note] if each.note else [])]
    text = each.text.removesuffix(".").replace(" — ", "–")
    return f"{text} [{', '.join(more)}]" if more else text


def test_the_results_are_those_that_were_read_and_found_right() -> None:
    """`matrix.txt` was read cell by cell; a change of it wants reading too."""
    said = "\n".join(line for cell in CELLS if cell[1] != "unchanged" for line in outcome(*cell)) + "\n"
    assert said == GOLDEN.read_text(encoding="utf-8")
