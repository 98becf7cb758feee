"""A reviewer's decisions on alignments, from a workbook that came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.alignment.records import Alignment, AlignmentState, Choice, Relation
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.model import replace
from lexcurric.formats.xlsx_alignment_back import read_choices

if TYPE_CHECKING:
    from lexcurric.workspace.aligning import Alignments

_MADE = {
    Choice.ACCEPT: (AlignmentState.ACCEPTED, Relation.RELATED),
    Choice.EXACT: (AlignmentState.ACCEPTED, Relation.EXACT),
    Choice.REJECT: (AlignmentState.REJECTED, None),
}


def decisions_of(alignments: Alignments, path: Path) -> tuple[list[Alignment], list[Alignment], str]:
    """
    What is to be kept, what is to be taken back (nothing that is so already), and the reasons given, once each.

    Raises FileError for a row whose alignment is not known here, and for two that say otherwise of one.
    """
    by_ref = {each.ref: each for each in reversed(alignments.offered)}
    chosen: dict[str, Choice] = {}
    problems: list[Problem] = []
    rows = read_choices(path, alignments.framework.soc, alignments.list.key)
    for each in rows:
        if each.ref not in by_ref:
            problems.append(Problem(each.where, f"{each.ref!r} is no alignment that can be decided now"))
        elif chosen.setdefault(each.ref, each.choice) is not each.choice:
            problems.append(Problem(each.where, f"another row decides otherwise of {each.ref}"))
    if problems:
        raise FileError(str(path), problems, "Correct these cells, or write the workbook again")
    made: list[Alignment] = []
    gone: list[Alignment] = []
    for ref, choice in chosen.items():
        known = by_ref[ref]
        if choice is Choice.TAKE_BACK:
            gone += [known] if known.state is not AlignmentState.PROPOSED else []
            continue
        state, relation = _MADE[choice]
        wanted = replace(known, state=state, relation=relation or known.relation)
        made += [alignments.signed(wanted)] if wanted != known else []
    return made, gone, "; ".join(dict.fromkeys(each.reason for each in rows if each.reason))
