from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core.errors import FileError
from lexcurric.formats.history_folder import (
    FolderHeads,
    FolderReader,
    FolderWriter,
    Notes,
    SourceNote,
    folder_name,
)

AT = "2026-05-15T12:40:50.419Z"
HASH = "ab" * 32
# Every character that a database of ours can hold: no NUL, and no half of one.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["👩🏽‍🍳", "\x01\x1b\x7f\x85\u2028\u202e\ufeff", "a\r\nb\tc", "nul", "Con.", "a/b\\c:d*?", "e\u0301", " "]
)
JSON_BODY = st.sampled_from(
    ['{"a":1}', '{"a": 1}', '{"b":1,"a":2}', "null", "1.0", "1e400", "NaN", '"\\ud83d"', '{"a":1,"a":2}']
)
BODY = JSON_BODY | TEXT
CHANGES = st.dictionaries(st.tuples(TEXT, TEXT), BODY | st.none(), max_size=4)


def revision(number: int, detail: str, message: str) -> dict[str, Any]:
    return {
        "rev": number,
        "uid": "u",
        "kind": "edit",
        "author": message,
        "created_at": AT,
        "message": message,
        "detail": detail,
        "source_sha256": None,
        "hash": HASH,
    }


@settings(max_examples=60, deadline=None)
@given(code=TEXT, label=TEXT, message=TEXT, detail=BODY, changes=CHANGES, filename=TEXT)
def test_what_is_written_is_read_to_the_last_letter(
    code: str, label: str, message: str, detail: str, changes: dict[tuple[str, str], str | None], filename: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "history"
        writer = FolderWriter(folder, "uid")
        about = {"soc": code, "uid": "f", "added_at": AT}
        said = {"number": 1, "label": label, "status": "draft", "author": message, "created_at": AT, "hash": HASH}
        new = {"line": "draft", "rev": 1, "message": message, "content_sha256": HASH, "parents": [label]}
        writer.add_framework(about)
        writer.add_revision(code, "draft", revision(1, detail, message), changes)
        writer.add_status(code, said, new)
        heads = FolderHeads(code, (0, ""), (1, HASH), (1, HASH))
        notes = Notes("uid", "f" * 16, (heads,), (SourceNote(HASH, filename, AT),))
        writer.finish(notes, "")
        reader = FolderReader(folder)
        assert reader.notes == notes
        assert reader.framework(code) == about
        assert list(reader.revisions(code, "draft", 1)) == [(revision(1, detail, message), changes)]
        assert list(reader.statuses(code, 1)) == [(said, new)]


@given(st.lists(TEXT | st.text(max_size=300, alphabet="aA."), unique=True, min_size=2, max_size=8))
def test_no_two_frameworks_share_a_folder_on_any_system(codes: list[str]) -> None:
    names = [folder_name(code) for code in codes]
    assert len({name.casefold() for name in names}) == len(codes)
    for name in names:
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>| \0')
        assert not name.endswith(".")
        assert name.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9", ""}
        assert len(name) <= 102


@pytest.mark.parametrize("where", ["message", "body"])
def test_half_a_character_is_refused(where: str, tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path / "history", "uid")
    said = revision(1, "{}", "\ud83d" if where == "message" else "")
    with pytest.raises(FileError, match="half a character"):
        writer.add_revision("1", "draft", said, {("a", "b"): "\ud83d"})
    assert not list(tmp_path.rglob("0*.json"))


def test_a_file_is_small_and_pretty_and_json_where_it_can_be(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, "uid")
    changes = {("note", "b"): '{"a": 1}', ("note", "a"): '{"a":1}', ("note", "c"): None}
    writer.add_revision("1", "draft", revision(1, '{"x":[]}', "é"), changes)
    text = (tmp_path / "frameworks/1/draft/000001.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "revision": 1,\n')
    assert '"message": "é"' in text
    assert '"body": {\n        "a": 1\n      }' in text
    assert '"text": "{\\"a\\": 1}"' in text
    assert '"uid": "c",\n      "body": null' in text


def test_a_code_with_capitals_does_not_land_on_one_without() -> None:
    assert folder_name("abc") != folder_name("ABC").casefold()
    assert folder_name("") == "%"
