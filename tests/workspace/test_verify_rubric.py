"""Rubrics that come back, by the options that they state: made again as they were issued, and held against that."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import EditError, FileError
from lexcurric.core.rubric import Rating
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.rubrics import RubricFile
from lexcurric.workspace.verified import FileState
from lexcurric.workspace.verify_file import verify_file
from lexcurric.workspace.workspace import Workspace
from tests.cli.test_rubrics import png
from tests.scored import place

SCALE = (Rating(code="Yes", points=1), Rating(code="No", points=0), Rating(code="NA", points=None))


def with_facts(path: Path, change: Callable[[dict[str, str]], None]) -> Path:
    """The workbook with the facts on its hidden sheet changed, as somebody might who knows of it."""
    book = openpyxl.load_workbook(path)
    sheet = book["_lexcurric"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    change(facts)
    sheet.delete_rows(1, sheet.max_row)
    for key, text in facts.items():
        sheet.append([key, text])
    book.save(path)
    return path


def with_picture(path: Path, picture: bytes | None) -> Path:
    """The workbook saved again with this picture, or none, instead of its logo."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith("xl/media/")] or ["xl/media/image1.png"]
    parts |= dict.fromkeys(names, picture or b"nothing")
    other = path.with_name("again.xlsx")
    with zipfile.ZipFile(other, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return other


def state_options(path: Path, options: object) -> Path:
    return with_facts(path, lambda facts: facts.update(options=json.dumps(options)))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"met_rating": 1, "scale": SCALE, "share_required": 0.5, "weights": {"E01": 2}},
        {"levels": ("emerging", "developing"), "target": "developing", "trainee": "José & <b>"},
        {"paper": "letter", "theme": "plum", "trainees": ("Ana", "Ben")},
    ],
)
def test_a_rubric_that_was_never_logged_is_known_by_the_options_it_states(
    options: dict[str, object], workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = RubricFile(framework.snapshot(), "checklist", **options).to_excel(tmp_path / "a.xlsx")
    found = verify_file(workspace, path)
    assert (found.state, found.changes, found.note, found.logged) == (FileState.AS_ISSUED, (), "", None)
    book = openpyxl.load_workbook(path)
    rating = place(book, "Rating")
    book["Score"][rating] = 1
    book.save(tmp_path / "b.xlsx")
    found = verify_file(workspace, tmp_path / "b.xlsx")
    assert found.state is FileState.FILLED_IN
    assert found.changes == (f"Score!{rating} (filled in): (nothing) → 1",)


def test_of_a_thousand_logged_rubrics_one_that_came_back_is_made_again_once(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    written = framework.rubric().to_excel_each(tmp_path, [f"Trainee {number}" for number in range(40)])
    book = openpyxl.load_workbook(written[7])
    rating, name = place(book, "Rating"), place(book, "Trainee")
    book["Score"][rating] = 2
    book.save(tmp_path / "back.xlsx")
    found = verify_file(workspace, tmp_path / "back.xlsx")
    assert (found.state, found.changes) == (FileState.FILLED_IN, (f"Score!{rating} (filled in): (nothing) → 2",))
    # Whose name is in it is filled in too, and no rule.
    book["Score"][name] = "Somebody else"
    book.save(tmp_path / "back.xlsx")
    found = verify_file(workspace, tmp_path / "back.xlsx")
    assert (found.state, found.note) == (FileState.FILLED_IN, "")
    assert found.changes[0] == f"Score!{name} (filled in): Trainee 7 → Somebody else"


def test_rules_that_nobody_issued_are_pointed_out(workspace: Workspace, framework: Framework, tmp_path: Path) -> None:
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    easier = RubricFile(framework.snapshot(), "checklist", share_required=0.1).to_excel(tmp_path / "b.xlsx")
    found = verify_file(workspace, easier)
    assert found.state is FileState.AS_ISSUED
    assert "No rubric with these options was logged here as issued" in found.to_text()
    assert found.to_json_value()["note"] == found.note
    tampered = state_options(tmp_path / "a.xlsx", {"share_required": 0.1})
    found = verify_file(workspace, tampered)
    assert found.state is FileState.EDITED
    assert found.note


@pytest.mark.parametrize(
    "options",
    ["no object", ["a"], {"colour": "red"}, {"scale": "/etc/passwd"}, {"target": "Expert"}, {"cohort": 10**9}, None],
)
def test_options_that_do_not_fit_are_looked_up_in_the_log_and_no_file_is_read(
    options: object, workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = framework.rubric(share_required=0.6).to_excel(tmp_path / "a.xlsx")
    state_options(path, options)
    if options == {"target": "Expert"}:
        with pytest.raises(FileError, match="options that do not fit that version"):
            verify_file(workspace, path)
        return
    found = verify_file(workspace, path)
    assert found.state is FileState.EDITED
    assert {each.split("!")[0] for each in found.changes} == {"_lexcurric"}


def test_of_a_rubric_in_an_older_layout_the_statements_are_held_against_the_version(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    def older(facts: dict[str, str]) -> None:
        facts.pop("options")
        facts.update(formatVersion="1", metRating="3", shareRequired="0.8")

    path = with_facts(framework.rubric().to_excel(tmp_path / "a.xlsx"), older)
    found = verify_file(workspace, path)
    assert (found.state, found.is_good) == (FileState.OLDER, False)
    assert "with the statements as issued, by an earlier lexcurric" in found.to_text()
    book = openpyxl.load_workbook(path)
    text = place(book, "Statement")
    book["Score"][text] = "Other words"
    book["Score"].delete_rows(20)
    book.save(path)
    found = verify_file(workspace, path)
    assert found.state is FileState.EDITED
    assert [each.split(" ")[0] for each in found.changes] == [f"Score!{text}", "Score"]
    assert found.changes[0].endswith("→ Other words")


def test_a_logo_is_known_by_the_hash_of_the_picture_and_kept_nowhere_else(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    logo = png(3, 2)
    path = RubricFile(framework.snapshot(), "checklist", logo=logo, theme="green").to_excel(tmp_path / "a.xlsx")
    assert verify_file(workspace, path).state is FileState.AS_ISSUED
    found = verify_file(workspace, with_picture(path, logo))
    assert (found.state, found.changes) == (FileState.SAVED_AGAIN, ())
    for other in (png(2, 2), None):
        found = verify_file(workspace, with_picture(path, other))
        assert found.state is FileState.EDITED
        (line,) = found.changes
        assert line.startswith("logo (picture): the one with SHA-256 ")


@pytest.mark.parametrize("body", [b"GIF89a", png(2, 2)[:20], png(4001, 1), png() + b" " * 1_000_000])
def test_what_is_no_logo_is_refused(body: bytes, framework: Framework, tmp_path: Path) -> None:
    with pytest.raises(EditError, match="a logo is a PNG or JPEG picture"):
        framework.rubric(logo=body)
    (tmp_path / "logo.png").write_bytes(body)
    with pytest.raises(FileError, match="expected a PNG or JPEG picture"):
        framework.rubric(logo=tmp_path / "logo.png")
