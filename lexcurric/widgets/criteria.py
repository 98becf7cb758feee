"""The criteria of a framework as a board: a row a criterion, a column a level, and proposals to look through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core import edits
from lexcurric.core.criteria.editing import find_criterion
from lexcurric.core.criteria.matrix import Cell, Row
from lexcurric.core.criteria.propose import LARGEST
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.widgets.base import AskFirstError, read_static
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.criteria_proposal import AT_ONCE, Proposing

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

PANES = ("", "add", "rename", "move", "split", "join", "empty", "propose", "keys")
"""What can stand open between the buttons and the board."""
_MOST_STEPS = {"autonomy": 5, "demand": 6}


class CriteriaBoard(Proposing):
    """
    The criteria of a framework on screen. Each property can be read and set, and the screen follows.

    - `selection`: the ids of the selected statements (8 characters are enough to set one).
    - `picked`: the selected criteria, by id (set them by name if you like).
    - `cell`: the cell that the pane `empty` is about: criterion and level, such as `["Loaves", "emerging"]`.
    - `growth`: does each cell say how its verbs and its autonomy grow?
    - `short`: does each statement say only what it is about?
    - `pane`: what is open above the board, such as `move` or `join`; empty for nothing.
    - `count`: about how many criteria a proposal is to make; 0 leaves it to the statements.
    - `progress`: how far a proposal for many statements is; `do_stop()` stops it.
    - `proposal`: what is proposed and not yet accepted, or None; `propose()` makes one.
    """

    _esm = read_static("common.js", "screen.js", "criteria_panes.js", "criteria_proposal.js", "criteria.js")
    _css = read_static("common.css", "screen.css", "criteria.css")

    selection = traitlets.List(traitlets.Unicode()).tag(sync=True)
    picked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    cell = traitlets.List(traitlets.Unicode()).tag(sync=True)
    growth = traitlets.Bool(True).tag(sync=True)
    short = traitlets.Bool(False).tag(sync=True)
    pane = traitlets.Enum(PANES, "").tag(sync=True)

    def __init__(self, framework: Framework, **traits: Any) -> None:
        self.attach(framework)
        super().__init__(**traits)
        self.refresh()

    @traitlets.validate("selection")
    def _whole_ids(self, proposal: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(edits.find(self._shown, each).id for each in proposal["value"]))

    @traitlets.validate("picked")
    def _known_criteria(self, proposal: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(find_criterion(self._shown, each).id for each in proposal["value"]))

    @traitlets.validate("cell")
    def _known_cell(self, proposal: Mapping[str, Any]) -> list[str]:
        wanted = proposal["value"]
        if not wanted:
            return []
        if len(wanted) != 2:
            raise LexcurricError("a cell is a criterion and a level, such as ['Loaves', 'emerging']")
        return [find_criterion(self._shown, wanted[0]).id, edits.find_level(self._shown, wanted[1]).key]

    def begin_again(self) -> None:
        """Forgets what was chosen of another framework."""
        self.do_stop()
        self.proposal = None
        self.selection, self.picked, self.cell, self.pane = [], [], [], ""

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The matrix as the screen draws it, and what is proposed."""
        view, matrix = self.head_view(), self._own.criteria.record
        return {
            **view,
            "rows": [_row(each, matrix.levels) for each in matrix.rows],
            "loose": [{"level": each.level, "statements": _statements(each)} for each in matrix.loose],
            "loose_count": matrix.loose_count,
            "missing": len(matrix.missing),
            "takes": _takes(len(self._shown.active)),
            "proposal": self.proposal_view(),
        }

    def refresh(self) -> None:
        """Shows what is there now, whoever changed it."""
        with self.hold_sync():
            self.view = self.make_view()
            known = {each.id for each in self._shown.criteria}
            self.selection = [each for each in self.selection if each in self._shown.positions]
            self.picked = [each for each in self.picked if each in known]
            if self.cell and self.cell[0] not in known:
                self.cell = []

    def static_html(self) -> str:
        """The matrix, for where no kernel answers."""
        return self._own.criteria._repr_html_()

    def __repr__(self) -> str:
        return f"<CriteriaBoard of {self._shown.title} ({self._shown.soc}): {len(self._shown.criteria)} criteria>"

    # The actions, each one edit

    def do_put(
        self, ids: list[str], criterion: str | None, level: str = "", reason: str = "", *, new: bool = False
    ) -> str:
        """Puts statements under a criterion (None for none, `new` for one that is made) and, if given, at a level."""
        self._own.put(ids, criterion, level, reason, new=new)
        return self.done()

    def do_add(self, label: str, reason: str = "") -> str:
        """Adds a criterion, and selects it."""
        self._own.add_criterion(label, reason)
        return self._pick(label)

    def do_rename(self, criterion: str, label: str, before: str = "", reason: str = "") -> str:
        """Gives a criterion another name; `before` is the one that the designer saw."""
        found = find_criterion(self._own.content, criterion)
        if before and found.label not in (before, label.strip()):
            raise AskFirstError(
                f"Somebody renamed this criterion to “{found.label}” meanwhile. Rename it again to call it "
                f"“{label.strip()}” all the same."
            )
        self._own.rename_criterion(found.id, label, reason)
        return self.done()

    def do_split(self, criterion: str, ids: list[str], label: str, reason: str = "") -> str:
        """Takes statements of a criterion out into a new one, and selects that."""
        self._own.split_criterion(criterion, ids, label, reason)
        return self._pick(label)

    def do_join(self, criteria: list[str], label: str = "", reason: str = "") -> str:
        """Makes one criterion of several, called `label` if that is given, and selects it."""
        first = find_criterion(self._own.content, criteria[0]).label if criteria else ""
        self._own.join_criteria(criteria, label, reason)
        return self._pick(label.strip() or first)

    def do_order(self, criterion: str, position: int, reason: str = "") -> str:
        """Moves a criterion to a place among the rows, counted from 1."""
        self._own.move_criterion(criterion, position, reason)
        return self.done()

    def do_delete(self, criterion: str, reason: str = "") -> str:
        """Takes a criterion away; its statements are under none."""
        self._own.delete_criterion(criterion, reason)
        return self.done()

    def do_empty(self, criterion: str, level: str, reason: str = "") -> str:
        """Says that a cell is empty on purpose, and why."""
        self._own.leave_empty(criterion, level, reason)
        return self.done()

    def do_fill(self, criterion: str, level: str, reason: str = "") -> str:
        """Says no longer that a cell is empty on purpose."""
        self._own.fill_again(criterion, level, reason)
        return self.done()

    def _pick(self, label: str) -> str:
        self.refresh()
        self.selection = []
        try:
            self.picked = [label]
        except EditError:
            # Somebody took it away in this very moment.
            self.picked = []
        return self.done()


def _takes(many: int) -> str:
    """How long a proposal takes, in words, where somebody would wonder."""
    if many <= AT_ONCE:
        return ""
    if many > LARGEST:
        return f"With {many:,} statements that is not possible: {LARGEST:,} at most are compared with each other."
    # 4,000 statements took 13 s of one core where this was written; all are compared with all.
    seconds = max(1, round(13 * (many / 4000) ** 2))
    return f"With {many:,} statements that takes about {seconds} s or more. The screen goes on meanwhile, with a Stop."


def _row(row: Row, levels: Mapping[str, str]) -> dict[str, Any]:
    grows = {name: _growth(row, name, levels) for name in _MOST_STEPS}
    return {
        "id": row.id,
        "label": row.label,
        "flags": list(row.flags),
        "cells": [
            {
                "level": cell.level,
                "statements": _statements(cell),
                "empty": cell.left_empty,
                "reason": cell.reason,
                "growth": [grows[name][at] for name in _MOST_STEPS if grows[name][at]],
            }
            for at, cell in enumerate(row.cells)
        ],
    }


def _statements(cell: Cell) -> list[dict[str, Any]]:
    return [
        {"id": each, "text": text, "position": position}
        for each, text, position in zip(cell.statements, cell.texts, cell.positions, strict=True)
    ]


def _growth(row: Row, name: str, levels: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each cell that says anything of it, the step it asks for, and whether that is more than at the last level."""
    found: list[dict[str, Any]] = []
    before: Cell | None = None
    for cell in row.cells:
        step = getattr(cell, name)
        if not step:
            found.append({})
            continue
        last = getattr(before, name) if before is not None else step
        sign = "more" if step > last else "less" if step < last else "same" if before is not None else ""
        found.append(
            {
                "name": name,
                "step": step,
                "of": _MOST_STEPS[name],
                "word": cell.autonomy_word if name == "autonomy" else cell.demand_word,
                "said": f"“{cell.autonomy_said}”" if name == "autonomy" else ", ".join(cell.verbs),
                "sign": sign,
                "than": levels[before.level] if before is not None else "",
            }
        )
        before = cell
    return found


def criteria(framework: Framework | None = None) -> CriteriaBoard:
    """
    The criteria of a framework as a board, to end a cell with; without one, of the framework that was chosen last
    (`lx.choose()`). Raises LexcurricError where there is none yet.
    """
    return CriteriaBoard(framework) if framework is not None else with_the_choice(CriteriaBoard(chosen_framework()))
