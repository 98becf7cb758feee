from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from lexcurric.core.errors import WorkspaceError
from lexcurric.store.engine import open_store
from lexcurric.store.store import Store
from tests.store.rows import AT, SOC, A, commit, run_sql_untriggered, version

EVIL = "(SELECT body FROM change WHERE line_id = 2 AND rev = 1 AND item = 1)"
ITEM_A, ITEM_B = "item = 1", "item = 2"
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
            [f"UPDATE change SET body = {EVIL} WHERE {PLACE} AND {ITEM_A} AND rev = 2"],
            [
                "51-3011.00 draft, revision 2: statement a is not what was written.",
                "51-3011.00 draft: revision 2 does not follow the revision before it, or did not change what stands there.",
            ],
        ),
        (
            [f"DELETE FROM change WHERE {PLACE} AND rev = 3"],
            [
                "51-3011.00 draft: revision 3 has no items.",
                "51-3011.00 draft: revision 3 does not add up: its items are not the ones that were saved.",
            ],
        ),
        (
            [f"DELETE FROM change WHERE {PLACE} AND {ITEM_B} AND rev = 1"],
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
            [
                "51-3011.00 draft: revision 2 is not what was written (its place, author, time, reason, detail or source)."
            ],
        ),
        (
            [
                f"UPDATE {table} SET rev = {new} WHERE {PLACE} AND rev = {old}"
                for old, new in ((2, 9), (3, 2), (9, 3))
                for table in ("revision", "change")
            ],
            [
                "51-3011.00 draft: revision 2 is not what was written (its place, author, time, reason, detail or source).",
                "51-3011.00 draft, revision 2: statement b is not what was written.",
            ],
        ),
        (
            ["UPDATE line SET head_rev = 2 WHERE name = 'draft'"],
            [
                "51-3011.00 draft: revision 3 lies beyond the newest one, 2.",
                "51-3011.00 draft: the number of the newest revision, 2, is not what was written.",
            ],
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
            [
                "51-3011.00: version v2 names a parent 'v1', which is missing.",
                "51-3011.00: version v1 is missing, and has a status.",
            ],
        ),
        (
            ["DELETE FROM version_status WHERE label = 'v2' AND seq = 2"],
            ["51-3011.00: a status of a version is missing, before number 3."],
        ),
        (
            [
                f"DELETE FROM change WHERE {PLACE} AND rev = 3",
                f"DELETE FROM revision WHERE {PLACE} AND rev = 3",
                "UPDATE line SET head_rev = 2 WHERE name = 'draft'",
            ],
            [
                "51-3011.00 draft: the number of the newest revision, 2, is not what was written.",
                "51-3011.00: version v2 names draft revision 3, which is missing.",
            ],
        ),
        (
            ["DELETE FROM version_status WHERE seq = 3"],
            ["51-3011.00: a status of a version is missing, or was added; there should be 3."],
        ),
        (["DELETE FROM framework"], ["There is a line of framework 1, which is missing."]),
        (["DELETE FROM line WHERE name = 'upstream'"], ["51-3011.00: a line is missing; there are draft."]),
        (
            ["DELETE FROM item WHERE number = 2"],
            ["51-3011.00 draft, revision 1: item 2 is missing from the list of items."],
        ),
        (
            ["UPDATE framework SET soc = '99-9999.00'"],
            ["99-9999.00: the row of the framework is not what was written."],
        ),
        (
            ["UPDATE store_meta SET value = 'x' WHERE key = 'uid'"],
            ["The note 'uid' on this workspace is not what was written."],
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
    assert any(each.startswith("The kept file export.json (44136fa3") for each in checked.verify())
    with pytest.raises(WorkspaceError, match=r"is damaged, and was not read; .* go back to your last backup"):
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
