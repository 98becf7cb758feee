"""Taking files in without a browser: what each file is, what it would change, and what becomes of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, SAMPLE_SOC, sample_file
from lexcurric.core.errors import LexcurricError, StaleDraftError
from lexcurric.widgets.take_in import TakeIn
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.onet_files import write_release
from tests.samples import ROOT, export_bytes


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="A. Designer")


@pytest.fixture
def screen(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> TakeIn:
    made = lx.take_in(workspace)
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_: made.replies.append(content))
    return made


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    return workspace.import_export(sample_file())


def tell(screen: TakeIn, action: str, buffers: list[bytes] | None = None, /, **arguments: Any) -> dict[str, Any]:
    screen._receive(screen, {"id": 1, "action": action, "with": arguments}, buffers or [])
    reply: dict[str, Any] = screen.replies[-1]
    return reply


def drop(screen: TakeIn, name: str, body: bytes, key: str = "k1") -> dict[str, Any]:
    """What the browser sends for one file; the row that it becomes."""
    assert tell(screen, "announce", files=[{"key": key, "name": name, "size": len(body), "folder": ""}])["ok"]
    if body:
        assert tell(screen, "part", [body], parts=[{"key": key, "at": 0}])["ok"]
    row: dict[str, Any] = screen.view["rows"][-1]
    return row


def test_a_first_export_makes_a_framework_only_once_it_is_taken_in(screen: TakeIn, workspace: Workspace) -> None:
    row = drop(screen, "bakers.json", sample_file().read_bytes())
    assert (row["title"], row["state"], row["framework"]) == ("A new framework", "ready", "Bakers (51-3011.00)")
    assert ["Statements", "40 in 4 levels"] in row["facts"]
    assert workspace.frameworks() == []
    assert tell(screen, "take", name="bakers.json")["ok"]
    assert [each.soc for each in workspace.frameworks()] == [SAMPLE_SOC]
    row = screen.view["rows"][0]
    assert row["state"] == "taken in"
    assert row["steps"][0]["opens"] == "Open the editor here"


def test_a_later_release_says_what_changed_and_where_to_review_it(screen: TakeIn, framework: Framework) -> None:
    plan = screen.add(sample_file(SAMPLE_NEW))
    assert plan.title == "A new release of a framework that you have"
    assert dict(plan.counts)["unchanged"] == 22
    assert screen.view["rows"][0]["lines"] == []
    screen.unfolded = [plan.name]
    lines = screen.view["rows"][0]["lines"]
    assert len(lines) == len(plan.lines) == 22
    assert any("Reworded (substantive" in each["what"] for each in lines)
    before = framework.content.sha256
    done = screen.take(plan.name)
    assert framework.content.sha256 == before
    assert (done.state.value, done.steps[0].screen) == ("taken in", "merge")
    assert [*framework.versions["label"]] == ["v.26.05", "v.26.11"]
    assert screen.unfolded == []
    # The copy that a designer has on this computer is nobody's to delete.
    assert sample_file(SAMPLE_NEW).exists()


def test_the_same_again_is_said_to_be_there(screen: TakeIn, framework: Framework) -> None:
    again = json.dumps(json.loads(sample_file().read_text(encoding="utf-8")), indent=4).encode()
    row = drop(screen, "again.json", again)
    assert (row["title"], row["state"], row["can_take"]) == ("There already", "nothing to do", False)
    assert "51-3011.00@v.26.05" in row["sentence"]
    with pytest.raises(LexcurricError, match="cannot be taken in"):
        screen.take("again.json")


def test_of_two_releases_the_older_is_taken_first_and_the_other_is_planned_anew(
    screen: TakeIn, workspace: Workspace
) -> None:
    screen.add(sample_file(SAMPLE_NEW))
    screen.add(sample_file())
    assert [each.title for each in screen.plans] == ["A new framework"] * 2
    assert tell(screen, "take_all")["said"] == "Took in 2 files"
    assert [*workspace.framework(SAMPLE_SOC).versions["label"]] == ["v.26.05", "v.26.11"]
    assert [each.title for each in screen.plans] == ["A new release, taken in", "A new framework, taken in"]


def test_an_edited_copy_is_not_taken_for_a_release(screen: TakeIn, framework: Framework, tmp_path: Path) -> None:
    framework.retire(framework.content.active[0].id)
    framework.export(tmp_path / "copy.json")
    framework.undo()
    plan = screen.add(tmp_path / "copy.json")
    assert (plan.state.value, plan.title) == ("refused", "An edited copy, not a release")
    assert "edit sheet" in plan.hint


# Edit sheets


def edited_sheet(framework: Framework, path: Path, **texts: str) -> Path:
    """An edit sheet with other texts in the rows named, such as `r5="…"`."""
    framework.sheet(path)
    book: Any = load_workbook(path)
    for row, text in texts.items():
        book["Statements"].cell(int(row[1:]), 4).value = text
    book.save(path)
    return path


def test_an_edit_sheet_shows_its_changes_and_is_one_edit(screen: TakeIn, framework: Framework, tmp_path: Path) -> None:
    path = edited_sheet(framework, tmp_path / "edit.xlsx", r5="Hygiene — keep to the rules.")
    row = drop(screen, "back from Ann.xlsx", path.read_bytes())
    assert (row["title"], row["counts"]) == ("An edit sheet that came back", [["reworded", 1]])
    screen.reason = "Ann's review"
    assert screen.take("back from Ann.xlsx").state.value == "taken in"
    assert framework.content.active[0].text == "Hygiene — keep to the rules."
    last = framework.log.iloc[-1]
    assert (last["what"], last["reason"]) == ("Applied 1 change of back from Ann.xlsx", "Ann's review")
    framework.undo()
    assert framework.content.active[0].text.startswith("Personal hygiene")


def test_a_conflict_is_chosen_in_place_and_stops_taking_all(
    screen: TakeIn, framework: Framework, tmp_path: Path
) -> None:
    path = edited_sheet(framework, tmp_path / "edit.xlsx", r5="Hygiene — as the sheet says.", r6="Flour — weigh.")
    framework.edit(framework.content.active[0].id, "Hygiene — as the draft says.")
    plan = screen.add(path)
    assert [(each.sheet, each.can_take) for each in plan.choices] == [("Hygiene — as the sheet says.", True)]
    assert screen.take_all() == ()
    cell = plan.choices[0].cell
    with pytest.raises(LexcurricError, match="no conflict 'Z1'"):
        screen.choose(plan.name, "Z1", "sheet")
    assert tell(screen, "choose", name=plan.name, cell=cell, side="draft")["ok"]
    assert dict(screen.plans[0].counts) == {"reworded": 1}
    screen.choose(plan.name, cell, "sheet")
    assert dict(screen.plans[0].counts) == {"reworded": 2}
    assert len(screen.take_all()) == 1
    assert [each.text for each in framework.content.active[:2]] == ["Hygiene — as the sheet says.", "Flour — weigh."]


def test_what_others_edit_meanwhile_makes_a_new_plan_and_loses_nothing(
    screen: TakeIn, framework: Framework, tmp_path: Path
) -> None:
    plan = screen.add(edited_sheet(framework, tmp_path / "edit.xlsx", r5="Hygiene — as the sheet says."))
    framework.edit(framework.content.active[0].id, "Hygiene — as a colleague says.")
    with pytest.raises(StaleDraftError, match="look at it once more"):
        screen.take(plan.name)
    assert len(screen.plans[0].choices) == 1
    assert framework.content.active[0].text == "Hygiene — as a colleague says."


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_edit_sheet_may_come_back_as_csv(screen: TakeIn, framework: Framework, tmp_path: Path, form: str) -> None:
    framework.sheet(tmp_path / "edit.xlsx")
    rows = load_workbook(tmp_path / "edit.xlsx")["Statements"].iter_rows(min_row=4, values_only=True)
    separator = {"csv": ";", "tsv": "\t"}[form]
    cells = [["" if each is None else str(each) for each in row] for row in rows]
    cells[1][3] = "Hygiene — keep to the rules"
    body = "\n".join(separator.join(f'"{each}"' for each in row) for row in cells)
    row = drop(screen, f"edit.{form}", body.encode())
    assert (row["title"], row["counts"]) == ("An edit sheet that came back", [["reworded", 1]])


def test_problems_of_a_sheet_name_their_cells_and_nothing_is_applied(
    screen: TakeIn, framework: Framework, tmp_path: Path
) -> None:
    path = edited_sheet(framework, tmp_path / "edit.xlsx", r5="")
    plan = screen.add(path)
    assert (plan.state.value, [each.where for each in plan.problems]) == ("refused", ["Statements!D5"])
    assert "drop it here again" in plan.hint


def test_a_sheet_of_a_framework_that_is_not_here_says_what_to_do_and_is_planned_anew(
    screen: TakeIn, tmp_path: Path
) -> None:
    with lx.open(":memory:") as other:
        sheet = edited_sheet(other.import_export(sample_file()), tmp_path / "edit.xlsx", r5="Hygiene — keep.")
    plan = screen.add(sheet)
    assert plan.state.value == "refused"
    assert "this workspace has no such framework" in plan.sentence
    assert "Take in an export of that framework first" in plan.hint
    screen.add(sample_file())
    screen.take(sample_file().name)
    assert screen.plan("edit.xlsx").state.value == "ready"


# Vocabularies and lists


def test_vocabularies_are_for_the_one_framework_or_the_one_that_is_chosen(
    screen: TakeIn, framework: Framework, workspace: Workspace, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(export_bytes(["One — do."], ["Two — do."]))
    workspace.import_export(other)
    body = (ROOT / "data" / "vocabularies.yaml").read_bytes()
    row = drop(screen, "vocabularies.yaml", body)
    assert (row["state"], row["can_take"]) == ("choose a framework", False)
    assert screen.take_all() == ()
    tell(screen, "set_framework", name="vocabularies.yaml", soc=SAMPLE_SOC)
    assert screen.view["rows"][0]["counts"] == [["new vocabularies", 4]]
    screen.take("vocabularies.yaml")
    assert [each.name for each in framework.vocabularies] == ["assessment", "module", "skill", "tool"]
    screen.framework = SAMPLE_SOC
    assert drop(screen, "vocabularies.yaml", body, "k2")["state"] == "nothing to do"
    assert [each.name for each in screen.plans] == ["vocabularies.yaml", "vocabularies (2).yaml"]
    with pytest.raises(LexcurricError, match="no framework '9'"):
        screen.framework = "9"


def test_a_list_is_kept_to_align_with(screen: TakeIn, framework: Framework) -> None:
    row = drop(screen, "crosswalk.csv", b"code,label\nB1,Bake bread\nB2,Mix dough\n")
    assert (row["title"], row["counts"]) == ("A list to align with", [["item", 2]])
    screen.take("crosswalk.csv")
    assert [each.list.title for each in framework.alignments] == ["crosswalk"]


def test_onets_text_files_are_one_release_however_they_come(
    screen: TakeIn, framework: Framework, tmp_path: Path
) -> None:
    folder = write_release(tmp_path / "db_30_1_text")
    files = sorted(folder.glob("*.txt"))
    for number, path in enumerate(files):
        drop(screen, path.name, path.read_bytes(), f"t{number}")
    assert [each.name for each in screen.plans] == ["O*NET text files"]
    packed = tmp_path / "db_30_1_text.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files:
            archive.write(path, f"db_30_1_text/{path.name}")
    plan = screen.add(packed)
    assert plan.title == "An O*NET release"


# What cannot be taken in


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("nothing.json", b"", "The file is empty"),
        ("cut.json", sample_file().read_bytes()[:2000], "not JSON"),
        ("other.json", b'{"a": 1}', "expected this field"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("broken.ods", b"PK\x03\x04 and then nothing", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls format"),
        ("notes.pdf", b"%PDF-1.7", "ends in .pdf cannot be taken in"),
        ("table.csv", b"x,y\n1,2\n", "none of the tables"),
        ("bad.yaml", b"a: [", "not YAML"),
        ("bomb.zip", b"PK\x05\x06" + bytes(18), "no text files of O*NET"),
        ("turtle.ttl", b"Dough, mixed.", "not Turtle"),
        ("deep.json", b"[" * 200_000, "nested"),
        ("evil.rdf", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
    ],
)
def test_each_wrong_file_gets_a_sentence(
    screen: TakeIn, framework: Framework, name: str, body: bytes, said: str
) -> None:
    row = drop(screen, name, body)
    text = json.dumps([row["sentence"], row["problems"], row["hint"]], ensure_ascii=False)
    assert row["state"] == "refused"
    assert said in text
    assert "/tmp/" not in text
    assert "lexcurric " not in text
    assert row["hint"]


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(screen: TakeIn) -> None:
    files = [{"key": "k", "name": "huge.json", "size": 100_000_000, "folder": ""}]
    tell(screen, "announce", files=files)
    row = screen.view["rows"][0]
    assert (row["state"], "64 MB at most" in row["sentence"]) == ("refused", True)


def test_what_belongs_elsewhere_says_where(screen: TakeIn, framework: Framework, tmp_path: Path) -> None:
    framework.rubric().to_excel(tmp_path / "rubric.xlsx")
    plan = screen.add(tmp_path / "rubric.xlsx")
    assert (plan.title, plan.kind.value) == ("A rubric", "for another screen")
    assert "lx.gather" in plan.hint


def test_files_from_the_browser_are_gone_once_they_are_taken_in_or_the_screen_is_closed(
    screen: TakeIn, workspace: Workspace
) -> None:
    drop(screen, "bakers.json", sample_file().read_bytes())
    drop(screen, "notes.pdf", b"%PDF", "k2")
    kept, place = screen.kept_in, screen.plan("bakers.json").path
    assert place.exists()
    screen.take("bakers.json")
    assert not place.exists()
    tell(screen, "remove_done")
    assert screen.plans == ()
    assert [*kept.iterdir()] == []
    screen.close()
    assert not kept.exists()


def test_the_plans_can_be_read_and_followed_from_python(screen: TakeIn) -> None:
    heard: list[Any] = []
    screen.observe(heard.append, "plans")
    screen.add(sample_file())
    assert heard[0]["new"][0].title == "A new framework"
    with pytest.raises(LexcurricError, match="no file 'x' here"):
        screen.take("x")
    with pytest.raises(LexcurricError, match="no file 'x' here"):
        screen.unfolded = ["x"]
    assert repr(screen).startswith("<TakeIn of ")
    assert "A new framework" in screen.static_html()


def test_the_next_step_opens_below(screen: TakeIn, framework: Framework) -> None:
    screen.add(sample_file(SAMPLE_NEW))
    screen.take_all()
    assert tell(screen, "open", screen="merge", soc=SAMPLE_SOC)["ok"]
    assert screen.opened
    assert screen.view["opened"].startswith("<Review")
    tell(screen, "close_screen")
    assert screen.opened == ""
