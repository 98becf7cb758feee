"""What a designer writes down once for many rubrics: a scale, weights, or all options, as a list or as YAML or JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.rubric import Options, Rating
from lexcurric.core.wording import normal
from lexcurric.files import read_text
from lexcurric.workbook.lists import TABLES, cell_at, named_columns, read_rows

_SCALE = {
    "code": ("rating", "code", "valoración", "valoracion", "código", "codigo", "nota"),
    "meaning": ("meaning", "means", "description", "what it means", "significado", "descripción", "descripcion"),
    "points": ("points", "value", "puntos", "valor"),
    "met": ("met", "counts as met", "logrado", "cuenta como logrado"),
    "short": ("short", "mark", "in cohort", "abreviatura", "en el grupo"),
}
_WEIGHTS = {
    "id": ("id", "statement id"),
    "ref": ("ref", "reference", "ref.", "referencia"),
    "criterion": ("criterion", "criteria", "statement or criterion", "criterio", "name", "nombre"),
    "weight": ("weight", "peso"),
}
_YES, _NO = ("yes", "true", "y", "1", "x", "sí", "si", "verdadero"), ("no", "false", "n", "0", "falso", "-", "–")
_MAPS = (".yaml", ".yml", ".json")
_LARGEST = 1_000_000
_MOST_EVENTS, _DEEPEST = 15_000, 20
"""Of a YAML file: its values and brackets, and how deep they are nested; reading one is slow, and slower in depth."""
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")

Line = tuple[str, Mapping[str, str]]
"""Where a row stands, and its cells by what the columns are called here."""


def read_scale(path: str | Path) -> tuple[Rating, ...]:
    """
    The ratings in a file, in its order: columns (or keys) rating, meaning, points, and if wanted met and short.

    A rating without points leaves the row out. Raises FileError with each row that does not fit.
    """
    place = Path(path)
    problems: list[Problem] = []
    ratings = []
    for where, cells in _lines(place, "a rating scale", _SCALE, "code"):
        try:
            ratings.append(_rating(cells))
        except ValueError as error:
            problems.append(Problem(where, _said(error)))
    if not ratings and not problems:
        problems.append(Problem("", "there is no rating in it"))
    if not problems:
        try:
            Options(scale=tuple(ratings))
        except ValueError as error:
            problems.append(Problem("", _said(error)))
    if problems:
        raise FileError(str(place), problems, "A scale has the columns rating, meaning, points and met")
    return tuple(ratings)


def read_weights(path: str | Path) -> dict[str, int | float]:
    """
    The weights in a file by statement id, ref (`E01`) or criterion: a list with the columns id, ref or criterion, and
    weight; or in YAML or JSON, `E01: 2`. Raises FileError with each row that does not fit.
    """
    place = Path(path)
    problems: list[Problem] = []
    weights: dict[str, int | float] = {}
    for where, cells in _weight_lines(place):
        name = next((cells[key] for key in ("id", "ref", "criterion") if cells.get(key)), "")
        try:
            weight = _number(cells.get("weight", ""), "weight")
            if not name:
                raise ValueError("the row names no statement or criterion")  # noqa: TRY301
            if name in weights:
                raise ValueError(f"{name!r} has a weight already")  # noqa: TRY301
            if weight is None or not 0 < weight <= 1000:
                found = cells.get("weight", "") or "nothing"
                raise ValueError(f"a weight is more than 0 and at most 1,000; found {found}")  # noqa: TRY301
            weights[name] = weight
        except ValueError as error:
            problems.append(Problem(where, str(error)))
    if not weights and not problems:
        problems.append(Problem("", "there is no weight in it"))
    if problems:
        raise FileError(str(place), problems, "Weights have the columns id, ref or criterion, and weight")
    return weights


def read_options(path: str | Path) -> dict[str, Any]:
    """The options in a YAML or JSON file, by the names that `fw.rubric` knows. Raises FileError."""
    place = Path(path)
    value = _mapping_file(place, "a file with options", _typed)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        problem = Problem("", f"expected options by name, found {_kind_of(value)}")
        raise FileError(str(place), [problem], "Write one a line, such as `paper: letter`")
    return value


# Rows


def _rating(cells: Mapping[str, str]) -> Rating:
    met = cells.get("met", "").casefold()
    if met and met not in (*_YES, *_NO):
        raise ValueError(f"`met` is yes or no; found {cells['met']!r}")
    points = _number(cells.get("points", ""), "points")
    return Rating(
        code=cells.get("code", ""),
        meaning=cells.get("meaning", ""),
        points=points,
        met=None if not met or points is None else met in _YES,
        short=cells.get("short", ""),
    )


def _number(text: str, what: str) -> int | float | None:
    """A number with a point or a comma; None for an empty cell or a dash."""
    if text in ("", "-", "–", "—"):
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{what}: expected a number, found {text!r}")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() and math.isfinite(value) else value


def _said(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    said = [each["msg"].removeprefix("Value error, ") for each in error.errors()]
    return "; ".join(dict.fromkeys(said))


def _lines(path: Path, what: str, names: Mapping[str, Sequence[str]], needed: str) -> Iterator[Line]:
    """Each row of a list, or each object of a YAML or JSON list, with its cells as texts."""
    if path.suffix.casefold() in _MAPS:
        value = _mapping_file(path, what, _texts)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise FileError(str(path), [Problem("", f"expected {what} as a list of rows, found {_kind_of(value)}")])
        for at, each in enumerate(value, start=1):
            yield f"entry {at}", _named(path, f"entry {at}", each, names)
        return
    rows = read_rows(path, what)
    columns = named_columns(rows[0], names) if rows else {}
    if needed not in columns or len(columns) < 2:
        wanted = ", ".join(names)
        problem = Problem(
            rows[0][0].where if rows else "", f"expected headings such as {wanted.replace('code', 'rating')}"
        )
        raise FileError(str(path), [problem], "Put the headings into the first row")
    for row in rows[1:]:
        cells = {key: cell_at(row, place) for key, place in columns.items()}
        fault = next((each for each in cells.values() if each.fault), None)
        if fault is not None:
            raise FileError(str(path), [Problem(fault.where, fault.fault)])
        yield _row_of(row[0].where), {key: normal(cell.text) for key, cell in cells.items()}


def _row_of(where: str) -> str:
    """The row that a cell stands in: `row 3` of `row 3, column 1`, and of `Sheet1!A3`."""
    sheet, mark, cell = where.rpartition("!")
    return f"{sheet}, row {cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}" if mark else where.partition(",")[0]


def _named(path: Path, where: str, given: Mapping[Any, Any], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found = {}
    for name, value in given.items():
        key = next((key for key, spellings in names.items() if str(name).casefold() in (key, *spellings)), None)
        if key is None or not isinstance(value, str):
            problem = (
                f"{name!r} is not one of {', '.join(names)}" if key is None else f"{name}: expected a text or number"
            )
            raise FileError(str(path), [Problem(where, problem)])
        found[key] = normal(value)
    return found


def _weight_lines(path: Path) -> Iterator[Line]:
    if path.suffix.casefold() not in _MAPS:
        yield from _lines(path, "a list of weights", _WEIGHTS, "weight")
        return
    value = _mapping_file(path, "a list of weights", _texts)
    if not isinstance(value, dict):
        yield from _lines(path, "a list of weights", _WEIGHTS, "weight")
        return
    for at, (name, weight) in enumerate(value.items(), start=1):
        yield f"entry {at}", {"id": normal(str(name)), "weight": normal(str(weight))}


# YAML and JSON


def _mapping_file(path: Path, what: str, load: Callable[[str], Any]) -> Any:
    if path.suffix.casefold() not in _MAPS:
        listed = f"{', '.join(_MAPS)}" if "options" in what else f"{', '.join((*TABLES, *_MAPS))}"
        problem = Problem("", f"expected {what} as {listed}; the name ends in {path.suffix or 'nothing'}")
        raise FileError(str(path), [problem])
    text = read_text(path, what)
    if len(text) > _LARGEST:
        raise FileError(str(path), [Problem("", f"expected {what} of at most {_LARGEST:,} characters")])
    import yaml

    try:
        # JSON is YAML but for tabs and a few escapes, so it has a reader of its own.
        return load(text) if path.suffix.casefold() != ".json" else _json_value(text, load)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = Problem(where, f"not YAML: {getattr(error, 'problem', None) or error}")
        raise FileError(str(path), [problem], "Correct the file") from None
    except json.JSONDecodeError as error:
        problem = Problem(f"line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}")
        raise FileError(str(path), [problem], "Correct the file") from None
    except (ValueError, OverflowError) as error:
        # A date that there is not, or a number of thousands of digits.
        what = f"a value cannot be read: {str(error).split(';')[0]}"
        raise FileError(str(path), [Problem("", what)], "Correct the file") from None
    except RecursionError:
        raise FileError(str(path), [Problem("", "nested too deeply")], "Correct the file") from None


def _json_value(text: str, load: Callable[[str], Any]) -> Any:
    value = json.loads(text, parse_int=str, parse_float=str) if load is _texts else json.loads(text)
    return _as_texts(value) if load is _texts else value


def _as_texts(value: Any) -> Any:
    """JSON's null, true and false as a list would say them."""
    if isinstance(value, list):
        return [_as_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: _as_texts(each) for key, each in value.items()}
    return {None: "", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else value


def _texts(text: str) -> Any:
    """YAML with every value as it is written: a rating `No` is no false, and 1.0 no 1."""
    import yaml

    value = yaml.load(_without_aliases(text), Loader=yaml.BaseLoader)  # noqa: S506
    return _without_null(value)


def _without_null(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_null(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_null(each) for key, each in value.items()}
    return "" if value in ("null", "~") else value


def _typed(text: str) -> Any:
    import yaml

    return yaml.safe_load(_without_aliases(text))


def _without_aliases(text: str) -> str:
    """
    The text. Raises YAMLError for one that repeats parts of itself, since a few lines can stand for gigabytes, and for
    one that is nested deeper or has more values than any options have.
    """
    import yaml

    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"line {line}: aliases such as *{event.anchor} are not read; write the value again")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.YAMLError(f"line {line}: nested too deeply")
        if count > _MOST_EVENTS:
            raise yaml.YAMLError(f"line {line}: there are more values than are read; at most {_MOST_EVENTS:,}")
    return text


def _kind_of(value: Any) -> str:
    return {dict: "names with values", list: "a list", str: "a text", type(None): "nothing"}.get(
        type(value), "a number"
    )
