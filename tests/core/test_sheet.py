"""The edit sheet's rows, and what an edited sheet asks for."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, StatementStatus, replace
from lexcurric.core.sheet import SheetRow, SheetStatus, parse_issued, sheet_rows
from lexcurric.core.sheet_cells import cell_text, join_tags, split_tags
from lexcurric.core.sheet_plan import SheetEvent, SheetEventKind, plan_sheet

Kind = SheetEventKind


def content(sizes: Sequence[int] = (5, 5)) -> Content:
    levels = tuple(Level(key=f"k{n}", label=f"Level {n}", rank=f"{n:02d}") for n in range(len(sizes)))
    statements = tuple(
        Statement(id=f"s{n}{m}", level=f"k{n}", rank=f"{m:04d}", text=f"Object {n}{m} — perform it.", tags=("tool:a",))
        for n, size in enumerate(sizes)
        for m in range(size)
    )
    criteria = (Criterion(id="c1", label="Dough", rank="a"),)
    return Content(soc="51-3011.00", document={}, levels=levels, statements=statements, criteria=criteria)


def rows_of(made: Content) -> list[SheetRow]:
    return list(sheet_rows(Snapshot(content=made, ref="test", version="v.1")))


def edit(rows: Sequence[SheetRow], statement_id: str, **changes: object) -> list[SheetRow]:
    return [replace(row, **changes) if row.statement_id == statement_id else row for row in rows]


def reword(made: Content, statement_id: str, **changes: object) -> Content:
    changed = tuple(replace(each, **changes) if each.id == statement_id else each for each in made.statements)
    return replace(made, statements=changed)


def new_row(**fields: object) -> SheetRow:
    empty: dict[str, object] = {"statement_id": "", "level": "Level 0", "position": None, "text": "New — do it."}
    return SheetRow.model_validate({**empty, "status": SheetStatus.NEW, "where": "Statements!A90", **fields})


def kinds(events: Sequence[SheetEvent]) -> list[tuple[Kind, str]]:
    return [(event.kind, event.statement_id) for event in events]


def plan(rows: Sequence[SheetRow], issued: Content, now: Content | None = None) -> tuple[SheetEvent, ...]:
    return plan_sheet(now or issued, rows, issued.sha256)


@given(seed=st.integers(0, 999))
def test_an_untouched_sheet_asks_for_nothing_in_whatever_order_its_rows_stand(seed: int) -> None:
    made = content()
    rows = rows_of(made)
    random.Random(seed).shuffle(rows)
    assert plan(rows, made) == ()


def test_spaces_invisible_characters_and_line_ends_are_no_edit() -> None:
    made = reword(content(), "s00", text="a\x01b\r\nc", note="x  y")
    rows = edit(rows_of(made), "s00", text=" a b\u200b\nc ", note="x y ")
    assert plan(rows, made) == ()


@pytest.mark.parametrize(
    ("changes", "kind", "new"),
    [
        ({"text": "Other — do it."}, Kind.REWORDED, "Other — do it."),
        ({"level": "level 1"}, Kind.MOVED, "Level 1"),
        ({"tags": ("tool:b",)}, Kind.RETAGGED, "tool:b"),
        ({"note": "ask"}, Kind.NOTED, "ask"),
        ({"criterion": "Dough"}, Kind.CRITERION, "Dough"),
        ({"status": SheetStatus.REMOVE}, Kind.REMOVED, ""),
    ],
)
def test_each_edit_is_one_event(changes: dict[str, object], kind: Kind, new: str) -> None:
    made = content()
    (event,) = plan(edit(rows_of(made), "s02", **changes), made)
    assert (event.kind, event.statement_id, event.new, event.applies) == (kind, "s02", new, True)
    assert event.why.endswith(".")


def test_several_edits_of_one_row_are_several_events() -> None:
    made = content()
    events = plan(edit(rows_of(made), "s02", text="Other.", note="n", level="Level 1"), made)
    assert kinds(events) == [(Kind.REWORDED, "s02"), (Kind.MOVED, "s02"), (Kind.NOTED, "s02")]


def test_a_moved_row_goes_to_the_end_unless_its_position_was_edited_too() -> None:
    made = content()
    (event,) = plan(edit(rows_of(made), "s02", level="Level 1"), made)
    assert (event.level, event.position) == ("k1", 6)
    (event,) = plan(edit(rows_of(made), "s02", level="Level 1", position=1), made)
    assert (event.level, event.position) == ("k1", 1)


@pytest.mark.parametrize(("position", "place"), [(1, 1), (2, 2), (4, 4), (5, 5), (99, 5)])
def test_one_changed_position_moves_one_statement_to_that_place(position: int, place: int) -> None:
    made = content()
    events = plan(edit(rows_of(made), "s02", position=position), made)
    assert kinds(events) == [(Kind.REORDERED, "s02")]
    assert (events[0].position, events[0].new) == (place, str(place))


def test_an_inserted_row_and_a_moved_away_row_reorder_nothing_else() -> None:
    made = content()
    rows = [*edit(rows_of(made), "s00", level="Level 1"), new_row(position=3)]
    events = plan(rows, made)
    assert kinds(events) == [(Kind.MOVED, "s00"), (Kind.ADDED, "")]
    assert (events[1].level, events[1].position) == ("k0", 3)


def test_rows_that_were_numbered_anew_after_an_insertion_reorder_nothing() -> None:
    made = content((3,))
    rows = [replace(row, position=row.position + 1) for row in rows_of(made) if row.position is not None]
    assert kinds(plan([*rows, new_row(position=1)], made)) == [(Kind.ADDED, "")]


def test_a_missing_row_is_reported_and_removes_nothing() -> None:
    made = content()
    (event,) = plan(rows_of(made)[1:], made)
    assert (event.kind, event.statement_id, event.applies) == (Kind.ROW_MISSING, "s00", False)


def test_two_rows_of_one_id_are_both_reported_and_neither_is_applied() -> None:
    made = content()
    rows = rows_of(made)
    events = plan([*rows, replace(rows[0], text="Copy.", where="Statements!A50")], made)
    assert [(event.kind, event.where, event.applies) for event in events] == [
        (Kind.DUPLICATE_ID, "Statements!A5", False),
        (Kind.DUPLICATE_ID, "Statements!A50", False),
    ]


def test_an_unknown_id_is_reported() -> None:
    made = content()
    assert kinds(plan([*rows_of(made), new_row(statement_id="zz", status=SheetStatus.KEEP)], made)) == [
        (Kind.UNKNOWN_ID, "zz")
    ]


@pytest.mark.parametrize("statement_id", ["s02", ""])
def test_an_unknown_level_names_its_cell_and_the_levels_there_are(statement_id: str) -> None:
    made = content()
    rows = [*rows_of(made), new_row()]
    (event,) = (
        each
        for each in plan(edit(rows, statement_id, level="Levle 1", level_where="Statements!B7"), made)
        if each.kind is Kind.UNKNOWN_LEVEL
    )
    assert (
        event.why
        == "Statements!B7: expected one of the levels Level 0, Level 1; found 'Levle 1'; the nearest is Level 1."
    )
    assert not event.applies


def test_a_framework_that_changed_since_gives_no_event_for_untouched_rows() -> None:
    issued = content()
    now = reword(reword(issued, "s00", text="Reworded."), "s01", level="k1", tags=(), note="n", criterion="c1")
    now = reword(now, "s03", rank="0000a")
    assert plan(rows_of(issued), issued, now) == ()


@pytest.mark.parametrize(
    ("sheet", "draft"),
    [
        ({"text": "Sheet."}, {"text": "Draft."}),
        ({"level": "Level 1"}, {"level": "k2"}),
        ({"tags": ("x",)}, {"tags": ("y",)}),
        ({"note": "a"}, {"note": "b"}),
        ({"status": SheetStatus.REMOVE}, {"text": "Draft."}),
        ({"text": "Sheet."}, {"status": StatementStatus.RETIRED}),
        ({"position": 1}, {"rank": "9"}),
    ],
)
def test_a_field_changed_on_both_sides_is_a_conflict_and_not_applied(
    sheet: dict[str, object], draft: dict[str, object]
) -> None:
    issued = content((5, 5, 5))
    events = plan(edit(rows_of(issued), "s02", **sheet), issued, reword(issued, "s02", **draft))
    assert kinds(events) == [(Kind.CONFLICT, "s02")]
    assert not events[0].applies


def test_the_same_edit_on_both_sides_is_no_event() -> None:
    issued = content()
    rows = edit(rows_of(issued), "s02", text="Same.", tags=("x",), position=1)
    rows = edit([*rows, new_row()], "s03", status=SheetStatus.REMOVE)
    now = reword(issued, "s02", text="Same.", tags=("x",), rank="0")
    now = reword(now, "s03", status=StatementStatus.RETIRED)
    added = Statement(id="n1", level="k0", rank="99", text="New — do it.")
    assert plan(rows, issued, replace(now, statements=(*now.statements, added))) == ()


def test_a_sheet_that_lost_its_hidden_columns_still_works_while_the_framework_is_unchanged() -> None:
    made = content()
    rows = [replace(row, text_check="", row_check="") for row in rows_of(made)]
    assert plan(rows, made) == ()
    assert kinds(plan(edit(rows, "s02", note="n"), made)) == [(Kind.NOTED, "s02")]


def test_what_a_row_was_issued_with_reads_back() -> None:
    for row in rows_of(content()):
        assert str(parse_issued(row.row_check)) == row.row_check
    assert parse_issued("nonsense") is None


@given(tags=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1).map(str.strip)))
def test_tags_come_back_from_their_cell(tags: list[str]) -> None:
    once = split_tags(join_tags(tags))
    assert split_tags(join_tags(once)) == once


def test_a_tag_with_a_comma_or_a_quote_comes_back_whole() -> None:
    tags = ('say:"so"', "skill:knife, long", "tool:oven")
    assert split_tags(join_tags(tags)) == tags


@given(text=st.text(st.characters()))
def test_a_cell_text_can_be_written_to_xml(text: str) -> None:
    clean = cell_text(text)
    assert cell_text(clean) == clean
    clean.encode()
    assert not set(clean) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}


@given(order=st.permutations(range(1, 7)))
def test_applying_the_reorder_events_gives_the_order_of_the_positions(order: list[int]) -> None:
    made = content((6,))
    rows = [replace(row, position=place) for row, place in zip(rows_of(made), order, strict=True)]
    wished = [row.statement_id for row in sorted(rows, key=lambda row: row.position or 0)]
    moves = {event.statement_id: event.position for event in plan(rows, made)}
    now = [row.statement_id for row in rows if row.statement_id not in moves]
    for statement_id in sorted(moves, key=lambda each: moves[each] or 0):
        now.insert((moves[statement_id] or 0) - 1, statement_id)
    assert now == wished
