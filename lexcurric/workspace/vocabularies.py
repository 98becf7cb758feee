"""Vocabularies in and out: read from a file, and put on a framework without losing a tag in use."""

from __future__ import annotations

from pathlib import Path

from pydantic import JsonValue

from lexcurric.core.errors import EditError, FileError, Problem
from lexcurric.core.model import Content, Vocabulary, replace
from lexcurric.core.vocabulary import parse_vocabularies, term_faults
from lexcurric.files import read_text, write_whole
from lexcurric.formats.skos import ENDINGS, read_skos


def read_vocabularies(path: Path, language: str = "en") -> tuple[Vocabulary, ...]:
    """
    The vocabularies in a YAML, JSON, CSV, Excel or SKOS file (.rdf, .xml, .jsonld), of SKOS in this language.

    Raises FileError with every problem.
    """
    if path.suffix.casefold() in ENDINGS:
        return _parsed(path, read_skos(path, language))
    if path.suffix.casefold() in (".csv", ".tsv", ".xlsx"):
        from lexcurric.formats.vocabulary_lists import read_vocabulary_rows

        return _parsed(path, read_vocabulary_rows(path))
    return _parsed(path, _yaml_value(path))


def _parsed(path: Path, value: JsonValue) -> tuple[Vocabulary, ...]:
    found, problems = parse_vocabularies(value)
    if problems:
        raise FileError(str(path), problems, "Correct the file; data/vocabularies.yaml of the project is an example")
    return found


def _yaml_value(path: Path) -> JsonValue:
    import yaml

    try:
        value: JsonValue = yaml.safe_load(read_text(path, "a file with vocabularies"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = Problem(where, f"not YAML: {getattr(error, 'problem', None) or error}")
        raise FileError(str(path), [problem], "Correct the file") from None
    except RecursionError:
        raise FileError(str(path), [Problem("", "nested too deeply")], "Correct the file") from None
    return value


def merge_vocabularies(content: Content, given: tuple[Vocabulary, ...]) -> Content:
    """
    The content with these vocabularies; EditError where a closed list would lose a term that statements carry.

    An open list keeps the terms that designers have added to it while tagging.
    """
    faults = [f"{each.name}: {fault}" for each in given for fault in term_faults(each)]
    if faults:
        raise EditError("; ".join(faults))
    used = {tag for each in content.active for tag in each.tags}
    for vocabulary in given:
        mine = sorted(tag for tag in used if tag.split(":")[0] == vocabulary.name)
        missing = [tag for tag in mine if not vocabulary.has(tag.split(":", 1)[1])]
        if missing and not vocabulary.open:
            raise EditError(
                f"{vocabulary.name}: statements carry {', '.join(missing)}, which the new list does not have"
            )
    mine_now = {each.name: each for each in content.vocabularies}
    merged = mine_now | {each.name: _with_added(each, mine_now.get(each.name)) for each in given}
    return replace(content, vocabularies=tuple(merged[name] for name in sorted(merged)))


def _with_added(given: Vocabulary, mine: Vocabulary | None) -> Vocabulary:
    if mine is None or not given.open:
        return given
    return replace(given, terms=(*given.terms, *(term for term in mine.terms if given.meant(term.term) is None)))


def write_vocabularies(vocabularies: tuple[Vocabulary, ...], path: Path, title: str) -> Path:
    """
    Writes vocabularies to a file that `read_vocabularies` reads again: YAML, CSV, or SKOS as JSON-LD.

    Raises FileError where the file cannot be written, or its ending is another.
    """
    write_whole(path, vocabularies_bytes(vocabularies, path.suffix.casefold(), title))
    return path


def vocabularies_bytes(vocabularies: tuple[Vocabulary, ...], ending: str, title: str) -> bytes:
    """The bytes of such a file; `ending` is .yaml, .csv or .jsonld. Raises FileError for another."""
    from lexcurric.formats.csv_table import csv_bytes
    from lexcurric.formats.vocabularies_out import COLUMNS, to_jsonld, to_rows, to_yaml

    if ending == ".csv":
        return csv_bytes(COLUMNS, to_rows(vocabularies))
    if ending == ".jsonld":
        return to_jsonld(vocabularies, title)
    if ending in (".yaml", ".yml"):
        return to_yaml(vocabularies, title)
    what = f"vocabularies are written as .yaml, .csv or .jsonld, not as {ending or 'a file without ending'}"
    raise FileError(f"vocabularies{ending}", [Problem("", what)], "Choose one of these endings")
