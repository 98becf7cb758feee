"""What waits for the designer in a framework: a newer release, edits without a version, tags, criteria, old rubrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcurric.core.model import Record
from lexcurric.core.tag_coverage import tag_coverage
from lexcurric.workspace.snapshots import latest_upstream
from lexcurric.workspace.stale import find_stale

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

MERGE, SAVE, TAG, CRITERIA, STALE = "merge", "save", "tag", "criteria", "stale"
"""What a thing that waits is about."""


class Waiting(Record):
    """One thing that waits: what it is about (`merge`, `save`, `tag`, `criteria`, `stale`), and a sentence."""

    about: str
    text: str


def what_waits(framework: Framework) -> tuple[Waiting, ...]:
    """What waits in a framework, most pressing first; nothing is changed."""
    workspace, soc = framework.workspace, framework.soc
    snapshot = framework.snapshot()
    content = snapshot.content
    found = []
    newest, taken = latest_upstream(workspace.store, soc).label, workspace.diff_base(soc)
    if newest != taken:
        found.append(Waiting(about=MERGE, text=f"The release {newest} is here, and not merged yet (yours has {taken})"))
    if snapshot.is_draft:
        started = snapshot.version.partition("+")[0]
        found.append(
            Waiting(about=SAVE, text=f"Your draft has moved on since {started}; save a version to keep it by name")
        )
    untagged = tag_coverage(content).untagged
    for name, ids in untagged.items():
        vocabulary = content.vocabulary(name)
        label = (vocabulary.label if vocabulary else "") or name
        if ids:
            found.append(
                Waiting(about=TAG, text=f"{_many(len(ids))} without a tag of {label}, which every one should have")
            )
    loose = sum(each.criterion is None for each in content.active)
    if loose and content.active:
        what = (
            "No statement is under a criterion yet"
            if loose == len(content.active)
            else f"{_many(loose)} under no criterion"
        )
        found.append(Waiting(about=CRITERIA, text=f"{what}; an analytic rubric needs them"))
    stale = len(find_stale(workspace, soc))
    if stale:
        what = "1 file that was handed out is" if stale == 1 else f"{stale} files that were handed out are"
        found.append(Waiting(about=STALE, text=f"{what} of an older version"))
    return tuple(found)


def _many(count: int) -> str:
    return "1 statement is" if count == 1 else f"{count} statements are"
