"""Scales, weights and options in files: as lists, as YAML and as JSON."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lexcurric.core.errors import FileError
from lexcurric.core.rubric import Rating
from lexcurric.formats.rubric_files import read_options, read_scale, read_weights

SCALE = (
    Rating(code="Sí", meaning="Lo hace", points=2, met=True),
    Rating(code="No", meaning="", points=0.5, met=False),
    Rating(code="NA", meaning="", points=None, short="–"),
)
SCALES = {
    "a.csv": "Rating;Meaning;Points;Met;Short\nSí;Lo hace;2;yes;\nNo;;0,5;no;\nNA;;;;–\n",
    "b.csv": "puntos,valoración,significado,logrado,abreviatura\n2,Sí,Lo hace,sí,\n0.5,No,,no,\n–,NA,,,–\n",
    "c.yaml": "- {rating: Sí, meaning: Lo hace, points: 2, met: yes}\n- rating: No\n  points: 0.5\n  met: no\n"
    "- {rating: NA, points: null, short: –}\n",
    "d.json": '[{"rating": "Sí", "meaning": "Lo hace", "points": 2, "met": true},'
    ' {"code": "No", "points": 0.5, "met": false}, {"code": "NA", "points": null, "short": "–"}]',
}


@pytest.mark.parametrize("name", list(SCALES))
def test_a_scale_is_the_same_in_every_form(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(SCALES[name], encoding="utf-8")
    assert read_scale(path) == SCALE


def test_a_scale_and_weights_are_read_from_workbooks_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Rating", "Points"], [4, 4], [0, 0], ["NA", None]):
        book.active.append(row)
    book.save(tmp_path / "scale.xlsx")
    assert [(each.code, each.points) for each in read_scale(tmp_path / "scale.xlsx")] == [
        *(("4", 4), ("0", 0), ("NA", None))
    ]
    book = openpyxl.Workbook()
    for row in (["Ref", "Statement", "Weight"], ["E01", "Flour", 2], ["E02", "Ovens", 1.5]):
        book.active.append(row)
    book.save(tmp_path / "weights.xlsx")
    assert read_weights(tmp_path / "weights.xlsx") == {"E01": 2, "E02": 1.5}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "a.csv",
            "Rating,Points\n4,four\n3,1\n=x,2\n",
            r"2 problems: row 2: points: expected a number, found 'four'; row 4",
        ),
        ("a.csv", "Rating,Points,Met\n4,4,perhaps\n", r"row 2: `met` is yes or no; found 'perhaps'"),
        ("a.csv", "Points,Meaning\n4,x\n", r"expected headings such as rating, meaning, points"),
        ("a.csv", "Rating,Points\n4,1\n4,2\n", r"has the rating '4' twice"),
        ("a.csv", "Rating,Points\n4,0\n", r"at least one above 0"),
        ("a.csv", "Rating,Points\n", "there is no rating in it"),
        ("a.csv", "Rating,Points\n4,1e400\n", r"row 2: points: expected a number"),
        ("a.yaml", "rating: 4\n", "as a list of rows, found names with values"),
        ("a.yaml", "- {rating: 4, colour: red}\n", "entry 1: 'colour' is not one of code, meaning, points"),
        ("a.yaml", "- &a {rating: 4, points: 1}\n- *a\n", r"line 2: aliases such as \*a are not read"),
        ("a.yaml", "- [unclosed\n", "not YAML"),
        ("a.json", "[1,", "not JSON"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.doc", "x", r"\.csv, \.xlsx or \.txt"),
    ],
)
def test_what_is_wrong_in_a_scale_is_said_with_its_row(name: str, text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=words):
        read_scale(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'ID,Ref,Criterion,Weight\n,E01,,2\n,,Hygiene,"0,5"\n'),
        ("b.csv", "Criterion;Weight\nE01;2\nHygiene;0.5\n"),
        ("c.yaml", "E01: 2\nHygiene: 0.5\n"),
        ("d.json", '{"E01": 2, "Hygiene": 0.5}'),
        ("e.yaml", "- {ref: E01, weight: 2}\n- {criterion: Hygiene, weight: 0.5}\n"),
    ],
)
def test_weights_are_the_same_in_every_form(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_weights(path) == {"E01": 2, "Hygiene": 0.5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ref,Weight\nE01,0\n", r"row 2: a weight is more than 0 and at most 1,000; found 0"),
        ("Ref,Weight\nE01,\n", r"found nothing"),
        ("Ref,Weight\n,2\n", r"row 2: the row names no statement"),
        ("Ref,Weight\nE01,2\nE01,3\n", r"row 3: 'E01' has a weight already"),
        ("Ref,Points\nE01,2\n", "expected headings such as id, ref, criterion, weight"),
    ],
)
def test_what_is_wrong_in_weights_is_said_with_its_row(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(text)
    with pytest.raises(FileError, match=words):
        read_weights(tmp_path / "w.csv")


def test_options_are_read_from_yaml_and_json(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text("kind: analytic\nshare_required: 0.7\nlevels: [emerging]\ntheme: {name: plum}\n")
    assert read_options(tmp_path / "o.yaml") == {
        "kind": "analytic",
        "share_required": 0.7,
        "levels": ["emerging"],
        "theme": {"name": "plum"},
    }
    (tmp_path / "o.json").write_text('{"paper": "letter"}')
    assert read_options(tmp_path / "o.json") == {"paper": "letter"}
    (tmp_path / "l.yaml").write_text("- a\n")
    with pytest.raises(FileError, match="expected options by name, found a list"):
        read_options(tmp_path / "l.yaml")
    (tmp_path / "l.csv").write_text("a,b\n")
    with pytest.raises(FileError, match=r"expected a file with options as \.yaml, \.yml, \.json"):
        read_options(tmp_path / "l.csv")
