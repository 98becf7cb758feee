from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lexcurric.core.errors import DamagedError, WorkspaceError
from lexcurric.store.engine import open_store
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, commit, run_sql_untriggered, version


@pytest.fixture
def kept(full: Store) -> Store:
    """A store with a bit of everything."""
    full.add_version(SOC, version("v1", 1))
    full.set_status(SOC, "v1", "published", "Bob", AT)
    source = full.add_source(b"{}", "export.json", AT)
    full.commit(SOC, "upstream", 0, {A: '"up"'}, commit(source_sha256=source))
    full.create_framework("11-1011.00", AT)
    return full


def everything(store: Store) -> list[object]:
    return [
        [soc, line, store.revisions(soc, line), [store.state(soc, line, r) for r in range(store.head(soc, line) + 1)]]
        for soc in store.frameworks()
        for line in ("upstream", "draft")
    ] + [[store.versions(soc), store.statuses(soc)] for soc in store.frameworks()]


def test_a_workspace_moves_from_database_to_database_with_its_history(
    kept: Store, tmp_path: Path, other_postgresql_url: str
) -> None:
    """To a file, from there to a server, and back to a file: equal each time."""
    wanted = everything(kept)
    file, back = str(tmp_path / "copy.db"), str(tmp_path / "back.db")
    heads = kept.copy_to(file)
    for old, new in ((file, other_postgresql_url), (other_postgresql_url, back)):
        with open_store(old) as store:
            assert everything(store) == wanted
            assert store.copy_to(new) == heads
    with open_store(back) as store:
        assert everything(store) == wanted
        assert store.verify() == []
        assert store.source(store.revision(SOC, "upstream", 1).source_sha256 or "") == b"{}"
        store.commit(SOC, "draft", 3, {A: '"next"'}, commit())
        assert store.verify() == []


def test_nothing_is_copied_over_what_is_there(kept: Store, tmp_path: Path, other_postgresql_url: str) -> None:
    file = tmp_path / "there.db"
    file.write_bytes(b"words")
    open_store(other_postgresql_url).close()
    for target in (str(file), other_postgresql_url, str(tmp_path)):
        with pytest.raises(WorkspaceError, match=r"something is at .* already, and nothing is ever copied over it"):
            kept.copy_to(target)
    assert file.read_bytes() == b"words"
    with pytest.raises(WorkspaceError, match="a copy in memory would be gone at once"):
        kept.copy_to(":memory:")


def test_a_damaged_workspace_is_not_copied_as_if_it_were_whole(
    kept: Store, tmp_path: Path, other_postgresql_url: str
) -> None:
    run_sql_untriggered(kept, "UPDATE revision SET author = 'Eve' WHERE rev = 2")
    for target in (str(tmp_path / "copy.db"), other_postgresql_url):
        with pytest.raises(DamagedError, match=r"is not right .*revision 2 is not what was written.* thrown away"):
            kept.copy_to(target)
    assert list(tmp_path.glob("*copy*")) == []
    with open_store(other_postgresql_url) as store:
        assert store.frameworks() == []


def test_a_backup_is_of_one_moment_while_others_write(store: Store, tmp_path: Path, store_url: str) -> None:
    store.create_framework(SOC, AT)
    store.commit(SOC, "draft", 0, {A: '"0"'}, commit())
    stop = threading.Event()

    def write() -> None:
        with open_store(store_url) as other:
            while not stop.is_set():
                rev = other.head(SOC, "draft")
                other.commit(SOC, "draft", rev, {A: f'"{rev}"', ("statement", f"{rev}"): "1"}, commit())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        heads = [store.copy_to(str(tmp_path / f"{number}.db"))[SOC]["draft"] for number in range(5)]
    finally:
        stop.set()
        writer.join()
    assert heads[0] != heads[-1]
    for number, (rev, digest) in enumerate(heads):
        with open_store(str(tmp_path / f"{number}.db")) as copy:
            assert copy.revisions(SOC, "draft")[-1].hash == digest
            assert copy.state(SOC, "draft") == store.state(SOC, "draft", int(rev))
    assert store.verify() == []


def test_a_killed_backup_leaves_nothing_under_its_name(kept: Store, store_url: str, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    command = (
        "import os, sys; from lexcurric.store import moving; from lexcurric.store.engine import open_store;"
        "moving._find_equal = lambda *_: os.kill(os.getpid(), 9); open_store(sys.argv[1]).copy_to(sys.argv[2])"
    )
    done = subprocess.run([sys.executable, "-c", command, store_url, str(target)], check=False)
    assert done.returncode == -9
    assert not target.exists()
    kept.copy_to(str(target))
    with open_store(str(target)) as copy:
        assert everything(copy) == everything(kept)


def test_what_was_taken_away_from_the_end_is_missed_by_who_kept_the_heads(kept: Store) -> None:
    """A chain cannot tell that its end was cut off, seals made anew; whoever wrote its heads down can."""
    heads = kept.heads()
    assert kept.missing(heads) == []
    kept.commit(SOC, "draft", 3, {A: '"later"'}, commit())
    assert kept.missing(heads) == []
    later = kept.heads()
    shorter = {SOC: {**later[SOC], "draft": [5, "0" * 64]}}
    assert kept.missing(shorter) == [f"{SOC}: revision 5 of draft is not the one that was there."]
    assert kept.missing({"99": {"log": [1, "00"]}}) == ["99: status 1 of its versions is not the one that was there."]
