"""What a draft is called on a screen, kept up with edit by edit, without reading all of it each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lexcurric.core.items import LINEAGE, changed_content
from lexcurric.core.model import DRAFT_MARK, Content
from lexcurric.workspace.identity import DRAFT, content_hashes
from lexcurric.workspace.snapshots import started_from

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework


class Labels:
    """
    The label of a framework's draft as `Framework.version` gives it.

    `quick` may say `+draft` of a draft that equals a version again by another way; `exact` does not, and takes long
    where there are many statements.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._known: dict[str, Content] = {}
        """The content of versions that the draft was found to equal, by their labels."""

    def quick(self, content: Content) -> str:
        """The label of this content, which is the draft's as it was last shown."""
        draft, store = self._framework.draft, self._framework.workspace.store
        base = str(json.loads(draft.items[LINEAGE])["label"])
        start = started_from(store, draft.soc, base, draft.head)
        # A draft just imported is the release, and one just saved the version.
        is_same = start.rev == draft.head if start.line == DRAFT else draft.head == 1
        if is_same and start.label not in self._known:
            self._known[start.label] = content
        for label, known in reversed(self._known.items()):
            if not changed_content(known, content):
                return label
        return start.label + DRAFT_MARK

    def exact(self, content: Content) -> str:
        """The label of this content; where it equals several versions, of the one that it started from or the last."""
        store, soc = self._framework.workspace.store, self._framework.soc
        start = self.quick(content).removesuffix(DRAFT_MARK)
        hashes = content_hashes(store, soc)
        equal = [each.label for each in store.versions(soc) if hashes[each.label] == content.sha256]
        if not equal:
            return start + DRAFT_MARK
        label = start if start in equal else equal[-1]
        self._known[label] = content
        return label
