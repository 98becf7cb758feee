from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.errors import FileError
from lexcurric.core.model import replace
from lexcurric.formats.lex_json import parse_export, read_export, render_export
from tests.samples import EXPORTS, NEW, OLD, export_bytes, export_value

NAME = "new.json"


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_unedited_export_comes_out_byte_for_byte(path: Path) -> None:
    file = read_export(path)
    assert render_export(file.snapshot(), file.body) == path.read_bytes()


@pytest.mark.parametrize("style", [{"indent": 2}, {"indent": "\t", "ensure_ascii": True}, {"separators": (", ", ": ")}])
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_so_it_does_in_any_spacing_and_spelling(path: Path, style: dict) -> None:
    body = (json.dumps(json.loads(path.read_bytes()), **{"ensure_ascii": False, **style}) + "\n").encode()
    file = parse_export(body, NAME)
    assert render_export(file.snapshot(), body) == body


def test_one_edit_changes_one_line_and_the_facts_about_the_release() -> None:
    body = (json.dumps(json.loads(OLD.read_bytes()), ensure_ascii=False, indent=2) + "\n").encode()
    file = parse_export(body, NAME)
    first = file.content.active[0]
    content = edits.reword(file.content, first.id, "Hands — wash.")
    changed = replace(
        file.snapshot(), content=content, version="v.26.05-acme.1", time="2026-06-01T00:00:00.000Z", based_on="v.26.05"
    )
    before, after = body.decode().splitlines(), render_export(changed, body).decode().splitlines()
    gone = [line.strip() for line in before if line not in after]
    come = [line.strip() for line in after if line not in before]
    assert len(gone) == 4
    assert any("Hands — wash." in line for line in come)
    value = json.loads("\n".join(after))
    assert value["framework"]["version"] == "v.26.05-acme.1"
    assert value["lexcurric"] == {"contentSha256": content.sha256, "basedOn": "v.26.05"}


def test_an_export_that_we_wrote_reads_back_as_what_it_says() -> None:
    file = read_export(OLD)
    content = edits.retire(file.content, [file.content.active[3].id])
    written = render_export(replace(file.snapshot(), content=content, version="v.2"), file.body)
    assert [each.text for each in parse_export(written, NAME).content.active] == [each.text for each in content.active]


def test_a_level_in_another_place_is_written_in_its_place() -> None:
    body = export_bytes(["A — do."], ["B — do."])
    file = parse_export(body, NAME)
    first, second = file.content.levels
    swapped = replace(file.content, levels=(replace(second, rank=first.rank), replace(first, rank=second.rank)))
    written = json.loads(render_export(replace(file.snapshot(), content=swapped), body))
    assert list(written["framework"]["levels"]) == ["l2", "l1"]


GOOD = export_bytes(["A — do."])
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty file"),
    "blank": (b" \n\t ", "empty file"),
    "not JSON": (b"<html></html>", "not JSON: expected a JSON value"),
    "truncated": (GOOD[:200], "line 1, column"),
    "truncated in a text": (GOOD[: GOOD.index(b"Testers") + 3], "is the file cut off?"),
    "trailing garbage": (GOOD + b"x", "expected the end of the file"),
    "a list": (b"[]", "the whole file: expected an object, found a list"),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, "without a byte order mark"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "without a byte order mark"),
    "Latin-1": (GOOD.replace("—".encode(), b"\x97"), "expected UTF-8 text, found 0x97"),
    "NUL byte": (GOOD.replace(b"Testers", b"Tes\0ers"), "control character (U+0000)"),
    "NUL escape": (GOOD.replace(b"Testers", b"Tes\\u0000ers"), "/occupation/title: expected text, found a NUL"),
    "surrogate": (GOOD.replace(b"Testers", b"\\ud83d"), "/occupation/title: expected whole characters"),
    "doubled name": (
        GOOD.replace(b'"label":"L1"', b'"label":"L1","label":"L2"'),
        "/framework/levels/l1/label: expected each name once",
    ),
    "NaN": (GOOD.replace(b'"jobZone":3', b'"jobZone":NaN'), "expected a JSON value"),
    "deep": (b"[" * 1_000_000, "nested deeper than 100"),
    "deep object": (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "nested deeper than 100"),
    "schema 2": (GOOD.replace(b'"schemaVersion":"1.0"', b'"schemaVersion":"2.0"'), "/schemaVersion: expected 1.x"),
    "null statement": (
        GOOD.replace('"A — do."'.encode(), b"null"),
        "/framework/levels/l1/statements/0: expected a text",
    ),
    "no levels": (GOOD[: GOOD.index(b',"levels"')] + b"}}", "/framework/levels: expected this field"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_one_line_that_says_what_where_and_what_next(case: str, tmp_path: Path) -> None:
    body, said = BAD[case]
    path = tmp_path / NAME
    path.write_bytes(body)
    with pytest.raises(FileError) as raised:
        read_export(path)
    message = str(raised.value)
    assert message.startswith(str(path))
    assert said in message
    assert "\n" not in message


def test_all_problems_are_in_the_one_line() -> None:
    value = export_value([1, "A — do.", None], ["B — do."])  # type: ignore[list-item]
    del value["occupation"]["soc"]
    with pytest.raises(FileError, match=r"3 problems: /occupation/soc: .*/statements/0: .*/statements/2: "):
        parse_export(json.dumps(value).encode(), NAME)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path, "found a folder"),
        (tmp_path / "none.json", "no such"),
        (Path("/dev/null"), "device or pipe"),
    ):
        with pytest.raises(FileError, match=said):
            read_export(path)
    with pytest.raises(FileError):
        read_export(tmp_path / ("x" * 5000))


def test_a_file_far_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(FileError, match="at most 67,108,864 bytes"):
        read_export(path)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / NAME).write_bytes(GOOD)
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_a_folder_without_permission_is_said_so(closed_folder: Path) -> None:
    if os.geteuid() == 0:
        # Root may read everything: another user tries in a process of its own.
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            try:
                read_export(closed_folder / NAME)
            except FileError as error:
                os._exit(0 if "permission denied" in str(error) else 1)
            os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    else:
        with pytest.raises(FileError, match="permission denied"):
            read_export(closed_folder / NAME)


@given(st.integers(0, 2**32), st.integers(1, 12))
def test_a_file_with_damaged_bytes_is_read_or_refused_and_nothing_else(seed: int, count: int) -> None:
    chance = random.Random(seed)
    body = bytearray(NEW.read_bytes())
    for _ in range(count):
        body[chance.randrange(len(body))] = chance.randrange(256)
    said, written = "", b""
    try:
        file = parse_export(bytes(body), NAME)
        written = render_export(file.snapshot(), bytes(body))
    except FileError as error:
        said = str(error)
    assert said or written == bytes(body)
    assert "\n" not in said
