"""Which statements have which tags: the table of statements by tags, counts by level, and what required lists lack."""

from __future__ import annotations

from collections.abc import Mapping

from lexcurric.core.demand.proposals import PROPOSED
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Record, Statement, Vocabulary


class TagCoverage(Record):
    """
    The statements in reading order, and the tags in order of their vocabularies; `counts` has, for each tag, how many
    statements of each level (by its key) have it; `untagged` the ids of those without a tag of a required vocabulary.
    """

    content: Content
    vocabularies: tuple[Vocabulary, ...]
    tags: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    untagged: dict[str, tuple[str, ...]]

    @property
    def lines(self) -> tuple[str, ...]:
        """The result in sentences: each vocabulary with how many statements it tags, and what is missing."""
        every, found = self.content.active, []
        for vocabulary in self.vocabularies:
            have = sum(_has(each, vocabulary.name) for each in every)
            lacking = len(self.untagged.get(vocabulary.name, ()))
            more = f"; it is required, and {lacking} have none" if lacking else "; it is required" * vocabulary.required
            found.append(f"{vocabulary.label or vocabulary.name}: {have} of {len(every)} statements have a tag{more}.")
        return tuple(found) or ("There is no vocabulary yet.",)


def tag_coverage(content: Content, vocabulary: str | None = None) -> TagCoverage:
    """
    The coverage of one vocabulary, or of all but those of proposals. Raises EditError for a vocabulary there is not.

    A deprecated term counts only while a statement has it.
    """
    lists = tuple(each for each in content.vocabularies if not each.name.endswith(PROPOSED))
    if vocabulary is not None:
        found = content.vocabulary(vocabulary)
        if found is None:
            names = ", ".join(each.name for each in content.vocabularies) or "none yet"
            raise EditError(f"no vocabulary {vocabulary!r} in {content.soc}; there are {names}")
        lists = (found,)
    used = {tag for each in content.active for tag in each.tags}
    tags = tuple(
        f"{each.name}:{term.term}"
        for each in lists
        for term in each.terms
        if not term.deprecated or f"{each.name}:{term.term}" in used
    )
    return TagCoverage(
        content=content,
        vocabularies=lists,
        tags=tags,
        counts={
            tag: {key: sum(tag in each.tags for each in row) for key, row in content.by_level.items()} for tag in tags
        },
        untagged={each.name: untagged(content, each.name) for each in lists if each.required},
    )


def untagged(content: Content, vocabulary: str) -> tuple[str, ...]:
    """The ids of the active statements without a tag of this vocabulary, in reading order."""
    return tuple(each.id for each in content.active if not _has(each, vocabulary))


def newly_untagged(before: Content, after: Content) -> Mapping[str, tuple[str, ...]]:
    """For each required vocabulary, the ids without a tag of it in `after` that were not so in `before`; none empty."""
    found = {}
    for each in after.vocabularies:
        if each.required:
            was = set(untagged(before, each.name))
            came = tuple(key for key in untagged(after, each.name) if key not in was)
            if came:
                found[each.name] = came
    return found


def untagged_notes(before: Content, after: Content) -> tuple[str, ...]:
    """What to know of the tags before a merge: how many statements that come in lack a required tag, in words."""
    return tuple(
        f"{len(ids)} statement{'s' if len(ids) > 1 else ''} that come{'' if len(ids) > 1 else 's'} in "
        f"ha{'ve' if len(ids) > 1 else 's'} no `{name}` tag, which is required."
        for name, ids in newly_untagged(before, after).items()
    )


def _has(statement: Statement, vocabulary: str) -> bool:
    return any(tag.startswith(f"{vocabulary}:") for tag in statement.tags)
