"""One rubric for many trainees: a workbook each, cohorts, the log, and nothing lost that was filled in."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import EditError, FileError, WorkspaceWarning
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.many_rubrics import Stopped
from lexcurric.workspace.stale import grouped
from lexcurric.workspace.verify_file import FileState, verify_file
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.samples import NEW, OLD, ROOT
from tests.score_places import place
from tests.workspace.test_issued import nobody

SOC = "51-3011.00"
NAMES = ["Ana Ruiz", "ana ruiz", "José & <b>", "مريم", "\U0001f393 Zoë", "con", "a/b", "x" * 200, "=1+1", "Ana Ruiz"]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def trainee_in(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return str(book["Score"][place(book, "Trainee")].value)


def test_each_trainee_has_a_workbook_as_if_written_alone_logged_in_one_edit(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    rubric = framework.rubric(share_required=0.7)
    seen: list[tuple[int, int]] = []
    written = rubric.to_excel_each(tmp_path / "out", NAMES, lambda done, total: seen.append((done, total)))
    assert seen == [(at, 10) for at in range(1, 11)]
    assert sorted(os.listdir(tmp_path / "out")) == sorted(each.name for each in written)
    assert [each.name for each in written[:7]] == [
        *("Ana Ruiz.xlsx", "ana ruiz (2).xlsx", "José & b.xlsx", "مريم.xlsx", "\U0001f393 Zoë.xlsx", "con_.xlsx"),
        "a b.xlsx",
    ]
    names = [*NAMES[:-1], "Ana Ruiz (2)"]
    assert [trainee_in(each) for each in written] == names
    actions = workspace.activity()
    (what,) = actions[actions["action"] == "issued"]["what"]
    assert what == f"Wrote the checklist rubric of v.26.05 to 10 files in {tmp_path / 'out'}"
    logged = {each.path: each for each in issued_of(workspace.store, SOC)}
    for path, name in zip(written, names, strict=True):
        alone = framework.rubric(share_required=0.7, trainee=name).render(tmp_path / "alone.xlsx")
        assert path.read_bytes() == alone.read_bytes()
        assert (logged[str(path)].sha256, logged[str(path)].options) == (
            digest(path),
            {"share_required": 0.7, "trainee": name},
        )
    assert framework.workspace.verify() == []


def test_a_thousand_files_of_one_issue_are_one_line_of_what_is_stale(
    workspace: Workspace, framework: Framework, tmp_path: Path
) -> None:
    framework.rubric().to_excel(tmp_path / "a.xlsx")
    written = framework.rubric().to_excel_each(tmp_path / "many", [f"Trainee {number}" for number in range(300)])
    framework.export(tmp_path / "b.json")
    assert grouped(framework.stale()) == []
    workspace.import_export(NEW)
    found = framework.stale()
    assert len(found) == 302
    one, many, export = grouped(found)
    assert [len(each.files) for each in (one, many, export)] == [1, 300, 1]
    assert one.headline == found[0].headline
    assert many.headline == (
        f"{tmp_path}/many/: 300 files; the checklist rubric of v.26.05 is overtaken by v.26.11; 19 changes touch it, 12 of "
        "them affecting scoring."
    )
    assert len(many.to_text().splitlines()) == 20
    assert many.to_json_value()["files"] == [str(each) for each in sorted(written)]
    assert verify_file(workspace, written[17]).state is FileState.AS_ISSUED


def test_work_that_was_filled_in_is_never_written_over(framework: Framework, tmp_path: Path) -> None:
    rubric = framework.rubric()
    first, second = rubric.to_excel_each(tmp_path, ["Ana", "Ben"])
    before = digest(second)
    # The same again is no loss, nor is what was issued and not touched.
    assert rubric.to_excel_each(tmp_path, ["Ana", "Ben"]) == [first, second]
    framework.rubric(share_required=0.5).to_excel_each(tmp_path, ["Ana", "Ben"])
    assert digest(second) != before
    book = openpyxl.load_workbook(first)
    book["Score"][place(book, "Rating")] = 3
    book.save(first)
    filled, untouched = digest(first), digest(second)
    with pytest.raises(FileError, match=r"Ana\.xlsx: is there already, and is filled in.*--overwrite"):
        rubric.to_excel_each(tmp_path, ["Ana", "Ben"])
    assert (digest(first), digest(second)) == (filled, untouched)
    rubric.to_excel_each(tmp_path, ["Ana", "Ben"], overwrite=True)
    assert (trainee_in(first), digest(second)) == ("Ana", before)


def test_a_single_workbook_that_was_filled_in_is_never_written_over_either(
    framework: Framework, tmp_path: Path
) -> None:
    rubric, path, group = framework.rubric(), tmp_path / "a.xlsx", tmp_path / "group.xlsx"
    rubric.to_excel(path)
    issued = digest(rubric.to_excel(path))
    framework.rubric("holistic").to_excel(path)
    rubric.to_excel(path)
    assert [digest(path), rubric.to_cohort(group, ["Ana", "Ben"])] == [issued, [group]]
    for each in (path, group):
        book = openpyxl.load_workbook(each)
        book["Score"][place(book, "Rating")] = 3
        book.save(each)
    before = [digest(path), digest(group)]
    with pytest.raises(FileError, match=r"a\.xlsx: is there already, and is filled in.*Give another name"):
        rubric.to_excel(path)
    with pytest.raises(FileError, match=r"group\.xlsx: is there already"):
        rubric.to_cohort(group, ["Ana", "Ben"])
    assert [digest(path), digest(group)] == before
    rubric.to_cohort(group, ["Ana", "Ben"], overwrite=True)
    assert (digest(rubric.to_excel(path, overwrite=True)), digest(group) != before[1]) == (issued, True)


def test_a_cohort_is_one_workbook_up_to_30_and_several_of_one_size_above(framework: Framework, tmp_path: Path) -> None:
    rubric = framework.rubric()
    names = [f"Trainee {number}" for number in range(1, 32)]
    assert rubric.to_cohort(tmp_path / "all.xlsx", names[:30]) == [tmp_path / "all.xlsx"]
    written = rubric.to_cohort(tmp_path / "c.xlsx", names)
    assert [each.name for each in written] == ["c 1.xlsx", "c 2.xlsx"]
    options = [each.options for each in issued_of(framework.workspace.store, SOC)]
    assert [len(each["trainees"]) for each in options] == [30, 16, 15]
    assert [each for one in options[1:] for each in one["trainees"]] == names
    assert verify_file(framework.workspace, written[1]).state is FileState.AS_ISSUED


def test_trainees_may_be_a_file_and_must_be_some(framework: Framework, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name\nAna\nBen\n")
    written = framework.rubric().to_excel_each(tmp_path / "out", tmp_path / "t.csv")
    assert [each.stem for each in written] == ["Ana", "Ben"]
    with pytest.raises(EditError, match="no trainee"):
        framework.rubric().to_excel_each(tmp_path / "none", ["", " "])
    with pytest.raises(EditError, match="control character"):
        framework.rubric().to_excel_each(tmp_path / "none", ["a\x07"])
    with pytest.raises(EditError, match="control character"):
        framework.rubric(trainee="a\x07")
    with pytest.raises(FileError, match="is a file, and a workbook for each trainee needs a folder"):
        framework.rubric().to_excel_each(tmp_path / "t.csv", ["Ana"])
    assert not (tmp_path / "none").exists()


def test_what_is_written_when_the_place_is_full_is_whole_and_logged(framework: Framework, tmp_path: Path) -> None:
    # The third one cannot be written: a folder has its name.
    (tmp_path / "out" / "Cy.xlsx").mkdir(parents=True)
    with pytest.raises(FileError, match="folder"):
        framework.rubric().to_excel_each(tmp_path / "out", ["Ana", "Ben", "Cy"], overwrite=True)
    assert list(framework.issued["file"]) == ["Ana.xlsx", "Ben.xlsx"]
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["Ana.xlsx", "Ben.xlsx", "Cy.xlsx"]


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C is heard, also where the tests run in the background of a shell, which switches it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_stopped_in_the_middle_says_what_is_written(framework: Framework, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 4:
            signal.raise_signal(signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    with pytest.raises(Stopped, match="stopped: 4 of 20 workbooks are written, each of them whole") as caught:
        framework.rubric().to_excel_each(tmp_path / "out", [f"T{number}" for number in range(20)], stop)
    assert [each.name for each in caught.value.written] == ["T0.xlsx", "T1.xlsx", "T2.xlsx", "T3.xlsx"]
    assert len(framework.issued) == 4


@pytest.mark.usefixtures("heard")
def test_ctrl_c_leaves_whole_files_only(tmp_path: Path) -> None:
    place = tmp_path / "w.db"
    with open_workspace(place, "Ada") as workspace:
        workspace.import_export(OLD)
    (tmp_path / "t.txt").write_text("\n".join(f"Trainee {number}" for number in range(2000)))
    command = [sys.executable, "-m", "lexcurric", "-w", place, "rubric", SOC, "-o", f"{tmp_path}/out/"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, "--trainees", tmp_path / "t.txt"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    out = tmp_path / "out"
    while process.poll() is None and not (out.is_dir() and len(os.listdir(out)) > 50):
        pass
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    left = sorted(out.iterdir())
    assert 50 < len(left) < 2000
    assert f"lexcurric: stopped: {len(left):,} of 2,000 workbooks are written, each of them whole" in said
    assert said.count("\n") == 1
    for path in left[:: len(left) // 10]:
        assert trainee_in(path) == path.stem
    assert {each.suffix for each in left} == {".xlsx"}
    with open_workspace(place) as workspace:
        assert len(workspace.framework(SOC).issued) == len(left)
        assert workspace.verify() == []


def test_a_viewer_is_told_once_that_many_files_are_not_logged() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "out").mkdir()
        (folder / "out").chmod(0o777)
        with open_workspace(folder / "w.db", "Ada") as workspace:
            workspace.import_export(OLD)
        with nobody(folder / "w.db"), open_workspace(folder / "w.db", "Ada") as workspace:
            framework = workspace.framework(SOC)
            with pytest.warns(WorkspaceWarning, match=r"out/ was written to \(3 files\), but not logged") as said:
                framework.rubric().to_excel_each(folder / "out", ["Ana", "Ben", "Cy"])
            assert len(said) == 1
            assert len(os.listdir(folder / "out")) == 3


def test_an_export_file_alone_makes_many_rubrics_too(tmp_path: Path) -> None:
    from lexcurric.formats.lex_json import read_export
    from lexcurric.workspace.rubrics import RubricFile

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rubric = RubricFile(read_export(OLD).snapshot(), "checklist")
        written = rubric.to_excel_each(tmp_path / "out", ["Ana", "Ben"])
        assert rubric.to_excel_each(tmp_path / "out", ["Ana", "Ben"]) == written
    written[0].write_bytes(b"something else")
    with pytest.raises(FileError, match=r"Ana\.xlsx: is there already"):
        rubric.to_excel_each(tmp_path / "out", ["Ana", "Ben"])
