"""What the verbs of a framework ask for, level by level, and proposals of tags that a designer accepts or dismisses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lexcurric.core.checks import Accepted, CheckSettings
from lexcurric.core.checks.records import basis_of
from lexcurric.core.demand import SOURCES, Bloom, Dave, demand_of
from lexcurric.core.demand.proposals import (
    SCALES,
    Proposal,
    accept_proposals,
    dismiss_proposals,
    propose_demand,
    proposed_tags,
    with_proposals,
)
from lexcurric.core.model import Content
from lexcurric.workspace.accepted import accepted_of, keep_accepted

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.core.demand import VerbList
    from lexcurric.workspace.framework import Framework

COLUMNS = ("id", "level", "position", "text", "verbs", "bloom", "dave", "why")
_DISMISSED = "demand:"
"""What the rule of a record begins with that says: this proposal was dismissed. It is no rule of the checks."""


def demand_frame(content: Content, verbs: VerbList) -> DataFrame:
    """One row a statement: id, level, position, text, verbs (a tuple), bloom, dave (the highest of each), why."""
    from lexcurric.formats.frames import records_frame

    rows = []
    for each in content.active:
        found = demand_of(each.text, verbs)
        words = tuple(use.word for use in found.uses)
        place = (each.id, each.level, content.positions[each.id], each.text)
        rows.append((*place, words, found.bloom or "", found.dave or "", found.why))
    return records_frame(rows, COLUMNS)


def level_profile(content: Content, verbs: VerbList) -> DataFrame:
    """
    One row a level: how many statements ask for each process and each practical level at most, and the mean of the
    processes (1 remember to 6 create).
    """
    from lexcurric.formats.frames import dicts_frame

    rows: list[dict[str, object]] = []
    for level in content.levels:
        found = [demand_of(each.text, verbs) for each in content.by_level[level.key]]
        bloom = Counter(each.bloom for each in found if each.bloom)
        dave = Counter(each.dave for each in found if each.dave)
        ranks = [each.bloom.rank for each in found if each.bloom]
        rows.append(
            {
                "level": level.label,
                "statements": len(found),
                **{each.value: bloom[each] for each in Bloom},
                **{each.value: dave[each] for each in Dave},
                "mean": round(sum(ranks) / len(ranks), 1) if ranks else None,
            }
        )
    names = ("level", "statements", *(each.value for each in Bloom), *(each.value for each in Dave), "mean")
    return dicts_frame(rows, names)


def verbs_frame(verbs: VerbList) -> DataFrame:
    """The list of verbs, one row a sense: verb, bloom, dave, meaning, near, instead (for what cannot be observed)."""
    from lexcurric.formats.frames import records_frame

    rows: list[tuple[object, ...]] = []
    for verb in verbs:
        if not verb.senses:
            rows.append((verb.verb, "", "", "cannot be observed", (), verb.instead))
        rows += [(verb.verb, each.bloom or "", each.dave or "", each.meaning, each.near, "") for each in verb.senses]
    return records_frame(rows, ("verb", "bloom", "dave", "meaning", "near", "instead"))


def propose(framework: Framework, settings: CheckSettings, scales: Iterable[str] = SCALES) -> tuple[Proposal, ...]:
    """
    Tags each statement with what its verbs ask for, marked as proposed, as one edit; gives the proposals.

    A statement that has a tag of the scale is left alone, and one whose proposal was dismissed, until it is reworded.
    """
    content, verbs = framework.content, settings.verb_list()
    listed = tuple(scales)
    found = propose_demand(content, verbs, listed, _dismissed(framework, content))
    ids = {(each.scale, each.statement_id) for each in found}

    def change(now: Content) -> Content:
        still = propose_demand(now, verbs, listed)
        return with_proposals(now, [each for each in still if (each.scale, each.statement_id) in ids])

    if found:
        framework.commit(
            "propose", f"Proposed {len(found)} tags of demand", "; ".join(SOURCES[each] for each in listed), change
        )
    return found


def accept_demand(framework: Framework, ids: Iterable[str] | None = None, reason: str = "") -> int:
    """Makes proposals the designer's own tags, as one edit; gives how many statements had one."""
    wanted = None if ids is None else list(ids)
    waiting = proposed_tags(framework.content, wanted)
    if waiting:
        what = f"Accepted the proposed demand of {len(waiting)} statements"
        framework.commit(
            "tag", what, reason, lambda now: accept_proposals(now, [key for key in waiting if key in now.by_id])
        )
    return len(waiting)


def dismiss_demand(framework: Framework, ids: Iterable[str] | None = None, reason: str = "") -> int:
    """Takes proposals off, as one edit, and does not make them again until the statement is reworded."""
    content = framework.content
    waiting = proposed_tags(content, None if ids is None else list(ids))
    if not waiting:
        return 0
    what = f"Dismissed the proposed demand of {len(waiting)} statements"
    framework.commit(
        "untag", what, reason, lambda now: dismiss_proposals(now, [key for key in waiting if key in now.by_id])
    )
    workspace, time = framework.workspace, framework.workspace.clock()
    records = [
        Accepted(
            rule=_DISMISSED + tag.partition("-proposed")[0],
            subject=key,
            basis=basis_of(content.by_id[key].text),
            reason=reason,
            author=workspace.author,
            time=time,
        )
        for key, tags in waiting.items()
        for tag in tags
    ]
    keep_accepted(workspace, framework.soc, records, what, reason)
    return len(waiting)


def _dismissed(framework: Framework, content: Content) -> set[tuple[str, str]]:
    records = accepted_of(framework.workspace.store, framework.soc)
    return {
        (each.rule.removeprefix(_DISMISSED), each.subject)
        for each in records
        if each.rule.startswith(_DISMISSED)
        and each.subject in content.by_id
        and each.basis == basis_of(content.by_id[each.subject].text)
    }
