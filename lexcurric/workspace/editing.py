"""The actions of a designer on a framework, each one edit of its draft, saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.model import Content, Statement, Vocabulary
from lexcurric.core.vocabulary import tag_notes
from lexcurric.core.wording import quoted
from lexcurric.workspace import about
from lexcurric.workspace.draft import Draft, Edit
from lexcurric.workspace.given import json_value
from lexcurric.workspace.history import REDO, UNDO

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lexcurric.workspace.workspace import Workspace

Ids = str | Iterable[str]


def _ids(wanted: Ids) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


class Editing:
    """What can be done to a framework's draft; see `Framework` for how it answers."""

    def __init__(self, workspace: Workspace, soc: str) -> None:
        self.workspace = workspace
        self.soc = soc
        self.draft = Draft(workspace, soc)

    def edit(self, statement_id: str, text: str, reason: str = "") -> Statement:
        """Rewords a statement, and gives it back."""
        found = self.draft.known(statement_id)
        edit = Edit("reword", f"Reworded {quoted(found.text)}", reason, mine=f"“{text.strip()}”")
        self.draft.act(edit, about.statements([found.id]), lambda content: edits.reword(content, found.id, text))
        return self._saved(found.id)

    def add(self, level: str, text: str, position: int | None = None, reason: str = "") -> Statement:
        """Adds a statement at a place of a level (counted from 1; without it, at the end), and gives it back."""
        made: list[Statement] = []

        def change(content: Content) -> Content:
            after, fresh = edits.add(content, level, text, position)
            made.append(fresh)
            return after

        edit = Edit("add", f"Added {quoted(text)} to {self._level(level)}", reason)
        self.draft.act(edit, about.nothing, change)
        return self._saved(made[-1].id)

    def move(self, statement_ids: Ids, level: str, position: int | None = None, reason: str = "") -> None:
        """Moves statements to a place of a level (counted from 1; without it, to the end)."""
        found = self._find(statement_ids)
        edit = Edit("move", f"Moved {self._named(found)} to {self._level(level)}", reason)
        self._act(edit, found, lambda content: edits.move(content, found, level, position))

    def retire(self, statement_ids: Ids, reason: str = "") -> None:
        """Retires statements: kept, and left out of exports and rubrics."""
        found = self._find(statement_ids)
        edit = Edit("retire", f"Retired {self._named(found)}", reason)
        self._act(edit, found, lambda content: edits.retire(content, found))

    def reinstate(self, statement_ids: Ids, reason: str = "") -> None:
        """Brings retired statements back where they stood."""
        found = self._find(statement_ids)
        edit = Edit("reinstate", f"Brought back {self._named(found)}", reason)
        self._act(edit, found, lambda content: edits.reinstate(content, found))

    def split(self, statement_id: str, texts: Sequence[str], reason: str = "") -> tuple[Statement, ...]:
        """Retires a statement and continues it by several, in its place, with its tags; gives these back."""
        found = self.draft.known(statement_id).id
        edit = Edit("split", f"Split {self._named([found])} into {len(texts)}", reason)
        self._act(edit, [found], lambda content: edits.split(content, found, texts)[0])
        return tuple(self._saved(each) for each in self._saved(found).replaced_by)

    def join(self, statement_ids: Iterable[str], text: str, reason: str = "") -> Statement:
        """Retires several statements and continues them by one, in the first one's place, with all their tags."""
        found = self._find(statement_ids)
        edit = Edit("join", f"Joined {self._named(found)}", reason, mine=f"“{text.strip()}”")
        self._act(edit, found, lambda content: edits.join(content, found, text)[0])
        return self._saved(self._saved(found[0]).replaced_by[0])

    def tag(self, statement_ids: Ids, tags: Ids, reason: str = "") -> None:
        """
        Tags statements, each tag written `vocabulary:term`. A synonym gives its term; of a deprecated term, what
        replaced it is taken, and the log says so. Raises EditError for a deprecated one that nothing replaced.
        """
        found, names = self._find(statement_ids), _ids(tags)
        notes = "".join(f" ({each})" for each in tag_notes(self.draft.seen.vocabularies, names))
        edit = Edit("tag", f"Tagged {self._named(found)} with {', '.join(names)}{notes}", reason)
        self._act(edit, found, lambda content: edits.tag(content, found, names))

    def untag(self, statement_ids: Ids, tags: Ids, reason: str = "") -> None:
        """Takes tags off statements."""
        found, names = self._find(statement_ids), _ids(tags)
        edit = Edit("untag", f"Took {', '.join(names)} off {self._named(found)}", reason)
        self._act(edit, found, lambda content: edits.untag(content, found, names))

    def note(self, statement_id: str, text: str, reason: str = "") -> None:
        """Writes a statement's note."""
        found = self.draft.known(statement_id).id
        edit = Edit("note", f"Noted on {self._named([found])}", reason, mine=f"the note “{text.strip()}”")
        self._act(edit, [found], lambda content: edits.annotate(content, found, text))

    def set_criterion(self, statement_ids: Ids, label: str | None, reason: str = "") -> None:
        """Puts statements under a criterion, made if it is new; None takes them out of any."""
        found = self._find(statement_ids)
        edit = Edit("criterion", f"Put {self._named(found)} under {label or 'no criterion'}", reason)
        self._act(edit, found, lambda content: edits.assign_criterion(content, found, label))

    def rename_level(self, level: str, label: str, reason: str = "") -> None:
        """Gives a level another name."""
        found = edits.find_level(self.draft.seen, level)
        edit = Edit("rename level", f"Renamed level {found.label} to {label}", reason, mine=f"“{label.strip()}”")
        self.draft.act(edit, about.level(found.key), lambda content: edits.rename_level(content, found.key, label))

    def set_metadata(self, pointer: str, value: JsonValue, reason: str = "") -> None:
        """Changes what the framework says about itself, at a JSON pointer such as `/framework/contextCovered`."""
        new = json_value(value, pointer)
        edit = Edit("metadata", f"Changed {pointer}", reason, mine=f"“{value}”")
        self.draft.act(edit, about.metadata(pointer), lambda content: edits.set_metadata(content, pointer, new))

    def add_vocabularies(
        self, vocabularies: str | Path | Iterable[Vocabulary], reason: str = "", *, language: str = "en"
    ) -> None:
        """
        Adds or replaces vocabularies, from a YAML, CSV, Excel or SKOS file or as records; tags in use stay.

        `language` is that of the labels to take from a SKOS file.
        """
        from lexcurric.workspace.vocabularies import merge_vocabularies, read_vocabularies

        if isinstance(vocabularies, str | Path):
            given = read_vocabularies(Path(vocabularies), language)
        else:
            given = tuple(vocabularies)
        names = [each.name for each in given]
        edit = Edit("vocabulary", f"Set vocabularies {', '.join(names)}", reason)
        self.draft.act(edit, about.vocabularies(names), lambda content: merge_vocabularies(content, given))

    def commit(
        self, action: str, what: str, reason: str, change: Callable[[Content], Content], at: int | None = None
    ) -> bool:
        """
        Saves several changes as one edit: `change` makes new content of the old. False if nothing changed.

        Where somebody else changed the same things since they were shown, that is a conflict; with `at`, so is any edit
        after that revision.
        """
        return self.draft.act(Edit(action, what, reason, at=at), None, change)

    def _act(self, edit: Edit, found: list[str], change: Callable[[Content], Content]) -> None:
        self.draft.act(edit, about.statements(found), change)

    def _saved(self, statement_id: str) -> Statement:
        """A statement as it is after the action just done, which counts as no look at what others did: see `Draft`."""
        return edits.find(self.draft.known_last.content, statement_id)

    def undo(self, *, anyone: bool = False) -> str | None:
        """
        Takes your own last edit back, and says which; None if there is nothing to undo. Reaches through merges too.

        What others edited stays; where somebody else changed the same thing since, that is a ConflictError. With none
        of your own, in a file the last edit of anybody is meant; on a server only with `anyone`.
        """
        return self.draft.step(UNDO, anyone=anyone)

    def redo(self, *, anyone: bool = False) -> str | None:
        """Does your last undone edit again, and says which; None if there is nothing to redo. `anyone` as in `undo`."""
        return self.draft.step(REDO, anyone=anyone)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self.draft.peek(UNDO)

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self.draft.peek(REDO)

    def _level(self, wanted: str) -> str:
        """A level's label, without looking for what others did since: see `Draft.known`."""
        return edits.find_level(self.draft.seen, wanted).label

    def _find(self, wanted: Ids) -> list[str]:
        return list(dict.fromkeys(self.draft.known(each).id for each in _ids(wanted)))

    def _named(self, found: list[str]) -> str:
        return quoted(self.draft.known(found[0]).text) if len(found) == 1 else f"{len(found)} statements"
