"""Handing files out without a browser: every kind, its preview, and what was handed out before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.hand_out import HandOut
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.handing_out import OUTGOING, Order, preview
from tests.cli.test_rubrics import png
from tests.samples import ROOT


@pytest.fixture
def framework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Framework:
    monkeypatch.chdir(tmp_path)
    return lx.open(":memory:", author="A. Designer").import_export(sample_file())


@pytest.fixture
def screen(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> HandOut:
    made = lx.hand_out(framework)
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_, **__: made.replies.append(content))
    return made


def tell(screen: HandOut, action: str, /, **arguments: Any) -> dict[str, Any]:
    screen._receive(screen, {"id": 1, "action": action, "with": arguments}, [])
    reply: dict[str, Any] = screen.replies[-1]
    return reply


def filled(framework: Framework, tmp_path: Path) -> None:
    """Tags, criteria, an accepted alignment and a version of one's own, so that everything has something in it."""
    framework.add_vocabularies(ROOT / "data" / "vocabularies.yaml")
    first = framework.content.active[0]
    framework.tag([first.id], ["skill:practical"])
    framework.set_criterion([first.id], "Hygiene")
    listed = tmp_path / "crosswalk.csv"
    listed.write_text("code,label\nB1,Follow personal hygiene rules\n")
    framework.align(listed).add(first.id, "B1")
    framework.save("v.26.05-acme.1", "Tagged")
    framework.edit(framework.content.active[1].id, "Flour — weigh.")


def test_an_export_is_previewed_with_counts_credit_and_name_and_written(
    screen: HandOut, framework: Framework, tmp_path: Path
) -> None:
    found = screen.view["preview"]
    assert found["name"] == "51-3011.00-v.26.05.json"
    assert ["Statements", "40"] in found["counts"]
    credit = dict(found["credit"])
    assert "Licence of the statements" in credit
    assert "O*NET" in credit["Credit"]
    assert tell(screen, "write")["said"] == "Wrote exports/51-3011.00-v.26.05.json"
    assert (tmp_path / "exports" / "51-3011.00-v.26.05.json").read_bytes() == sample_file().read_bytes()
    assert screen.view["written"][0]["place"] == "exports/51-3011.00-v.26.05.json"
    assert [each.first.file for each in screen.handed] == ["51-3011.00-v.26.05.json"]
    # Never over a file that is there.
    screen.write()
    assert (tmp_path / "exports" / "51-3011.00-v.26.05-2.json").exists()


@pytest.mark.parametrize(
    ("kind", "form"),
    [(each.key, form) for each in OUTGOING.values() for form in each.forms],
    ids=str,
)
def test_every_kind_is_written_in_every_form_with_its_credit(
    screen: HandOut, framework: Framework, tmp_path: Path, kind: str, form: str
) -> None:
    filled(framework, tmp_path)
    if kind == "corrections":
        framework.workspace.import_export(sample_file(SAMPLE_NEW))
        framework.different(next(each.id for each in framework.content.active if "deck oven" in each.text))
    screen.kind = kind
    screen.form = form
    assert screen.view["preview"]["why_not"] == ""
    path = screen.write()
    assert path.suffix == f".{form}"
    if form == "xlsx":
        texts = [str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert any("O*NET" in each for each in texts)
    else:
        assert len(path.read_text(encoding="utf-8")) > 20
    if form in ("html", "txt", "md"):
        assert "CC BY 4.0" in path.read_text(encoding="utf-8")


def test_a_version_goes_out_as_it_was_saved(screen: HandOut, framework: Framework, tmp_path: Path) -> None:
    filled(framework, tmp_path)
    screen.kind = "sheet"
    screen.version = "v.26.05-acme.1"
    assert screen.view["preview"]["name"] == "51-3011.00-v.26.05-acme.1-edit-sheet.xlsx"
    book = load_workbook(screen.write())
    assert not any(cell.value == "Flour — weigh." for row in book["Statements"].iter_rows() for cell in row)
    screen.kind = "changes"
    screen.since = "v.26.05-acme.1"
    assert screen.view["preview"]["why_not"] == "Choose two different versions to compare."
    assert "Choose two different" in tell(screen, "write")["error"]
    screen.version = ""
    assert screen.view["preview"]["counts"] == [["Reworded (1 substantive)", "1"]]


def test_what_is_not_there_yet_says_what_to_do(screen: HandOut, framework: Framework) -> None:
    said = {}
    for kind in OUTGOING:
        screen.kind = kind
        said[kind] = screen.view["preview"]["why_not"]
    assert said["criteria"].endswith("propose criteria first.")
    assert said["tags"].endswith("tag some in the editor first.")
    assert said["case"].endswith("take one in first.")
    assert said["corrections"].endswith("in the review of a merge.")
    assert said["export"] == said["sheet"] == said["findings"] == ""


def test_wrong_choices_are_said_in_words(screen: HandOut) -> None:
    with pytest.raises(LexcurricError, match="nothing to hand out is called 'pdf'"):
        screen.kind = "pdf"
    with pytest.raises(LexcurricError, match="Export file is not written as 'xlsx'; there is json"):
        screen.form = "xlsx"
    with pytest.raises(LexcurricError, match=r"no version 'v\.9'"):
        screen.version = "v.9"
    with pytest.raises(LexcurricError, match="no kind 'pdf'"):
        preview(screen.framework, Order("pdf", "pdf"))


def handed_files(framework: Framework, tmp_path: Path) -> None:
    """A rubric of a version, a workbook each for three trainees, and an export; then a version that changes one."""
    framework.save("v.1", "First")
    framework.rubric("checklist", "v.1", paper="letter").to_excel(tmp_path / "rubric-v.1.xlsx")
    framework.rubric("checklist", "v.1").to_excel_each(tmp_path / "each", ["Ann", "Ben", "Cem"])
    framework.export(tmp_path / "export.json", "v.1")
    framework.edit(framework.content.active[0].id, "Hygiene — keep to the rules, without help.")
    framework.save("v.2", "Second")


def test_what_is_overtaken_is_told_in_words_and_written_again(
    screen: HandOut, framework: Framework, tmp_path: Path
) -> None:
    handed_files(framework, tmp_path)
    screen.refresh()
    rows = {each["name"].rpartition("/")[2]: each for each in screen.view["handed"]}
    assert set(rows) == {"rubric-v.1.xlsx", ": 3 files", "export.json"}
    rubric = rows["rubric-v.1.xlsx"]
    assert rubric["sentence"] == "v.2 is newer. One change touches it; it affects scoring."
    assert rubric["matters"]
    screen.unfolded = [rubric["key"]]
    row = next(each for each in screen.view["handed"] if each["key"] == rubric["key"])
    assert [each["what"] for each in row["changes"]] == ["reworded"]
    screen.version = "v.2"
    assert tell(screen, "write_again", key=rubric["key"])["said"] == "Wrote exports/rubric-v.2.xlsx"
    newest = screen.handed[0].first
    assert (newest.version, newest.options["paper"]) == ("v.2", "letter")
    screen.only_stale = True
    assert all(each["by"] for each in screen.view["handed"])
    assert screen.view["stale_count"] == 3


def test_a_workbook_for_each_trainee_is_one_row_and_written_again_for_all(
    screen: HandOut, framework: Framework, tmp_path: Path
) -> None:
    handed_files(framework, tmp_path)
    screen.refresh()
    group = next(each for each in screen.handed if len(each.files) == 3)
    screen.version = "v.2"
    assert tell(screen, "write_again", key=group.key)["said"] == "Wrote 3 files"
    folder = Path(screen.view["written"][0]["place"])
    assert sorted(each.name for each in folder.iterdir()) == ["Ann.xlsx", "Ben.xlsx", "Cem.xlsx"]
    assert screen.view["written"][0]["count"] == 3


def test_a_theme_is_kept_and_a_logo_that_is_not_is_said(screen: HandOut, framework: Framework, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    framework.rubric("analytic", theme="plum", language="es", logo=logo).to_excel(tmp_path / "with-logo.xlsx")
    framework.rubric("analytic", theme="plum", language="es").to_excel(tmp_path / "without.xlsx")
    screen.refresh()
    keys = {each.first.file: each.key for each in screen.handed}
    assert "the picture is not kept here" in tell(screen, "write_again", key=keys["with-logo.xlsx"])["error"]
    assert tell(screen, "write_again", key=keys["without.xlsx"])["ok"]
    assert screen.handed[0].first.options["language"] == "es"
    assert screen.handed[0].first.options["theme"]["name"] == "plum"


def test_saved_versions_and_what_others_hand_out_show_by_looking_again(screen: HandOut, framework: Framework) -> None:
    assert [each["label"] for each in screen.view["versions"]] == ["", "v.26.05"]
    framework.save("v.1", "First")
    framework.export(Path("exports") / "out.json")
    assert tell(screen, "look")["ok"]
    assert [each["label"] for each in screen.view["versions"]] == ["", "v.1", "v.26.05"]
    assert len(screen.view["handed"]) == 1


def test_another_framework_starts_with_nothing_chosen(screen: HandOut, framework: Framework, tmp_path: Path) -> None:
    screen.write()
    value = json.loads(sample_file().read_text(encoding="utf-8"))
    value["occupation"]["soc"] = "99-9999.00"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(value))
    screen.framework = framework.workspace.import_export(other)
    assert (screen.view["soc"], screen.view["written"], screen.view["handed"]) == ("99-9999.00", [], [])


def test_the_rubric_builder_opens_below(screen: HandOut) -> None:
    assert tell(screen, "rubric")["ok"]
    assert screen.opened
    tell(screen, "close_builder")
    assert screen.opened == ""


def test_a_shared_notebook_shows_what_was_handed_out(screen: HandOut) -> None:
    assert "Nothing was handed out yet" in screen.static_html()
    screen.write()
    assert "51-3011.00-v.26.05.json" in screen.static_html()
    assert repr(screen) == "<HandOut of Bakers (51-3011.00): 1 handed out>"
