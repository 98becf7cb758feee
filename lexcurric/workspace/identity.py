"""Which statements the wordings of a release are: as it was matched at its import, or anew after corrections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lexcurric.core.alignment.follow import follow
from lexcurric.core.corrections import Correction
from lexcurric.core.items import (
    ACCEPTED,
    ISSUED,
    JUDGMENT,
    LINEAGE,
    MATCH_DECISION,
    REVIEW_NOTE,
    ItemKey,
    beside,
    content_of,
    items_of,
)
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content
from lexcurric.core.rekey import rekey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lexcurric.store.records import VersionRow
    from lexcurric.store.store import Store

DRAFT, UPSTREAM = "draft", "upstream"
MATCH = "match"
"""The kind of an upstream revision that matches a release anew; its detail names the release (`label`)."""
_KEPT = (MATCH_DECISION, ISSUED, ACCEPTED, JUDGMENT, REVIEW_NOTE)

State = dict[ItemKey, str]


def releases_of(store: Store, soc: str) -> list[VersionRow]:
    """The imported releases, oldest first."""
    return [each for each in store.versions(soc) if each.line == UPSTREAM]


def matched_revs(store: Store, soc: str) -> dict[str, int]:
    """The upstream revision that holds for each release matched anew, by its label."""
    if store.head(soc, UPSTREAM) == len(releases_of(store, soc)):
        return {}
    found = [each for each in store.revisions(soc, UPSTREAM) if each.kind == MATCH]
    return {str(json.loads(each.detail)["label"]): each.rev for each in found}


def matched_rev(store: Store, soc: str, version: VersionRow) -> int:
    """The revision to read a version from. Its row never changes; an upstream one may have been matched anew since."""
    return matched_revs(store, soc).get(version.label, version.rev) if version.line == UPSTREAM else version.rev


def content_hashes(store: Store, soc: str) -> dict[str, str]:
    """The content hash of every version as it is read now, by its label."""
    found = {each.label: each.content_sha256 for each in store.versions(soc)}
    for label, rev in matched_revs(store, soc).items():
        found[label] = str(json.loads(store.revision(soc, UPSTREAM, rev).detail)["sha256"])
    return found


def release_contents(store: Store, soc: str) -> list[Content]:
    """What each imported release says, with the ids that hold now, oldest first."""
    revs = matched_revs(store, soc)
    return [content_of(store.state(soc, UPSTREAM, revs.get(each.label, each.rev))) for each in releases_of(store, soc)]


def lineage_item(store: Store, soc: str, label: str) -> str:
    """The draft's item that says which release it has taken in, and in which of its matchings."""
    version = store.version(soc, label)
    return canonical({"label": label, "rev": matched_rev(store, soc, version)} if version else {"label": label})


def draft_before(store: Store, soc: str) -> Content | None:
    """The draft as it was before it took in the release that it has now; None where it began with that release."""
    label = json.loads(store.state(soc, DRAFT)[LINEAGE])["label"]
    found = None
    for revision, body in reversed(store.item_history(soc, DRAFT, LINEAGE)):
        if body is None or json.loads(body)["label"] != label:
            break
        found = revision.rev
    if found is None or found == 1:
        return None
    return content_of(store.state(soc, DRAFT, found - 1))


def agreeing(store: Store, soc: str, state: Mapping[ItemKey, str], before: Content | None = None) -> State:
    """
    A state of the draft whose ids are those that the release it has taken in has now.

    `before` is the draft before it took that in, where it is known (see `rekey`).
    """
    said = json.loads(state[LINEAGE])
    version = store.version(soc, said["label"])
    if version is None:
        return dict(state)
    then, now = int(said.get("rev", version.rev)), matched_rev(store, soc, version)
    if then == now:
        return dict(state)
    contents = [content_of(store.state(soc, UPSTREAM, rev)) for rev in (then, now)]
    content = rekey(content_of(state), contents[0], contents[1], before)
    both = zip(contents[0].active, contents[1].active, strict=True)
    moved = {old.id: new.id for old, new in both if old.id != new.id}
    return items_of(content) | follow(beside(state), moved) | {LINEAGE: canonical({"label": version.label, "rev": now})}


def draft_of(store: Store, soc: str, version: VersionRow) -> State:
    """The draft's state that equals a version, with the ids that hold now."""
    state = store.state(soc, version.line, matched_rev(store, soc, version))
    if version.line == DRAFT:
        return agreeing(store, soc, state)
    own = {key: body for key, body in state.items() if key[0] not in _KEPT}
    # A release says nothing of alignments, so going back to it leaves those of the draft.
    return own | beside(store.state(soc, DRAFT)) | {LINEAGE: lineage_item(store, soc, version.label)}


def kept_corrections(store: Store, soc: str) -> tuple[Correction, ...]:
    """Every correction that the workspace keeps for a framework, withdrawn ones too, oldest first."""
    bodies = (body for (kind, _), body in kept_now(store, soc).items() if kind == MATCH_DECISION)
    found = [Correction.model_validate_json(body) for body in bodies]
    return tuple(sorted(found, key=lambda each: (each.time, each.key)))


_Held = dict[str, tuple[str, int, State]]
_held: WeakKeyDictionary[Store, _Held] = WeakKeyDictionary()
"""What each store kept when it was last asked, by framework: the hash and number of the newest revision, and items."""


def kept_now(store: Store, soc: str) -> State:
    """
    What is kept on the upstream line that is no release's; read again only as far as the line has grown.

    Of a line of thousands of statements, reading all of it takes far longer than a look at its newest revision.
    """
    head = store.head(soc, UPSTREAM)
    known_hash, known_rev, found = _held.setdefault(store, {}).get(soc, ("", 0, {}))
    if not head or (known_rev == head and store.revision(soc, UPSTREAM, head).hash == known_hash):
        return found if head else {}
    is_later = 0 < known_rev < head and store.revision(soc, UPSTREAM, known_rev).hash == known_hash
    if is_later:
        fresh = dict(found)
        for rev in range(known_rev + 1, head + 1):
            for each in store.changes(soc, UPSTREAM, rev):
                if each.kind in _KEPT and each.after is not None:
                    fresh[each.kind, each.uid] = each.after
                elif each.kind in _KEPT:
                    fresh.pop((each.kind, each.uid), None)
    else:
        fresh = kept_items(store.state(soc, UPSTREAM))
    _held[store][soc] = (store.revision(soc, UPSTREAM, head).hash, head, fresh)
    return fresh


def kept_items(state: Mapping[ItemKey, str]) -> State:
    """Those items of an upstream state that are no release's, such as corrections. Each later one has them."""
    return {key: body for key, body in state.items() if key[0] in _KEPT}
