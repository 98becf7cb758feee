"""Scored workbooks gathered to a cohort: from every kind and version, through what people and programs do to them."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.core.errors import FileError
from lexcurric.core.model import Level, replace
from lexcurric.core.rubric import Options, Rubric, RubricKind, make_rubric, score
from lexcurric.workbook.places import column_letter
from lexcurric.workspace import reading
from lexcurric.workspace.collecting import Cohort, collect
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.reading import Refused, read_files
from lexcurric.workspace.workspace import Workspace
from tests.formats.office import columns, shuffle, through_libreoffice
from tests.formats.rubrics import SAMPLES, bakers, made_up, with_criteria
from tests.formats.rubrics import write as write_checklist
from tests.samples import NEW
from tests.scored import Values, fill_checklist, write_version_2
from tests.workbook.test_guard import HOSTILE
from tests.workbook.test_hostile import ODD

KINDS = list(RubricKind)


def ratings_of(rubric: Rubric, seed: int = 1) -> dict[str, Any]:
    """Ratings that fit the rubric, with some left blank."""
    chance = random.Random(seed)
    found: dict[str, Any] = {}
    for row in rubric.rows:
        fitting = [each.code for each in rubric.scale if each.points is None or each.points <= row.top]
        code = chance.choice([*fitting, None])
        if code is not None:
            found[row.id] = int(code) if code.isdecimal() else code
    return found


def with_threads(framework: Framework) -> None:
    """Criteria across the levels: the first statements of each level, the second ones, and the rest without."""
    rows = list(framework.content.by_level.values())
    for place, label in enumerate(("Hygiene", "Scaling")):
        framework.set_criterion([row[place].id for row in rows], label)


def checklist(folder: Path, ratings: Values, file: str = "ann.xlsx", **who: Any) -> Path:
    """A scored checklist of the bundled sample, of format 1."""
    source = folder / "source.xlsx"
    if not source.exists():
        write_checklist(make_rubric(bakers()), folder, source.name)
    return fill_checklist(source, folder / file, ratings, **who)


def results(cohort: Cohort) -> list[tuple[object, ...]]:
    return [(each.name, each.attained, each.score, each.rated, each.rateable) for each in cohort]


# Every kind, with and without the version


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_of_any_kind_is_scored_as_the_rubric_says(kind: RubricKind, language: str, tmp_path: Path) -> None:
    rubric = make_rubric(with_criteria(made_up(3, 3), "=Dough"), kind, Options(language=language, share_required=0.5))
    for seed in range(4):
        given = ratings_of(rubric, seed)
        path = write_version_2(rubric, tmp_path / "book.xlsx", given)
        cohort = collect(path)
        (member,), expected = cohort.members, score(rubric, given)
        assert (cohort.problems, cohort.notes) == ((), ())
        assert (member.name, member.trainer, member.date, member.place) == ("Ann Baker", "Tom", "2026-05-15", "Oven 2")
        assert member.score == pytest.approx(expected.weighted_score)
        assert (member.rated, member.rateable) == (expected.rated, expected.rateable)
        assert [each.share for each in member.levels] == [each.share for each in expected.levels]
        assert [each.is_attained for each in member.levels] == [each.attained for each in expected.levels]
        assert member.target_attained == expected.target_attained
        assert not member.edition.is_known


@pytest.mark.parametrize("kind", KINDS)
def test_with_the_workspace_the_version_is_found_and_gives_the_same(
    kind: RubricKind, workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    snapshot = framework.snapshot()
    rubric = make_rubric(snapshot, kind, Options(weights={"P01": 3} if not kind.is_across_levels else {}))
    given = ratings_of(rubric)
    path = write_version_2(rubric, tmp_path / "book.xlsx", given)
    known, alone = collect(path, workspace), collect(path)
    assert (known.problems, known.notes, known.is_good) == ((), (), True)
    assert results(known) == results(alone)
    (member,) = known.members
    assert member.edition.is_known
    assert member.edition.standing == "current"
    assert [each.id for each in member.edition.rubric.rows] == [each.id for each in rubric.rows]
    assert member.ratings == tuple(None if (code := given.get(row.id)) is None else str(code) for row in rubric.rows)
    assert member.edition.rubric.rows == rubric.rows


@pytest.mark.parametrize(
    "rubric",
    [
        SAMPLES["weights"](),
        make_rubric(made_up(4, 0, 7)),
        make_rubric(bakers(), options=Options(met_rating=2, share_required=1)),
    ],
    ids=["weights", "an empty level", "rules"],
)
def test_a_workbook_of_format_1_alone_keeps_weights_levels_and_rules(rubric: Rubric, tmp_path: Path) -> None:
    given = ratings_of(rubric)
    source = write_checklist(rubric, tmp_path)
    cohort = collect(fill_checklist(source, tmp_path / "ann.xlsx", given))
    (member,), expected = cohort.members, score(rubric, given)
    assert cohort.problems == ()
    assert member.edition.rubric.levels == rubric.levels
    assert member.edition.rubric.rules == rubric.rules
    assert member.score == pytest.approx(expected.weighted_score)
    assert (member.attained, member.next_level) == (expected.attained, expected.next_level)


def test_what_the_workbook_calculated_is_not_believed(tmp_path: Path) -> None:
    rubric = make_rubric(bakers())
    path = checklist(tmp_path, {row.id: 0 for row in rubric.rows})
    book: Any = load_workbook(path)
    book["Summary"]["B5"], book["Summary"]["B6"] = "Advanced", 1
    heads = columns(book["Score"], 7)
    for row in range(8, 48):
        book["Score"].cell(row, heads["Status"]).value = "Met"
    book.save(path)
    (member,) = collect(path).members
    assert (member.attained, member.score, member.level_words) == (None, 0.0, "Below Emerging")


@pytest.mark.parametrize("gone", [("Start",), ("Start", "Cohort", "Sources", "_lexcurric")])
@pytest.mark.parametrize("kind", KINDS)
def test_without_the_first_sheet_the_rest_says_the_scale(
    kind: RubricKind, gone: tuple[str, ...], framework: Framework, tmp_path: Path
) -> None:
    with_threads(framework)
    rubric = make_rubric(framework.snapshot(), kind)
    given = ratings_of(rubric)

    def change(book: Any) -> None:
        for title in gone:
            del book[title]

    cohort = collect(write_version_2(rubric, tmp_path / "ann.xlsx", given, change=change))
    expected = score(rubric, given)
    assert cohort.problems == ()
    assert [(each.attained, each.rated) for each in cohort] == [(expected.attained, expected.rated)]
    assert cohort.members[0].score == pytest.approx(expected.weighted_score)


@pytest.mark.parametrize("language", ["en", "es"])
def test_levels_may_be_called_as_trainees_are(language: str, tmp_path: Path) -> None:
    named = [Level(key=f"k{at}", label=label, rank=str(at)) for at, label in enumerate(("A1", "A2"))]
    dough = with_criteria(made_up(3, 3), "=Dough")
    levels = replace(dough, content=replace(dough.content, levels=tuple(named)))
    rubric = make_rubric(levels, RubricKind.ANALYTIC, Options(language=language))
    path = write_version_2(rubric, tmp_path / "ann.xlsx", {rubric.rows[0].id: "A2"}, [("Bea", {"c0": "A1"})])
    cohort = collect(path)
    assert cohort.problems == ()
    assert [(each.name, each.level_words) for each in cohort] == [("Ann Baker", "A2"), ("Bea", "A1")]


# Versions


def test_who_was_scored_on_an_outdated_version_is_said_with_what_changed(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    old = make_rubric(framework.snapshot())
    path = checklist(tmp_path, dict.fromkeys((row.id for row in old.rows), 4))
    assert collect(path, workspace).is_good
    framework.edit(old.rows[0].id, text="Hands — wash, whatever happens, before each batch of dough is made.")
    framework.save("v.26.05-acme.1", message="ours")
    new = make_rubric(framework.snapshot())
    fresh = write_version_2(new, tmp_path / "bea.xlsx", {new.rows[0].id: 2}, name="Bea")
    cohort = collect([path, fresh], workspace)
    assert [each.name for each in cohort.outdated] == ["Ann Baker"]
    assert not cohort.is_good
    assert cohort.problems == ()
    (outdated,) = [each for each in cohort.editions if each.is_outdated]
    assert (outdated.version, outdated.by, outdated.scored_changes) == ("v.26.05", "v.26.05-acme.1", 1)
    assert "“Hands — wash" in cohort.to_text()
    assert cohort.editions[0].version == "v.26.05-acme.1"
    # The statement is one row for both, in the newest wording.
    frame = load_frame(cohort, tmp_path, "Ratings")
    row = next(each for each in frame if each["Statement"].startswith("Hands — wash"))
    assert (row["Ann Baker"], row["Bea"]) == (4, 2)
    changes = load_frame(cohort, tmp_path, "Changes since")
    assert [(each["Scored on"], each["Newer version"], each["Affects scoring"]) for each in changes] == [
        ("v.26.05", "v.26.05-acme.1", "yes")
    ]


def test_a_draft_that_was_handed_out_is_found_too(workspace: Workspace, framework: Framework, tmp_path: Path) -> None:
    framework.edit(framework.content.active[0].id, text="Hands — wash.")
    source = framework.rubric(kind="checklist").to_excel(tmp_path / "rubric.xlsx")
    framework.edit(framework.content.active[1].id, text="Flour — weigh.")
    path = fill_checklist(source, tmp_path / "ann.xlsx", {framework.content.active[0].id: 3})
    (member,) = collect(path, workspace).members
    assert member.edition.is_known
    assert member.edition.version == "v.26.05+draft"


def test_a_version_that_is_not_in_the_workspace_is_scored_all_the_same(workspace: Workspace, tmp_path: Path) -> None:
    cohort = collect(checklist(tmp_path, {make_rubric(bakers()).rows[0].id: 4}), workspace)
    assert cohort.is_good
    assert [each.what for each in cohort.notes] == [
        "51-3011.00 v.26.05 is not in the workspace; scored by what the workbooks state"
    ]
    assert cohort.members[0].edition.standing == "not known"


def test_a_new_release_makes_the_old_rubrics_outdated(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    path = checklist(tmp_path, {framework.content.active[0].id: 4})
    workspace.import_export(NEW)
    cohort = collect(path, workspace)
    assert [each.by for each in cohort.editions] == ["v.26.11"]
    assert cohort.editions[0].scored_changes > 5


# What people and programs do to workbooks


def drop_sheets(book: Any) -> None:
    for title in list(book.sheetnames):
        if title != "Score":
            del book[title]


def delete_hidden(book: Any) -> None:
    sheet = book["Score"]
    for head in ("Statement ID", "Text check", "Level step"):
        column = next((cell.column for cell in sheet[7] if cell.value == head), None)
        if column:
            sheet.delete_cols(column)


def insert_rows(book: Any) -> None:
    book["Score"].insert_rows(1, 3)
    book["Score"].insert_cols(1)
    book["Score"]["A1"] = "My notes"


TREATMENTS: dict[str, Callable[[Any], None]] = {
    "sorted, columns moved, the sheet renamed": lambda book: shuffle(book["Score"], 7, 47),
    "rows and a column inserted": insert_rows,
    "every other sheet deleted": drop_sheets,
    "hidden columns deleted": delete_hidden,
    "the sheet renamed": lambda book: setattr(book["Score"], "title", "Ann's"),
}


@pytest.mark.parametrize("has_workspace", [True, False])
@pytest.mark.parametrize("name", list(TREATMENTS))
def test_ratings_survive_what_people_do(
    name: str, has_workspace: bool, workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    rubric = make_rubric(framework.snapshot())
    given = ratings_of(rubric)
    path = checklist(tmp_path, given)
    book: Any = load_workbook(path)
    TREATMENTS[name](book)
    book.save(path)
    cohort = collect(path, workspace if has_workspace else None)
    (member,), expected = cohort.members, score(rubric, given)
    assert cohort.problems == ()
    assert member.score == pytest.approx(expected.weighted_score)
    assert (member.attained, member.rated) == (expected.attained, expected.rated)
    assert (member.name, member.trainer) == ("Ann Baker", "Tom")
    if "hidden" in name:
        assert ["the rows were told by their texts" in each.what for each in cohort.notes] == [True]


@pytest.mark.parametrize("kind", [RubricKind.CHECKLIST, RubricKind.ANALYTIC])
def test_a_trip_through_libreoffice_changes_nothing(
    kind: RubricKind, workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    rubric = make_rubric(framework.snapshot(), kind)
    given = ratings_of(rubric)
    group = [("Bea", {row.id: rubric.scale[-2].mark for row in rubric.rows})]
    path = write_version_2(rubric, tmp_path / "ann.xlsx", given, group, date=date(2026, 5, 15))
    cohort = collect(through_libreoffice(path), workspace)
    assert cohort.problems == ()
    assert results(cohort) == results(collect(path, workspace))
    assert [each.date for each in cohort] == ["2026-05-15"] * 2


def test_a_row_that_was_deleted_doubled_or_reworded_is_said_once(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    rubric = make_rubric(framework.snapshot())
    path = checklist(tmp_path, dict.fromkeys((row.id for row in rubric.rows), 3))
    book: Any = load_workbook(path)
    sheet = book["Score"]
    heads = columns(sheet, 7)
    for column in range(1, len(heads) + 1):
        sheet.cell(48, column).value = sheet.cell(9, column).value
    sheet.cell(48, heads["Rating"]).value = 1
    sheet.cell(10, heads["Statement"]).value = "Something else — do it."
    sheet.delete_rows(8)
    book.save(path)
    other = tmp_path / "bea.xlsx"
    cell = next(cell for row in sheet["A3:L3"] for cell in row if cell.value == "Ann Baker")
    cell.value = "Bea"
    book.save(other)
    said = [each.what for each in collect([path, other], workspace).problems]
    assert sorted(said) == [
        "E02 has two ratings, 3 and 1; the first was taken",
        "E02 has two ratings, 3 and 1; the first was taken",
        "the row E01 is not there any more, and count as not rated (and so in 1 more)",
        "the row E02 is there more than once (and so in 1 more)",
        "the row E03 is not worded as issued: the text on the sheet was changed (and so in 1 more)",
    ]


def test_rows_of_another_wording_than_the_version_are_told_by_their_check(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    rubric = make_rubric(framework.snapshot())

    def change(book: Any) -> None:
        sheet = book["Score"]
        column = next(cell.column for cell in sheet[7] if cell.value == "Text check")
        sheet.cell(8, column).value = "0123456789ab"

    path = write_version_2(rubric, tmp_path / "ann.xlsx", {rubric.rows[0].id: 3}, change=change)
    assert [each.what for each in collect(path, workspace).problems] == [
        "the row E01 is of another wording than v.26.05 has (by the Text check)"
    ]
    assert [each.what for each in collect(path).problems] == [
        "the row E01 is not worded as issued: the text on the sheet was changed"
    ]


# Ratings that cannot be read


ALLOWED = "expected one of 4, 3, 2, 1, 0, NA, or nothing"
UNREADABLE: dict[str, tuple[Any, str]] = {
    "half": (2.5, f"{ALLOWED}; found “2.5”"),
    "too high": (5, f"{ALLOWED}; found “5”"),
    "a word": ("good", f"{ALLOWED}; found “good”"),
    "a date": (date(2026, 3, 4), f"the date 2026-03-04 stands here; {ALLOWED}"),
    "a formula": ("=1+2", f"a formula stands here; {ALLOWED}"),
    "an error": ("#N/A", f"the error #N/A stands here; {ALLOWED}"),
    "true": (True, f"{ALLOWED}; found “TRUE”"),
}


@pytest.mark.parametrize("name", list(UNREADABLE))
def test_what_is_no_rating_is_said_with_file_sheet_cell_and_what_is_allowed(name: str, tmp_path: Path) -> None:
    value, what = UNREADABLE[name]
    rubric = make_rubric(bakers())
    path = checklist(tmp_path, {rubric.rows[2].id: value, rubric.rows[3].id: 4})
    cohort = collect(path)
    (problem,) = cohort.problems
    column = columns(load_workbook(path)["Score"], 7)["Rating"]
    cell = f"{column_letter(column)}10"
    assert (problem.file, problem.sheet, problem.cell, problem.what) == (str(path), "Score", cell, what)
    assert str(problem).startswith(f"{path}: Score!{cell}: ")
    assert cohort.members[0].rated == 1
    assert not cohort.is_good


@pytest.mark.parametrize("value", [3, 3.0, "3", " 3 ", "3.0"])
def test_a_rating_may_be_written_as_a_number_or_a_text(value: Any, tmp_path: Path) -> None:
    rubric = make_rubric(bakers())
    cohort = collect(checklist(tmp_path, {rubric.rows[0].id: value, rubric.rows[1].id: " na "}))
    assert cohort.problems == ()
    assert cohort.members[0].ratings[:3] == ("3", "NA", None)


def test_a_level_that_a_criterion_does_not_describe_is_refused(framework: Framework, tmp_path: Path) -> None:
    ids = [row[0].id for row in framework.content.by_level.values()][:2]
    framework.set_criterion(ids, "Hygiene")
    rubric = make_rubric(framework.snapshot(), RubricKind.ANALYTIC)
    path = write_version_2(rubric, tmp_path / "ann.xlsx", {rubric.rows[0].id: "Advanced"})
    (problem,) = collect(path).problems
    assert "Developing, Emerging, Not yet, NA, or nothing; found “Advanced” (C01 describes nothing" in problem.what


# Cohort sheets


def test_each_named_column_of_a_cohort_sheet_is_a_trainee(framework: Framework, tmp_path: Path) -> None:
    rubric = make_rubric(framework.snapshot(), RubricKind.SINGLE_POINT)
    scale = {each.code: each.mark for each in rubric.scale}
    marks = {row.id: scale["Met"].lower() for row in rubric.rows}
    codes = {row.id: "Not yet" for row in rubric.rows}
    wrong = {rubric.rows[0].id: "perhaps"}
    group = [("Ann", marks), ("Bea", codes), ("Cid", {}), ("Dan", wrong), ("", codes)]
    path = write_version_2(rubric, tmp_path / "group.xlsx", {}, group, name=None)
    cohort = collect(path)
    assert [(each.name, each.score, each.trainer) for each in cohort] == [
        ("Ann", 1.0, "Tom"),
        ("Bea", 0.0, "Tom"),
        ("Dan", 0.0, "Tom"),
    ]
    assert sorted((each.cell, each.what) for each in cohort.problems) == [
        ("G4", f"expected one of {', '.join(scale.values())}, or nothing; found “perhaps”"),
        ("H2", "ratings stand in this column and no trainee's name above them; type it in, and collect again"),
    ]


# Files


def test_the_same_trainee_twice_is_said_and_the_same_bytes_count_once(tmp_path: Path) -> None:
    ratings = {make_rubric(bakers()).rows[0].id: 4}
    first = checklist(tmp_path, ratings, "a.xlsx")
    checklist(tmp_path, {**ratings, make_rubric(bakers()).rows[1].id: 2}, "b.xlsx", name=" ann BAKER ")
    checklist(tmp_path, ratings, "c.xlsx", date="2026-06-01")
    shutil.copy(first, tmp_path / "d.xlsx")
    cohort = collect([tmp_path / f"{name}.xlsx" for name in "abcd"])
    assert len(cohort) == 3
    assert [(Path(each.file).name, "is there twice on 2026-05-15" in each.what) for each in cohort.problems] == [
        ("b.xlsx", True)
    ]
    assert [(Path(each.file).name, each.what) for each in cohort.notes] == [
        ("d.xlsx", f"the same file as {first}; counted once")
    ]


def test_without_a_name_the_file_gives_it(tmp_path: Path) -> None:
    cohort = collect(checklist(tmp_path, {make_rubric(bakers()).rows[0].id: 4}, "Zoe Miller.xlsx", name=None))
    assert [each.name for each in cohort] == ["Zoe Miller"]
    assert [each.is_note for each in cohort.notes] == [True]


def test_folders_patterns_lock_files_and_files_that_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    ratings = {make_rubric(bakers()).rows[0].id: 4}
    checklist(tmp_path, ratings, "in/deep/a.xlsx")
    checklist(tmp_path, ratings, "in/b.xlsx", name="Bea")
    (folder / "~$b.xlsx").write_bytes(b"owner")
    (folder / "c.xlsx").write_bytes(b"PK no workbook")
    (folder / "d.ods").write_bytes(b"PK")
    (folder / "notes.txt").write_text("none of ours")
    shutil.copy(tmp_path / "source.xlsx", folder / "blank.xlsx")
    cohort = collect(folder)
    assert [each.name for each in cohort] == ["Ann Baker", "Bea"]
    assert [Path(each.file).name for each in cohort.problems] == ["c.xlsx", "d.ods"]
    assert [(Path(each.file).name, each.what.partition(";")[0]) for each in cohort.notes] == [
        ("~$b.xlsx", "only the mark that a workbook is open in Excel or LibreOffice"),
        ("blank.xlsx", "nothing is filled in"),
    ]
    assert results(collect(str(folder / "**" / "[ab].xlsx"))) == results(cohort)
    missing = collect([folder / "none.xlsx", str(tmp_path / "*.xls")])
    assert sorted(each.what.partition(".")[0] for each in missing.problems) == [
        "no file has such a name; check the folder and the pattern",
        "there is no such file",
    ]
    with pytest.raises(FileError, match="there is no such file"):
        missing.to_excel(tmp_path / "cohort.xlsx")
    assert not (tmp_path / "cohort.xlsx").exists()


def test_a_workbook_of_another_kind_is_refused(framework: Framework, tmp_path: Path) -> None:
    from lexcurric.workspace.sheets import write_sheet_file

    path = write_sheet_file(framework.snapshot(), tmp_path / "edit.xlsx")
    (problem,) = collect(path).problems
    assert problem.what.startswith("expected a scored rubric, found a workbook of the kind edit")


def test_a_cohort_workbook_in_the_folder_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    checklist(tmp_path, {make_rubric(bakers()).rows[0].id: 4}, "in/a.xlsx")
    collect(folder).to_excel(folder / "cohort.xlsx")
    again = collect(folder)
    assert (len(again), again.problems) == (1, ())
    assert [each.what for each in again.notes] == ["a cohort that was collected before; left out"]


@pytest.mark.parametrize("name", [*HOSTILE, *ODD])
def test_hostile_and_broken_workbooks_are_one_problem_each(name: str, tmp_path: Path) -> None:
    make, _ = (HOSTILE | ODD)[name]
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(make())
    good = checklist(tmp_path, {make_rubric(bakers()).rows[0].id: 4})
    cohort = collect([bad, good])
    assert len(cohort) == 1
    (problem,) = cohort.problems
    assert problem.file == str(bad)
    assert "\n" not in str(problem)


# Many files


def test_helpers_give_what_this_program_gives(tmp_path: Path) -> None:
    rubric = make_rubric(bakers())
    for number in range(60):
        checklist(tmp_path, ratings_of(rubric, number), f"{number:02}.xlsx", name=f"T{number}")
    (tmp_path / "30.xlsx").write_bytes(b"PK broken")
    files = sorted(tmp_path.glob("[0-9]*.xlsx"))
    told: list[tuple[int, int]] = []
    alone = collect(files, helpers=0)
    helped = collect(files, helpers=2, progress=lambda done, of: told.append((done, of)))
    assert results(helped) == results(alone)
    assert len(helped) == 59
    assert helped.problems == alone.problems
    assert told == [(number, 60) for number in range(1, 61)]


def test_a_file_over_which_a_helper_breaks_down_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [checklist(tmp_path, {}, f"{number}.xlsx", name=f"T{number}") for number in range(3)]
    die = "import lexcurric.formats.xlsx_scored as f; real = f.read_scored\n"
    die += "def read(path, known):\n    import os\n    return os._exit(9) if path.name == '1.xlsx' else real(path, known)\n"
    start = reading._START.replace("serve()", "exec(sys.argv[2]); serve()")
    monkeypatch.setattr(
        reading, "_START", start.replace("exec(sys.argv[2])", f"exec({die + 'f.read_scored = read'!r})")
    )
    found = list(read_files(files, 1))
    assert [isinstance(each, Refused) for each in found] == [False, True, False]


# What comes out


def load_frame(cohort: Cohort, folder: Path, title: str) -> list[dict[str, Any]]:
    sheet = load_workbook(cohort.to_excel(folder / "cohort.xlsx"))[title]
    heads, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    rubric = make_rubric(bakers())
    names = ("Ann", "Bea", "=Cid", "Ann")
    paths = [
        checklist(tmp_path, ratings_of(rubric, at), f"{at}.xlsx", name=name, date=f"2026-05-1{at}")
        for at, name in enumerate(names)
    ]
    return collect(paths)


def test_the_cohort_workbook_holds_values(cohort: Cohort, tmp_path: Path) -> None:
    rows = load_frame(cohort, tmp_path, "Summary")
    assert [each["Trainee"] for each in rows] == [each.name for each in cohort]
    assert [each["Score"] for each in rows] == [pytest.approx(each.score) for each in cohort]
    assert [each["Met: Emerging"] for each in rows] == [pytest.approx(each.levels[0].share) for each in cohort]
    ratings = load_frame(cohort, tmp_path, "Ratings")
    assert len(ratings) == 40
    assert list(ratings[0])[:5] == ["Ref", "Level", "Statement", "Rated", "Share met"]
    assert [each["Share met"] is None for each in ratings] == [each["Rated"] == 0 for each in ratings]
    assert list(ratings[0])[-4:] == ["=Cid", "Ann", "Ann (2)", "Bea"]
    for place, name in enumerate(("=Cid", "Ann", "Ann (2)", "Bea")):
        found = tuple(None if each[name] is None else str(each[name]) for each in ratings)
        assert found == cohort.members[place].ratings
    book = load_workbook(tmp_path / "cohort.xlsx")
    assert book.sheetnames == ["Overview", "Summary", "Ratings", "Changes since", "Problems", "Sources", "_lexcurric"]
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    assert len(book["Overview"]._charts) == 2
    assert [row[1].value for row in book["Sources"].iter_rows(min_row=5)][:2] == ["Occupation", "Framework version"]
    first = (tmp_path / "cohort.xlsx").read_bytes()
    assert cohort.to_excel(tmp_path / "again.xlsx").read_bytes() == first


def test_the_tables_for_people_who_compute(cohort: Cohort, tmp_path: Path) -> None:
    frame, found = cohort.to_frame(), cohort.results_frame()
    assert len(frame) == 4 * 40
    ann = frame[(frame["trainee"] == "Ann") & (frame["date"] == "2026-05-10")]
    member = next(each for each in cohort if (each.name, each.date) == ("Ann", "2026-05-10"))
    assert (
        tuple(
            None if each is None else each for each in ann["rating"].astype(object).where(ann["rating"].notna(), None)
        )
        == member.ratings
    )
    assert ann["status"].value_counts().get("to rate", 0) == member.ratings.count(None)
    assert found["score"].tolist() == [each.score for each in cohort]
    assert found["share met: Advanced"].tolist() == [each.levels[3].share for each in cohort]
    with cohort.to_csv(tmp_path / "cohort.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 160
    assert {each["trainee"] for each in rows} == {"'=Cid", "Ann", "Bea"}


def test_what_a_notebook_shows_is_escaped(tmp_path: Path) -> None:
    cohort = lx.collect(checklist(tmp_path, {make_rubric(bakers()).rows[0].id: 9}, name="<b>Ann</b>"))
    shown = cohort._repr_html_()
    assert "&lt;b&gt;Ann" in shown
    assert "<b>Ann" not in shown
    assert "1 problem" in shown
    assert repr(cohort).startswith("<Cohort: 1 trainee from 1 file; 1 problem")
