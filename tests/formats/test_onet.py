"""O*NET releases, read from their text files as published."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.alignment.records import ItemKind
from lexcurric.core.errors import FileError
from lexcurric.formats.onet import read_onet
from tests.onet_files import ACTIVITIES, DWAS, SOC, TASKS, write, write_release, write_required


def test_an_occupation_has_its_tasks_activities_technologies_and_tools(tmp_path: Path) -> None:
    release = read_onet(write_release(tmp_path / "db_30_1_text"))
    listed = release.occupation(SOC)
    assert (release.release, release.missing, listed.occupation_title) == ("30.1", (), "Bakers")
    tasks = listed.of_kind(ItemKind.TASK)
    assert {each.code: each.label for each in tasks} == {code: text for code, (text, _) in TASKS.items()}
    assert [each.note for each in tasks] == ["Core", "Core", "Supplemental", ""]
    assert listed.by_code[ItemKind.TASK, "101"].links == ("4.A.3.a.2.I01.D01",)
    assert {each.code: (each.links, each.label) for each in listed.of_kind(ItemKind.DWA)} == {
        code: ((element,), title) for code, (element, title) in DWAS.items()
    }
    activities = listed.of_kind(ItemKind.ACTIVITY)
    assert [each.note for each in activities] == [f"importance {value} of 5" for _, value in ACTIVITIES.values()]
    (software,) = listed.of_kind(ItemKind.TECHNOLOGY)
    assert (software.code, software.note, software.names) == ("43231601", "in demand", ("Costly Baker 3000",))
    assert [each.names for each in listed.of_kind(ItemKind.TOOL)] == [
        ("Spiral dough mixers",),
        ("Deck ovens",),
        ("Forklifts",),
    ]
    addresses = [each.url for each in listed.items]
    assert len(set(addresses)) == len(addresses)


def test_the_credit_and_licence_name_the_release(tmp_path: Path) -> None:
    lines = dict(read_onet(write_required(tmp_path), "30.2").occupation(SOC).lines)
    assert "O*NET 30.2 Database by the U.S. Department of Labor" in lines["Credit"]
    assert "CC BY 4.0" in lines["Licence of the list"]


@pytest.mark.parametrize(
    ("name", "said", "release"),
    [
        ("db_30_1_text", "", "30.1"),
        ("O-NET 28.3", "", "28.3"),
        ("tasks", "", ""),
        ("db_30_1_text", "O*NET® 30.2 Database\r\n…", "30.2"),
        ("my data", "This is the O*NET 29.0 Database.", "29.0"),
    ],
)
def test_the_release_is_the_one_that_a_read_me_or_the_folder_says(
    tmp_path: Path, name: str, said: str, release: str
) -> None:
    folder = write_required(tmp_path / name)
    if said:
        (folder / "Read Me.txt").write_text(said, encoding="utf-8")
    assert read_onet(folder).release == release


def test_only_tasks_and_occupations_are_required_and_the_rest_is_named(tmp_path: Path) -> None:
    release = read_onet(write_required(tmp_path))
    assert len(release.missing) == 5
    assert {each.kind for each in release.occupation(SOC).items} == {ItemKind.TASK}


def test_a_folder_in_the_folder_is_found(tmp_path: Path) -> None:
    write_required(tmp_path / "db_29_3_text" / "db_29_3_text")
    assert read_onet(tmp_path / "db_29_3_text").release == "29.3"


def test_every_missing_file_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"2 problems: Task Statements\.txt: is missing; Occupation Data\.txt: is miss"):
        read_onet(tmp_path)


def test_a_zip_or_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "db.zip").write_bytes(b"PK")
    with pytest.raises(FileError, match="found a zip file"):
        read_onet(tmp_path / "db.zip")
    with pytest.raises(FileError, match="no such folder"):
        read_onet(tmp_path / "nowhere")


def test_a_file_of_another_layout_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    write_required(tmp_path)
    write(tmp_path / "Task Statements.txt", ("O*NET-SOC Code", "Task"), ((SOC, "Bake."),))
    with pytest.raises(FileError, match=r"has no column Task ID"):
        read_onet(tmp_path)


def test_rows_that_say_nothing_are_all_named(tmp_path: Path) -> None:
    write_required(tmp_path, {"101": ("", "Core"), "102": ("Bake.", "Core"), "103": ("", "Core")})
    with pytest.raises(FileError, match=r"line 2: says no Task; .*line 4: says no Task"):
        read_onet(tmp_path)


def test_an_occupation_that_is_not_there_is_answered_with_those_near_it(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no occupation '51-3092\.00'; near it are 51-3011\.00, 51-3091\.00"):
        read_onet(write_required(tmp_path)).occupation("51-3092.00")


def test_windows_letters_and_quotation_marks_are_read_as_they_are(tmp_path: Path) -> None:
    write_required(tmp_path, {"101": ('Say "hello" — then bake.', "Core")})
    path = tmp_path / "Task Statements.txt"
    path.write_bytes(path.read_bytes().decode().replace("—", "–").encode("cp1252"))
    (task,) = read_onet(tmp_path).occupation(SOC).items
    assert task.label == 'Say "hello" – then bake.'


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    write_required(tmp_path)
    write(tmp_path / "Task Statements.txt", ("Task", "Task ID", "New", "O*NET-SOC Code"), (("Bake.", "7", "x", SOC),))
    (task,) = read_onet(tmp_path).occupation(SOC).items
    assert (task.code, task.label, task.note) == ("7", "Bake.", "")
