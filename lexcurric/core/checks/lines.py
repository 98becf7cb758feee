"""Rules on what a framework says about itself: who owns it, under which licence, from which release of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from lexcurric.core.checks.look import Look
from lexcurric.core.checks.records import Found, Rule, Severity

_LICENCE = re.compile(
    r"\bCC[ -]?(?:BY|0)|creative\s?commons|licen[cs]e|public domain|all rights reserved|copyright\b|©|\(c\)\s?\d{4}",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"(?<![\d.])v?(\d+(?:\.\d+)*)", re.IGNORECASE)


def _lines(look: Look) -> Iterator[Found]:
    for field, meaning in (("attribution", "who owns the statements"), ("sources", "where the data comes from")):
        if not look.content.document.get(field):
            message = f"the field is missing or empty: files that leave cannot say {meaning}"
            yield Found(message, where=f"/{field}")


def _licence(look: Look) -> Iterator[Found]:
    document = look.content.document
    said = [text for field in ("attribution", "sources", "license", "licence") for text in _texts(document.get(field))]
    if (
        said
        and not any(_LICENCE.search(each) for each in said)
        and not (document.get("license") or document.get("licence"))
    ):
        yield Found(
            "no licence or copyright line: nobody can tell what may be done with the statements", where="/license"
        )


def _age(look: Look) -> Iterator[Found]:
    for name, found, newest in older_sources(look.content.document, look.settings.newest):
        yield Found(f"made from {found}, and {newest} is known: look for a newer release", where=f"/sources/{name}")


def older_sources(document: Mapping[str, JsonValue], newest: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each source with a release older than the newest known one: its name, its release, the newest one."""
    sources = document.get("sources")
    for name, value in sources.items() if isinstance(sources, dict) else ():
        mine, known = release_of(value), release_of(newest.get(name, ""))
        if mine and known and mine < known:
            yield name, str(value), newest[name]


def release_of(value: JsonValue) -> tuple[int, ...]:
    """
    The release that a source's line names, as numbers; empty where it names none.

    >>> release_of("v30.2 (CC BY 4.0)")
    (30, 2)
    """
    found = _RELEASE.match(value.strip()) if isinstance(value, str) else None
    return tuple(int(each) for each in found[1].split(".")) if found else ()


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


RULES = (
    Rule(
        "attribution",
        Severity.WARNING,
        "Every file that leaves carries who owns the statements and where they are from.",
        "",
        "Bread — bake at dawn.",
        of_all=_lines,
    ),
    Rule(
        "licence",
        Severity.WARNING,
        "Without a licence line nobody may copy, change or hand on the statements.",
        "",
        "Bread — bake at dawn.",
        of_all=_licence,
    ),
    Rule(
        "sources-age",
        Severity.NOTE,
        "Occupations change: a newer release of a source may have tasks and tools that this framework lacks.",
        "",
        "Bread — bake at dawn.",
        of_all=_age,
    ),
)
