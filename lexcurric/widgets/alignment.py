"""Alignment with O*NET or another list on screen: proposals decided one by one or in bulk, and coverage both ways."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core import edits
from lexcurric.core.alignment.records import KIND_WORDS, Alignment, AlignmentState, ItemKind, ListItem
from lexcurric.core.alignment.report import outdated, place_of, sureness
from lexcurric.core.alignment.weigh import LIKELY
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.widgets.alignment_source import ChoosingSource
from lexcurric.widgets.alignment_view import coverage_view, release_view
from lexcurric.widgets.base import read_static
from lexcurric.widgets.chosen import chosen_framework, with_the_choice

if TYPE_CHECKING:
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.framework import Framework

PANES = ("", "source", "hand on")
SHOWS = ("review", "coverage", "news")
FILTERS = {
    "open": "To decide",
    "decided": "Decided",
    "nothing": "With nothing in the list",
    "look": "To look at",
    "all": "All statements",
}
SURE = {0.9: "nearly certain", LIKELY: "likely", 0.3: "possible", 0.0: "any"}
"""What a confidence is called from this number on."""
FOUND = 40
"""So many things of a list are offered to choose from at a time; a search reaches the others."""


class AlignmentReview(ChoosingSource):
    """
    The alignment of a framework with a list on screen. Each property can be read and set, and the screen follows.

    - `alignments`: the `Alignments` that are looked at, or None; `open_source(path)` opens others.
    - `show`: `review`, `coverage` both ways, or `news` of a newer release.
    - `filter`: which statements are listed: `open`, `decided`, `nothing` (with nothing in the list), `look`, `all`.
    - `search`: words that a statement or what it is aligned with must have.
    - `kind`: only things of one kind, such as `task`; empty for all.
    - `confidence`: from this on (0 to 1) `do_accept_sure` accepts what is proposed.
    - `selection`: the selected alignments, each `STATEMENT:CODE` with the statement's whole id.
    - `finding`, `words`: the statement that another thing of the list is looked for, and the words that it must have.
    """

    _esm = read_static(
        "common.js", "downloads.js", "uploads.js", "screen.js", "alignment_source.js", "alignment_coverage.js",
        "alignment.js",
    )  # fmt: skip
    _css = read_static("common.css", "uploads.css", "screen.css", "alignment.css")

    show = traitlets.Enum(SHOWS, "review").tag(sync=True)
    filter = traitlets.Enum(tuple(FILTERS), "open").tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    kind = traitlets.Unicode("").tag(sync=True)
    confidence = traitlets.Float(LIKELY, min=0.0, max=1.0).tag(sync=True)
    selection = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pane = traitlets.Enum(PANES, "").tag(sync=True)
    finding = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    found = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, framework: Framework, source: str | Path = "", **traits: Any) -> None:
        self.attach(framework)
        super().__init__()
        if source or len(self._own.alignments):
            self.open_source(source, **({} if source else {"name": self._own.alignments.lists[0].list.title}))
        else:
            self.pane = "source"
        self.refresh()
        for name, value in traits.items():
            setattr(self, name, value)

    def begin_again(self) -> None:
        """Forgets what was chosen of another framework."""
        self.alignments = None
        self.show, self.filter, self.search, self.kind, self.finding = "review", "open", "", "", ""
        kept = self._own.alignments.lists
        self.pane = "" if kept else "source"
        if kept:
            self.open_source(name=kept[0].list.title)

    def opened(self) -> None:
        """Shows what was opened."""
        self.pane, self.finding, self.selection, self.kind = "", "", [], ""
        self.filter, self.search = "open", ""
        self.show = "news" if self._list.news is not None and self._list.news.changes else "review"
        self.refresh()

    @property
    def _list(self) -> Alignments:
        if self.alignments is None:
            raise EditError("no list is open yet; choose the folder of an O*NET release, or a list")
        return self.alignments

    @traitlets.validate("kind")
    def _known_kind(self, proposal: Mapping[str, Any]) -> str:
        kinds = [each.value for each in self.alignments.list.kinds] if self.alignments else []
        if proposal["value"] not in ("", *kinds):
            raise LexcurricError(
                f"no kind {proposal['value']!r} in this list; there are {', '.join(kinds) or 'none yet'}"
            )
        return str(proposal["value"])

    @traitlets.validate("selection")
    def _known_alignments(self, proposal: Mapping[str, Any]) -> list[str]:
        if not proposal["value"]:
            return []
        known = {_ref(each) for each in self._list.offered}
        for each in proposal["value"]:
            if each not in known:
                raise LexcurricError(f"no alignment {each!r} here; it is written STATEMENT:CODE, with the whole id")
        return list(dict.fromkeys(proposal["value"]))

    @traitlets.validate("finding")
    def _known_statement(self, proposal: Mapping[str, Any]) -> str:
        return edits.find(self._shown, proposal["value"]).id if proposal["value"] else ""

    @traitlets.observe("show", "filter", "search", "kind", "confidence", "pane")
    def _look_elsewhere(self, _change: object) -> None:
        self.refresh()

    @traitlets.observe("finding", "words")
    def _find(self, change: Mapping[str, Any]) -> None:
        if change["name"] == "finding":
            self.words = ""
        self.found = self._offers() if self.finding and self.alignments else []

    # The screen

    def make_view(self) -> dict[str, Any]:
        """What is proposed and decided, or the coverage, as the screen draws it."""
        view = self.head_view()
        source = self.source_view() if self.pane == "source" or self.alignments is None else None
        if self.alignments is None:
            return {**view, "list": None, "source": source}
        opened = self.alignments
        records = [each for each in opened.records if self.kind in ("", each.kind.value)]
        waiting = [each for each in records if each.state is AlignmentState.PROPOSED]
        decided = len(records) - len(waiting)
        return {
            **view,
            "source": source,
            "list": {"title": opened.list.title, "lines": [list(each) for each in opened.list.lines]},
            "notes": list(opened.notes),
            "kinds": [[each.value, KIND_WORDS[each][1]] for each in opened.list.kinds],
            "waiting": len(waiting),
            "decided": decided,
            "sure": [
                [number, words, sum(1 for each in waiting if _score(each) >= number)] for number, words in SURE.items()
            ],
            "filters": self._counts(records),
            "cards": self._cards(records) if self.show == "review" else [],
            "coverage": coverage_view(self._list, self._shown, self.kind) if self.show == "coverage" else None,
            "news": view["news"],
            "release": release_view(self._list, self._own, self._shown) if opened.news is not None else None,
            "files": self._files() if self.pane == "hand on" else [],
        }

    def _counts(self, records: Iterable[Alignment]) -> list[list[Any]]:
        of = self._by_statement(records)
        counts = Counter(key for each in self._shown.active for key in self._passes(each.id, of))
        return [[key, words, counts[key]] for key, words in FILTERS.items()]

    def _by_statement(self, records: Iterable[Alignment]) -> dict[str, list[Alignment]]:
        found: dict[str, list[Alignment]] = {}
        for each in records:
            found.setdefault(each.statement, []).append(each)
        return found

    def _passes(self, statement: str, of: Mapping[str, list[Alignment]]) -> set[str]:
        mine = of.get(statement, [])
        passed = {"all"}
        if any(each.state is AlignmentState.PROPOSED for each in mine):
            passed.add("open")
        if any(each.state is not AlignmentState.PROPOSED for each in mine):
            passed.add("decided")
        if all(each.state is AlignmentState.REJECTED for each in mine):
            passed.add("nothing")
        if any(self._outdated(each) for each in mine):
            passed.add("look")
        return passed

    def _outdated(self, alignment: Alignment) -> str:
        return "" if alignment.state is AlignmentState.PROPOSED else outdated(alignment, self._shown, self._list.list)

    def _cards(self, records: list[Alignment]) -> list[dict[str, Any]]:
        of, words = self._by_statement(records), self.search.casefold().split()
        near = self._by_statement(each for each in self._list.offered if self.kind in ("", each.kind.value))
        cards = []
        for statement in self._shown.active:
            if self.filter not in self._passes(statement.id, of):
                continue
            mine = of.get(statement.id, [])
            text = "\n".join([statement.text, *(f"{each.code} {each.label}" for each in mine)]).casefold()
            if not all(word in text for word in words):
                continue
            nearest = [] if mine else [each for each in near.get(statement.id, []) if each not in mine]
            cards.append(
                {
                    "id": statement.id,
                    "place": place_of(self._shown, statement.id),
                    "text": statement.text,
                    "lines": [self._line(each, offered=True) for each in mine],
                    "nearest": [self._line(each, offered=False) for each in nearest],
                }
            )
        return cards

    def _line(self, alignment: Alignment, *, offered: bool) -> dict[str, Any]:
        return {
            "ref": _ref(alignment),
            "kind": KIND_WORDS[alignment.kind][0],
            "kindKey": alignment.kind.value,
            "code": alignment.code,
            "label": alignment.label,
            "state": alignment.state.value if offered else "not proposed",
            "exact": alignment.relation.value == "exact",
            "sure": _sure(alignment),
            "score": alignment.score,
            "why": list(alignment.why),
            "look": self._outdated(alignment),
            "by": alignment.author,
        }

    def _files(self) -> list[dict[str, Any]]:
        def written(ending: str) -> bytes:
            target = self.kept_in / f"alignment{ending}"
            self._list.write(target)
            return target.read_bytes()

        def dumped(value: Any) -> bytes:
            return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

        soc = self._own.soc
        kept = self._own.alignments
        made = [
            ("CASE 1.1 associations", f"{soc}-case.json", lambda: dumped(kept.case_associations())),
            ("CTDL-ASN", f"{soc}-ctdl-asn.json", lambda: dumped(kept.ctdl_asn())),
            ("Workbook to review in Excel", f"{soc}-alignment.xlsx", lambda: written(".xlsx")),
            ("Page to print or send", f"{soc}-alignment.html", lambda: written(".html")),
        ]
        return [{**self.offer_made(name, make), "words": words} for words, name, make in made]

    def _offers(self) -> list[dict[str, Any]]:
        """What the statement that something is looked for could be aligned with: the nearest, or what has the words."""
        opened, words = self._list, self.words.casefold().split()
        there = {(each.kind, each.code) for each in opened.records if each.statement == self.finding}
        if words:
            listed: list[ListItem] = [
                each
                for each in opened.list.items
                if all(word in f"{each.code} {each.label} {each.note}".casefold() for word in words)
            ]
        else:
            near = opened.nearest(self.finding)
            named = zip(map(str, near["kind"]), map(str, near["code"]), strict=True)
            first = [opened.list.by_code[ItemKind(kind), code] for kind, code in named]
            listed = [*first, *(each for each in opened.list.items if each not in first)]
        return [
            {
                "kind": each.kind.value,
                "kindWords": KIND_WORDS[each.kind][0],
                "code": each.code,
                "label": each.label,
                "note": each.note,
                "there": (each.kind, each.code) in there,
            }
            for each in listed[:FOUND]
        ]

    def refresh(self) -> None:
        """Shows what is there now, whoever changed it."""
        with self.hold_sync():
            if self.alignments is not None:
                self.alignments.look()
            self._shown = self._own.content
            self.view = self.make_view()
            if self.selection:
                waiting = {_ref(each) for each in self._list.offered if each.state is AlignmentState.PROPOSED}
                self.selection = [each for each in self.selection if each in waiting]
            if self.finding and self.finding not in self._shown.positions:
                self.finding = ""

    def static_html(self) -> str:
        """The coverage and what waits for a decision, for where no kernel answers."""
        return f"<p>{escape(repr(self))}</p>" if self.alignments is None else self.alignments._repr_html_()

    def __repr__(self) -> str:
        what = f" with {self.alignments.list.title}" if self.alignments else ": no list yet"
        return f"<AlignmentReview of {self._shown.title} ({self._shown.soc}){what}>"

    # The actions, each one edit

    def do_accept(self, refs: list[str], exact: bool = False, reason: str = "") -> str:
        """Accepts alignments; `exact` says that statement and thing are the same."""
        proposed = {_ref(each) for each in self._list.records}
        for ref in [each for each in refs if each not in proposed]:
            statement, _, code = ref.partition(":")
            self._list.add(statement, code, exact=exact, reason=reason)
        named = [each for each in refs if each in proposed]
        if named:
            self._list.accept(named, reason=reason, exact=exact)
        return self._decided()

    def do_accept_sure(self, reason: str = "") -> str:
        """Accepts every proposal (of the kind that is shown) from the confidence of the screen on."""
        found = [
            _ref(each)
            for each in self._list.records
            if each.state is AlignmentState.PROPOSED
            and _score(each) >= self.confidence
            and self.kind in ("", each.kind.value)
        ]
        if not found:
            raise EditError("no proposal is that sure; choose a lower confidence, or decide one by one")
        self._list.accept(found, reason=reason)
        return self._decided()

    def do_reject(self, refs: list[str], reason: str = "") -> str:
        """Rejects alignments: they are not proposed again."""
        self._list.reject(refs, reason=reason)
        return self._decided()

    def do_take_back(self, refs: list[str], reason: str = "") -> str:
        """Takes decisions back."""
        self._list.take_back(refs, reason=reason)
        return self._decided()

    def do_add(self, statement: str, code: str, kind: str, exact: bool = False, reason: str = "") -> str:
        """Aligns a statement with a thing of the list by hand."""
        self._list.add(statement, code, kind=kind, exact=exact, reason=reason)
        self.finding = ""
        return self._decided()

    def do_keep(self, reason: str = "") -> str:
        """Keeps this release of the list with the framework."""
        self._list.keep(reason)
        return self._decided()

    def do_take_workbook(self, reason: str = "") -> str:
        """Does what a reviewer chose in the workbook that was dropped."""
        came, self._came = getattr(self, "_came", []), []
        if not came:
            raise EditError("no workbook has come; drop it again")
        count = self._list.take(came[-1], reason)
        self.delete(came[-1])
        return self._decided() if count else "The workbook has no new decisions"

    def _decided(self) -> str:
        self.selection = []
        return self.done()

    def close(self) -> None:
        """Takes the screen off; what came from the browser is deleted."""
        self.delete_all()
        super().close()


def _ref(alignment: Alignment) -> str:
    return f"{alignment.statement}:{alignment.code}"


def _score(alignment: Alignment) -> float:
    return alignment.score or 0.0


def _sure(alignment: Alignment) -> str:
    """How sure it is, in words; what a person aligned by hand is not weighed."""
    if alignment.score is None:
        return sureness(alignment)
    return next(words for number, words in SURE.items() if alignment.score >= number).replace("any", "unlikely")


def align(framework: Framework | None = None, source: str | Path = "") -> AlignmentReview:
    """
    The alignment of a framework with a list, to end a cell with: the folder of an O*NET release, a CSV or Excel file,
    or the list that is kept. Without a framework, the one that was chosen last (`lx.choose()`).

    Raises LexcurricError where there is no framework yet, and FileError where the list cannot be read.
    """
    if framework is not None:
        return AlignmentReview(framework, source)
    return with_the_choice(AlignmentReview(chosen_framework(), source))
