"""
Demand as tags, always marked as proposed until a designer says yes.

A proposal is a tag of a vocabulary of its own, `bloom-proposed:apply`; accepting it moves it to `bloom:apply`. So the
mark is part of the tag itself: it shows wherever tags show (lists, sheets, rubrics, other programs, older versions),
never counts as the designer's own tag for a required vocabulary, and undo, merge and history treat it like any tag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from lexcurric.core import edits
from lexcurric.core.demand.demand import demand_of
from lexcurric.core.demand.records import SOURCES, Bloom, Dave
from lexcurric.core.demand.verbs import VerbList
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Record, Scope, Term, Vocabulary, replace, sort_tags

PROPOSED = "-proposed"
"""What the name of a vocabulary of proposals ends in."""
SCALES = ("bloom", "dave")
_LABELS = {"bloom": "Cognitive demand", "dave": "Practical demand"}
_TERMS: dict[str, type[StrEnum]] = {"bloom": Bloom, "dave": Dave}


class Proposal(Record):
    """A tag that is proposed for a statement, such as `bloom-proposed:apply`, and why."""

    statement_id: str
    scale: str
    term: str
    why: str

    @property
    def tag(self) -> str:
        """The tag, marked as proposed."""
        return f"{self.scale}{PROPOSED}:{self.term}"


def demand_vocabulary(scale: str, *, proposed: bool) -> Vocabulary:
    """The vocabulary of a scale, or that of the proposals for it; the source is in each term's description."""
    return Vocabulary(
        name=scale + (PROPOSED if proposed else ""),
        label=_LABELS[scale] + (" (proposed)" if proposed else ""),
        scope=Scope.ONE,
        terms=tuple(
            Term(term=each.value, label=each.value.capitalize(), description=SOURCES[scale]) for each in _TERMS[scale]
        ),
    )


def propose_demand(
    content: Content,
    verbs: VerbList | None = None,
    scales: Iterable[str] = SCALES,
    without: Collection[tuple[str, str]] = (),
) -> tuple[Proposal, ...]:
    """
    What the verbs propose for each active statement that has neither a tag nor a proposal of the scale yet.

    `without` names statements whose proposal was dismissed, as (scale, id). Raises EditError for another scale.
    """
    found = []
    for scale in scales:
        if scale not in SCALES:
            raise EditError(f"no scale {scale!r} of demand; there are {', '.join(SCALES)}")
        names = (f"{scale}:", f"{scale}{PROPOSED}:")
        for each in content.active:
            if (scale, each.id) in without or any(tag.startswith(names) for tag in each.tags):
                continue
            demand = demand_of(each.text, verbs)
            term = demand.bloom if scale == "bloom" else demand.dave
            if term is not None:
                found.append(Proposal(statement_id=each.id, scale=scale, term=term.value, why=demand.why_of(scale)))
    return tuple(found)


def with_proposals(content: Content, proposals: Iterable[Proposal]) -> Content:
    """The content with the proposals on their statements, as tags."""
    listed = tuple(proposals)
    content = _with_vocabularies(content, {each.scale for each in listed}, proposed=True)
    for tag in dict.fromkeys(each.tag for each in listed):
        content = edits.tag(content, [each.statement_id for each in listed if each.tag == tag], [tag])
    return content


def proposed_tags(content: Content, ids: Iterable[str] | None = None) -> Mapping[str, tuple[str, ...]]:
    """The proposals that wait, by the ids of the statements that carry them."""
    wanted = None if ids is None else {edits.find(content, each).id for each in ids}
    names = tuple(f"{scale}{PROPOSED}:" for scale in SCALES)
    found = {
        each.id: tuple(tag for tag in each.tags if tag.startswith(names))
        for each in content.active
        if wanted is None or each.id in wanted
    }
    return {key: tags for key, tags in found.items() if tags}


def accept_proposals(content: Content, ids: Iterable[str] | None = None) -> Content:
    """The content with the proposals of these statements (all, without ids) as the designer's own tags."""
    waiting = proposed_tags(content, ids)
    scales = {tag.partition(PROPOSED)[0] for tags in waiting.values() for tag in tags}
    content = _with_vocabularies(content, scales, proposed=False)
    content = dismiss_proposals(content, waiting)
    own = {key: [tag.replace(PROPOSED, "", 1) for tag in tags] for key, tags in waiting.items()}
    for tag in dict.fromkeys(tag for tags in own.values() for tag in tags):
        content = edits.tag(content, [key for key, tags in own.items() if tag in tags], [tag])
    return content


def dismiss_proposals(content: Content, ids: Iterable[str] | None = None) -> Content:
    """The content without the proposals of these statements (all, without ids)."""
    waiting = proposed_tags(content, ids)
    bare = [
        replace(content.by_id[key], tags=sort_tags(set(content.by_id[key].tags) - set(tags)))
        for key, tags in waiting.items()
    ]
    return edits.with_statements(content, *bare)


def _with_vocabularies(content: Content, scales: Iterable[str], *, proposed: bool) -> Content:
    known = {each.name for each in content.vocabularies}
    new = [demand_vocabulary(each, proposed=proposed) for each in sorted(scales)]
    fresh = [each for each in new if each.name not in known]
    return replace(content, vocabularies=(*content.vocabularies, *fresh)) if fresh else content
