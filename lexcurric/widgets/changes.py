"""The changes of a diff on screen: in reading order, in words, to be narrowed, searched and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from lexcurric.core.diff import Change, MetadataChange, Place
from lexcurric.core.errors import LexcurricError, WorkspaceError
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
from lexcurric.widgets.base import Panel, read_static
from lexcurric.widgets.matches import Matches, Pairing

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
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
        there = set[str]().union(*(self.traits_of(row) for row in self.rows))
        facets = []
        for name, options in self.groups.items():
            counts = Counter(key for row in self._passing(without=name) for key in self.traits_of(row))
            listed = [{"key": key, "label": options[key], "count": counts[key]} for key in options if key in there]
            facets.append({"name": name, "options": listed})
        return {"facets": facets}

    def _passing(self, without: str = "") -> list[Row]:
        """The rows that fit the search and the filters, but for those of one group."""
        wanted = [set(self.filter) & set(group) for name, group in self.groups.items() if name != without]
        words = self.search.casefold().split()
        found = []
        for row in self.rows:
            own, text = self.traits_of(row), row_text(row).casefold() if words else ""
            if all(own & each for each in wanted if each) and all(word in text for word in words):
                found.append(row)
        return found


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
            {"section": section.title, "key": _key(left), "text": departure(left, record.levels)}
            for section in sections(record)
            for left in section.departures
        ],
    }


def _key(change: Change | MetadataChange) -> str:
    return change.pointer if isinstance(change, MetadataChange) else (change.new or change.old)[0].id


def _row(change: Change | MetadataChange, section: str, levels: dict[str, str]) -> Row:
    old, new = _metadata_sides(change) if isinstance(change, MetadataChange) else _statement_sides(change, levels)
    significance = str(change.significance or "") if isinstance(change, Change) else ""
    look = isinstance(change, Change) and change.review
    return {
        "key": _key(change),
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


class DiffReview(Pairing, Listing):
    """
    The changes of a diff on screen, as in `Listing`; the filters are the kinds of change, `editorial`, `substantive`
    and `look`, the keys of `shown` are statement ids and JSON pointers. A wrong match is corrected as in `Pairing`.

    - `inline`: True shows each change as one text, False the two sides beside each other.
    """

    _esm = read_static("common.js", "changes.js", "matches.js", "diff.js")
    _css = read_static("common.css", "changes.css", "matches.css")
    groups = CHANGE_GROUPS

    inline = traitlets.Bool(False).tag(sync=True)

    def __init__(self, diff: Diff, **traits: Any) -> None:
        self._begin(diff)
        self.begin_pairing()
        super().__init__(rows=change_rows(diff, self.matches))
        self._narrow()
        for name, value in traits.items():
            setattr(self, name, value)

    def _begin(self, diff: Diff) -> None:
        self.diff = diff
        self.matches = Matches(diff.record, _framework_of(diff))
        self._changes = {_key(each): each for each in diff.record.statement_changes}

    def change_of(self, key: str) -> Change | None:
        """The change that a row shows."""
        return self._changes.get(key)

    def show_matches_again(self) -> None:
        """Compares the same two sides again."""
        if self.diff.workspace is not None:
            self._begin(self.diff.workspace.diff(self.diff.old.ref, self.diff.new.ref))
        self.show_rows(change_rows(self.diff, self.matches))

    @traitlets.observe("pairing")
    def _choosing(self, _change: object) -> None:
        self.refresh()

    def make_view(self) -> dict[str, Any]:
        """What stands above the changes."""
        return {**change_head(self.diff), **self.counted(), **self.pairing_view()}

    def static_html(self) -> str:
        """The report, for where no kernel answers."""
        return self.diff._repr_html_()

    def __repr__(self) -> str:
        return f"<DiffReview of {self.diff!r}>"


def _framework_of(diff: Diff) -> Framework | None:
    """The framework that a diff is of, where its workspace is open and has it."""
    try:
        return diff.workspace.framework(diff.record.soc) if diff.workspace is not None else None
    except WorkspaceError:
        return None
