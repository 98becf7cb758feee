"""Proposed criteria on screen: looked through, changed, accepted or left out; saved only once they are accepted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.criteria.propose import UNSURE, Member, Thread
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import Content
from lexcurric.widgets.criteria_making import Making
from lexcurric.widgets.screen import Screen
from lexcurric.workspace.criteria import CriteriaProposal

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_ONCE = 400
"""For so many statements a proposal is there at once; for more the screen says how far it is."""
IDLE, BUSY, FAILED = "idle", "busy", "failed"
_SURE = 0.75
"""From this confidence on no other thread comes near."""


class Proposing(Screen):
    """A screen that holds a proposal: `proposal` is None until `propose()` makes one."""

    count = traitlets.Int(0).tag(sync=True)
    progress = traitlets.Dict({"state": IDLE, "done": 0, "said": ""}).tag(sync=True)
    proposal: CriteriaProposal | None = None
    _making: Making | None = None

    @traitlets.validate("count")
    def _some(self, proposal: Mapping[str, Any]) -> int:
        if proposal["value"] < 0:
            raise LexcurricError("the number of criteria is 1 or more, or 0 to leave it to the statements")
        return int(proposal["value"])

    def propose(self, count: int | None = None) -> CriteriaProposal:
        """Puts a proposal of about `count` criteria on screen (0: as many as fit), and gives it."""
        if count is not None:
            self.count = count
        made = self.proposal = self._own.propose_criteria(self.count or None)
        self.refresh()
        return made

    def proposal_view(self) -> dict[str, Any] | None:
        """What is proposed, as the screen draws it."""
        if self.proposal is None:
            return None
        content = self.proposal.content
        return {
            "threads": [_thread(content, each) for each in self.proposal.threads],
            "loose": [{**_placed(content, each.id), "why": each.why.split("; ")} for each in self.proposal.loose],
        }

    def do_propose(self, count: int = 0) -> str:
        """
        Makes a proposal for the statements that have no criterion; of many statements it only begins to, and
        `progress` says the rest: `state` (idle, busy or failed), `done` in percent, and `said` in words.
        """
        if self._making is not None:
            raise EditError("criteria are being proposed already; wait for them, or choose Stop")
        self.count = count
        loop = _loop() if len(self._shown.active) > AT_ONCE else None
        if loop is None:
            return self._take(self._own.propose_criteria(count or None))
        self._making = Making(self._own, count or None, self._tell_progress, self._end_making)
        self._tell_progress(0.0)
        self._making.start(loop)
        return "Proposing criteria…"

    def do_stop(self) -> str:
        """Stops what is being proposed."""
        if self._making is None:
            return ""
        self._making.stop()
        self._making = None
        self.progress = {"state": IDLE, "done": 0, "said": "Stopped: nothing is proposed."}
        return str(self.progress["said"])

    def close(self) -> None:
        """Takes the screen away; what is being proposed stops."""
        self.do_stop()
        super().close()

    def _tell_progress(self, share: float) -> None:
        done = int(100 * share)
        many = f"{len(self._shown.active):,} statements"
        self.progress = {"state": BUSY, "done": done, "said": f"Proposing criteria for {many}: {done} %"}

    def _end_making(self, making: Making) -> None:
        self._making, said, state = None, "", IDLE
        try:
            said = self._take(making.result())
        except LexcurricError as error:
            state, said = FAILED, f"{error}"
        except Exception as error:
            state, said = FAILED, f"Unforeseen: {type(error).__name__}: {error}"
        with self.hold_sync():
            self.progress = {"state": state, "done": 0, "said": said[:1].upper() + said[1:]}
            self.refresh()

    def _take(self, made: CriteriaProposal) -> str:
        """Puts on screen what was made; raises EditError where that is nothing."""
        self.proposal = made if made else None
        if made:
            return f"{len(made)} criteria proposed; nothing is changed until you accept"
        if not made.loose:
            raise EditError("every statement has a criterion already: there is nothing to propose")
        raise EditError("no two of the statements without a criterion are alike enough to propose one")

    def do_close_proposal(self) -> str:
        """Shows the board again; what was not accepted is proposed no more."""
        self.proposal = None
        return ""

    def do_accept(self, labels: list[str], reason: str = "") -> str:
        """Accepts these proposed criteria (without a label, all) as one edit."""
        proposal = self._proposed()
        proposal.accept(*labels, reason=reason)
        if not proposal.threads:
            self.proposal = None
        return self.done()

    def do_thread_rename(self, label: str, new: str) -> str:
        """Calls a proposed criterion otherwise."""
        self._proposed().rename(label, new)
        return f"Renamed the proposal to {new.strip()}"

    def do_thread_move(self, ids: list[str], label: str | None) -> str:
        """Puts statements into a proposed criterion, made if it is new; None leaves them without."""
        self._proposed().move(ids, label)
        return f"Put into {label.strip()}" if label else "Left without a criterion"

    def do_thread_join(self, labels: list[str]) -> str:
        """Makes one proposed criterion of several."""
        proposal = self._proposed()
        # A criterion that is there already gives its name, whichever of them was named first.
        there = [each.label for each in proposal.threads if each.criterion is not None]
        ordered = sorted(labels, key=lambda each: each not in there)
        proposal.join(ordered)
        return f"Joined into {ordered[0]}"

    def do_thread_drop(self, label: str) -> str:
        """Proposes a criterion no more; its statements stay without one."""
        self._proposed().drop(label)
        return f"Left out {label}"

    def _proposed(self) -> CriteriaProposal:
        if self.proposal is None:
            raise EditError("nothing is proposed any more; choose Propose again")
        return self.proposal


def _thread(content: Content, thread: Thread) -> dict[str, Any]:
    levels = {content.by_id[each.id].level for each in thread.members}
    return {
        "label": thread.label,
        "there": thread.criterion is not None,
        "levels": len(levels),
        "look": sum(1 for each in thread.members if each.needs_look),
        "sure": _sure(thread.confidence),
        "members": [{**_placed(content, each.id), **_evidence(each)} for each in thread.members],
    }


def _evidence(member: Member) -> dict[str, Any]:
    return {"why": member.why.split("; "), "look": member.needs_look, "sure": _sure(member.confidence)}


def _placed(content: Content, found: str) -> dict[str, Any]:
    statement = content.by_id[found]
    return {
        "id": found,
        "text": statement.text,
        "place": f"{content.level_label(statement.level)} {content.positions.get(found, '')}".strip(),
    }


def _loop() -> asyncio.AbstractEventLoop | None:
    """The kernel's loop; None outside a kernel, where nobody looks at a screen meanwhile."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _sure(confidence: float) -> str:
    return "sure" if confidence >= _SURE else "fairly sure" if confidence >= UNSURE else "unsure"
