"""A workspace calls back those who watch it, in one thread for all of them."""

from __future__ import annotations

import threading
from pathlib import Path

from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import OLD
from tests.store.test_watch import NAME, Calls


def threads() -> int:
    return sum(1 for each in threading.enumerate() if each.name == NAME)


def test_many_watch_in_one_thread_that_goes_with_the_last_of_them(workspace: Workspace, tmp_path: Path) -> None:
    framework = workspace.import_export(OLD)
    calls = [Calls(), Calls(), Calls()]
    assert threads() == 0
    ends = [workspace.watch(each) for each in calls]
    assert threads() == 1
    with open_workspace(tmp_path / "workspace.db", "Bob") as other:
        calls[0].after(lambda: other.framework(framework.soc).add("emerging", "Doors — open."))
    for each in calls:
        each.reach(1)
    ends.pop()()
    assert threads() == 1
    ends.pop()()
    ends.pop()()
    assert threads() == 0
    calls[0].none(lambda: framework.add("emerging", "Doors — close."))
    workspace.watch(calls[0])
    calls[0].after(lambda: framework.add("emerging", "Doors — lock."))


def test_closing_the_workspace_ends_every_watch(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "workspace.db", "Ada") as workspace:
        end = workspace.watch(Calls())
        assert threads() == 1
    assert threads() == 0
    end()
