"""`rubric` with its options: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from pathlib import Path

import openpyxl
import pytest

from lexcurric.workspace.workspace import open_workspace
from tests.cli.conftest import Run
from tests.samples import OLD
from tests.score_places import place

SOC = "51-3011.00"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7f" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def facts(path: str | Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)["_lexcurric"]
    return {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}


def options(path: str | Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(facts(path)["options"])
    return found


@pytest.fixture
def ready(run: Run) -> Run:
    """The commands, where the bakers' framework is imported and a list of trainees and options are at hand."""
    assert run("import", OLD).code == 0
    Path("t.csv").write_bytes("Group;Name\n1;Ana Ruiz\n1;José\n2;Ana Ruiz\n".encode("cp1252"))
    return run


def test_every_option_is_in_the_file_and_in_the_log(ready: Run) -> None:
    Path("scale.csv").write_text("Rating,Meaning,Points,Met\nYes,does it,2,yes\nNo,does not,0,no\nNA,,,\n")
    Path("weights.yaml").write_text("E01: 2\n")
    Path("logo.png").write_bytes(png())
    said = ready(
        *("rubric", SOC, "-o", "a.xlsx", "--target", "Advanced", "--levels", "emerging, Advanced", "--share", "0.5"),
        *("--met", "1", "--scale", "scale.csv", "--weights", "weights.yaml", "--paper", "letter", "--theme", "plum"),
        *("--header-colour", "#102030", "--logo", "logo.png", "--trainee", "Ana Ruiz"),
    )
    assert (said.code, said.out) == (0, "Wrote a.xlsx: 20 statements of v.26.05\n")
    assert said.err == "Weights other than 1: E01 2.\n"
    wanted = {
        "scale": [
            {"code": "Yes", "meaning": "does it", "points": 2, "met": True},
            {"code": "No", "meaning": "does not", "points": 0, "met": False},
            {"code": "NA", "points": None},
        ],
        "met_rating": 1,
        "share_required": 0.5,
        "weights": {"E01": 2},
        "target": "Advanced",
        "levels": ["emerging", "Advanced"],
        "paper": "letter",
        "theme": {"name": "plum", "header": "102030", "logo": hashlib.sha256(png()).hexdigest()},
        "trainee": "Ana Ruiz",
    }
    assert options("a.xlsx") == wanted
    with open_workspace("data/workspace.db") as workspace:
        (logged,) = workspace.framework(SOC).issued.to_dict(orient="records")
    assert logged["options"] == wanted


def test_options_from_a_file_give_way_to_those_of_the_command(ready: Run) -> None:
    folder = Path("kept")
    folder.mkdir()
    (folder / "scale.yaml").write_text("- {rating: Done, points: 1}\n- {rating: Open, points: 0}\n")
    (folder / "o.yaml").write_text(
        "kind: checklist\nshare_required: 0.6\npaper: letter\nscale: scale.yaml\ntheme: {name: green, accent: '112233'}\n"
    )
    said = ready(
        "rubric", SOC, "-o", "a.xlsx", "--options", "kept/o.yaml", "--share", "0.9", "--header-colour", "445566"
    )
    assert said.code == 0
    found = options("a.xlsx")
    assert (found["share_required"], found["paper"]) == (0.9, "letter")
    assert found["theme"] == {"name": "green", "accent": "112233", "header": "445566"}
    assert [each["code"] for each in found["scale"]] == ["Done", "Open"]


def test_trainees_into_a_folder_are_a_workbook_each(ready: Run) -> None:
    said = ready("rubric", SOC, "-o", "out/", "--trainees", "t.csv")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Wrote 3 workbooks to out/: 40 statements of v.26.05 each, for 3 trainees, Ana Ruiz to Ana Ruiz (2)\n"
    )
    assert sorted(os.listdir("out")) == ["Ana Ruiz (2).xlsx", "Ana Ruiz.xlsx", "José.xlsx"]
    assert options("out/José.xlsx") == {"trainee": "José"}
    said = ready("rubric", SOC, "-o", "out", "--trainees", "t.csv", "--json")
    assert json.loads(said.out)["written"] == ["out/Ana Ruiz.xlsx", "out/José.xlsx", "out/Ana Ruiz (2).xlsx"]
    book = openpyxl.load_workbook("out/José.xlsx")
    book["Score"][place(book, "Rating")] = 3
    book.save("out/José.xlsx")
    assert ready("rubric", SOC, "-o", "new", "--trainees", "t.csv").code == 0
    assert sorted(os.listdir("new")) == sorted(os.listdir("out"))
    said = ready("rubric", SOC, "-o", "out", "--trainees", "t.csv")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "José.xlsx: is there already" in said.err
    assert ready("rubric", SOC, "-o", "out", "--trainees", "t.csv", "--overwrite").code == 0
    assert ready("verify", "out/José.xlsx").code == 0


def test_trainees_into_a_file_are_a_cohort(ready: Run) -> None:
    said = ready("rubric", SOC, "-o", "c.xlsx", "--trainees", "t.csv")
    assert said.out == "Wrote c.xlsx: 40 statements of v.26.05, with 3 trainees, Ana Ruiz to Ana Ruiz (2)\n"
    assert options("c.xlsx")["trainees"] == ["Ana Ruiz", "José", "Ana Ruiz (2)"]
    assert ready("rubric", SOC, "-o", "out/", "--trainees", "t.csv", "--cohort").code == 0
    assert os.listdir("out") == [f"{SOC}-v.26.05-cohort.xlsx"]
    Path("many.txt").write_text("\n".join(f"T{number}" for number in range(1, 65)))
    said = ready("rubric", SOC, "-o", "m.xlsx", "--trainees", "many.txt")
    assert said.out == (
        "Wrote 3 workbooks, m 1.xlsx to m 3.xlsx: 40 statements of v.26.05, with 64 trainees, T1 to T64; 21 or 22 in each, "
        "since a sheet Cohort has room for 30\n"
    )
    assert options("m 3.xlsx")["trainees"][-1] == "T64"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--one-each",), "--one-each and --cohort need --trainees"),
        (("--trainees", "t.csv", "--trainee", "Ana"), "give one of them"),
        (("--trainees", "t.csv", "--one-each"), "a workbook for each trainee needs a folder: -o a/"),
        (("--trainees", "none.csv"), "none.csv: no such list of trainees"),
        (("--theme", "pink"), "no theme 'pink'; there is blue, green, plum, grey"),
        (("--header-colour", "red"), "a colour is six hex digits"),
        (("--target", "Expert"), "no level 'Expert'; there is"),
        (("--language", "xx"), "xx"),
        (("--met", "9"), "the rating that counts as met is 9, and the highest of the scale 4"),
        (("--logo", "t.csv"), "t.csv: expected a PNG or JPEG picture"),
        (("--kind", "best"), "'best' is not one of"),
        (("--options", "odd.yaml"), "an option of the rubric does not fit: colour"),
        (("--weights", "w.csv"), "no statement or criterion is called 'E99'"),
        (("-o", "a.pdf"), "a.pdf: a rubric is an Excel workbook. Give a name in .xlsx, such as a.xlsx"),
        (("-o", "a"), "a: a rubric is an Excel workbook. Give a name in .xlsx, such as a.xlsx"),
        (("-o", "data"), "data: is a folder. Name a file in it, such as data/rubric.xlsx"),
        (("-o", "a/"), "a/: is a folder. Name a file in it, such as a/rubric.xlsx"),
        (("--kind", "holistic", "--weights", "w.csv"), "nothing in it has a weight; leave weights out"),
        (("--share", "80"), "less than or equal to 1. Try: lexcurric rubric --help"),
        (("--kind", "analytic", "--scale", "s.csv"), "the ratings of analytic rubrics are the levels"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line_and_nothing_is_written(
    arguments: tuple[str, ...], words: str, ready: Run
) -> None:
    Path("odd.yaml").write_text("colour: red\n")
    Path("w.csv").write_text("Ref,Weight\nE99,2\n")
    Path("s.csv").write_text("Rating,Points\n1,1\n0,0\n")
    said = ready("rubric", SOC, "-o", "a.xlsx", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert words in said.err
    assert not list(Path().glob("**/*.xlsx"))


def test_a_workbook_that_may_be_filled_in_is_written_over_only_when_asked(ready: Run) -> None:
    ready("rubric", SOC, "-o", "a.xlsx")
    book = openpyxl.load_workbook("a.xlsx")
    book.save("a.xlsx")
    assert ready("rubric", SOC, "-o", "a.xlsx", "--share", "0.5").code == 0
    book["Score"][book.defined_names["InTrainee"].attr_text.rpartition("!")[2].replace("$", "")] = "Ana"
    book.save("a.xlsx")
    said = ready("rubric", SOC, "-o", "a.xlsx")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "lexcurric: a.xlsx: is there already, and is filled in or no rubric of ours. Give another name, or --overwrite "
        "(in a notebook, overwrite=True)\n"
    )
    assert ready("rubric", SOC, "-o", "a.xlsx", "--kind", "holistic", "--overwrite").out == (
        "Wrote a.xlsx: one judgment of v.26.05\n"
    )


def test_an_analytic_rubric_without_criteria_says_what_to_do(ready: Run) -> None:
    said = ready("rubric", SOC, "-o", "a.xlsx", "--kind", "analytic")
    assert said.err.splitlines()[0] == (
        "No statement has a criterion yet, so this rubric has one row with all 40 statements. Put the statements under "
        f"criteria first: lexcurric criteria propose {SOC} proposes them (fw.propose_criteria()); or make them by hand, in "
        f"the column Criterion of an edit sheet, or with lexcurric criterion {SOC} ID … --label NAME."
    )
    assert ready("-q", "rubric", SOC, "-o", "b.xlsx").err == ""


def test_the_empty_cells_of_a_matrix_are_listed(ready: Run) -> None:
    with open_workspace("data/workspace.db", "Ada") as workspace:
        framework = workspace.framework(SOC)
        levels = framework.content.by_level
        framework.set_criterion([each.id for each in levels["emerging"][:2]], "Flour & water")
        framework.set_criterion([levels["advanced"][0].id, levels["developing"][0].id], "Ovens")
        rubric = framework.rubric("analytic")
        assert rubric.notes() == (
            "5 cells of the matrix are without a statement; nothing is filled in by position:",
            "  Flour & water: Developing, Proficient, Advanced",
            "  Ovens: Emerging, Proficient",
            "36 statements have no criterion; they stand together in the last row.",
        )
        assert (len(rubric.gaps), rubric.loose) == (5, 36)
        html = rubric._repr_html_()
        assert "<p>  Flour &amp; water: Developing" in html
        assert "<th scope='col'>Proficient</th>" in html
        assert framework.rubric().notes() == ()
    said = ready("rubric", SOC, "-o", "a.xlsx", "--kind", "analytic")
    assert tuple(said.err.splitlines()[:4]) == rubric.notes()


def test_only_the_criteria_that_are_named_are_rated(ready: Run) -> None:
    with open_workspace("data/workspace.db", "Ada") as workspace:
        framework = workspace.framework(SOC)
        levels = framework.content.by_level
        framework.set_criterion([each.id for each in levels["emerging"][:2]], "Flour & water")
        framework.set_criterion([levels["advanced"][0].id, levels["developing"][0].id], "Ovens")
    said = ready("rubric", SOC, "-o", "a.xlsx", "--criterion", "ovens", "--criterion", "Flour & water")
    assert (said.code, said.out) == (0, "Wrote a.xlsx: 4 statements of v.26.05+draft\n")
    assert options("a.xlsx")["criteria"] == ["ovens", "Flour & water"]
    assert ready("verify", "a.xlsx").out.startswith("a.xlsx: checklist rubric of 51-3011.00 v.26.05+draft, as issued")
    refused = ready("rubric", SOC, "-o", "b.xlsx", "--criterion", "Icing")
    assert refused.code != 0
    assert "no criterion 'Icing'; there is" in refused.err
    assert not Path("b.xlsx").exists()
