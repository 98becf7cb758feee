from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from lexcurric.core.errors import LostConnectionError
from lexcurric.workspace import retry
from lexcurric.workspace.retry import safely, together
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD

SOC = "51-3011.00"


@contextmanager
def killing(server: str, every: float) -> Iterator[None]:
    """Ends every connection but its own, about every so many seconds, and more and more rarely, while the block runs."""
    is_over = threading.Event()

    def kill() -> None:
        # More rarely, so that on a machine that is too busy for the pace everything still comes to an end.
        pause = every
        with psycopg.connect(server, autocommit=True) as connection:
            while not is_over.wait(random.uniform(0, 2 * pause)):
                pause *= 1.05
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@pytest.fixture
def shared(postgresql_url: str) -> Iterator[Workspace]:
    with open_workspace(postgresql_url, "Ada") as workspace:
        workspace.import_export(OLD)
        yield workspace


def test_every_acknowledged_edit_is_saved_exactly_once_while_connections_are_cut(
    shared: Workspace, server: str
) -> None:
    framework = shared.framework(SOC)
    ids = [each.id for each in framework.content.active]
    wanted = [f"Thing {number} — do it." for number in range(30)]
    with killing(server, 0.02):
        for number, text in enumerate(wanted):
            assert framework.edit(ids[number], text).text == text
            time.sleep(0.005)
    with open_workspace(shared.url.replace("***", "s3cret-word"), "Bob") as other:
        there = other.framework(SOC)
        assert [each.text for each in there.content.active[:30]] == wanted
        assert there.log["action"].tolist() == ["import"] + ["reword"] * 30
        assert other.verify() == []


def test_whole_actions_happen_once_while_connections_are_cut(shared: Workspace, server: str) -> None:
    framework = shared.framework(SOC)
    first = framework.content.active[0].id
    framework.edit(first, "Hands — wash.")
    with killing(server, 0.2):
        for number in range(5):
            framework.undo()
            framework.redo()
            framework.save(f"acme.{number}")
            framework.set_status(f"acme.{number}", "published")
        shared.import_file(NEW)
    plan = framework.merge()
    with killing(server, 0.2):
        plan.apply()
        framework.restore("acme.4")
    assert framework.content.by_id[first].text == "Hands — wash."
    assert framework.log["action"].tolist() == ["import", "reword", *["undo", "redo"] * 5, "merge", "restore"]
    assert framework.versions["label"].tolist() == ["v.26.05", *[f"acme.{n}" for n in range(5)], "v.26.11"]
    assert shared.verify() == []


class Flaky:
    """Work that loses its connection some times: before it is done, or after."""

    def __init__(self, before: int = 0, after: int = 0) -> None:
        self.before, self.after, self.done = before, after, 0

    def work(self) -> str:
        if self.before:
            self.before -= 1
            raise LostConnectionError("gone before")
        self.done += 1
        if self.after:
            self.after -= 1
            raise LostConnectionError("gone after")
        return "done"

    def landed(self) -> str | None:
        return "landed" if self.done else None


@pytest.mark.parametrize(
    ("before", "after", "said"), [(0, 0, "done"), (3, 0, "done"), (0, 1, "landed"), (2, 1, "landed")]
)
def test_work_is_done_once_however_often_the_connection_is_lost(
    before: int, after: int, said: str, workspace: Workspace
) -> None:
    flaky = Flaky(before, after)
    assert safely(workspace.store, flaky.work, flaky.landed) == said
    assert flaky.done == 1


def test_giving_up_says_whether_anything_was_written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "PATIENCE_SECONDS", 0.3)
    flaky = Flaky(before=1000)

    def unheard() -> None:
        raise LostConnectionError("still gone")

    with pytest.raises(LostConnectionError, match=r"not known whether this was saved: Reworded x; .*`lexcurric log"):
        safely(workspace.store, flaky.work, unheard, "Reworded x", SOC)

    with pytest.raises(LostConnectionError, match="nothing was written of this: Reworded x"):
        safely(workspace.store, flaky.work, unheard, "Reworded x", SOC, lambda: False)

    def slow() -> None:
        time.sleep(0.4)

    with pytest.raises(LostConnectionError, match="nothing was written of this: Reworded x"):
        safely(workspace.store, flaky.work, slow, "Reworded x", SOC)


def test_within_a_transaction_the_whole_is_left_to_be_repeated(workspace: Workspace) -> None:
    flaky = Flaky(before=1)
    with pytest.raises(LostConnectionError), together(workspace.store):
        safely(workspace.store, flaky.work, flaky.landed)
    assert flaky.done == 0


def test_what_a_failed_transaction_took_along_is_forgotten(workspace: Workspace) -> None:
    framework = workspace.import_export(OLD)
    first, second = (each.id for each in framework.content.active[:2])

    def fail() -> None:
        with together(workspace.store):
            with together(workspace.store):
                framework.edit(first, "Never — happened.")
            framework.undo()
            framework.edit(second, "Nor — did this.")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with open_workspace(workspace.url, "Bob") as other:
        theirs = other.framework(SOC)
        for each in (first, second, first):
            theirs.edit(each, f"Theirs — {each[:4]}.")
    assert framework.content == theirs_content(workspace)
    assert framework.redo_label is None


def theirs_content(workspace: Workspace) -> object:
    return workspace.framework(SOC).content
