"""The actions of a designer on vocabularies, each one edit of the draft, saved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lexcurric.core import vocabulary_edits as changes
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Scope, Term, Vocabulary, replace
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.editing_tags import EditingTags


class EditingVocabularies(EditingTags):
    """
    What can be done to vocabularies and their terms, beside `add_vocabularies`; each raises EditError where it does not
    fit, and ConflictError where somebody else changed the same list since it was last shown.
    """

    def add_vocabulary(self, label: str, *, name: str = "", reason: str = "", **rules: Any) -> str:
        """
        Adds a list without terms, and gives its name, made of the label without one. `rules`: scope ("one", "many"),
        required, open.
        """
        made = _ruled(Vocabulary(name=name, label=label), rules)
        fresh = name or changes.name_of(label, [each.name for each in self.draft.seen.vocabularies])
        made = replace(made, name=fresh if label.strip() or name else "")
        self._change_lists(f"Added the vocabulary {label}", reason, lambda old: changes.add_vocabulary(old, made))
        return made.name

    def change_vocabulary(self, vocabulary: str, reason: str = "", **rules: Any) -> None:
        """Changes what a list is called (label; name, which its tags follow) and its rules (scope, required, open)."""
        found = self._list(vocabulary)
        wanted = _ruled(found, rules)
        what = f"Changed the vocabulary {found.label or found.name}"
        self._change_lists(what, reason, lambda old: changes.change_vocabulary(old, found.name, wanted))

    def delete_vocabulary(self, vocabulary: str, reason: str = "") -> None:
        """Deletes a list that no statement carries a tag of."""
        found = self._list(vocabulary)
        what = f"Deleted the vocabulary {found.label or found.name}"
        self._change_lists(what, reason, lambda old: changes.delete_vocabulary(old, found.name))

    def add_term(
        self, vocabulary: str, label: str, *, position: int | None = None, reason: str = "", **fields: Any
    ) -> str:
        """
        Adds a term, and gives its name, made of the label without one. `fields` as in `Term`: term, description,
        colour, synonyms, deprecated, replaced_by.
        """
        found = self._list(vocabulary)
        name = fields.pop("term", "") or (
            changes.name_of(label, [each.term for each in found.terms]) if label.strip() else ""
        )
        made = _said(Term(term=name, label=label), fields)
        what = f"Added the term {label or name} to {found.label or found.name}"
        self._change_lists(what, reason, lambda old: changes.add_term(old, found.name, made, position))
        return name

    def change_term(
        self, vocabulary: str, term: str, reason: str = "", *, replacing: bool = False, **fields: Any
    ) -> None:
        """
        Changes a term: any field of `Term`. Under another name (`term`) its tags follow, and the old name is a synonym.
        With `replacing`, the statements that have it get what replaces it, in the same edit.
        """
        found = self._list(vocabulary)
        old_term = changes.find_term(found, term)
        new = fields.pop("new_term", old_term.term)
        wanted = _said(replace(old_term, term=new), fields)
        named = old_term.label or old_term.term
        what = f"Changed the term {named} of {found.label or found.name}"
        if wanted.deprecated and not old_term.deprecated:
            what = f"Deprecated the term {named} of {found.label or found.name}"
        elif new != old_term.term:
            what = f"Renamed the term {old_term.term} of {found.label or found.name} to {new}"

        def change(old: Content) -> Content:
            after = changes.change_term(old, found.name, old_term.term, wanted)
            return changes.replace_term(after, found.name, wanted.term) if replacing else after

        self._change_lists(what, reason, change)

    def move_term(self, vocabulary: str, term: str, position: int, reason: str = "") -> None:
        """Moves a term to a place of its list, counted from 1."""
        found = self._list(vocabulary)
        named = changes.find_term(found, term)
        what = f"Moved the term {named.label or named.term} to place {position}"
        self._change_lists(what, reason, lambda old: changes.move_term(old, found.name, term, position))

    def delete_term(self, vocabulary: str, term: str, reason: str = "") -> None:
        """Deletes a term that no statement carries."""
        found = self._list(vocabulary)
        named = changes.find_term(found, term)
        what = f"Deleted the term {named.label or named.term} of {found.label or found.name}"
        self._change_lists(what, reason, lambda old: changes.delete_term(old, found.name, term))

    def replace_term(self, vocabulary: str, term: str, reason: str = "") -> None:
        """Puts what replaced a deprecated term on every statement that still has it."""
        found = self._list(vocabulary)
        what = f"Replaced {found.name}:{term} on the statements"
        self._change_lists(what, reason, lambda old: changes.replace_term(old, found.name, term))

    def write_vocabularies(self, path: str | Path, vocabularies: Sequence[str] = ()) -> Path:
        """
        Writes these vocabularies (without a name, all) to a .yaml, .csv or .jsonld (SKOS) file, as they are read again.
        """
        from lexcurric.workspace.vocabularies import write_vocabularies

        content = self.draft.refresh()
        wanted = [changes.find_vocabulary(content, each).name for each in vocabularies]
        found = tuple(each for each in content.vocabularies if not wanted or each.name in wanted)
        return write_vocabularies(found, Path(path), content.title)

    def _list(self, wanted: str) -> Vocabulary:
        """A vocabulary as it was last shown."""
        try:
            return changes.find_vocabulary(self.draft.seen, wanted)
        except EditError:
            return changes.find_vocabulary(self.draft.refresh(), wanted)

    def _change_lists(self, what: str, reason: str, change: Callable[[Content], Content]) -> None:
        self.draft.act(Edit("vocabulary", what, reason), None, change)


def _ruled(vocabulary: Vocabulary, rules: dict[str, Any]) -> Vocabulary:
    known = {"name", "label", "scope", "required", "open"}
    _check_known(rules, known)
    if "scope" in rules:
        if rules["scope"] not in tuple(Scope):
            raise EditError(f"a statement may have one or many tags of a list, not {rules['scope']!r}")
        rules = {**rules, "scope": Scope(rules["scope"])}
    return replace(vocabulary, **rules)


def _said(term: Term, fields: dict[str, Any]) -> Term:
    _check_known(fields, {"label", "description", "colour", "synonyms", "deprecated", "replaced_by"})
    return replace(term, **{key: tuple(value) if key == "synonyms" else value for key, value in fields.items()})


def _check_known(given: dict[str, Any], known: set[str]) -> None:
    strange = sorted(given.keys() - known)
    if strange:
        raise EditError(f"nothing is called {', '.join(strange)} here; there is {', '.join(sorted(known))}")
