"""Rubrics for the tests: the sample, made-up ones of every shape, and odd texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.rubric import Options, Rubric, make_rubric
from lexcurric.formats.rubric import write_rubric

DATA = Path(__file__).parents[2] / "data" / "51-3011.00.v.26.05.json"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FUNCTIONS = frozenset(
    (
        "IF",
        "AND",
        "OR",
        "LEN",
        "ISNUMBER",
        "COUNTIF",
        "COUNTIFS",
        "SUM",
        "SUMIFS",
        "INDEX",
        "MATCH",
        "ROUND",
        "ROUNDUP",
        "MAX",
    )
) | {"MIN"}
LABELS = ('=1+1 "Basic"', ">3", "a*", "A*", "+Expert", "Very " + "long " * 20 + "label & more")
Ratings = Mapping[str, str | int | None]


@cache
def bakers() -> Snapshot:
    node, problems = read_json_text(DATA.read_text())
    assert problems == []
    value = node.plain()
    assert isinstance(value, dict)
    return Snapshot(content=content_from_export(value), ref="bakers", version="v.26.05", time=str(value["exportedAt"]))


def made_up(*sizes: int, text: str = "=Object {n} {m} — perform, measure, and record it to the standard.") -> Snapshot:
    levels = tuple(Level(key=f"k{n}", label=LABELS[n], rank=f"{n:02d}") for n in range(len(sizes)))
    statements = tuple(
        Statement(id=f"s{n}-{m}", level=f"k{n}", rank=f"{m:04d}", text=text.format(n=n, m=m))
        for n, size in enumerate(sizes)
        for m in range(size)
    )
    document: Any = {"occupation": {"title": "R&D @ +Bakers " + "x" * 300}, "attribution": "© A & B " + "&" * 300}
    content = Content(soc="51-3011.00", document=document, levels=levels, statements=statements)
    return Snapshot(content=content, ref="test", version="v.1 & 2")


def with_criteria() -> Snapshot:
    content = made_up(3, 3).content
    statements = tuple(replace(each, criterion="c1") for each in content.statements)
    content = replace(content, statements=statements, criteria=(Criterion(id="c1", label="=Dough", rank="a"),))
    return Snapshot(content=content, ref="test", version="v.1")


def weighted() -> Rubric:
    made = make_rubric(made_up(2, 3, 1))
    return replace(made, rows=tuple(replace(row, weight=1 + at % 3) for at, row in enumerate(made.rows)))


SAMPLES: dict[str, Callable[[], Rubric]] = {
    "bakers": lambda: make_rubric(bakers()),
    "three levels": lambda: make_rubric(made_up(4, 0, 7)),
    "six levels": lambda: make_rubric(made_up(3, 2, 5, 1, 1, 4)),
    "one statement": lambda: make_rubric(made_up(1)),
    "criteria": lambda: make_rubric(with_criteria()),
    "weights": weighted,
    "nothing required": lambda: make_rubric(made_up(2, 2), options=Options(share_required=0.0)),
}


def write(rubric: Rubric, folder: Path, name: str = "rubric.xlsx") -> Path:
    path = folder / name
    write_rubric(rubric, path)
    return path
