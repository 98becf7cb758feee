"""Gathering scored rubrics without a browser: results, charts, filters, what could not be read, and stopping."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.core.errors import LexcurricError
from lexcurric.widgets.gather import Gather
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.scored import fill_checklist


@pytest.fixture
def workspace() -> Workspace:
    return lx.open(":memory:", author="A. Designer")


@pytest.fixture
def framework(workspace: Workspace) -> Framework:
    found = workspace.import_export(sample_file())
    for place, label in enumerate(("Hygiene", "Scaling")):
        found.set_criterion([level[place].id for level in found.content.by_level.values()], label)
    return found


@pytest.fixture
def scored(framework: Framework, tmp_path: Path) -> Path:
    """A folder with three scored checklists: Ann meets all, Ben the first level, Cem nothing."""
    folder = tmp_path / "in"
    (folder / "May").mkdir(parents=True)
    source = framework.rubric().to_excel(tmp_path / "rubric.xlsx")
    levels = [level.key for level in framework.levels]
    for name, reached in (("Ann", 4), ("Ben", 1), ("Cem", 0)):
        ratings = {each.id: 4 if levels.index(each.level) < reached else 1 for each in framework.content.active}
        fill_checklist(source, folder / "May" / f"{name}.xlsx", ratings, name=name)
    return folder


@pytest.fixture
def screen(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Gather:
    monkeypatch.chdir(tmp_path)
    made = lx.gather(workspace)
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_, **__: made.replies.append(content))
    return made


def tell(screen: Gather, action: str, buffers: list[bytes] | None = None, /, **arguments: Any) -> dict[str, Any]:
    screen._receive(screen, {"id": 1, "action": action, "with": arguments}, buffers or [])
    reply: dict[str, Any] = screen.replies[-1]
    return reply


def drop(screen: Gather, *files: tuple[str, bytes], folder: str = "") -> None:
    """What the browser sends for a drop of several files, in one message each."""
    listed = [
        {"key": f"{folder}{at}", "name": name, "size": len(body), "folder": folder}
        for at, (name, body) in enumerate(files)
    ]
    assert tell(screen, "announce", files=listed)["ok"]
    filled = [(each["key"], body) for each, (_, body) in zip(listed, files, strict=True) if body]
    assert tell(screen, "part", [body for _, body in filled], parts=[{"key": key, "at": 0} for key, _ in filled])["ok"]


def chart(screen: Gather, key: str) -> list[tuple[str, int, int]]:
    found = next(each for each in screen.view["charts"] if each["key"] == key)
    return [(each["label"], each["value"], each["of"]) for each in found["bars"]]


def test_workbooks_of_a_drop_are_one_cohort_known_by_their_folders(screen: Gather, scored: Path) -> None:
    drop(screen, *[(each.name, each.read_bytes()) for each in sorted(scored.rglob("*.xlsx"))], folder="May")
    assert screen.view["waiting"] == 3
    assert screen.rows == []
    assert tell(screen, "gather")["ok"]
    assert [(each["name"], each["level"], each["file"]) for each in screen.rows] == [
        ("Ann", "Advanced", "May/Ann.xlsx"),
        ("Ben", "Emerging", "May/Ben.xlsx"),
        ("Cem", "Below Emerging", "May/Cem.xlsx"),
    ]
    assert screen.view["headline"] == "3 trainees from 3 files."
    # Nothing that came from the browser is kept.
    assert list(screen.kept_in.iterdir()) == []


def test_charts_show_levels_gaps_and_what_is_met_least(screen: Gather, scored: Path) -> None:
    screen.add(scored)
    assert chart(screen, "levels") == [
        *(("Below Emerging", 1, 3), ("Emerging", 1, 3), ("Developing", 0, 3), ("Proficient", 0, 3)),
        ("Advanced", 1, 3),
    ]
    assert chart(screen, "gaps") == [("Without a criterion", 40, 96), ("Hygiene", 5, 12), ("Scaling", 5, 12)]
    assert all(met == 1 and of == 3 for _, met, of in chart(screen, "least"))
    assert screen.view["charts"][0]["bars"][0]["words"] == "1 of 3 (33%)"
    html = screen.cohort._repr_html_()
    assert html.count("<svg") == 3
    assert "1 of 3 (33%)" in html
    assert "<script" not in html


def test_filters_narrow_table_and_charts_and_can_be_set_from_python(screen: Gather, scored: Path) -> None:
    screen.add(scored)
    screen.levels = ["Emerging"]
    assert [screen.rows[int(key)]["name"] for key in screen.shown] == ["Ben"]
    assert chart(screen, "levels")[0] == ("Emerging", 1, 1)
    screen.levels = []
    screen.search = "cem"
    assert len(screen.shown) == 1
    screen.search = "oven 2"
    assert len(screen.shown) == 3
    screen.sort, screen.descending = "level", True
    assert [screen.rows[int(key)]["name"] for key in screen.shown] == ["Ann", "Ben", "Cem"]
    screen.shown = ["2"]
    assert chart(screen, "levels") == [
        *(("Below Emerging", 1, 1), ("Emerging", 0, 1), ("Developing", 0, 1), ("Proficient", 0, 1)),
        ("Advanced", 0, 1),
    ]
    with pytest.raises(LexcurricError, match="no level 'Expert' here; there is Below Emerging"):
        screen.levels = ["Expert"]
    with pytest.raises(LexcurricError, match="no trainee has the key '9'"):
        screen.trainee = "9"


def test_one_trainee_is_shown_rating_by_rating(screen: Gather, scored: Path) -> None:
    screen.add(scored)
    screen.trainee = "1"
    detail = screen.view["detail"]
    assert (detail["name"], detail["level"], detail["next"]) == ("Ben", "Emerging", "Developing")
    assert len(detail["rows"]) == 40
    # What is not met yet comes first.
    assert [row[5] for row in detail["rows"]] == ["not yet"] * 30 + ["met"] * 10
    assert detail["has_criteria"]
    screen.trainee = ""
    assert screen.view["detail"] is None


def test_who_was_rated_on_an_older_version_is_named_with_whether_it_matters(
    screen: Gather, framework: Framework, scored: Path
) -> None:
    first = framework.content.active[0]
    framework.edit(first.id, first.text.removesuffix(".") + " and one more time, without help.")
    framework.save("v.26.05-acme.1", "More")
    screen.add(scored)
    found = screen.view["outdated"][0]
    assert (found["by"], found["count"], found["names"]) == ("v.26.05-acme.1", 3, ["Ann", "Ben", "Cem"])
    assert found["matters"]
    assert found["verdict"].startswith("1 of the 1 changes since then affects scoring: what was rated there may not")
    assert [each["what"] for each in found["changes"]] == ["reworded"]
    screen.only_outdated = True
    assert len(screen.shown) == 3


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("cut.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("nothing.xlsx", b"", "empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls format"),
        ("sheet.ods", b"PK\x03\x04", "OpenDocument"),
        ("notes.pdf", b"%PDF", ".pdf"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_stops_nothing(
    screen: Gather, scored: Path, name: str, body: bytes, said: str
) -> None:
    drop(screen, (name, body), ("Ann.xlsx", (scored / "May" / "Ann.xlsx").read_bytes()))
    tell(screen, "gather")
    assert [each["name"] for each in screen.rows] == ["Ann"]
    problem = screen.view["problems"][0]
    assert problem["file"] == name
    assert said in problem["what"]
    assert "/tmp/" not in problem["what"]


def test_two_files_of_one_name_and_the_same_file_twice(screen: Gather, scored: Path) -> None:
    ann, ben = ((scored / "May" / f"{name}.xlsx").read_bytes() for name in ("Ann", "Ben"))
    drop(screen, ("a.xlsx", ann), ("a.xlsx", ben), ("a.xlsx", ann), ("~$a.xlsx", b"x"))
    tell(screen, "gather")
    assert [each["file"] for each in screen.rows] == ["a.xlsx", "a (2).xlsx"]
    notes = [each["what"] for each in screen.view["notes"]]
    assert "the same file as a.xlsx; counted once" in notes
    assert any("only the mark that a workbook is open" in each for each in notes)


def test_results_are_written_to_new_files_with_links(screen: Gather, scored: Path, tmp_path: Path) -> None:
    with pytest.raises(LexcurricError, match="not as 'pdf'"):
        screen.write("pdf")
    assert "trainee" in tell(screen, "write", form="xlsx")["error"]
    screen.add(scored)
    heard: list[Any] = []
    screen.observe(heard.append, "view")
    assert tell(screen, "write", form="xlsx")["said"] == "Wrote exports/cohort-51-3011.00.xlsx"
    assert heard[-1]["new"]["written"][0]["name"] == "cohort-51-3011.00.xlsx"
    screen.write("xlsx")
    screen.write("csv")
    assert sorted(each.name for each in (tmp_path / "exports").iterdir()) == [
        "cohort-51-3011.00-2.xlsx",
        "cohort-51-3011.00.csv",
        "cohort-51-3011.00.xlsx",
    ]
    assert [each["what"] for each in screen.view["written"]] == [
        "Every rating as CSV",
        "Results workbook",
        "Results workbook",
    ]
    assert screen.view["written"][0]["key"]


def test_more_files_join_the_cohort_and_clear_begins_again(screen: Gather, scored: Path) -> None:
    screen.add(scored / "May" / "Ann.xlsx")
    screen.search = "ann"
    screen.add([scored / "May" / "Ben.xlsx", scored / "May" / "Cem.xlsx"])
    assert (len(screen.rows), len(screen.shown)) == (3, 1)
    heard: list[Any] = []
    screen.observe(heard.append, "cohort")
    assert tell(screen, "clear")["ok"]
    assert (screen.rows, screen.shown, screen.search, screen.view["headline"]) == ([], [], "", "")
    assert len(heard) == 1
    assert (scored / "May" / "Ann.xlsx").exists()


def copies(scored: Path, folder: Path, count: int) -> Path:
    """So many workbooks, each of other bytes."""
    folder.mkdir()
    source = scored / "May" / "Ann.xlsx"
    for number in range(count):
        place = folder / f"{number:04}.xlsx"
        shutil.copyfile(source, place)
        with place.open("r+b") as opened:
            # The comment of a zip archive, at its end, makes each another file that says the same.
            opened.seek(-2, 2)
            opened.write((4).to_bytes(2, "little"))
            opened.write(f"{number:04}".encode())
    return folder


def test_in_a_kernel_many_are_read_beside_it_and_can_be_stopped_and_gone_on_with(
    screen: Gather, scored: Path, tmp_path: Path
) -> None:
    folder = copies(scored, tmp_path / "many", 200)
    longest = 0.0

    async def kernel() -> None:
        nonlocal longest
        screen.add(folder)
        assert screen.view["is_reading"]
        stopped = False
        while screen.view["is_reading"]:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - before)
            if not stopped and screen.progress["done"] > 20:
                stopped = True
                tell(screen, "stop")

    asyncio.run(kernel())
    done = screen.view["files"]
    assert 20 < done < 200
    assert screen.view["waiting"] == 200 - done
    assert len(screen.rows) == done
    assert longest < 2
    tell(screen, "gather")
    assert len(screen.rows) == screen.view["files"] == 200


def test_without_a_kernel_the_cohort_is_shown(screen: Gather, scored: Path, workspace: Workspace) -> None:
    assert lx.gather(workspace, scored).rows[0]["name"] == "Ann"
    screen.add(scored)
    assert repr(screen) == "<Gather: 3 trainees from 3 files>"
    assert "<svg" in screen.static_html()
    workspace.import_export(sample_file(SAMPLE_NEW))
