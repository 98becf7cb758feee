"""What is said of frameworks side by side: a matrix of counts, levels, and a table with a column a framework."""

from __future__ import annotations

from lexcurric.core.compare_frameworks import FrameworkComparison, Place, Row, Standing
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import Cell, Column, ColumnKind, TableReport, TableSheet
from lexcurric.core.words import mark_words


def comparison_report(comparison: FrameworkComparison) -> TableReport:
    """Everything about the comparison, with whose each framework is."""
    names = comparison.names
    sources = [
        (f"{side.name}: {item}", text)
        for side in comparison.sides
        for item, text in provenance(side.snapshot).lines
        if item != "Made with"
    ]
    return TableReport(
        title=" and ".join([", ".join(names[:-1]), names[-1]]),
        lines=comparison.lines,
        sheets=[
            matrix_sheet(comparison),
            levels_sheet(comparison),
            table_sheet(comparison),
            *([_pairs_sheet(comparison)] if len(names) == 2 else []),
        ],
        sources=(*sources, ("Made with", "lexcurric")),
    )


def matrix_sheet(comparison: FrameworkComparison) -> TableSheet:
    """A row and a column a framework: shared and similar, and on the diagonal how many statements there are."""
    size = range(len(comparison.sides))
    rows: list[tuple[Cell, ...]] = [
        (comparison.names[first], *(_cell(comparison, first, second) for second in size), len(comparison.only(first)))
        for first in size
    ]
    columns = (
        Column("Framework", 34),
        *(Column(name, 26) for name in _heads(comparison, "Framework", "Only there")),
        Column("Only there", 12, ColumnKind.NUMBER),
    )
    return TableSheet("Matrix", "How many statements two frameworks share, or have in other words.", columns, rows)


def _cell(comparison: FrameworkComparison, first: int, second: int) -> str:
    if first == second:
        return f"{len(comparison.sides[first].snapshot.content.active)} statements"
    counts = comparison.counts(first, second)
    return f"{counts.shared} shared, {counts.similar} similar, {counts.only_first} not in the other"


def _heads(comparison: FrameworkComparison, *taken: str) -> list[str]:
    """The frameworks' names as headings: short enough, and none like another one or another heading."""
    found: list[str] = []
    used = {each.casefold() for each in taken}
    for at, name in enumerate(comparison.names, start=1):
        head = " ".join(name.split())[:60]
        head = head if head and head.casefold() not in used else f"{head[:50]} ({at})"
        used.add(head.casefold())
        found.append(head)
    return found


def levels_sheet(comparison: FrameworkComparison) -> TableSheet:
    """The levels side by side, by their names, with how many statements each has."""
    counts = [
        {level.label: len(side.snapshot.content.by_level.get(level.key, ())) for level in side.snapshot.content.levels}
        for side in comparison.sides
    ]
    labels: dict[str, str] = {}
    for each in counts:
        for label in each:
            labels.setdefault(label.casefold(), label)
    rows = [
        (label, *(next((n for name, n in each.items() if name.casefold() == key), None) for each in counts))
        for key, label in labels.items()
    ]
    columns = (
        Column("Level", 20),
        *(Column(name, 26, ColumnKind.NUMBER) for name in _heads(comparison, "Level")),
    )
    return TableSheet(
        "Levels", "How many statements stand in each level; empty where a level is not there.", columns, rows
    )


def table_sheet(comparison: FrameworkComparison) -> TableSheet:
    """A row for each thing, a column for each framework: where it stands, and in which words."""
    rows = [_row(comparison, each) for each in comparison.rows]
    fixed = ("Standing", "In how many", "Sureness", "Levels", "Why")
    columns = (
        *(Column("Standing", 11), Column("In how many", 10, ColumnKind.NUMBER)),
        *(Column(name, 54) for name in _heads(comparison, *fixed)),
        *(Column("Levels", 14), Column("Sureness", 10, ColumnKind.SHARE), Column("Why", 44)),
    )
    return TableSheet("Side by side", "Each thing that a framework says, beside what the others say.", columns, rows)


def _row(comparison: FrameworkComparison, row: Row) -> tuple[Cell, ...]:
    texts = {each.side: _said(each) for each in row.places}
    levels = ("other levels" if row.other_level else "the same level") if len(row.places) > 1 else ""
    return (
        *(_standing(comparison, row), len(row.places)),
        *(texts.get(side, "") for side in range(len(comparison.sides))),
        *(levels, row.score, "; ".join(row.why)),
    )


def _standing(comparison: FrameworkComparison, row: Row) -> str:
    """In two frameworks: `only here`, `only there`; in more, `only in one`."""
    if row.standing is not Standing.ONLY:
        return row.standing.value
    if len(comparison.sides) > 2:
        return "only in one"
    return "only here" if row.sides == (0,) else "only there"


def _said(place: Place) -> str:
    return f"{place.level} {place.position}: {place.statement.text}"


def _pairs_sheet(comparison: FrameworkComparison) -> TableSheet:
    """Of two frameworks, what is similar, with the words that are others."""
    rows: list[tuple[Cell, ...]] = []
    for each in comparison.of(Standing.SIMILAR):
        first, second = each.places
        words = mark_words(first.statement.text, second.statement.text)
        where = first.level if not each.other_level else f"{first.level} → {second.level}"
        rows.append((where, first.statement.text, second.statement.text, words, each.score, "; ".join(each.why)))
    heads = _heads(comparison, "Level", "Other words", "Sureness", "Why")
    columns = (
        Column("Level", 22),
        *(Column(name, 50) for name in heads),
        *(Column("Other words", 56), Column("Sureness", 10, ColumnKind.SHARE), Column("Why", 40)),
    )
    return TableSheet("Similar", "What both say in other words, with the words marked that are others.", columns, rows)
