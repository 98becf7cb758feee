"""Each field of a row three ways: as issued, in the sheet, and in the framework now."""

from __future__ import annotations

from itertools import product

import pytest

from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.sheet import sheet_rows
from lexcurric.core.sheet_apply import apply_sheet
from lexcurric.core.sheet_plan import plan_rows

VALUES = {
    "text": ("Ovens — heat.", "Ovens — clean.", "Ovens — cool."),
    "note": ("", "one", "two"),
    "tags": ((), ("tool:a",), ("tool:b",)),
    "criterion": (None, "c1", "c2"),
    "level": ("l1", "l2", "l3"),
}
LABELS = {None: "", "c1": "Heat", "c2": "Dough"}


def content(**said: object) -> Content:
    levels = tuple(Level(key=f"l{n}", label=f"L{n}", rank=str(n)) for n in (1, 2, 3))
    criteria = tuple(Criterion(id=key, label=label, rank=key) for key, label in LABELS.items() if key)
    others = tuple(Statement(id=f"o{n}", level=f"l{n}", rank="1", text=f"Other {n}.") for n in (1, 2, 3))
    one = replace(Statement(id="s", level="l1", rank="2", text=VALUES["text"][0]), **said)
    return Content(soc="1", document={}, levels=levels, statements=(*others, one), criteria=criteria)


@pytest.mark.parametrize("knows", ["base", "checks"])
@pytest.mark.parametrize("field", VALUES)
def test_one_side_is_applied_both_alike_are_none_and_both_otherwise_a_conflict(field: str, knows: str) -> None:
    values = VALUES[field]
    base = content(**{field: values[0]})
    for sheet, draft in product(values, values):
        cell = {"criterion": LABELS.get(sheet), "level": str(sheet).upper()}.get(field, sheet)  # type: ignore[arg-type]
        issued = sheet_rows(Snapshot(content=base, ref="x", version="v.1"))
        rows = [replace(row, **{field: cell}) if row.statement_id == "s" else row for row in issued]
        now = content(**{field: draft})
        events = plan_rows(now, rows, base if knows == "base" else None).events
        after = getattr(apply_sheet(now, events).by_id["s"], field)
        is_conflict = len({values[0], sheet, draft}) == 3
        assert [each.kind.value for each in events if not each.applies] == ["conflict"] * is_conflict, (sheet, draft)
        assert len(events) == (sheet not in (values[0], draft))
        assert after == (sheet if draft == values[0] else draft)
        taken = apply_sheet(now, [each.taken() for each in events])
        assert getattr(taken.by_id["s"], field) == (draft if sheet == values[0] else sheet)
