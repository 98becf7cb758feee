"""Aligning a framework with O*NET and other lists: decided, kept, undone, versioned, merged, moved and handed on."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.core.errors import ConflictError, EditError, FileError, LexcurricError
from lexcurric.workspace.aligning import Alignments
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.formats.office import through_libreoffice
from tests.onet_files import SOC, TASKS, write_release
from tests.samples import NEW, OLD

CREDIT = "This page includes information from the O*NET 30.1 Database by the U.S. Department of Labor"


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    return write_release(tmp_path / "db_30_1_text")


@pytest.fixture
def aligned(framework: Framework, onet: Path) -> Alignments:
    return framework.align(onet)


def pairs(found: Alignments) -> set[tuple[str, str, str]]:
    return {(each.state.value, each.text.split(" — ")[0], each.code) for each in found.records}


def test_looking_changes_nothing(aligned: Alignments, framework: Framework) -> None:
    before = framework.revision
    rows = aligned.proposals
    assert {"101", "102", "104"} <= set(rows["code"])
    assert ("proposed", "Flour, salt, yeast, and other dry ingredients", "101") in pairs(aligned)
    assert "103" in set(aligned.coverage.not_covered["code"])
    assert len(aligned.coverage.not_aligned) > 10
    assert framework.revision == before
    assert len(framework.alignments) == 0


def test_tools_and_technologies_are_found_by_name(aligned: Alignments) -> None:
    found = aligned.proposals
    assert set(found[found["kind"] == "tool"]["code"]) == {"23181501", "48101516"}
    assert "24101603" in set(aligned.coverage.not_covered["code"])


def test_decisions_are_edits_that_are_kept_undone_and_done_again(
    aligned: Alignments, framework: Framework, onet: Path
) -> None:
    count = aligned.accept("likely", reason="read with the lead baker")
    assert count >= 3
    assert aligned.reject("all") >= 1
    log = framework.log
    assert list(log["action"][1:]) == ["align", "align"]
    assert (log["reason"].iloc[1], log["author"].iloc[1]) == ("read with the lead baker", "Ada")
    again = framework.align(onet)
    assert sum(each.is_accepted for each in again.records) == count
    assert len(again.proposals) == 0
    framework.undo()
    framework.undo()
    assert len(framework.alignments) == 0
    framework.redo()
    assert sum(each.is_accepted for each in framework.align().records) == count
    assert framework.workspace.verify() == []


def test_alignments_are_named_by_statement_code_both_rows_or_word(aligned: Alignments) -> None:
    first = aligned.proposals.iloc[0]
    assert aligned.accept(first["ref"]) == 1
    assert aligned.take_back(first["statement_id"]) == 1
    rows = aligned.proposals
    assert aligned.accept(rows[rows["code"] == "101"]) == len(rows[rows["code"] == "101"])
    with pytest.raises(EditError, match="no alignment 'ffffffff:101' to decide"):
        aligned.accept("ffffffff:101")
    with pytest.raises(EditError, match="say which alignments"):
        aligned.accept()
    left = len(aligned.proposals)
    assert aligned.accept("all") == left
    assert len(aligned.proposals) == 0


def test_who_names_several_means_those_that_wait_and_only_one_by_name_goes_back(aligned: Alignments) -> None:
    first, second = aligned.proposals[aligned.proposals["kind"] == "task"]["ref"].iloc[:2]
    aligned.accept(first)
    aligned.reject(second)
    aligned.reject("all")
    assert {each.ref for each in aligned.records if each.is_accepted} == {first}
    with pytest.raises(EditError, match="no alignment"):
        aligned.accept(":" + second.split(":")[1])
    assert aligned.accept(second) == 1
    assert aligned.take_back("all") == len(aligned.records) > 2


def test_any_statement_is_aligned_by_hand_exactly_too(aligned: Alignments, framework: Framework) -> None:
    team = next(each.id for each in framework.content.active if each.text.startswith("Selling prices"))
    assert len(aligned.nearest(team)) == 3
    made = aligned.add(team, "103", exact=True, reason="they drive, too")
    assert (made.relation.value, made.score, made.author) == ("exact", None, "Ada")
    row = aligned.decided.iloc[0]
    assert (row["sureness"], row["item"], row["place"]) == ("by hand", TASKS["103"][0], "Proficient 10")
    assert aligned.coverage.items.set_index("code").loc["103", "coverage"] == "covered"
    with pytest.raises(EditError, match=r"no code '999' in O\*NET 30\.1 Database; there are 101"):
        aligned.add(team, "999")


def test_what_is_another_now_is_pointed_out(aligned: Alignments, framework: Framework) -> None:
    first = framework.content.active[1]
    aligned.accept(f"{first.id}:101")
    framework.edit(first.id, first.text.replace("under direct supervision", "with a witness"))
    assert framework.align().decided["to_look_at"].iloc[0] == "the statement was reworded since"
    framework.retire(first.id)
    assert framework.align().decided["to_look_at"].iloc[0] == "the statement is retired"
    assert framework.align().coverage.items.set_index("code").loc["101", "coverage"] != "covered"


def test_versions_and_restoring_bring_alignments_back(aligned: Alignments, framework: Framework) -> None:
    aligned.accept(":101")
    count = len(framework.align().decided)
    framework.save("acme.1")
    aligned.take_back("all")
    assert len(framework.align().decided) == 0
    framework.restore("acme.1")
    assert len(framework.align().decided) == count
    framework.restore("v.26.05")
    assert len(framework.align().decided) == count, "a release says nothing of alignments"


def test_a_merge_leaves_alignments_as_they_are(aligned: Alignments, framework: Framework) -> None:
    aligned.accept(":101")
    before = framework.alignments.records
    framework.workspace.import_file(NEW)
    plan = framework.merge()
    plan.apply("new release")
    assert framework.alignments.records == before
    framework.undo()
    assert framework.alignments.records == before
    assert framework.workspace.verify() == []


def test_alignments_follow_a_statement_that_is_said_to_be_the_old_one(workspace: Workspace, tmp_path: Path) -> None:
    from tests.samples import export_bytes

    rest = [f"Item {n} — handle with the tool number {n * 7}." for n in range(6)]
    for version, text in (("v.1", "Deck oven — load with loaves."), ("v.2", "Ranges — light safely.")):
        path = tmp_path / f"{version}.json"
        path.write_bytes(export_bytes([*rest, text], version=version))
        workspace.import_file(path)
    framework = workspace.framework("11-1111.00")
    old = next(each.id for each in framework.content.active if each.text.startswith("Deck"))
    plan = framework.merge()
    plan.apply()
    new = next(each.id for each in framework.content.active if each.text.startswith("Ranges"))
    listed = tmp_path / "list.csv"
    listed.write_text("code,label\n1,Light the ranges\n", encoding="utf-8")
    framework.align(listed).add(new, "1")
    framework.same(old, new)
    (kept,) = framework.alignments.records
    assert kept.statement == old
    assert framework.workspace.verify() == []


def test_everything_moves_house_with_its_history(aligned: Alignments, framework: Framework, tmp_path: Path) -> None:
    aligned.accept(":101")
    records = framework.alignments.records
    framework.workspace.copy_to(tmp_path / "folder")
    lx.copy(tmp_path / "folder", tmp_path / "back.db")
    with open_workspace(tmp_path / "back.db", "Ben") as there:
        assert there.fingerprint == framework.workspace.fingerprint
        assert there.framework(SOC).alignments.records == records
        assert there.verify() == []


def test_an_export_carries_them_to_a_workspace_that_is_new(
    aligned: Alignments, framework: Framework, tmp_path: Path
) -> None:
    unedited = framework.export(tmp_path / "a.json")
    assert unedited.read_bytes() == OLD.read_bytes()
    first = framework.content.active[1]
    framework.edit(first.id, first.text.replace("Flour", "Rye flour"))
    framework.align(tmp_path / "db_30_1_text").accept(":101")
    decided = framework.alignments.records
    written = framework.export(tmp_path / "b.json")
    assert CREDIT in written.read_text(encoding="utf-8")
    with open_workspace(tmp_path / "other.db", "Ben") as there:
        found = there.import_export(written)
        texts = {each.id: each.text for each in found.content.statements}
        kept = {(texts[each.statement], each.code, each.author) for each in found.alignments.records}
        assert kept == {(each.text, each.code, "Ada") for each in decided}
        assert found.align().list.credit.startswith(CREDIT)
        assert there.verify() == []
    plain = framework.export(tmp_path / "c.json", "v.26.05")
    assert plain.read_bytes() == OLD.read_bytes()


def test_a_damaged_field_of_alignments_is_named(framework: Framework, tmp_path: Path) -> None:
    value = json.loads(OLD.read_bytes())
    value["lexcurric"] = {"alignments": {"lists": [], "decided": [{"statementAt": ["emerging", 99]}, 7]}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(FileError, match=r"/lexcurric/alignments/decided/0: statementAt names no statement"):
        framework.workspace.import_file(path)


def test_two_people_who_decide_otherwise_of_one_pair_both_hear_of_it(
    framework: Framework, onet: Path, tmp_path: Path
) -> None:
    ada = framework.align(onet)
    ref = ada.proposals["ref"].iloc[0]
    with open_workspace(tmp_path / "workspace.db", "Ben") as other:
        ben = other.framework(SOC).align(onet)
        ben.reject(ref)
    with pytest.raises(ConflictError, match=r"the alignment of “.*now reads “rejected, related” \(by Ben\)"):
        ada.accept(ref)
    assert framework.align().decided["author"].tolist() == ["Ben"]


def test_two_people_who_decide_of_different_pairs_do_not_meet(framework: Framework, onet: Path, tmp_path: Path) -> None:
    ada = framework.align(onet)
    with open_workspace(tmp_path / "workspace.db", "Ben") as other:
        other.framework(SOC).align(onet).accept(":102")
    assert ada.accept(":101") >= 1
    assert {"101", "102"} <= set(framework.align().decided["code"])


def test_a_newer_release_says_which_aligned_tasks_changed_or_went(
    aligned: Alignments, framework: Framework, tmp_path: Path
) -> None:
    aligned.accept(":101", ":104")
    tasks = {
        "101": ("Weigh flour, salt, and other ingredients on a digital bench scale.", "Core"),
        "102": TASKS["102"],
        "201": ("Clean and sanitize benches, bowls, mixers, and hand tools.", "Core"),
    }
    newer = framework.align(write_release(tmp_path / "db_31_0_text", tasks))
    assert newer.news is not None
    found = {each.code: each for each in newer.news.changes if each.kind.value == "task"}
    assert {code: each.fate.value for code, each in found.items()} == {
        "101": "reworded",
        "103": "gone",
        "104": "gone",
        "201": "new",
    }
    assert (found["104"].heir, found["104"].touches, found["103"].touches) == ("201", True, False)
    assert newer.changes.iloc[0]["code"] in ("101", "104")
    notes = set(newer.decided["to_look_at"])
    assert "the task is not in O*NET 31.0 Database" in notes
    assert "the task is worded otherwise in O*NET 31.0 Database" in notes
    assert framework.align().list.release == "30.1", "looking keeps nothing"
    assert newer.keep("we go on with 31.0")
    assert (framework.align().list.release, newer.keep()) == ("31.0", False)
    assert framework.align(tmp_path / "db_31_0_text").news is None


def test_any_other_list_is_aligned_beside_onet(framework: Framework, onet: Path, tmp_path: Path) -> None:
    path = tmp_path / "state standards.csv"
    path.write_text(
        "code;label;url\nB.1;Weigh dry ingredients on a bench scale;https://x.example/B1\nB.2;Tax law;\n",
        encoding="utf-8",
    )
    found = framework.align(path, name="State standards", licence="public domain", credit="State of X")
    assert found.accept("likely") == 1
    framework.align(onet).accept(":101")
    assert len(framework.alignments) == 2
    frame = framework.alignments.to_frame()
    assert set(frame["list"]) == {"O*NET 30.1 Database", "State standards"}
    with pytest.raises(EditError, match=r"aligned with O\*NET 30\.1 Database, State standards; name one"):
        framework.align()
    assert framework.align(name="State standards").list.credit == "State of X"
    with pytest.raises(LexcurricError, match="aligning knows no licnse"):
        framework.align(path, licnse="x")
    assert len(framework.alignments.case_associations()) == len(frame)
    assert "State standards" in framework.alignments._repr_html_()


def test_a_framework_may_be_aligned_with_two_occupations(aligned: Alignments, framework: Framework, onet: Path) -> None:
    aligned.accept(":101")
    second = framework.align(onet, occupation="45-4021.00")
    assert (second.news, second.list.title) == (None, "O*NET 30.1 Database, Fallers")
    second.add(framework.content.active[0].id, "900")
    assert len(framework.alignments) == 2
    assert framework.align(onet).list.occupation == SOC
    assert len(framework.align(name="O*NET 30.1 Database").decided) >= 1
    (first,) = second.case_associations()
    assert "ext:onet-45-4021.00-task" in json.dumps(first)


def test_every_file_and_view_carries_the_credit(aligned: Alignments, tmp_path: Path) -> None:
    aligned.accept("likely")
    book = load_workbook(aligned.to_excel(tmp_path / "a.xlsx"))
    assert [each for each in book.sheetnames if not each.startswith("_")] == [
        "Overview",
        "Tasks",
        "Detailed activities",
        "Work activities",
        "Technology skills",
        "Tools",
        "Statements",
        "Alignments",
        "Sources",
    ]
    sources = {row[0]: row[1] for row in book["Sources"].iter_rows(min_row=5, max_col=2, values_only=True)}
    assert any(str(text).startswith(CREDIT) for text in sources.values())
    assert any(str(row[0]).startswith(CREDIT) for row in book["Overview"].iter_rows(values_only=True))
    tasks = {row[0]: row[3] for row in book["Tasks"].iter_rows(min_row=5, max_col=4, values_only=True)}
    assert (tasks["101"], tasks["103"]) == ("covered", "not covered")
    aligned.to_csv(tmp_path / "a.csv")
    assert CREDIT in (tmp_path / "a.sources.txt").read_text(encoding="utf-8")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {each["State"] for each in rows} >= {"accepted"}
    for name in ("a.html", "a.json", "a.txt"):
        assert CREDIT in aligned.write(tmp_path / name).read_text(encoding="utf-8"), name
    for view in (aligned, aligned.coverage):
        assert CREDIT in view._repr_html_()
    for said in (aligned.case_associations(), aligned.ctdl_asn()):
        assert CREDIT in json.dumps(said)
    with pytest.raises(LexcurricError, match=r"not written as \.docx"):
        aligned.write(tmp_path / "a.docx")


def decide(path: Path, choices: dict[str, str]) -> Path:
    """The workbook as a reviewer hands it back, with these words beside these alignments."""
    book = load_workbook(path)
    sheet = book["Alignments"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        ref = sheet.cell(row, heads["Alignment"]).value
        if ref in choices:
            sheet.cell(row, heads["Decision"]).value = choices[ref]
            sheet.cell(row, heads["Reason"]).value = "as we teach it"
    book.save(path)
    return path


def test_a_reviewer_decides_in_the_workbook_and_brings_it_back(aligned: Alignments, tmp_path: Path) -> None:
    first, second, third = aligned.proposals["ref"].iloc[:3]
    near = aligned.nearest()["ref"].iloc[0]
    path = aligned.to_excel(tmp_path / "a.xlsx")
    assert aligned.take(path) == 0, "nothing was chosen"
    decide(path, {first: "Accept", second: "reject", third: "exact", near: "accept"})
    assert aligned.take(path, "read with the lead baker") == 4
    found = {each.ref: each for each in aligned.records}
    assert [found[ref].state.value for ref in (first, second, third, near)] == [
        *("accepted", "rejected", "accepted", "accepted")
    ]
    assert (found[third].relation.value, found[near].author) == ("exact", "Ada")
    assert len(aligned.framework.log) == 2, "all as one edit"
    assert aligned.take(path) == 0, "it is so already"
    assert aligned.take(decide(path, {first: "take back"})) == 1
    assert aligned.framework.log["reason"].iloc[-2:].tolist() == ["read with the lead baker", "as we teach it"]
    assert first in set(aligned.proposals["ref"])


def test_decisions_come_back_through_libreoffice_too(aligned: Alignments, tmp_path: Path) -> None:
    refs = aligned.proposals["ref"].iloc[:3].tolist()
    path = decide(aligned.to_excel(tmp_path / "a.xlsx"), dict.fromkeys(refs, "accept"))
    assert aligned.take(through_libreoffice(path)) == 3
    assert {each.ref for each in aligned.records if each.is_accepted} == set(refs)


def test_a_workbook_that_does_not_fit_is_refused_with_every_cell(
    aligned: Alignments, framework: Framework, tmp_path: Path
) -> None:
    first, second = aligned.proposals["ref"].iloc[:2]
    path = decide(aligned.to_excel(tmp_path / "a.xlsx"), {first: "perhaps", second: "=1+1"})
    with pytest.raises(
        FileError, match=r"2 problems: .*expected accept, exact, reject or take back.*a formula"
    ) as caught:
        aligned.take(path)
    assert len(caught.value.problems) == 2
    other = tmp_path / "l.csv"
    other.write_text("code,label\n1,Bake\n", encoding="utf-8")
    with pytest.raises(FileError, match="was written for onet, not for list-l"):
        framework.align(other).take(path)
    with pytest.raises(FileError, match="expected a workbook of an alignment"):
        aligned.take(framework.sheet(tmp_path / "sheet.xlsx"))
    assert len(framework.log) == 1


def test_texts_of_lists_are_no_formulas_and_no_html(framework: Framework, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text('code,label\n=1+1,"<script>alert(1)</script>"\n', encoding="utf-8")
    found = framework.align(path)
    found.add(framework.content.active[0].id, "=1+1")
    assert "<script>alert" not in found._repr_html_() + found.to_html() + found.coverage._repr_html_()
    book = load_workbook(found.to_excel(tmp_path / "a.xlsx"))
    assert book["Items"]["A5"].data_type == "s"
    found.to_csv(tmp_path / "a.csv", "Items")
    assert "'=1+1" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_a_workspace_of_today_opens_what_was_made_before_alignments(framework: Framework, onet: Path) -> None:
    kinds = {
        kind
        for (kind,) in sqlite3.connect(framework.workspace.url.removeprefix("sqlite:///")).execute(
            "SELECT DISTINCT kind FROM item"
        )
    }
    assert "alignment" not in kinds, "nothing of it is written until something is decided"
    framework.align(onet).accept(":101")
    assert framework.version == "v.26.05", "alignments stand beside the content: the version is still the release"
