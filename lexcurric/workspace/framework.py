"""A framework: one occupation's living set of statements, and every action of a designer on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core import edits
from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Level, Snapshot, Statement, VersionStatus, Vocabulary
from lexcurric.workspace import history as past
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.editing_vocabularies import EditingVocabularies
from lexcurric.workspace.judging import Judging
from lexcurric.workspace.retry import reading
from lexcurric.workspace.snapshots import draft_snapshot, read_snapshot, state_of
from lexcurric.workspace.statuses import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from lexcurric.core.checks import CheckSettings, Finding
    from lexcurric.core.corrections import Correction
    from lexcurric.core.demand.proposals import Proposal
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.checks import Findings
    from lexcurric.workspace.criteria import Criteria, CriteriaProposal
    from lexcurric.workspace.crosswalks import Crosswalks
    from lexcurric.workspace.merging import MergePlan
    from lexcurric.workspace.rubrics import RubricFile
    from lexcurric.workspace.stale import Overtaken
    from lexcurric.workspace.versions import Version
    from lexcurric.workspace.views import Diff
    from lexcurric.workspace.workspace import Workspace


class Framework(Judging, EditingVocabularies):
    """
    One framework in a workspace. Its properties show the draft; each method saves one edit, signed, at once.

    Statement ids may be shortened to their first 8 characters or more. An action that does not fit raises EditError,
    and nothing is changed; where somebody else changed the same thing since this object last showed it, it raises
    ConflictError with both texts, and what stands there now is shown: repeating the action then means it.
    """

    def __init__(self, workspace: Workspace, soc: str) -> None:
        super().__init__(workspace, soc)
        self.statuses = Shown(reading(workspace.store, lambda: workspace.store.versions(soc)))

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
        return draft_snapshot(self.workspace.store, self.soc).version

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
    def criteria(self) -> Criteria:
        """The criteria as a matrix: a row each, a cell a level, with how verbs and autonomy grow."""
        from lexcurric.workspace.criteria import Criteria

        return Criteria(self.snapshot())

    def propose_criteria(self, count: int | None = None, *, semantic: bool | None = None) -> CriteriaProposal:
        """
        Criteria proposed for the statements that have none, about `count` in all; nothing changes until you accept.

        With `semantic` (or LEXCURRIC_SEMANTIC=1), what statements mean counts too; LexcurricError without that extra.
        """
        from lexcurric.workspace.criteria import CriteriaProposal

        return CriteriaProposal(self, count, semantic=semantic)

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """The vocabularies that tags come from."""
        return self.content.vocabularies

    def statement(self, statement_id: str) -> Statement:
        """One statement, active or retired."""
        return edits.find(self.content, statement_id)

    def snapshot(self, label: str = "") -> Snapshot:
        """The draft, or the version with this label, as a value."""
        if label:
            return read_snapshot(self.workspace, f"{self.soc}@{label}")
        self.draft.refresh()
        return draft_snapshot(self.workspace.store, self.soc)

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
        """
        Cuts a version of the draft: an immutable snapshot under a new label. Gives it back.

        Where others changed the draft since this object last showed it, it raises StaleDraftError, and shows that.
        """
        from lexcurric.workspace.versions import save_version

        return save_version(self, label, message, status)

    def set_status(self, label: str, status: str) -> None:
        """
        Moves a version along: draft, published, superseded, retired. ConflictError where others did since `versions`
        showed it last.
        """
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
        name, target = reading(store, lambda: state_of(store, self.soc, label))
        self.draft.become(Edit("restore", f"Restored {name}", reason), target)

    @property
    def log(self) -> DataFrame:
        """One row an edit of the draft, oldest first: edit, time, author, action, what, reason, undone."""
        from lexcurric.formats.frames import dicts_frame

        rows = [vars(each) for each in past.read_log(self.workspace.store, self.soc)]
        return dicts_frame(rows, past.LOG_COLUMNS)

    def history(self, statement_id: str) -> DataFrame:
        """
        The life of one statement, oldest first, with that of the statements it comes from and goes on as through splits
        and joins (`id` says whose a row is): time, author, line, version, id, what, reason, level, text, tags, status.
        """
        from lexcurric.formats.frames import dicts_frame
        from lexcurric.workspace.life import HISTORY_COLUMNS, read_history

        rows = read_history(self.workspace.store, self.soc, self.find_ever(statement_id))
        return dicts_frame(rows, HISTORY_COLUMNS)

    def blame(self, statement_id: str = "") -> DataFrame:
        """
        Who last changed which words of a statement as it reads now, and why: words, author, time, what, edit, version,
        reason; without an id, one row a statement with the last change of its wording.

        Words that came with a release are the publisher's, with the release as `version` and its own time; an undo or a
        restore gives words back to whoever wrote them. A change of a comma or a space alone is nobody's word.
        """
        from lexcurric.formats.frames import dicts_frame
        from lexcurric.workspace import blame

        store = self.workspace.store
        if not statement_id:
            return dicts_frame(blame.read_overview(store, self.soc), blame.OVERVIEW_COLUMNS).astype({"edit": "Int64"})
        rows = blame.read_blame(store, self.soc, self.find_ever(statement_id))
        return dicts_frame(rows, blame.BLAME_COLUMNS).astype({"edit": "Int64"})

    # Comparing, merging, writing

    def diff(self, old: str = "", new: str = "") -> Diff:
        """What changed from one version (without it, the last release taken in) to another (without it, the draft)."""
        self.draft.matches.look()
        start = old or self.snapshot().based_on
        return self.workspace.diff(self.snapshot(start), self.snapshot(new))

    def changed_by(self, label: str = "") -> Diff:
        """
        What a version changed: one of your own, against the version it was made from; a release, against the one before
        it; `edit:12`, against the edit before. Without a label, the draft against the version it started from.

        Raises EditError for the first release, which nothing came before.
        """
        from lexcurric.workspace.versions import label_before

        old = label_before(self, label)
        return self.workspace.diff(self.snapshot(old), self.snapshot(label))

    def merge(self, release: str | Path = "") -> MergePlan:
        """The plan of merging a release (an export file, or the label of an imported one; without it, the newest)."""
        from lexcurric.workspace.merging import plan_merge

        self.draft.matches.look()
        return plan_merge(self, release)

    def align(
        self, source: str | Path = "", *, occupation: str = "", semantic: bool | None = None, **about: str
    ) -> Alignments:
        """
        The draft held against a list: the folder of an O*NET release, or a CSV or Excel file with code, label and url;
        without either, the one kept from before. Nothing is changed until you accept, reject or add.

        `occupation` is the O*NET-SOC code where it is not the framework's. `about`: `release` (O*NET's number, where
        the folder does not say it); for another list `name`, `licence`, `credit`. Raises FileError and EditError.
        """
        from lexcurric.workspace.align_with import align

        return align(self, source, occupation=occupation, semantic=semantic, **about)

    @property
    def alignments(self) -> Crosswalks:
        """All that the draft is aligned with, list by list; `case_associations()` and `ctdl_asn()` hand it on."""
        from lexcurric.workspace.crosswalks import Crosswalks

        return Crosswalks(self)

    def rubric(self, kind: str = "checklist", label: str = "", **options: Any) -> RubricFile:
        """
        A rubric of the draft or of a version: `to_excel(path)` writes it, `to_excel_each(folder, trainees)` one each.

        Kinds: checklist, analytic, single-point, holistic. Options: scale, met_rating, share_required, weights, target,
        levels, paper, language, theme, logo, trainee, trainees.
        """
        from lexcurric.workspace.rubrics import RubricFile

        return RubricFile(self.snapshot(label), kind, self.workspace, **options)

    def sheet(self, path: str | Path, label: str = "") -> Path:
        """Writes the edit sheet, the workbook that goes out to be edited and comes back through `apply_sheet`."""
        from lexcurric.workspace.sheets import write_sheet_file

        return write_sheet_file(self.snapshot(label), Path(path))

    def export(self, path: str | Path, label: str = "") -> Path:
        """Writes an export file of the draft or a version."""
        return self.workspace.export(f"{self.soc}@{label}" if label else self.soc, path)

    @property
    def issued(self) -> DataFrame:
        """One row a rubric or export that was written, oldest first: file, kind, version, time, author, path, …"""
        from lexcurric.workspace.issued import issued_frame

        return issued_frame(self.workspace, self.soc)

    def stale(self) -> list[Overtaken]:
        """The rubrics and exports that a newer version has overtaken, each with the changes that touch it."""
        from lexcurric.workspace.stale import find_stale

        return find_stale(self.workspace, self.soc)

    # Writing well

    def check(self, settings: str | Path | CheckSettings | None = None) -> Findings:
        """
        What a careful reader would point out in the draft: findings to look at, `fix` or `accept`; in a cell, beside
        their statements. `settings` is a file or record; without it, lexcurric-checks.yaml beside the workspace.
        """
        from lexcurric.workspace.checks import find_all

        return find_all(self.snapshot(), self.workspace, Path(settings) if isinstance(settings, str) else settings)

    def check_statement(self, statement_id: str, settings: CheckSettings | None = None) -> tuple[Finding, ...]:
        """The open findings of one statement; quick where `settings` are given and need not be read again."""
        from lexcurric.workspace.checks import statement_findings

        return statement_findings(self, statement_id, settings or self._settings())

    def verbs(self, *, profile: bool = False, settings: str | Path | CheckSettings | None = None) -> DataFrame:
        """
        One row a statement: its verbs, and what they ask for (bloom, dave, why); or, on request, one row a level with
        how many statements ask for what. Scales: Anderson & Krathwohl (2001), Dave (1970).
        """
        from lexcurric.workspace.demand import demand_frame, level_profile

        return (level_profile if profile else demand_frame)(self.content, self._settings(settings).verb_list())

    def propose_demand(
        self, scales: Iterable[str] = ("bloom", "dave"), settings: str | Path | CheckSettings | None = None
    ) -> tuple[Proposal, ...]:
        """Tags statements with what their verbs ask for, such as `bloom-proposed:apply`, as one edit; with reasons."""
        from lexcurric.workspace.demand import propose

        return propose(self, self._settings(settings), scales)

    def accept_demand(self, statement_ids: Iterable[str] | None = None, reason: str = "") -> int:
        """Makes proposals (all, without ids) your own tags, such as `bloom:apply`; gives how many statements."""
        from lexcurric.workspace.demand import accept_demand

        return accept_demand(self, statement_ids, reason)

    def dismiss_demand(self, statement_ids: Iterable[str] | None = None, reason: str = "") -> int:
        """Takes proposals (all, without ids) off; they are not made again until the statement is reworded."""
        from lexcurric.workspace.demand import dismiss_demand

        return dismiss_demand(self, statement_ids, reason)

    def _settings(self, given: str | Path | CheckSettings | None = None) -> CheckSettings:
        from lexcurric.core.checks import CheckSettings
        from lexcurric.workspace.check_settings import find_settings, read_settings

        if isinstance(given, CheckSettings):
            return given
        return read_settings(Path(given) if given is not None else find_settings(self.workspace.url))

    def find_ever(self, wanted: str) -> str:
        """The id of a statement that the draft has or once had, or that any version had."""
        try:
            return self.statement(wanted).id
        except EditError:
            for version in self.workspace.store.versions(self.soc):
                content = self.snapshot(version.label).content
                found = [each.id for each in content.statements if len(wanted) >= 8 and each.id.startswith(wanted)]
                if len(found) == 1:
                    return found[0]
            gone = past.find_gone(self.workspace.store, self.soc, wanted)
            if gone is not None:
                return gone
            raise

    def __repr__(self) -> str:
        content = self.content
        counts = f"{len(content.active)} statements, {len(content.levels)} levels"
        return f"<{content.title} ({self.soc}) {self.version}: {counts}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import framework_html

        return framework_html(self)
