"""A framework: one occupation's living set of statements, and every action of a designer on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core import edits
from lexcurric.core.errors import EditError
from lexcurric.core.items import changed_items
from lexcurric.core.model import Content, Level, Snapshot, Statement, VersionStatus, Vocabulary
from lexcurric.core.wording import quoted
from lexcurric.workspace import history as past
from lexcurric.workspace.draft import Draft
from lexcurric.workspace.identity import draft_of
from lexcurric.workspace.snapshots import UPSTREAM, draft_snapshot, find_version, latest_upstream, read_snapshot

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic import JsonValue

    from lexcurric.core.corrections import Correction
    from lexcurric.core.lint import Finding
    from lexcurric.workspace.merging import MergePlan
    from lexcurric.workspace.rubrics import RubricFile
    from lexcurric.workspace.versions import Version
    from lexcurric.workspace.views import Diff
    from lexcurric.workspace.workspace import Workspace

Ids = str | Iterable[str]


def _ids(wanted: Ids) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


class Framework:
    """
    One framework in a workspace. Its properties show the draft; each method saves one edit, signed, at once.

    Statement ids may be shortened to their first 8 characters or more. An action that does not fit raises EditError,
    and nothing is changed; where somebody else changed the same statement since this object last read it, it raises
    StaleDraftError with what stands there now.
    """

    def __init__(self, workspace: Workspace, soc: str) -> None:
        self.workspace = workspace
        self.soc = soc
        self.draft = Draft(workspace, soc)

    # What is there

    @property
    def content(self) -> Content:
        """The draft's content."""
        return self.draft.refresh()

    @property
    def revision(self) -> int:
        """The number of the draft's last edit; it grows with each."""
        self.draft.refresh()
        return self.draft.head

    @property
    def title(self) -> str:
        """The occupation's title."""
        return self.content.title

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels, from the lowest up."""
        return self.content.levels

    @property
    def version(self) -> str:
        """The label of the version that the draft equals, or started from (then with `+draft` behind it)."""
        return self.snapshot().version

    @property
    def statements(self) -> DataFrame:
        """One row a statement in reading order: id, level, position, text, criterion, tags, note, status."""
        from lexcurric.formats.frames import statements_frame

        return statements_frame(self.content)

    @property
    def retired(self) -> DataFrame:
        """The retired statements, in the columns of `statements`."""
        from lexcurric.formats.frames import statements_frame

        every = statements_frame(self.content, retired=True)
        return every[every["status"] == "retired"].reset_index(drop=True)

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """The vocabularies that tags come from."""
        return self.content.vocabularies

    def statement(self, statement_id: str) -> Statement:
        """One statement, active or retired."""
        return edits.find(self.content, statement_id)

    def snapshot(self, label: str = "") -> Snapshot:
        """The draft, or the version with this label, as a value."""
        store = self.workspace.store
        return read_snapshot(self.workspace, f"{self.soc}@{label}") if label else draft_snapshot(store, self.soc)

    # Edits

    def edit(self, statement_id: str, text: str, reason: str = "") -> Statement:
        """Rewords a statement, and gives it back."""
        found = self.draft.known(statement_id)
        what = f"Reworded {quoted(found.text)}"
        self.draft.act("reword", what, reason, [found.id], lambda content: edits.reword(content, found.id, text))
        return self.statement(found.id)

    def add(self, level: str, text: str, position: int | None = None, reason: str = "") -> Statement:
        """Adds a statement at a place of a level (counted from 1; without it, at the end), and gives it back."""
        before = set(self.content.by_id)
        what = f"Added {quoted(text)} to {self._level(level)}"
        self.draft.act("add", what, reason, [], lambda content: edits.add(content, level, text, position)[0])
        return next(each for each in self.content.statements if each.id not in before)

    def move(self, statement_ids: Ids, level: str, position: int | None = None, reason: str = "") -> None:
        """Moves statements to a place of a level (counted from 1; without it, to the end)."""
        found = self._find(statement_ids)
        what = f"Moved {self._named(found)} to {self._level(level)}"
        self.draft.act("move", what, reason, found, lambda content: edits.move(content, found, level, position))

    def retire(self, statement_ids: Ids, reason: str = "") -> None:
        """Retires statements: kept, and left out of exports and rubrics."""
        found = self._find(statement_ids)
        what = f"Retired {self._named(found)}"
        self.draft.act("retire", what, reason, found, lambda content: edits.retire(content, found))

    def reinstate(self, statement_ids: Ids, reason: str = "") -> None:
        """Brings retired statements back where they stood."""
        found = self._find(statement_ids)
        what = f"Brought back {self._named(found)}"
        self.draft.act("reinstate", what, reason, found, lambda content: edits.reinstate(content, found))

    def split(self, statement_id: str, texts: Sequence[str], reason: str = "") -> tuple[Statement, ...]:
        """Retires a statement and continues it by several, in its place, with its tags; gives these back."""
        found = self.draft.known(statement_id).id
        what = f"Split {self._named([found])} into {len(texts)}"
        self.draft.act("split", what, reason, [found], lambda content: edits.split(content, found, texts)[0])
        return tuple(self.statement(each) for each in self.statement(found).replaced_by)

    def join(self, statement_ids: Iterable[str], text: str, reason: str = "") -> Statement:
        """Retires several statements and continues them by one, in the first one's place, with all their tags."""
        found = self._find(statement_ids)
        what = f"Joined {self._named(found)}"
        self.draft.act("join", what, reason, found, lambda content: edits.join(content, found, text)[0])
        return self.statement(self.statement(found[0]).replaced_by[0])

    def tag(self, statement_ids: Ids, tags: Ids, reason: str = "") -> None:
        """Tags statements, each tag written `vocabulary:term`."""
        found, names = self._find(statement_ids), _ids(tags)
        what = f"Tagged {self._named(found)} with {', '.join(names)}"
        self.draft.act("tag", what, reason, found, lambda content: edits.tag(content, found, names))

    def untag(self, statement_ids: Ids, tags: Ids, reason: str = "") -> None:
        """Takes tags off statements."""
        found, names = self._find(statement_ids), _ids(tags)
        what = f"Took {', '.join(names)} off {self._named(found)}"
        self.draft.act("untag", what, reason, found, lambda content: edits.untag(content, found, names))

    def note(self, statement_id: str, text: str, reason: str = "") -> None:
        """Writes a statement's note; an empty text takes it away."""
        found = self.draft.known(statement_id).id
        what = f"Noted on {self._named([found])}"
        self.draft.act("note", what, reason, [found], lambda content: edits.annotate(content, found, text))

    def set_criterion(self, statement_ids: Ids, label: str | None, reason: str = "") -> None:
        """Puts statements under a criterion, made if it is new; None takes them out of any."""
        found = self._find(statement_ids)
        what = f"Put {self._named(found)} under {label or 'no criterion'}"
        self.draft.act("criterion", what, reason, found, lambda content: edits.assign_criterion(content, found, label))

    def rename_level(self, level: str, label: str, reason: str = "") -> None:
        """Gives a level another name."""
        what = f"Renamed level {self._level(level)} to {label}"
        self.draft.act("rename level", what, reason, [], lambda content: edits.rename_level(content, level, label))

    def set_metadata(self, pointer: str, value: JsonValue, reason: str = "") -> None:
        """Changes what the framework says about itself, at a JSON pointer such as `/framework/contextCovered`."""
        what = f"Changed {pointer}"
        self.draft.act("metadata", what, reason, [], lambda content: edits.set_metadata(content, pointer, value))

    def add_vocabularies(self, vocabularies: str | Path | Iterable[Vocabulary], reason: str = "") -> None:
        """Adds or replaces vocabularies, from a YAML file or as records; tags in use stay."""
        from lexcurric.workspace.vocabularies import merge_vocabularies, read_vocabularies

        given = read_vocabularies(Path(vocabularies)) if isinstance(vocabularies, str | Path) else tuple(vocabularies)
        what = f"Set vocabularies {', '.join(each.name for each in given)}"
        self.draft.act("vocabulary", what, reason, [], lambda content: merge_vocabularies(content, given))

    def commit(self, action: str, what: str, reason: str, change: Callable[[Content], Content]) -> bool:
        """Saves several changes as one edit: `change` makes new content of the old. False if nothing changed."""
        return self.draft.act(action, what, reason, [], change)

    def undo(self) -> str | None:
        """Takes the last edit back, and says which; None if there is nothing to undo. Reaches through merges too."""
        return self.draft.step(past.UNDO)

    def redo(self) -> str | None:
        """Does the last undone edit again, and says which; None if there is nothing to redo."""
        return self.draft.step(past.REDO)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self.draft.peek(past.UNDO)

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self.draft.peek(past.REDO)

    # What a release continues

    def same(self, old_id: str, new_id: str, reason: str = "") -> Correction:
        """
        Says, for ever, that a statement of the newest release is an old one in other words, retired or not; the two
        become one under the old id, in the release and in the draft that has taken it in. Raises EditError, in words,
        where that cannot be. `undo` (of the draft) and `forget` take it back.
        """
        from lexcurric.workspace.corrections import say_same

        return say_same(self, old_id, new_id, reason)

    def different(self, statement_id: str, reason: str = "", other_id: str = "") -> tuple[Correction, ...]:
        """
        Says, for ever, that a statement of the newest release is not the one it was taken to continue; of a split or
        join, not any of them, or not `other_id`. Raises EditError where it was not taken to continue another.
        """
        from lexcurric.workspace.corrections import say_different

        return say_different(self, statement_id, other_id, reason)

    def forget(self, correction: Correction | str) -> Correction:
        """Takes a correction back, by its record or its key in `corrections`; it is logged, and kept as withdrawn."""
        from lexcurric.workspace.corrections import forget

        return forget(self, correction)

    @property
    def corrections(self) -> DataFrame:
        """One row a correction of a match that holds: correction, verdict, old_id, old, new, author, time, reason."""
        from lexcurric.workspace.corrections import corrections_frame

        return corrections_frame(self)

    # Versions and history

    def save(self, label: str, message: str = "", status: str = VersionStatus.DRAFT.value) -> Version:
        """Cuts a version of the draft: an immutable snapshot under a new label. Gives it back."""
        from lexcurric.workspace.versions import save_version

        return save_version(self, label, message, status)

    def set_status(self, label: str, status: str) -> None:
        """Moves a version along: draft, published, superseded, retired."""
        from lexcurric.workspace.versions import set_status

        set_status(self, label, status)

    @property
    def versions(self) -> DataFrame:
        """One row a version, oldest first: label, status, line, message, author, time, statements' hash, parents."""
        from lexcurric.workspace.versions import versions_frame

        return versions_frame(self)

    def restore(self, label: str, reason: str = "") -> None:
        """Makes the draft equal to a version; an edit like any other, so it can be undone."""
        store = self.workspace.store
        version = latest_upstream(store, self.soc) if label == UPSTREAM else find_version(store, self.soc, label)
        target = draft_of(store, self.soc, version)
        self.draft.write("restore", f"Restored {version.label}", reason, lambda state: changed_items(state, target))

    @property
    def log(self) -> DataFrame:
        """One row an edit of the draft, oldest first: edit, time, author, action, what, reason, undone."""
        from lexcurric.formats.frames import dicts_frame

        rows = [vars(each) for each in past.read_log(self.workspace.store, self.soc)]
        return dicts_frame(rows, past.LOG_COLUMNS)

    def history(self, statement_id: str) -> DataFrame:
        """The life of one statement, oldest first, with time, author, version, what, reason, level and text."""
        from lexcurric.formats.frames import dicts_frame

        rows = past.read_history(self.workspace.store, self.soc, self.find_ever(statement_id))
        return dicts_frame(rows, past.HISTORY_COLUMNS)

    # Comparing, merging, writing

    def diff(self, old: str = "", new: str = "") -> Diff:
        """What changed from one version (without it, the last release taken in) to another (without it, the draft)."""
        start = old or self.snapshot().based_on
        return self.workspace.diff(self.snapshot(start), self.snapshot(new))

    def merge(self, release: str | Path = "") -> MergePlan:
        """The plan of merging a release (an export file, or the label of an imported one; without it, the newest)."""
        from lexcurric.workspace.merging import plan_merge

        return plan_merge(self, release)

    def rubric(self, kind: str = "checklist", label: str = "", **rules: Any) -> RubricFile:
        """A rubric of the draft or of a version; `to_excel(path)` writes it. Rules: met_rating, share_required."""
        from lexcurric.workspace.rubrics import RubricFile

        return RubricFile(self.snapshot(label), kind, **rules)

    def sheet(self, path: str | Path, label: str = "") -> Path:
        """Writes the edit sheet, the workbook that goes out to be edited and comes back through `apply_sheet`."""
        from lexcurric.workspace.sheets import write_sheet_file

        return write_sheet_file(self.snapshot(label), Path(path))

    def export(self, path: str | Path, label: str = "") -> Path:
        """Writes an export file of the draft or a version."""
        return self.workspace.export(f"{self.soc}@{label}" if label else self.soc, path)

    def check(self) -> tuple[Finding, ...]:
        """What a careful reader would point out in the draft."""
        from lexcurric.core.lint import check

        return check(self.content)

    def find_ever(self, wanted: str) -> str:
        """The id of a statement that the draft has, or that any version had."""
        try:
            return self.statement(wanted).id
        except EditError:
            for version in self.workspace.store.versions(self.soc):
                content = self.snapshot(version.label).content
                found = [each.id for each in content.statements if len(wanted) >= 8 and each.id.startswith(wanted)]
                if len(found) == 1:
                    return found[0]
            raise

    def _level(self, wanted: str) -> str:
        """A level's label, without looking for what others did since: see `Draft.known`."""
        return edits.find_level(self.draft.seen, wanted).label

    def _find(self, wanted: Ids) -> list[str]:
        return list(dict.fromkeys(self.draft.known(each).id for each in _ids(wanted)))

    def _named(self, found: list[str]) -> str:
        return quoted(self.draft.known(found[0]).text) if len(found) == 1 else f"{len(found)} statements"

    def __repr__(self) -> str:
        content = self.content
        counts = f"{len(content.active)} statements, {len(content.levels)} levels"
        return f"<{content.title} ({self.soc}) {self.version}: {counts}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import framework_html

        return framework_html(self)
