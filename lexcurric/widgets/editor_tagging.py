"""Tagging in the editor: terms by number keys, what replaced a deprecated one, tags by example and by a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core import edits
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import Content, Vocabulary, replace, sort_tags
from lexcurric.core.tag_rules import find_hits
from lexcurric.core.tag_suggest import SURE, Suggestion
from lexcurric.core.vocabulary import ink_on, replacements

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.tag_suggestions import TagSuggestions

MOST = 3000
"""Suggestions compare each statement with each: of more statements than these that takes too long to wait for."""
LISTED = 300
"""So many hits or suggestions are sent to the screen; all are counted, and all are tagged."""


class Tagged(traitlets.HasTraits):
    """
    The tagging of an editor.

    - `in_hand`: the vocabulary whose first nine terms the keys 1 to 9 put on and take off; empty for none.
    - `last_tag`: the tag that `.` puts on again; with `-` before it, takes off.
    """

    in_hand = traitlets.Unicode("").tag(sync=True)
    last_tag = traitlets.Unicode("").tag(sync=True)

    _own: Framework
    _shown: Content
    _suggested: TagSuggestions | None = None

    @traitlets.validate("in_hand")
    def _known_vocabulary(self, proposal: Mapping[str, Any]) -> str:
        wanted = str(proposal["value"])
        names = [each.name for each in self._shown.vocabularies]
        if wanted and wanted not in names:
            raise LexcurricError(f"no vocabulary {wanted!r}; there are {', '.join(names) or 'none yet'}")
        return wanted

    def do_replace_tag(self, ids: list[str], tag: str, reason: str = "") -> str:
        """Puts what replaced a deprecated term in its place, on some statements."""
        heir = replacements(self._shown.vocabularies).get(tag)
        if heir is None:
            raise EditError(f"nothing replaces {tag}; take it off, or choose another term")

        def change(content: Content) -> Content:
            for each in ids:
                statement = content.by_id.get(each)
                if statement is not None and tag in statement.tags:
                    kept = [heir if one == tag else one for one in statement.tags]
                    content = edits.with_statements(content, replace(statement, tags=sort_tags(kept)))
            return content

        many = "1 statement" if len(ids) == 1 else f"{len(ids)} statements"
        self._own.commit("tag", f"Replaced {tag} by {heir} on {many}", reason, change)
        return self._own.undo_label or ""

    def do_replace_deprecated(self, reason: str = "") -> str:
        """Puts what replaced deprecated terms in their place, on every statement."""
        self._own.replace_deprecated(reason)
        return self._own.undo_label or ""

    # By example

    def ask_suggestions(self, vocabulary: str) -> dict[str, Any]:
        """Tags for what has none of a vocabulary, by what has; each with its evidence."""
        if len(self._shown.positions) > MOST:
            raise EditError(
                f"suggestions are made for up to {MOST:,} statements; tag these by a rule, or with the number keys"
            )
        self._suggested = found = self._own.suggest_tags(vocabulary)
        return {
            "many": len(found),
            "sure": len(found.sure),
            "listed": [_suggestion(each) for each in found.record[:LISTED]],
        }

    def do_suggested(self, vocabulary: str, ids: list[str] | None = None, reason: str = "") -> str:
        """Accepts suggestions: of the statements named, else all that are sure."""
        found = self._suggested
        if found is None or found.vocabulary != vocabulary:
            found = self._own.suggest_tags(vocabulary)
        if not found.accept(*(ids or ()), reason=reason):
            raise EditError("no suggestion is sure enough to be taken with all others; look at each")
        return self._own.undo_label or ""

    # By a rule

    def ask_where(self, text: str, tag: str, level: str = "") -> dict[str, Any]:
        """Which statements a rule finds, and on which the tag would be new."""
        hits = find_hits(self._shown, text, [tag], level)
        new = [each for each in hits if each.is_change]
        return {
            "found": len(hits),
            "new": len(new),
            "listed": [{"id": each.id, "found": each.found, "isNew": each.is_change} for each in hits[:LISTED]],
        }

    def do_tag_where(self, text: str, tag: str, level: str = "", reason: str = "") -> str:
        """Tags the statements that contain a text."""
        done = self._own.tag_where(text, tag, preview=False, level=level, reason=reason)
        if not len(done):
            raise EditError(f"no statement contains “{text}”; nothing was tagged")
        return self._own.undo_label or ""


def _suggestion(each: Suggestion) -> dict[str, Any]:
    evidence = [{"id": one.id, "text": one.text, "shares": list(one.shares)} for one in each.evidence]
    return {"id": each.id, "tag": each.tag, "sure": each.confidence >= SURE, "evidence": evidence}


def vocabulary_view(vocabulary: Vocabulary) -> dict[str, Any]:
    """A vocabulary with its terms, as the filters, the chips and the pane of tags show it."""
    return {
        "name": vocabulary.name,
        "label": vocabulary.label or vocabulary.name,
        "required": vocabulary.required,
        "one": vocabulary.scope == "one",
        "open": vocabulary.open,
        "terms": [_term(vocabulary, at) for at in range(len(vocabulary.terms))],
    }


def _term(vocabulary: Vocabulary, at: int) -> dict[str, Any]:
    term = vocabulary.terms[at]
    said: dict[str, Any] = {"term": term.term, "label": term.label or term.term, "description": term.description}
    if term.colour:
        said |= {"colour": term.colour, "ink": ink_on(term.colour)}
    if term.synonyms:
        said["synonyms"] = list(term.synonyms)
    if term.deprecated:
        heir = vocabulary.successor(term)
        said |= {"deprecated": True, "heir": (heir.label or heir.term) if heir else ""}
    return said
