"""Other lists to align with, as people keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.formats.crosswalk import read_crosswalk


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_is_read_whatever_its_separator_and_code_page(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "Bäcker list.csv"
    rows = [("URL", "Title", "Code"), ("https://x.example/1", "Dough – mix é", "A.1"), ("", "Ovens", "A.2")]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    listed = read_crosswalk(path, licence="CC0", credit="by X")
    assert [(each.code, each.label, each.url) for each in listed.items] == [
        ("A.1", "Dough – mix é", "https://x.example/1"),
        ("A.2", "Ovens", ""),
    ]
    assert (listed.title, listed.key.startswith("list-")) == ("Bäcker list", True)
    assert dict(listed.lines)["Licence of the list"] == "CC0"
    assert dict(listed.lines)["Credit"] == "by X"


def test_without_a_licence_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,label\n1,Bake\n", encoding="utf-8")
    assert dict(read_crosswalk(path).lines)["Licence of the list"].startswith("not stated")


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,label,url\n1,Bake,\n1,Mix,\n,Fold,\n3,,\n4,Cut,ftp://x\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_crosswalk(path)
    assert [each.what.split(",")[0] for each in caught.value.problems] == [
        "has the code '1'",
        "has no code",
        "has no label",
        "expected an address with http:// or https://: ftp://x",
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "code,label\n"])
def test_a_list_without_headings_or_rows_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError):
        read_crosswalk(path)
