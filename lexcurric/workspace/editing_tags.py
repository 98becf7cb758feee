"""Tags in bulk: by a rule, by example, and what replaces deprecated terms; each one edit of the draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.tag_rules import find_hits
from lexcurric.core.vocabulary import replacements
from lexcurric.workspace.editing import Ids, _ids
from lexcurric.workspace.editing_criteria import EditingCriteria
from lexcurric.workspace.snapshots import draft_snapshot

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.tag_suggestions import TagSuggestions
    from lexcurric.workspace.tag_views import TagCoverageView

HIT_COLUMNS = ("id", "level", "position", "text", "found", "before", "after")


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

    def tag_where(
        self,
        wanted: str | re.Pattern[str],
        tags: Ids,
        *,
        preview: bool = True,
        level: str = "",
        reason: str = "",
    ) -> DataFrame:
        """
        Tags the statements that contain a text, or in which a pattern (`re.compile`) is found; as one edit, and only
        with `preview=False`. `level` keeps to one level.

        A text counts in any case, from the start of a word on: “oven” is in “ovens”, and not in “proven”.

        Gives one row a statement: id, level, position, text, found, before, after (its tags).
        """
        from lexcurric.formats.frames import records_frame

        content, names = self.draft.refresh(), _ids(tags)
        hits = find_hits(content, wanted, names, level)
        found = [each.id for each in hits if each.is_change]
        if not preview and found:
            said = wanted if isinstance(wanted, str) else wanted.pattern
            self.tag(found, names, reason or f"by the rule: text contains “{said}”")
        rows = []
        for each in hits:
            statement = content.by_id[each.id]
            place = (content.level_label(statement.level), content.positions[each.id], statement.text)
            rows.append((each.id, *place, each.found, each.before, each.after))
        return records_frame(rows, HIT_COLUMNS)

    def coverage(self, vocabulary: str | None = None) -> TagCoverageView:
        """
        Which statements have which tags, of one vocabulary or all: `to_frame()`, `by_level`, `untagged`, `write(path)`.
        """
        from lexcurric.workspace.tag_views import TagCoverageView

        self.draft.refresh()
        return TagCoverageView(draft_snapshot(self.workspace.store, self.soc), vocabulary)

    def suggest_tags(self, vocabulary: str) -> TagSuggestions:
        """
        Tags for the statements that have none of this vocabulary, by those that have one: each with the statements it
        rests on, the words shared, and a confidence. Nothing changes until you `accept`. Raises EditError where nothing
        is tagged yet.
        """
        from lexcurric.workspace.tag_suggestions import TagSuggestions

        return TagSuggestions(self, vocabulary)
