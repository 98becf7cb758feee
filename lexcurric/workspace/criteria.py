"""Criteria as a designer meets them: the matrix of a framework, and a proposal to look through and accept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.criteria import review
from lexcurric.core.criteria.editing import accept_threads
from lexcurric.core.criteria.matrix import Matrix, Row, matrix_of
from lexcurric.core.criteria.propose import Loose, Proposal, Thread, propose
from lexcurric.core.criteria.threads import Step, untold
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Snapshot
from lexcurric.files import write_whole
from lexcurric.semantic import wanted_meaning

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.framework import Framework

MATRIX_COLUMNS = (
    *("criterion", "level", "statements", "verbs", "verb_demand", "autonomy", "autonomy_words", "left_empty", "reason"),
    "flags",
)
PROPOSAL_COLUMNS = ("criterion", "is_new", "level", "position", "id", "text", "why", "likeness", "confidence", "look")


class Criteria:
    """The criteria of a framework: iterates its rows; a cell that ends with it shows the matrix."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.record: Matrix = matrix_of(snapshot.content)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The criteria in order, each with its cells and what does not grow in it."""
        return self.record.rows

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the criteria, in order."""
        return tuple(each.label for each in self.record.rows)

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The cells without a statement that nobody has said are meant so: criterion and level of each."""
        return self.record.missing

    @property
    def loose(self) -> int:
        """How many statements have no criterion."""
        return self.record.loose_count

    @property
    def flags(self) -> tuple[tuple[str, str], ...]:
        """Where a level asks for less than the one before it: criterion, and what in words."""
        return tuple((row.label, flag) for row in self.record.rows for flag in row.flags)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.record.rows)

    def __len__(self) -> int:
        return len(self.record.rows)

    def to_frame(self) -> DataFrame:
        """One row a cell: criterion, level, statements (ids), verbs, verb demand (1 to 6), autonomy (1 to 5), …"""
        from lexcurric.formats.frames import records_frame

        return records_frame(
            [
                (
                    *(row.label, cell.level, cell.statements, cell.verbs, cell.demand or None, cell.autonomy or None),
                    *(cell.autonomy_said, cell.left_empty, cell.reason, row.flags),
                )
                for row in self.record.rows
                for cell in row.cells
            ],
            MATRIX_COLUMNS,
        ).astype({"verb_demand": "Int64", "autonomy": "Int64"})

    def to_html(self) -> str:
        """A page of its own, that needs nothing from outside."""
        from lexcurric.workspace.criteria_html import matrix_page

        return matrix_page(self.snapshot, self.record)

    def write(self, path: str | Path) -> Path:
        """Writes the page `to_html`. Raises FileError where that cannot be."""
        target = Path(path)
        write_whole(target, self.to_html().encode("utf-8"))
        return target

    def to_json(self) -> str:
        """The matrix as JSON, with every cell."""
        return json.dumps(self.record.to_json_value(), ensure_ascii=False, indent=2) + "\n"

    def __repr__(self) -> str:
        counts = f"{len(self)} criteria, {len(self.missing)} cells missing, {self.loose} statements without one"
        return f"<Criteria of {self.snapshot.ref}: {counts}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.criteria_html import matrix_html

        return matrix_html(self.snapshot, self.record)


class CriteriaProposal:
    """
    Threads proposed for the statements that have no criterion, each member with why. Nothing changes until `accept`.

    Before that, threads can be renamed, split, joined and dropped, and statements moved; threads are named by label,
    statements by id. Each raises EditError, in words, where it does not fit.
    """

    def __init__(
        self,
        framework: Framework,
        count: int | None = None,
        *,
        semantic: bool | None = None,
        content: Content | None = None,
        step: Step = untold,
    ) -> None:
        """`content` is the draft as it was read, where this is made in another thread; `step` as in core `propose`."""
        self.framework = framework
        self.content: Content = content if content is not None else framework.content
        self.record: Proposal = propose(self.content, count=count, meaning=wanted_meaning(semantic), step=step)

    @property
    def threads(self) -> tuple[Thread, ...]:
        """What is proposed and not yet accepted, in reading order."""
        return self.record.threads

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the threads, in order."""
        return tuple(each.label for each in self.record.threads)

    @property
    def loose(self) -> tuple[Loose, ...]:
        """The statements that no thread is proposed for, each with why."""
        return self.record.loose

    def __iter__(self) -> Iterator[Thread]:
        return iter(self.record.threads)

    def __len__(self) -> int:
        return len(self.record.threads)

    def rename(self, label: str, new: str) -> None:
        """Calls a thread otherwise."""
        self.record = review.rename_thread(self.record, label, new)

    def move(self, statement_ids: str | Iterable[str], label: str | None) -> None:
        """Moves statements to a thread, made if it is new; None leaves them loose."""
        self.record = review.move_members(self.record, _ids(statement_ids), label)

    def split(self, label: str, statement_ids: str | Iterable[str], new: str) -> None:
        """Takes members out of a thread into a new one."""
        self.record = review.split_thread(self.record, label, _ids(statement_ids), new)

    def join(self, labels: Iterable[str], new: str = "") -> None:
        """Makes one thread of several, called `new` if that is given, else as the first."""
        self.record = review.join_threads(self.record, list(labels), new)

    def drop(self, label: str) -> None:
        """Proposes a thread no more; its statements are loose."""
        self.record = review.drop_thread(self.record, label)

    def accept(self, *labels: str, reason: str = "") -> tuple[str, ...]:
        """
        Puts the statements of these threads (without a label, of all) under their criteria, as one edit that `undo`
        takes back; gives the criteria. Raises EditError, and nothing is changed, where a statement was put under
        another criterion or retired since this was proposed, or there is nothing to accept.
        """
        chosen = [review.find_thread(self.record, each) for each in labels] if labels else list(self.record.threads)
        if not chosen:
            raise EditError("there is no thread to accept")
        count = sum(len(each.members) for each in chosen)
        one = len(chosen) == 1
        what = (
            f"Accepted the criterion {chosen[0].label}, proposed for {count} statements"
            if one
            else f"Accepted {len(chosen)} criteria, proposed for {count} statements"
        )
        self.framework.commit("criterion", what, reason, lambda content: accept_threads(content, chosen))
        self.record = Proposal(
            threads=tuple(each for each in self.record.threads if each not in chosen), loose=self.record.loose
        )
        return tuple(each.label for each in chosen)

    def to_frame(self) -> DataFrame:
        """One row a statement: criterion (empty where it stays loose), is_new, level, …, why, likeness, confidence."""
        from lexcurric.formats.frames import records_frame

        rows: list[tuple[object, ...]] = [
            (
                *(thread.label, thread.criterion is None, *self._placed(member.id), member.why),
                *(member.likeness, member.confidence, member.needs_look),
            )
            for thread in self.record.threads
            for member in thread.members
        ]
        rows += [("", False, *self._placed(each.id), each.why, 0.0, 0.0, True) for each in self.record.loose]
        return records_frame(rows, PROPOSAL_COLUMNS)

    def _placed(self, found: str) -> tuple[str, int, str, str]:
        statement = self.content.by_id[found]
        return statement.level, self.content.positions[found], found, statement.text

    def to_json_value(self) -> dict[str, Any]:
        """The proposal as plain JSON."""
        return self.record.model_dump(mode="json")

    def __repr__(self) -> str:
        return f"<Proposal for {self.framework.soc}: {len(self)} criteria, {len(self.loose)} statements left loose>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.criteria_html import proposal_html

        return proposal_html(self.content, self.record)


def _ids(wanted: str | Iterable[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)
