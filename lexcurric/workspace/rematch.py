"""Matching imported releases anew where corrections ask for it; their rows and wordings stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcurric.core.continuity import Continued, continue_from
from lexcurric.core.corrections import Correction, settle
from lexcurric.core.items import LINEAGE, MATCH_DECISION, changed_items, items_of
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content, Statement, replace
from lexcurric.workspace.identity import (
    MATCH,
    UPSTREAM,
    kept_corrections,
    kept_items,
    matched_revs,
    release_contents,
    releases_of,
)

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning
    from lexcurric.store.records import VersionRow
    from lexcurric.workspace.workspace import Workspace


def match_anew(workspace: Workspace, soc: str, said: Mapping[str, Correction], what: str) -> None:
    """
    Writes the corrections that hold now, and matches anew each release that they are about and those after it.

    The releases' rows and wordings stay; only which statements the wordings are is written again, as further revisions
    of the upstream line, of which the last is the newest release.
    """
    store = workspace.store
    known = {each.key: each for each in kept_corrections(store, soc)}
    changed = {key: each for key, each in said.items() if known.get(key) != each}
    concerned = concerning(known, changed)
    releases, contents = releases_of(store, soc), release_contents(store, soc)
    anew = matched_anew(contents, said.values(), concerned, workspace.meaning)
    items = {(MATCH_DECISION, key): canonical(each.model_dump(mode="json")) for key, each in changed.items()}
    revs = matched_revs(store, soc)
    for index in range(min([*anew, len(releases) - 1]), len(releases)):
        release = releases[index]
        made = _Matching(release, revs.get(release.label, release.rev), contents[index], anew.get(index))
        _write(workspace, soc, made, items, what)


@dataclass(frozen=True)
class _Matching:
    """One release as it is to be written: its revision until now, its content, and how it was matched anew, if so."""

    release: VersionRow
    rev: int
    content: Content
    anew: Continued | None


def concerning(known: Mapping[str, Correction], changed: Mapping[str, Correction]) -> list[Correction]:
    """What was said, and what is said now, wherever that is another thing."""
    return [each for key in changed for each in (known.get(key), changed[key]) if each is not None]


def matched_anew(
    contents: Sequence[Content],
    corrections: Iterable[Correction],
    concerned: Sequence[Correction],
    meaning: Meaning | None = None,
) -> dict[int, Continued]:
    """The releases that are matched to others now, by index; a release without any reason to change stays as it is."""
    found: dict[int, Continued] = {}
    corrections = tuple(corrections)
    previous = contents[0]
    for index, content in enumerate(contents[1:], start=1):
        is_other = previous.by_id != contents[index - 1].by_id
        if is_other or _is_about(previous, content, concerned):
            continued = continue_from(previous, _as_published(content), corrections, meaning=meaning)
            found[index] = continued
            previous = continued.content
        else:
            previous = content
    return found


def _is_about(previous: Content, content: Content, concerned: Iterable[Correction]) -> bool:
    for each in concerned:
        settled = settle(previous.statements, content.active, [replace(each, withdrawn=False)])
        if settled.same or settled.different:
            return True
    return False


def _as_published(content: Content) -> Content:
    """The release without what matching gave it."""
    rows = [Statement(id=each.id, level=each.level, rank=each.rank, text=each.text) for each in content.active]
    return replace(content, statements=tuple(rows))


def _write(workspace: Workspace, soc: str, made: _Matching, items: Mapping[tuple[str, str], str], what: str) -> None:
    from lexcurric.store.records import Commit

    store = workspace.store
    revision = store.revision(soc, UPSTREAM, made.rev)
    content = made.anew.content if made.anew else made.content
    detail = json.loads(revision.detail) | {
        "action": MATCH,
        "what": what,
        "label": made.release.label,
        "sha256": content.sha256,
        **(matching_detail(made.anew) if made.anew else {}),
    }
    head = store.head(soc, UPSTREAM)
    state = store.state(soc, UPSTREAM, head)
    target = {**items_of(content), **kept_items(state), **items}
    target[LINEAGE] = canonical({"label": made.release.label})
    commit = Commit(
        MATCH, workspace.author, workspace.clock(), detail=canonical(detail), source_sha256=revision.source_sha256
    )
    store.commit(soc, UPSTREAM, head, changed_items(state, target), commit)


def matching_detail(continued: Continued) -> dict[str, Any]:
    """How a release was matched, as its revision keeps it."""
    return {
        "confidence": dict(continued.confidence),
        "review": list(continued.review),
        "reasons": {key: list(each) for key, each in continued.reasons.items()},
        "similar": {key: list(each) for key, each in continued.similar.items()},
    }
