from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from lexcurric.core.errors import WorkspaceError
from lexcurric.store.engine import open_store
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, commit, run_sql_untriggered, version

PLACE = "line_id = (SELECT id FROM line WHERE name = 'draft')"


@pytest.fixture
def checked(full: Store) -> Store:
    """A store with a bit of everything, all of it well."""
    full.add_version(SOC, version("v1", 1))
    full.add_version(SOC, version("v2", 3, parents=("v1",)))
    full.set_status(SOC, "v2", "published", "Ada", AT)
    source = full.add_source(b"{}", "export.json", AT)
    full.commit(SOC, "upstream", 0, {A: '"up"'}, commit(source_sha256=source))
    assert full.verify() == []
    return full


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            [f"UPDATE item SET body = '\"evil\"' WHERE {PLACE} AND uid = 'a' AND rev = 2"],
            [
                "51-3011.00 draft, revision 2: statement a is not what was written.",
                "51-3011.00 draft: revision 2 does not add up: its items are not the ones that were saved.",
                "51-3011.00 draft: revision 3 does not add up: its items are not the ones that were saved.",
            ],
        ),
        (
            [f"DELETE FROM item WHERE {PLACE} AND rev = 3"],
            [
                "51-3011.00 draft: revision 3 has no items.",
                "51-3011.00 draft: revision 3 does not add up: its items are not the ones that were saved.",
            ],
        ),
        (
            ["DELETE FROM item WHERE uid = 'b' AND rev = 1"],
            [
                "51-3011.00 draft: revision 1 does not add up: its items are not the ones that were saved.",
                "51-3011.00 draft, revision 3: statement b says that it follows revision 1, not 0.",
            ],
        ),
        (
            [f"DELETE FROM revision WHERE {PLACE} AND rev = 2"],
            [
                "51-3011.00 draft: revision 2 is missing.",
                "51-3011.00 draft: items belong to revision 2, which is missing.",
            ],
        ),
        (
            [f"DELETE FROM revision WHERE {PLACE} AND rev = 1"],
            [
                "51-3011.00 draft: revision 1 is missing.",
                "51-3011.00 draft: items belong to revision 1, which is missing.",
                "51-3011.00: version v1 names draft revision 1, which is missing.",
            ],
        ),
        (
            [f"UPDATE revision SET author = 'Eve' WHERE {PLACE} AND rev = 2"],
            ["51-3011.00 draft: revision 2 is not what was written (its author, time, reason, detail or source)."],
        ),
        (
            [
                f"UPDATE {table} SET rev = {new} WHERE {PLACE} AND rev = {old}"
                for old, new in ((2, 9), (3, 2), (9, 3))
                for table in ("revision", "item")
            ],
            [
                "51-3011.00 draft: revision 2 does not follow the revision before it.",
                "51-3011.00 draft: revision 3 does not follow the revision before it.",
            ],
        ),
        (
            ["UPDATE line SET head_rev = 2 WHERE name = 'draft'"],
            ["51-3011.00 draft: revision 3 lies beyond the newest one, 2."],
        ),
        (
            ["UPDATE line SET head_rev = 5 WHERE name = 'draft'"],
            ["51-3011.00 draft: revision 4 is missing.", "51-3011.00 draft: revision 5 is missing."],
        ),
        (
            ["UPDATE version SET rev = 2 WHERE label = 'v2'"],
            ["51-3011.00: version v2 is not what was written, or its revision is not."],
        ),
        (
            ["UPDATE version SET parents = '[broken' WHERE label = 'v2'"],
            ["51-3011.00: version v2 is not what was written, or its revision is not."],
        ),
        (
            ["DELETE FROM version WHERE label = 'v1'"],
            ["51-3011.00: version v2 names a parent 'v1', which is missing."],
        ),
        (
            ["DELETE FROM version_status WHERE label = 'v2' AND seq = 1"],
            ["51-3011.00: a status of version v2 is missing."],
        ),
        (["DELETE FROM source"], ["51-3011.00 upstream: the file that revision 1 came from is missing."]),
    ],
)
def test_what_was_tampered_with_is_named(checked: Store, done: list[str], said: list[str]) -> None:
    run_sql_untriggered(checked, *done)
    found = checked.verify()
    assert set(said) <= set(found)


def test_a_changed_file_is_named_and_not_given_out(checked: Store) -> None:
    body = zlib.compress(b"[]").hex()
    literal = f"x'{body}'" if "postgresql" not in checked.url else f"'\\x{body}'::bytea"
    run_sql_untriggered(checked, f"UPDATE source SET body = {literal}")
    [said] = checked.verify()
    assert said.startswith("The kept file export.json (44136fa3")
    with pytest.raises(WorkspaceError, match="is damaged; go back to your last backup"):
        checked.source("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")


def test_a_flipped_bit_is_found_or_harmless(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    with open_store(str(file)) as store:
        store.create_framework(SOC, AT)
        items = {("statement", f"{number:03}"): f'"{"text " * 20}{number}"' for number in range(60)}
        store.commit(SOC, "draft", 0, items, commit())
        store.add_version(SOC, version("v1"))
        wanted = store.state(SOC, "draft")
    whole = file.read_bytes()
    for place in range(101, len(whole), len(whole) // 60):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert _is_found(str(file)) or _state(str(file)) == wanted


def _is_found(path: str) -> bool:
    try:
        with open_store(path) as store:
            return store.verify() != []
    except WorkspaceError:
        return True


def _state(path: str) -> dict[tuple[str, str], str]:
    with open_store(path) as store:
        return store.state(SOC, "draft")
