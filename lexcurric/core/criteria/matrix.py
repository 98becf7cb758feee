"""
The matrix of criteria: a row a criterion, a cell a level, and how verbs and autonomy grow from level to level.

It says what is missing, what is empty on purpose, and where a higher level asks for less than a lower one.
"""

from __future__ import annotations

from itertools import pairwise

from pydantic import JsonValue

from lexcurric.core.criteria.growth import Asked, asked_together
from lexcurric.core.model import Content, Criterion, Record, Statement


class Cell(Record):
    """
    One criterion at one level: its statements in order, or none; then `left_empty` says whether that is meant, and why.

    `autonomy` is the step of independence from 1 to 5 (0 where no word says it), `demand` that of the verbs from 1 to 6
    (0 where none is known); both are the most that one of its statements asks for.
    """

    level: str
    statements: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    left_empty: bool = False
    reason: str = ""
    verbs: tuple[str, ...] = ()
    autonomy: int = 0
    autonomy_word: str = ""
    autonomy_said: str = ""
    demand: int = 0
    demand_word: str = ""

    @property
    def is_missing(self) -> bool:
        """True without a statement, where that is not meant."""
        return not self.statements and not self.left_empty


class Row(Record):
    """One criterion: its cells, a level each, and what does not grow in it, in words."""

    id: str
    label: str
    cells: tuple[Cell, ...]
    flags: tuple[str, ...] = ()


class Matrix(Record):
    """All criteria of a framework: `levels` are the levels' labels by key, `loose` has its statements without one."""

    levels: dict[str, str]
    rows: tuple[Row, ...]
    loose: tuple[Cell, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The cells without a statement that nobody has said are meant so: criterion and level of each."""
        return tuple((row.label, self.levels[cell.level]) for row in self.rows for cell in row.cells if cell.is_missing)

    @property
    def loose_count(self) -> int:
        """How many statements have no criterion."""
        return sum(len(cell.statements) for cell in self.loose)

    def to_json_value(self) -> dict[str, JsonValue]:
        """The matrix as plain JSON."""
        found: dict[str, JsonValue] = self.model_dump(mode="json")
        return found


def matrix_of(content: Content) -> Matrix:
    """The matrix of a framework's criteria, in their order."""
    known = {each.id for each in content.criteria}
    rest = {key: tuple(each for each in row if each.criterion not in known) for key, row in content.by_level.items()}
    return Matrix(
        levels={level.key: level.label for level in content.levels},
        rows=tuple(_row(content, each) for each in content.criteria),
        loose=tuple(_cell(content, level.key, rest.get(level.key, ()), None) for level in content.levels),
    )


def _row(content: Content, criterion: Criterion) -> Row:
    cells = tuple(
        _cell(
            content,
            level.key,
            tuple(each for each in content.by_level[level.key] if each.criterion == criterion.id),
            criterion,
        )
        for level in content.levels
    )
    return Row(id=criterion.id, label=criterion.label, cells=cells, flags=_flags(content, cells))


def _cell(content: Content, level: str, statements: tuple[Statement, ...], criterion: Criterion | None) -> Cell:
    found: Asked = asked_together([each.text for each in statements])
    empty = criterion.empty if criterion is not None and not statements else {}
    return Cell(
        level=level,
        statements=tuple(each.id for each in statements),
        texts=tuple(each.text for each in statements),
        positions=tuple(content.positions[each.id] for each in statements),
        left_empty=level in empty,
        reason=empty.get(level, ""),
        verbs=found.verbs,
        autonomy=int(found.autonomy or 0),
        autonomy_word=found.autonomy.words if found.autonomy else "",
        autonomy_said=found.words,
        demand=found.demand,
        demand_word=found.demand_word,
    )


def _flags(content: Content, cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """Where a level asks for less than the one before it that says anything."""
    found: list[str] = []
    for name, what in (("autonomy", "less autonomy"), ("demand", "less of its verbs")):
        said = [cell for cell in cells if getattr(cell, name)]
        for low, high in pairwise(said):
            if getattr(high, name) < getattr(low, name):
                labels = [content.level_label(cell.level) for cell in (high, low)]
                words = [_words(cell, name) for cell in (high, low)]
                found.append(f"{labels[0]} asks for {what} than {labels[1]} ({words[0]} after {words[1]})")
    return tuple(found)


def _words(cell: Cell, name: str) -> str:
    if name == "autonomy":
        return f"“{cell.autonomy_said}”"
    return f"{cell.demand_word}: {', '.join(cell.verbs)}"
