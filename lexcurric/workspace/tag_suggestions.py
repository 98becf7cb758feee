"""Tags suggested by example, as a designer meets them: looked through, accepted, as one edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lexcurric.core.edits import tag
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content
from lexcurric.core.tag_suggest import SURE, Suggestion, suggest_tags

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.editing_tags import EditingTags

SUGGESTION_COLUMNS = ("id", "level", "position", "text", "tag", "confidence", "why")


class TagSuggestions:
    """Suggestions for what has no tag of a vocabulary, the surest first; nothing changes until you accept."""

    def __init__(self, framework: EditingTags, vocabulary: str) -> None:
        self.framework, self.vocabulary = framework, vocabulary
        self.content = framework.draft.refresh()
        self.record: tuple[Suggestion, ...] = suggest_tags(self.content, vocabulary)

    @property
    def sure(self) -> tuple[Suggestion, ...]:
        """Those of a confidence of .6 or more."""
        return tuple(each for each in self.record if each.confidence >= SURE)

    def accept(self, *statement_ids: str, reason: str = "") -> int:
        """
        Tags the statements named as suggested (without names, those that are `sure`), as one edit; gives how many.

        A statement that got a tag of this vocabulary meanwhile keeps that one. Raises EditError for a statement that
        nothing is suggested for.
        """
        taken = self.sure
        if statement_ids:
            ids = {self.framework.draft.known(each).id for each in statement_ids}
            taken = tuple(each for each in self.record if each.id in ids)
            if missing := ids - {each.id for each in taken}:
                raise EditError(f"no {self.vocabulary} tag is suggested for {', '.join(sorted(missing))}")
        wanted: dict[str, list[str]] = {}
        for each in taken:
            wanted.setdefault(each.id, []).append(each.tag)

        def change(now: Content) -> Content:
            for key, tags in wanted.items():
                statement = now.by_id.get(key)
                if statement and statement.is_active and not _own(statement.tags, self.vocabulary):
                    now = tag(now, [key], tags)
            return now

        count = len(wanted)
        if count:
            what = f"Accepted suggested {self.vocabulary} tags of {count} statement{'s' if count > 1 else ''}"
            self.framework.commit("tag", what, reason, change)
        return count

    def to_frame(self) -> DataFrame:
        """One row a suggestion: id, level, position, text, tag, confidence (0 to 1, no probability), why."""
        from lexcurric.formats.frames import records_frame

        rows = []
        for each in self.record:
            level = self.content.level_label(self.content.by_id[each.id].level)
            rows.append(
                (each.id, level, self.content.positions[each.id], each.text, each.tag, each.confidence, each.why)
            )
        return records_frame(rows, SUGGESTION_COLUMNS)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.record)

    def __len__(self) -> int:
        return len(self.record)

    def __repr__(self) -> str:
        return f"<TagSuggestions for {self.vocabulary}: {len(self.record)}, {len(self.sure)} of them sure>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import tag_suggestions_html

        return tag_suggestions_html(self)


def _own(tags: tuple[str, ...], vocabulary: str) -> tuple[str, ...]:
    return tuple(tag for tag in tags if tag.startswith(f"{vocabulary}:"))
