"""Aligning a framework with O*NET or another list: proposals, a person's decisions, what they cover."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core import edits
from lexcurric.core.alignment.coverage import Coverage, Covered, cover
from lexcurric.core.alignment.propose import Proposals
from lexcurric.core.alignment.records import (
    KIND_WORDS,
    AlignedList,
    Alignment,
    AlignmentState,
    ItemKind,
    ListItem,
    Relation,
)
from lexcurric.core.alignment.releases import ListNews, compare_releases
from lexcurric.core.alignment.report import alignment_report, outdated, place_of, sureness
from lexcurric.core.alignment.weigh import LIKELY
from lexcurric.core.errors import EditError
from lexcurric.core.items import ALIGNMENT
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import TableReport
from lexcurric.core.wording import quoted
from lexcurric.workspace.covering import CoverageView
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.given import plain
from lexcurric.workspace.kept_alignments import alignment_items, kept_alignments, kept_lists
from lexcurric.workspace.moments import Changes
from lexcurric.workspace.table_files import TableFiles

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic import JsonValue

    from lexcurric.core.matching.vectors import Meaning
    from lexcurric.workspace.framework import Framework

COLUMNS = (
    *(
        "ref",
        "state",
        "sureness",
        "score",
        "relation",
        "place",
        "statement",
        "kind",
        "code",
        "item",
        "why",
        "to_look_at",
    ),
    *("author", "time", "statement_id"),
)
EVERY, ONLY_LIKELY = "all", "likely"
Refs = Any
"""What names alignments: `all`, `likely`, a statement's id, `STATEMENT:CODE`, `:CODE`, rows of a table, or several."""


class Alignments(TableFiles):
    """
    A framework held against one list. Proposals change nothing; `accept`, `reject`, `add` and `take_back` are edits of
    the draft, each saved at once, and undone like any other. The list is kept with the first of them, or by `keep`.
    """

    kind, csv_sheet = "alignment", "Alignments"

    def __init__(
        self, framework: Framework, listed: AlignedList, notes: Sequence[str] = (), meaning: Meaning | None = None
    ) -> None:
        self.framework, self.list = framework, listed
        self.notes = tuple(notes)
        self._meaning = meaning
        self.look()
        kept = kept_lists(framework.draft.items).get(listed.key)
        self.news: ListNews | None = None
        """What this release of the list changes against the one that is kept; None where none is, or it is the same."""
        if kept is not None and kept != listed:
            self.news = compare_releases(kept, listed, self._decided)

    def look(self) -> None:
        """Takes in what the draft says now, whoever changed it."""
        self.framework.draft.refresh()
        self._content = self.framework.draft.seen
        self._decided = tuple(
            each for each in kept_alignments(self.framework.draft.items) if each.list == self.list.key
        )
        self.__dict__.pop("_proposals", None)

    @cached_property
    def _proposals(self) -> Proposals:
        return Proposals(self._content, self.list, self._decided, self._meaning)

    # What there is

    @property
    def records(self) -> tuple[Alignment, ...]:
        """Every alignment, decided or proposed, by statement in reading order."""
        return self._proposals.every

    @property
    def proposals(self) -> DataFrame:
        """One row a proposal that waits for a decision, by statement, the surest first."""
        return self._frame(each for each in self.records if each.state is AlignmentState.PROPOSED)

    @property
    def decided(self) -> DataFrame:
        """One row a decision, accepted or rejected; those of retired statements too, with what to look at."""
        return self._frame(self._decided)

    @property
    def coverage(self) -> CoverageView:
        """Coverage both ways: what no statement is about, and which statements are about nothing in the list."""
        return CoverageView(self._content, self.list, self._coverage)

    @property
    def _coverage(self) -> Coverage:
        return cover(self._content, self.list, self.records)

    @property
    def changes(self) -> DataFrame:
        """One row a thing that this release changes against the one that is kept, with the alignments it touches."""
        from lexcurric.formats.frames import records_frame

        columns = ("what", "kind", "code", "old", "new", "significance", "why", "aligned", "statements")
        rows = [
            (
                *(each.fate.value, each.kind.value, each.code, each.old, each.new),
                *(each.significance.value if each.significance else "", each.why, len(each.alignments)),
                tuple(one.statement[:8] for one in each.alignments),
            )
            for each in (self.news.changes if self.news else ())
        ]
        return records_frame(rows, columns)

    def nearest(self, statement_id: str = "", kind: str = "") -> DataFrame:
        """
        The three things (of a kind: task, dwa, item) that a statement is most likely about, however unlikely; without
        a statement, those of each that is about nothing yet. `add` takes what is right.
        """
        wanted = ItemKind(kind) if kind else None
        if not statement_id:
            return self._frame(one for each in self._nearest(wanted).values() for one in each)
        found = edits.find(self._content, statement_id)
        return self._frame(self._proposals.nearest(found.id, wanted))

    def _nearest(self, kind: ItemKind | None = None) -> dict[str, list[Alignment]]:
        alone = [each.statement.id for each in self._coverage.statements if each.covered is Covered.NO]
        return {each: self._proposals.nearest(each, kind) for each in alone}

    def _frame(self, alignments: Iterable[Alignment]) -> DataFrame:
        from lexcurric.formats.frames import records_frame

        rows = []
        for each in alignments:
            statement = self._content.by_id.get(each.statement)
            rows.append(
                (
                    *(each.ref, each.state.value, sureness(each), each.score, each.relation.value),
                    *(place_of(self._content, each.statement), statement.text if statement else each.text),
                    *(each.kind.value, each.code, each.label, "; ".join(each.why)),
                    *(outdated(each, self._content, self.list), each.author, each.time, each.statement),
                )
            )
        return records_frame(rows, COLUMNS)

    # Deciding

    def accept(self, *which: Refs, reason: str = "", exact: bool | None = None) -> int:
        """
        Accepts alignments, as one edit, and says how many are new: `all` proposals, those that are `likely`, all of a
        statement (its id), of a thing (`:CODE`), one (`STATEMENT:CODE`), or the rows of a table such as `proposals`.

        `exact` says that they are the same thing, or (False) only related. EditError where nothing has that name.
        """
        return self._decide(AlignmentState.ACCEPTED, which, reason, exact)

    def reject(self, *which: Refs, reason: str = "") -> int:
        """Rejects alignments, named as in `accept`: they are not proposed again."""
        return self._decide(AlignmentState.REJECTED, which, reason, None)

    def add(self, statement_id: str, code: str, *, kind: str = "", exact: bool = False, reason: str = "") -> Alignment:
        """
        Aligns a statement with a thing of the list by hand, proposed or not, and gives that.

        `kind` is needed only where two kinds of things have the same code. EditError where there is no such thing.
        """
        statement = edits.find(self._content, statement_id)
        item = self._item(code, kind)
        known = next((each for each in self.records if _is_of(each, statement.id, item)), None)
        base = known or self._proposals.made(statement, item, score=None)
        relation = Relation.EXACT if exact else Relation.RELATED
        made = self.signed(replace(base, state=AlignmentState.ACCEPTED, relation=relation))
        what = f"Aligned {quoted(statement.text)} with {quoted(item.label)}"
        self._save(what, reason, [made])
        return made

    def take_back(self, *which: Refs, reason: str = "") -> int:
        """Takes decisions back, named as in `accept`, and says how many; what is likely is then proposed again."""
        found = self._named(which, self._decided)
        gone: Changes = {(ALIGNMENT, each.key): None for each in found}
        self._write(f"Took back {_count(found)} with {self.list.title}", reason, gone)
        return len(found)

    def take(self, path: str | Path, reason: str = "") -> int:
        """
        Does what a reviewer chose in the column *Decision* of the workbook that `to_excel` wrote, as one edit, and says
        how many decisions are new. Without a `reason`, those in the workbook are the edit's.

        Raises FileError, with every cell that does not fit, before anything is changed.
        """
        from lexcurric.workspace.alignment_back import decisions_of

        place = Path(path)
        made, gone, reasons = decisions_of(self, place)
        changes: Changes = {**alignment_items((), made), **{(ALIGNMENT, each.key): None for each in gone}}
        count = len(made) + len(gone)
        if count:
            self._write(f"Took {count} decisions on {self.list.title} from {place.name}", reason or reasons, changes)
        return count

    @property
    def offered(self) -> tuple[Alignment, ...]:
        """Every alignment, and what is nearest to the statements that nothing is proposed for."""
        return (*self.records, *(one for each in self._nearest().values() for one in each))

    def keep(self, reason: str = "") -> bool:
        """Keeps this release of the list with the framework, as one edit; False if it is kept already."""
        return self._write(f"Kept {self.list.title} to align with", reason, {})

    def _decide(self, state: AlignmentState, which: Sequence[Refs], reason: str, exact: bool | None) -> int:
        open_ones = [each for each in self.records if each.state is not state or exact is not None]
        found = self._named(which, open_ones, waiting=True)
        relation = None if exact is None else (Relation.EXACT if exact else Relation.RELATED)
        made = [self.signed(replace(each, state=state, relation=relation or each.relation)) for each in found]
        verb = "Accepted" if state is AlignmentState.ACCEPTED else "Rejected"
        one = f"{quoted(made[0].text)} with {quoted(made[0].label)}" if len(made) == 1 else self.list.title
        self._save(f"{verb} {_count(made)}: {one}", reason, made)
        return len(made)

    def signed(self, alignment: Alignment) -> Alignment:
        """The alignment as it is kept: with who decided and when, and the words of both as they are now."""
        workspace = self.framework.workspace
        item = self.list.by_code.get((alignment.kind, alignment.code))
        labels = {"label": item.label, "url": item.url} if item else {}
        text = self._content.by_id[alignment.statement].text
        return replace(alignment, author=workspace.author, time=workspace.clock(), text=text, **labels)

    def _save(self, what: str, reason: str, made: Iterable[Alignment]) -> bool:
        return self._write(what, reason, {**alignment_items((), made)})

    def _write(self, what: str, reason: str, changes: Changes) -> bool:
        plain(reason, "the reason")
        listed = alignment_items([self.list], ())
        done = self.framework.draft.put(Edit("align", what, reason), {**listed, **changes})
        self.look()
        return done

    def _item(self, code: str, kind: str) -> ListItem:
        found = [each for each in self.list.items if each.code == code and kind in ("", each.kind.value)]
        if len(found) == 1:
            return found[0]
        if found:
            kinds = ", ".join(each.kind.value for each in found)
            raise EditError(f"{code!r} is the code of several things in {self.list.title}; say which kind: {kinds}")
        codes = ", ".join(each.code for each in self.list.items[:8])
        raise EditError(
            f"no code {code!r} in {self.list.title}; there are {codes}{' …' if len(self.list.items) > 8 else ''}"
        )

    def _named(self, which: Sequence[Refs], among: Iterable[Alignment], *, waiting: bool = False) -> list[Alignment]:
        """
        The alignments that are named; with `waiting`, whoever names several means those that wait for a decision, and
        only `STATEMENT:CODE` goes back on one.
        """
        listed = [each for each in among if each.statement in self._content.by_id]
        if not which:
            raise EditError("say which alignments: all, likely, a statement's id, STATEMENT:CODE, or :CODE")
        found: dict[str, Alignment] = {}
        for ref in [one for each in which for one in _refs(each)]:
            statement, _, code = ref.partition(":")
            several = waiting and not (statement and code)
            matching = [
                each
                for each in listed
                if _fits(ref, each) and not (several and each.state is not AlignmentState.PROPOSED)
            ]
            if not matching and ref not in (EVERY, ONLY_LIKELY):
                raise EditError(f"no alignment {ref!r} to decide in {self.framework.soc}; `proposals` lists them")
            found |= {each.key: each for each in matching}
        return list(found.values())

    # Written and shown

    def to_report(self) -> TableReport:
        """All of it as tables, with the sources and the credit of the list."""
        snapshot = self.framework.snapshot()
        return alignment_report(snapshot, self.list, self.records, self._coverage, self.news, self._nearest())

    @property
    def origin_snapshot(self) -> Snapshot:
        """The framework as it is written down in a file of this."""
        return self.framework.snapshot()

    def to_json_value(self) -> dict[str, JsonValue]:
        """Everything as plain values, for programs: the list's sources, coverage, alignments, and what is new."""
        coverage = self._coverage
        value: dict[str, JsonValue] = {
            "framework": self.framework.soc,
            "list": dict(self.list.lines),
            "sources": [list(each) for each in provenance(self.framework.snapshot()).lines],
            "notes": list(self.notes),
            "coverage": {
                **{
                    kind.value: {each.value: count for each, count in coverage.counts(kind).items()}
                    for kind in self.list.kinds
                },
                "statement": {each.value: count for each, count in coverage.statement_counts.items()},
            },
            "notCovered": [
                {"kind": each.item.kind.value, "code": each.item.code, "label": each.item.label}
                for each in coverage.items
                if each.covered is Covered.NO
            ],
            "notAligned": [each.statement.id for each in coverage.statements if each.covered is Covered.NO],
            "alignments": [{"ref": each.ref, **each.model_dump(mode="json")} for each in self.records],
        }
        if self.news:
            value["news"] = [
                {
                    "touches": [one.ref for one in each.alignments],
                    **each.model_dump(mode="json", exclude={"alignments"}),
                }
                for each in self.news.changes
            ]
        return json.loads(json.dumps(value))  # type: ignore[no-any-return]

    def case_associations(self, base: str = "") -> list[dict[str, JsonValue]]:
        """The accepted ones as CASE 1.1 associations; `base` is the address of the CASE server."""
        from lexcurric.formats.case_alignments import case_associations

        return case_associations(self._content, self.list, self.records, base)

    def ctdl_asn(self, **options: str) -> dict[str, JsonValue]:
        """The accepted ones as a CTDL-ASN graph; options: base (the registry's address), language."""
        from lexcurric.formats.ctdl_alignments import ctdl_graph

        return ctdl_graph(self._content, self.list, self.records, **options)

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        return f"<Alignments of {self._content.title} with {self.list.title}: {self._coverage.lines[0]}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import alignments_html

        return alignments_html(self)


def _refs(given: Refs) -> list[str]:
    """What was given, as texts: a table gives its column `ref`."""
    if hasattr(given, "columns") and "ref" in given.columns:
        return [str(each) for each in given["ref"]]
    if isinstance(given, Alignment):
        return [f"{given.statement}:{given.code}"]
    return [given] if isinstance(given, str) else [one for each in given for one in _refs(each)]


def _fits(ref: str, alignment: Alignment) -> bool:
    if ref == EVERY:
        return True
    if ref == ONLY_LIKELY:
        return (alignment.score or 0) >= LIKELY
    statement, colon, code = ref.partition(":")
    is_code = not colon or alignment.code == code
    return is_code and ((not statement and bool(colon)) or _begins(alignment.statement, statement))


def _begins(statement_id: str, wanted: str) -> bool:
    return len(wanted) >= 8 and statement_id.startswith(wanted)


def _is_of(alignment: Alignment, statement_id: str, item: ListItem) -> bool:
    return (alignment.statement, alignment.kind, alignment.code) == (statement_id, item.kind, item.code)


def _count(found: Sequence[Alignment]) -> str:
    if len(found) == 1:
        return f"the alignment with a {KIND_WORDS[found[0].kind][0]}"
    return f"{len(found)} alignments"
