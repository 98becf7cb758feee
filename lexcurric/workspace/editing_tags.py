"""Tags in bulk: by a rule, by example, and what replaces deprecated terms; each one edit of the draft."""

from __future__ import annotations

from lexcurric.core import edits
from lexcurric.core.vocabulary import replacements
from lexcurric.workspace.editing_criteria import EditingCriteria


class EditingTags(EditingCriteria):
    """What can be done with tags beside putting one on and taking it off; see `Framework` for how it answers."""

    def replace_deprecated(self, reason: str = "") -> int:
        """Puts, on every statement, what replaced a deprecated term in its place, as one edit; gives how many."""
        content = self.draft.refresh()
        heirs = replacements(content.vocabularies)
        count = sum(not heirs.keys().isdisjoint(each.tags) for each in content.active)
        if count:
            what = f"Replaced deprecated tags of {count} statement{'s' if count != 1 else ''}"
            self.commit("tag", what, reason, edits.replace_deprecated)
        return count
