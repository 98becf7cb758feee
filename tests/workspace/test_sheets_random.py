"""Random hands on a sheet: whatever they edit and however they disorder it, the applied draft is what they asked for."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.model import Content, Statement
from lexcurric.core.sheet_apply import apply_sheet
from lexcurric.core.sheet_plan import plan_rows
from lexcurric.formats.sheet_back import read_sheet
from lexcurric.formats.xlsx_sheet import write_sheet
from tests.samples import snapshot
from tests.workspace.sheet_hands import L1, L2, L3, Hands

SIZE = 5
LEVELS = ("l1", "l2", "l3")
TEXTS = st.sampled_from(["New — say it.", "=1+1 — say it.", "Öfen “heiß” — heizen.", "+3 °C — keep.", "TRUE", "007"])
DOINGS = ("reword", "note", "tag", "remove", "move", "place", "draft reword", "draft note")

Model = dict[str, tuple[str, str, tuple[str, ...]]]
"""What a statement shall say: wording, note, tags."""


class _Expected:
    """The framework as it should be: a plain model that knows nothing of sheets; `do` does one thing on both."""

    def __init__(self, content: Content) -> None:
        self.base = self.draft = content
        self.ids = [each.id for each in content.active]
        self.said: Model = {each.id: _seen(each) for each in content.active}
        self.stay = {key: [each.id for each in content.by_level[key]] for key in LEVELS}
        self.come: dict[str, set[str]] = {key: set() for key in LEVELS}
        self.places: dict[str, tuple[str, int]] = {}

    def do(self, hands: Hands, at: int, doing: str, text: str, level: int, position: int) -> None:
        one, words = self.ids[at], f"{text} ({at})"
        own = self.base.by_id[one].level
        if doing == "remove":
            hands.put(one, status="Remove")
            self.stay[own].remove(one)
        elif doing == "move" and LEVELS[level] != own:
            hands.put(one, level=f"L{level + 1}")
            self.stay[own].remove(one)
            self.come[LEVELS[level]].add(one)
        elif doing == "place" and own not in self.places and position != self.base.positions[one]:
            hands.put(one, position=position)
            self.places[own] = (one, position)
        else:
            self.say(hands, one, doing, words)

    def say(self, hands: Hands, one: str, doing: str, words: str) -> None:
        text, note, tags = self.said[one]
        if doing == "reword":
            hands.put(one, text=words)
            hands.cell(one, "text").data_type = "s"
        elif doing == "note":
            hands.put(one, note=f"n {words}")
        elif doing == "tag":
            hands.put(one, tags="tool:z; tool:a")
        elif doing == "draft reword":
            self.draft = edits.reword(self.draft, one, words)
        elif doing == "draft note":
            self.draft = edits.annotate(self.draft, one, f"n {words}")
        said = (
            words if doing.endswith("reword") else text,
            f"n {words}" if doing.endswith("note") else note,
            ("tool:a", "tool:z") if doing == "tag" else tags,
        )
        self.said[one] = said

    def order(self) -> dict[str, list[str]]:
        """The statements that stay in each level, in their order."""
        found = dict(self.stay)
        for own, (one, position) in self.places.items():
            row = [each for each in found[own] if each != one]
            found[own] = [*row[: position - 1], one, *row[position - 1 :]]
        return found


def _seen(statement: Statement) -> tuple[str, str, tuple[str, ...]]:
    return statement.text, statement.note, statement.tags


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    doings=st.dictionaries(
        st.integers(0, 3 * SIZE - 1),
        st.tuples(st.sampled_from(DOINGS), TEXTS, st.integers(0, 2), st.integers(1, SIZE)),
        max_size=8,
    ),
    fresh=st.dictionaries(st.integers(0, 9), st.integers(0, 2), max_size=3),
    disorder=st.sets(st.sampled_from(["shuffle", "rename", "columns", "facts", "checks", "copy", "hide"])),
    seed=st.integers(0, 99),
)
def test_random_edits_of_a_disordered_sheet_become_the_draft_that_was_asked_for(
    doings: dict[int, tuple[str, str, int, int]],
    fresh: dict[int, int],
    disorder: set[str],
    seed: int,
    tmp_path: Path,
) -> None:
    made = snapshot(L1, L2, L3)
    base = made.content
    write_sheet(made, tmp_path / "sheet.xlsx")
    hands, expected = Hands(tmp_path / "sheet.xlsx"), _Expected(base)
    hands.sheet.tables.clear()
    for at, doing in doings.items():
        expected.do(hands, at, *doing)
    for number, level in fresh.items():
        hands.add(level=f"L{level + 1}", text=f"Fresh {number} — add.", status="New")
    path = _disorder(hands, disorder, seed).save()

    reading = read_sheet(path)
    assert reading.problems == ()
    planned = plan_rows(expected.draft, reading.rows, base, reading.refused)
    assert [event for event in planned.events if not event.applies] == []
    after = apply_sheet(expected.draft, planned.events)

    known = {each.id: _seen(each) for each in after.active if each.id in expected.said}
    assert known == {one: said for one, said in expected.said.items() if one in known}
    for at, key in enumerate(LEVELS):
        row = after.by_level[key]
        stay, come = expected.order()[key], expected.come[key]
        assert [each.id for each in row[: len(stay)]] == stay
        rest = row[len(stay) :]
        assert {each.id for each in rest if each.id in base.by_id} == come
        added = sorted(each.text for each in rest if each.id not in base.by_id)
        assert added == sorted(f"Fresh {number} — add." for number, level in fresh.items() if level == at)
    assert len(after.statements) == len(base.statements) + len(fresh)
    again = plan_rows(after, read_sheet(path).rows, base)
    assert [event for event in again.events if event.applies or event.is_open] == []


def _disorder(hands: Hands, disorder: set[str], seed: int) -> Hands:
    """What hands and programs do besides editing."""
    chance = random.Random(seed)
    if "shuffle" in disorder:
        lines = [
            [(cell.value, cell.data_type) for cell in row] for row in hands.sheet.iter_rows(min_row=hands.head + 1)
        ]
        chance.shuffle(lines)
        hands.write_lines(lines)
    if "copy" in disorder:
        hands.book.copy_worksheet(hands.sheet)
    if "checks" in disorder:
        hands.sheet.delete_cols(hands.column("text_check"), 2)
    if "columns" in disorder:
        hands.sheet.insert_cols(chance.randint(1, 9))
    if "rename" in disorder:
        hands.sheet.title = "Final (2)"
    if "facts" in disorder:
        del hands.book["_lexcurric"]
    if "hide" in disorder:
        hands.sheet.row_dimensions[chance.randint(5, 19)].hidden = True
    return hands
