"""Clocks that go backwards, stand still or differ: order comes from revisions, never from the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures
from tests.faults.story import SOC, as_value
from tests.samples import export_bytes

Clock = Callable[[], str]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _clock(step: timedelta, start: datetime = NOON) -> Clock:
    numbers = count()
    return lambda: (start + step * next(numbers)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


MINUTE = timedelta(minutes=1)
CLOCKS = {
    "back a day at each tick": (_clock(-timedelta(days=1)), _clock(-timedelta(days=1), NOON - timedelta(hours=7))),
    "still": (_clock(timedelta(0)), _clock(timedelta(0))),
    "a year apart": (_clock(MINUTE), _clock(MINUTE, NOON - timedelta(days=365))),
    "in 1970 and in 2100": (_clock(-MINUTE, datetime(1970, 1, 2, tzinfo=UTC)), _clock(MINUTE, NOON.replace(year=2100))),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_order_does_not_come_from_clocks(store_url: str, name: str, tmp_path: Path, figures: Figures) -> None:
    sane = _clock(MINUTE)
    wanted = _work(str(tmp_path / "sane.db"), sane, sane, tmp_path)
    found = _work(store_url, *CLOCKS[name], tmp_path)
    figures.update(tries=1)
    for part, value in wanted.items():
        assert found[part] == value, part


def _work(url: str, ada_clock: Clock, bob_clock: Clock, folder: Path) -> dict[str, Any]:
    """Two people edit, save, import, merge and undo in turn; what they see then, without the times."""
    first, second = folder / "v.1.json", folder / "v.2.json"
    first.write_bytes(export_bytes(["Pan — scrub it.", "Pot — rinse it."], ["Till — count it."]))
    second.write_bytes(export_bytes(["Pan — scrub it.", "Pot — rinse it twice."], ["Till — count it."], version="v.2"))
    with open_workspace(url, "Ada", ada_clock) as workspace:
        ada = workspace.import_export(first)
        one, _, three = (each.id for each in ada.content.active)
        bob_workspace = open_workspace(url, "Bob", bob_clock)
        bob = bob_workspace.framework(SOC)
        labels = []
        for number in range(4):
            # Each looks before editing.
            assert ada.content.sha256 == bob.content.sha256
            ada.edit(one, f"Pan — scrub it {number} times.", f"ada {number}")
            assert bob.content.by_id[one].text == f"Pan — scrub it {number} times."
            bob.edit(one, f"Pan — scrub it {number} times, then dry it.", f"bob {number}")
            bob.tag(three, f"tag:t{number}", f"bob tags {number}")
            labels.append((ada.undo_label, bob.undo()))
            bob.redo()
            assert ada.content.sha256 == bob.content.sha256
            assert ada.versions.equals(bob.versions)
            (ada, bob)[number % 2].save(f"v{number}", "why", "published")
        bob_workspace.import_file(second)
        plan = ada.merge()
        bases = (plan.base.version, plan.ours.version, plan.theirs.version, len(plan.decisions))
        plan.apply("spring")
        ada.save("after", "merged")
        undone = [ada.undo(), bob.undo(), ada.redo(), bob.redo()]
        history = ada.history(one)
        found = {
            "content": as_value(ada.content),
            "log": list(ada.log[["edit", "action", "what", "reason", "undone"]].itertuples(index=False, name=None)),
            "undo": (labels, undone, ada.undo_label, ada.redo_label),
            "versions": list(ada.versions[["label", "status", "parents"]].itertuples(index=False, name=None)),
            "merge": (bases, workspace.diff_base(SOC), ada.merge().is_done),
            "history": list(
                history[history["line"] == "your draft"][["what", "text"]].itertuples(index=False, name=None)
            ),
            "older": list(ada.snapshot("v2").content.by_level),
            "verify": workspace.verify(),
        }
        bob_workspace.close()
    return found
