"""A list of trainees, as a school's office keeps it: CSV from any country's Excel, a workbook, or a name a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.trainees import clean_name, told_apart
from lexcurric.core.wording import normal
from lexcurric.workbook.lists import Row, cell_at, named_columns, read_rows

_NAME = (
    *("name", "names", "full name", "fullname", "display name", "trainee", "trainees", "trainee name", "learner"),
    *(
        "learners",
        "learner name",
        "student",
        "students",
        "student name",
        "apprentice",
        "apprentice name",
        "participant",
    ),
    *("participant name", "candidate", "nombre", "nombres", "nombre completo", "nombre y apellidos", "aprendiz"),
    *("aprendices", "alumno", "alumna", "alumnos", "estudiante", "estudiantes", "participante", "participantes"),
)
_FIRST = (
    *("first name", "firstname", "first names", "given name", "given names", "forename", "first", "nombre de pila"),
    *("primer nombre",),
)
_LAST = (
    *("last name", "lastname", "last names", "surname", "family name", "last", "apellido", "apellidos"),
    *("primer apellido",),
)
_COLUMNS = {"name": _NAME, "first": _FIRST, "last": _LAST}


def read_trainees(path: str | Path) -> tuple[str, ...]:
    """
    The names in a list: of the column headed Name, Trainee, Learner, Student, Nombre, Aprendiz or the like, of a first
    and a last name joined, or else of the first column; blanks left out.

    Two equal names are kept apart as `Ana Ruiz` and `Ana Ruiz (2)`. Raises FileError, with each row that is wrong, for
    a name that is a formula, has a control character or more than 200 characters, and for a list without any name.
    """
    place = Path(path)
    rows = read_rows(place, "a list of trainees")
    names, problems = [], []
    heads = _heads(rows)
    columns = _columns(heads)
    for row in rows[1 if heads else 0 :]:
        try:
            name = _name(row, columns)
        except ValueError as error:
            problems.append(Problem(next((cell.where for cell in row if cell.text or cell.fault), ""), str(error)))
        else:
            names += [name] if name else []
    if problems:
        raise FileError(str(place), problems, "Correct the list")
    if not names:
        raise FileError(str(place), [Problem("", "there is no name in the list")], "Put a name in each row")
    return told_apart(names)


def _heads(rows: Sequence[Row]) -> dict[str, int]:
    """The columns that the first row names; none where it is a trainee like the others, such as `Ana Ruiz; Student`."""
    found = named_columns(rows[0], _COLUMNS) if rows else {}
    repeated = any(
        normal(cell_at(row, place).text) == normal(rows[0][place].text) for row in rows[1:] for place in found.values()
    )
    return {} if repeated else found


def _columns(found: Mapping[str, int]) -> list[int]:
    """The columns that make up a name, in the order in which it is said; without headings, the first."""
    # `Nombre` beside `Apellidos` is the first name only.
    parts = [found.get("first", found.get("name") if "last" in found else None), found.get("last")]
    if "last" in found or ("first" in found and "name" not in found):
        return [place for place in parts if place is not None]
    return [found.get("name", 0)]


def _name(row: Row, columns: list[int]) -> str:
    cells = [cell_at(row, place) for place in columns]
    fault = next((cell.fault for cell in cells if cell.fault), "")
    if fault:
        raise ValueError(fault)
    return clean_name(" ".join(clean_name(cell.text) for cell in cells))
