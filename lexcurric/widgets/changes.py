"""The changes of a diff on screen: in reading order, in words, to be narrowed, searched and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from lexcurric.core.diff import Change, MetadataChange, Place
from lexcurric.core.errors import LexcurricError
from lexcurric.core.report import (
    KIND_WORDS,
    PLEASE_LOOK,
    departure,
    headline,
    marks_of,
    one_line,
    place_words,
    sections,
    side_names,
    summary_line,
    to_review,
    value_text,
)
from lexcurric.core.significance import Significance
from lexcurric.core.words import Mark, Words
from lexcurric.widgets.base import Panel
from lexcurric.widgets.matches import Matches

if TYPE_CHECKING:
    from lexcurric.workspace.views import Diff

Row = dict[str, Any]
LOOK = "look"


class Listing(Panel):
    """
    A panel with rows that can be narrowed. Each property can be read and set, and the screen follows.

    - `filter`: what the rows must be, such as `["reworded", "substantive"]`: any of each group of filters.
    - `search`: words that a row must have.
    - `shown`: the keys of the rows on screen; set it to look at just these.
    """

    groups: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """The filters: under each group's name their keys, and what they are called on screen."""

    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    filter = traitlets.List(traitlets.Unicode()).tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def traits_of(self, row: Row) -> set[str]:
        """The filters that a row passes."""
        return set(row["traits"])

    @traitlets.validate("filter")
    def _known_filters(self, proposal: Mapping[str, Any]) -> list[str]:
        known = [key for group in self.groups.values() for key in group]
        for each in proposal["value"]:
            if each not in known:
                raise LexcurricError(f"no filter {each!r}; there are {', '.join(known)}")
        return list(dict.fromkeys(proposal["value"]))

    @traitlets.validate("shown")
    def _whole_keys(self, proposal: Mapping[str, Any]) -> list[str]:
        known = {row["key"] for row in self.rows}
        return [each if each in known else _find_key(known, each) for each in proposal["value"]]

    @traitlets.observe("filter", "search")
    def _narrow(self, _change: object = None) -> None:
        with self.hold_sync():
            found = self._passing()
            self.shown = [row["key"] for row in found]
            self.refresh()

    def show_rows(self, rows: list[Row]) -> None:
        """Puts other rows on screen, narrowed as the last ones were."""
        with self.hold_sync():
            self.shown = []
            self.rows = rows
            self._narrow()

    def counted(self) -> dict[str, Any]:
        """The filters with how many rows each would show, for the screen."""
        found = [(self.traits_of(row), self._has_words(row)) for row in self.rows]
        there = set[str]().union(*(own for own, _ in found))
        facets = []
        every = Counter(key for own, fits in found if fits for key in own)
        for name, options in self.groups.items():
            wanted = self._wanted(without=name)
            counts = (
                every
                if not wanted
                else Counter(key for own, fits in found if fits and all(own & each for each in wanted) for key in own)
            )
            listed = [{"key": key, "label": options[key], "count": counts[key]} for key in options if key in there]
            facets.append({"name": name, "options": listed})
        return {"facets": facets}

    def _passing(self) -> list[Row]:
        """The rows that fit the search and the filters."""
        wanted = self._wanted()
        return [row for row in self.rows if self._has_words(row) and all(self.traits_of(row) & each for each in wanted)]

    def _wanted(self, without: str = "") -> list[set[str]]:
        """The filters that are on, but for those of one group: of each group, one has to fit."""
        chosen = [set(self.filter) & set(group) for name, group in self.groups.items() if name != without]
        return [each for each in chosen if each]

    def _has_words(self, row: Row) -> bool:
        words = self.search.casefold().split()
        if not words:
            return True
        text = row_text(row).casefold()
        return all(word in text for word in words)


def _find_key(keys: Iterable[str], wanted: str) -> str:
    found = [key for key in keys if len(wanted) >= 8 and key.startswith(wanted)]
    if len(found) != 1:
        raise LexcurricError(f"{len(found)} rows have a key that begins with {wanted!r}; `.rows` lists the keys")
    return found[0]


def row_text(row: Row) -> str:
    """All that a row says, for searching."""
    return "\n".join(_strings([row.get(name) for name in ("section", "headline", "subject", "old", "new", "sides")]))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([each for name, each in value.items() if name != "words"])
        yield "".join(run for _, run in value.get("words", ()))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


# A diff's rows


def change_rows(diff: Diff, matches: Matches | None = None) -> list[Row]:
    """The changes as the screen draws them, level by level; matches can be corrected where they are given."""
    known = matches or Matches(diff.record)
    return [
        _row(change, section.title, diff.record.levels) | (known.about(change) if isinstance(change, Change) else {})
        for section in sections(diff.record)
        for change in section.changes
    ]


def change_head(diff: Diff) -> dict[str, Any]:
    """What stands above the changes, and which statements left each level."""
    record = diff.record
    return {
        "title": record.title,
        "soc": record.soc,
        "names": list(side_names(record)),
        "summary": summary_line(record),
        "look": len(to_review(record)),
        "departures": [
            {"section": section.title, "key": key_of(left), "text": departure(left, record.levels)}
            for section in sections(record)
            for left in section.departures
        ],
    }


def key_of(change: Change | MetadataChange) -> str:
    return change.pointer if isinstance(change, MetadataChange) else (change.new or change.old)[0].id


def _row(change: Change | MetadataChange, section: str, levels: dict[str, str]) -> Row:
    old, new = _metadata_sides(change) if isinstance(change, MetadataChange) else _statement_sides(change, levels)
    significance = str(change.significance or "") if isinstance(change, Change) else ""
    look = isinstance(change, Change) and change.review
    return {
        "key": key_of(change),
        "section": section,
        "kind": str(change.kind),
        "headline": headline(change, levels),
        "significance": significance,
        "look": PLEASE_LOOK if look else "",
        "old": old,
        "new": new,
        "words": words_value(marks_of(change)),
        "traits": [each for each in (str(change.kind), significance, LOOK if look else "") if each],
    }


def words_value(words: Words) -> list[list[str]]:
    """Marked words as plain JSON values."""
    return [[str(mark), run] for mark, run in words]


def plain_words(text: str) -> list[list[str]]:
    """A text without marks, as marked words."""
    return words_value(((Mark.EQUAL, one_line(text)),))


def one_side(words: Words, gone: Mark) -> list[list[str]]:
    """The words of one side only: without those that the other side has."""
    return words_value(tuple(each for each in words if each[0] is not gone))


def _statement_sides(change: Change, levels: dict[str, str]) -> tuple[list[Row], list[Row]]:
    if change.words:
        words = marks_of(change)
        return (
            [{"where": place_words(change.old[0], levels), "words": one_side(words, Mark.INSERT)}],
            [{"where": place_words(change.new[0], levels), "words": one_side(words, Mark.DELETE)}],
        )

    def side(places: Sequence[Place]) -> list[Row]:
        return [{"where": place_words(each, levels), "words": plain_words(each.text)} for each in places]

    return side(change.old), side(change.new)


def _metadata_sides(change: MetadataChange) -> tuple[list[Row], list[Row]]:
    words = marks_of(change)
    if words:
        return [{"where": "", "words": one_side(words, Mark.INSERT)}], [
            {"where": "", "words": one_side(words, Mark.DELETE)}
        ]
    sides = [
        [] if value is None else [{"where": "", "words": plain_words(value_text(value))}]
        for value in (change.old, change.new)
    ]
    return sides[0], sides[1]


KINDS = {str(kind): words[:1].upper() + words[1:] for kind, words in KIND_WORDS.items()}
CHANGE_GROUPS = {
    "Kind": KINDS,
    "Significance": {str(each): each.value.capitalize() for each in Significance},
    "Attention": {LOOK: PLEASE_LOOK},
}
