from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import TextClause, text

from lexcurric.core.errors import StaleDraftError, WorkspaceError
from lexcurric.store.engine import open_store
from lexcurric.store.statements import STATE, STATE_OF
from lexcurric.store.store import Commit, ItemChange, Store
from tests.store.rows import AT, SOC, A, B, behind, commit, run_sql, version


def test_frameworks_come_in_order_of_their_code(store: Store) -> None:
    for soc in ("51-9999.00", "11-1011.00", "51-3011.00"):
        store.create_framework(soc, AT)
    assert store.frameworks() == ["11-1011.00", "51-3011.00", "51-9999.00"]
    assert store.has_framework("11-1011.00")
    assert not store.has_framework("11-1011.01")


def test_a_framework_is_made_once(full: Store) -> None:
    with pytest.raises(WorkspaceError, match=r"there is a framework '51-3011.00' .* already"):
        full.create_framework(SOC, AT)


def test_a_new_line_has_head_0_and_says_nothing(store: Store) -> None:
    store.create_framework(SOC, AT)
    assert store.head(SOC, "upstream") == 0
    assert store.state(SOC, "upstream") == {}
    assert store.revisions(SOC, "upstream") == []


def test_a_commit_comes_back_as_its_revision(store: Store) -> None:
    store.create_framework(SOC, AT)
    source = store.add_source(b"{}", "export.json", AT)
    wanted = Commit("import", "Åsa “Ö” 🥐", AT, "weil", '{"what":"x"}', source, "uid-1")
    done = store.commit(SOC, "draft", 0, {A: '"ā"'}, wanted)
    assert done == store.revision(SOC, "draft", 1)
    assert done is not None
    found = (done.kind, done.author, done.created_at, done.message, done.detail, done.source_sha256, done.uid)
    assert found == ("import", "Åsa “Ö” 🥐", AT, "weil", '{"what":"x"}', source, "uid-1")
    assert store.state(SOC, "draft") == {A: '"ā"'}


def test_a_state_can_be_read_at_every_revision(full: Store) -> None:
    states = [full.state(SOC, "draft", rev) for rev in range(4)]
    assert states == [{}, {A: '"a1"', B: '"b1"'}, {A: '"a2"', B: '"b1"'}, {A: '"a2"'}]
    assert full.state(SOC, "draft") == states[3]
    assert full.head(SOC, "draft") == 3


def test_the_lines_of_a_framework_do_not_mix(full: Store) -> None:
    full.commit(SOC, "upstream", 0, {A: '"other"'}, commit())
    assert full.state(SOC, "upstream") == {A: '"other"'}
    assert full.state(SOC, "draft") == {A: '"a2"'}


def test_revisions_come_oldest_first(full: Store) -> None:
    assert [(each.rev, each.message) for each in full.revisions(SOC, "draft")] == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
    ]


def test_changes_tell_before_and_after(full: Store) -> None:
    assert full.changes(SOC, "draft", 1) == [
        ItemChange("statement", "a", None, '"a1"'),
        ItemChange("statement", "b", None, '"b1"'),
    ]
    assert full.changes(SOC, "draft", 2) == [ItemChange("statement", "a", '"a1"', '"a2"')]
    assert full.changes(SOC, "draft", 3) == [ItemChange("statement", "b", '"b1"', None)]


def test_an_item_that_was_taken_away_can_come_back(full: Store) -> None:
    full.commit(SOC, "draft", 3, {B: '"b2"'}, commit())
    assert full.changes(SOC, "draft", 4) == [ItemChange("statement", "b", None, '"b2"')]
    assert [(each.rev, body) for each, body in full.item_history(SOC, "draft", B)] == [
        (1, '"b1"'),
        (3, None),
        (4, '"b2"'),
    ]
    assert full.verify() == []


def test_an_item_that_never_was_has_no_history(full: Store) -> None:
    assert full.item_history(SOC, "draft", ("statement", "z")) == []


@pytest.mark.parametrize("changes", [{}, {A: '"a2"'}, {B: None}, {("level", "new"): None}, {A: '"a2"', B: None}])
def test_a_commit_that_changes_nothing_writes_nothing(full: Store, changes: dict[tuple[str, str], str | None]) -> None:
    assert full.commit(SOC, "draft", 3, changes, commit()) is None
    assert full.head(SOC, "draft") == 3


def test_only_what_differs_is_written(full: Store) -> None:
    full.commit(SOC, "draft", 3, {A: '"a2"', B: '"b3"'}, commit())
    assert full.changes(SOC, "draft", 4) == [ItemChange("statement", "b", None, '"b3"')]


@pytest.mark.parametrize("base", [0, 2, 4])
def test_a_commit_on_an_old_revision_is_refused_and_writes_nothing(full: Store, base: int) -> None:
    with pytest.raises(StaleDraftError, match=f"has moved on from revision {base}.*nothing was written, try again"):
        full.commit(SOC, "draft", base, {A: '"mine"'}, commit())
    assert full.head(SOC, "draft") == 3
    assert full.verify() == []


def test_of_two_stores_the_second_to_save_is_told(full: Store, store_url: str) -> None:
    with open_store(store_url) as other:
        assert other.head(SOC, "draft") == 3
        full.commit(SOC, "draft", 3, {A: '"ours"'}, commit())
        with pytest.raises(StaleDraftError):
            other.commit(SOC, "draft", 3, {A: '"theirs"'}, commit())
        assert other.commit(SOC, "draft", 4, {A: '"theirs"'}, commit()) is not None
    assert full.state(SOC, "draft") == {A: '"theirs"'}


def test_a_second_try_with_the_same_uid_gives_the_first_revision(full: Store) -> None:
    first = full.commit(SOC, "draft", 3, {A: '"a4"'}, commit(uid="once"))
    full.commit(SOC, "draft", 4, {A: '"a5"'}, commit())
    assert full.commit(SOC, "draft", 3, {A: '"a4"'}, commit(uid="once")) == first
    assert full.head(SOC, "draft") == 5


def test_the_same_history_has_the_same_hashes_everywhere(store: Store) -> None:
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"a1"', B: '"b1"'}, commit(uid="one"))
    store.commit(SOC, "draft", 1, {A: '"ü🥐"', B: None}, commit(uid="two", message="why"))
    assert [each.hash[:8] for each in store.revisions(SOC, "draft")] == ["f286255c", "b9d27750"]


def test_a_revision_holds_the_hash_of_the_one_before(store: Store) -> None:
    hashes = []
    for soc, first in (("51-3011.00", '"x"'), ("51-3012.00", '"y"')):
        store.create_framework(soc, AT)
        store.commit(soc, "draft", 0, {A: first}, commit(uid="one"))
        store.commit(soc, "draft", 1, {A: '"same"'}, commit(uid="two"))
        hashes.append(store.revision(soc, "draft", 2).hash)
    assert hashes[0] != hashes[1]


def test_a_file_is_kept_once_and_comes_back_byte_for_byte(store: Store) -> None:
    body = bytes(range(256)) * 100
    sha256 = store.add_source(body, "first.json", AT)
    assert store.add_source(body, "second.json", AT) == sha256
    assert store.source(sha256) == body
    assert store.source_filename(sha256) == "first.json"
    assert store.source(store.add_source(b"", "empty", AT)) == b""


def test_a_file_that_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(WorkspaceError, match="no file abc in"):
        store.source("abc")


def test_versions_come_in_order_of_arrival_whatever_their_clocks_say(full: Store) -> None:
    full.add_version(SOC, version("z", 2, created_at="2026-05-02T00:00:00.000Z"))
    full.add_version(SOC, version("a", 3, created_at="2026-05-01T00:00:00.000Z", parents=("z", "ü")))
    found = full.versions(SOC)
    assert [each.label for each in found] == ["z", "a"]
    assert (
        found[1] == full.version(SOC, "a") == version("a", 3, created_at="2026-05-01T00:00:00.000Z", parents=("z", "ü"))
    )
    assert full.version(SOC, "b") is None


def test_a_version_shows_its_newest_status(full: Store) -> None:
    full.add_version(SOC, version("v1"))
    full.add_version(SOC, version("v2"))
    for status in ("published", "superseded"):
        full.set_status(SOC, "v1", status, "Bo", AT)
    assert [(each.label, each.status) for each in full.versions(SOC)] == [("v1", "superseded"), ("v2", "draft")]
    with behind(full) as connection:
        assert connection.execute(text("SELECT count(*) FROM version_status WHERE label = 'v1'")).scalar() == 3


def test_a_label_is_taken_once(full: Store) -> None:
    full.add_version(SOC, version("v1"))
    with pytest.raises(WorkspaceError, match="there is a version 'v1' of"):
        full.add_version(SOC, version("v1", 2))
    assert len(full.versions(SOC)) == 1


@pytest.mark.parametrize("rev", [0, 4])
def test_a_version_names_a_revision_that_is_there(full: Store, rev: int) -> None:
    with pytest.raises(WorkspaceError, match=f"no revision {rev} of 51-3011.00 draft in .*; the newest is 3"):
        full.add_version(SOC, version("v1", rev))


def test_what_is_not_there_is_named(full: Store) -> None:
    calls: dict[str, Callable[[], object]] = {
        "no framework '00'": lambda: full.head("00", "draft"),
        "no framework '01'": lambda: full.versions("01"),
        "no line 'local' in 51-3011.00; there are upstream and draft": lambda: full.state(SOC, "local"),
        "no revision 9 of 51-3011.00 draft": lambda: full.state(SOC, "draft", 9),
        "no revision -1 of 51-3011.00 draft": lambda: full.changes(SOC, "draft", -1),
        "no revision 0 of 51-3011.00 draft": lambda: full.revision(SOC, "draft", 0),
        "no version 'v1' of 51-3011.00": lambda: full.set_status(SOC, "v1", "draft", "Ada", AT),
    }
    for what, call in calls.items():
        with pytest.raises(WorkspaceError, match=what):
            call()


def test_a_transaction_lands_as_a_whole(store: Store) -> None:
    with store.transaction():
        store.create_framework(SOC, AT)
        for line in ("upstream", "draft"):
            store.commit(SOC, line, 0, {A: "1"}, commit())
        store.add_version(SOC, version("v1"))
        assert store.state(SOC, "draft") == {A: "1"}
    assert store.head(SOC, "draft") == 1
    assert [each.label for each in store.versions(SOC)] == ["v1"]


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012
        store.create_framework(SOC, AT)
        store.commit(SOC, "draft", 0, {A: "1"}, commit(source_sha256=store.add_source(b"x", "x", AT)))
        store.add_version(SOC, version("v1"))
        raise KeyError
    assert store.frameworks() == []
    store.create_framework(SOC, AT)
    assert store.head(SOC, "draft") == 0


def test_an_inner_transaction_can_fail_alone(full: Store) -> None:
    with full.transaction():
        full.commit(SOC, "draft", 3, {A: '"a4"'}, commit())
        with pytest.raises(KeyError), full.transaction():  # noqa: PT012
            full.commit(SOC, "draft", 4, {A: '"a5"'}, commit())
            raise KeyError
        with full.transaction():
            full.commit(SOC, "draft", 4, {A: '"a6"'}, commit())
    assert full.state(SOC, "draft") == {A: '"a6"'}
    assert full.verify() == []


def test_a_stale_commit_does_not_spoil_its_transaction(full: Store) -> None:
    with full.transaction():
        with pytest.raises(StaleDraftError):
            full.commit(SOC, "draft", 2, {A: '"x"'}, commit())
        full.commit(SOC, "draft", 3, {A: '"x"'}, commit())
    assert full.head(SOC, "draft") == 4


def test_after_an_error_of_the_database_the_whole_transaction_is_undone(full: Store) -> None:
    def swallow() -> None:
        with full.transaction():
            full.commit(SOC, "draft", 3, {A: '"a4"'}, commit())
            with suppress(WorkspaceError):
                full.commit(SOC, "draft", 4, {A: '"a5"'}, commit(source_sha256="no such file"))

    with pytest.raises(WorkspaceError, match="an earlier step failed; repeat all of it"):
        swallow()
    assert full.head(SOC, "draft") == 3
    assert full.commit(SOC, "draft", 3, {A: '"a4"'}, commit()) is not None


def test_threads_take_turns(full: Store) -> None:
    def work(number: int) -> None:
        for step in range(10):
            with full.transaction():
                full.commit(SOC, "draft", full.head(SOC, "draft"), {("statement", f"{number}-{step}"): "1"}, commit())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert full.head(SOC, "draft") == 43
    assert len(full.state(SOC, "draft")) == 41


@pytest.mark.parametrize("table", ["revision", "item", "change", "version", "version_status", "source"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_history_cannot_be_changed_by_plain_sql(full: Store, table: str, verb: str) -> None:
    full.add_version(SOC, version("v1"))
    full.add_source(b"x", "x", AT)
    column = {"item": "uid = 'z'", "change": "body = NULL", "source": "filename = 'y'"}.get(table, "author = 'Eve'")
    with pytest.raises(Exception, match=f"history is never changed: {table}"):
        run_sql(full, verb.format(table, column))
    assert full.verify() == []


def test_a_store_that_was_closed_says_so(full: Store) -> None:
    full.close()
    with pytest.raises(WorkspaceError, match="is closed; open the workspace again"):
        full.frameworks()


def test_a_store_in_memory_works_like_any_other() -> None:
    with open_store(":memory:") as store:
        assert store.url == ":memory:"
        store.create_framework(SOC, AT)
        store.commit(SOC, "draft", 0, {A: "1"}, commit())
        assert store.state(SOC, "draft") == {A: "1"}


def test_what_was_saved_is_there_when_the_store_is_opened_again(full: Store, store_url: str) -> None:
    full.close()
    with open_store(store_url) as again:
        assert again.state(SOC, "draft") == {A: '"a2"'}
        assert again.verify() == []


@pytest.mark.parametrize("statement", [STATE, STATE_OF])
def test_a_state_is_read_by_one_seek_an_item(tmp_path: Path, statement: TextClause) -> None:
    with open_store(str(tmp_path / "workspace.db")) as store, behind(store) as connection:
        wanted = {"framework_id": 1, "line_id": 1, "rev": 1, "kind": "statement", "uid": "a"}
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement.text}"), wanted).all()
    steps = [row[3] for row in plan]
    assert steps[0].startswith("SEARCH item USING ")
    assert "SEARCH change USING PRIMARY KEY (line_id=? AND item=? AND rev=?)" in steps
    assert any(each.startswith("SEARCH later USING PRIMARY KEY (line_id=? AND item=? AND rev<?)") for each in steps)
    assert not any(each.startswith("SCAN") for each in steps)
