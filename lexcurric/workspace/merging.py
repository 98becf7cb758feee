"""Merging a release into the draft: a plan that changes nothing, decisions to save and edit, then one edit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

from pydantic import JsonValue

from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.diff import diff
from lexcurric.core.errors import FileError, MergeError, Problem, StaleDraftError
from lexcurric.core.items import LINEAGE, beside, changed_items, items_of
from lexcurric.core.json_text import pointer
from lexcurric.core.judgments import Judgment, changed_keys, judged, weighed
from lexcurric.core.merge import Decision, MergeRecord, Side, prefer, remember
from lexcurric.core.merge_sides import level_names
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.core.provenance import provenance
from lexcurric.core.tag_coverage import untagged_notes
from lexcurric.files import write_whole
from lexcurric.formats.lex_json import ExportFile, read_export
from lexcurric.workspace.answers import answer_of, earlier_answers
from lexcurric.workspace.decision_files import contradictions, is_workbook, read_decisions, was_chosen
from lexcurric.workspace.draft import Edit
from lexcurric.workspace.identity import MATCH, kept_corrections, lineage_item
from lexcurric.workspace.imports import find_same, refuse_own, take_in
from lexcurric.workspace.judging import judged_decision, kept, say
from lexcurric.workspace.retry import reading, safely, together
from lexcurric.workspace.snapshots import (
    DRAFT,
    UPSTREAM,
    find_version,
    is_file_ref,
    latest_upstream,
    lineage,
    read_file_side,
    version_snapshot,
)
from lexcurric.workspace.views import Diff

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework


def plan_merge(framework: Framework, release: str | Path = "") -> MergePlan:
    """The plan of merging a release; nothing is changed by it."""
    workspace, store, soc = framework.workspace, framework.workspace.store, framework.soc
    ref = str(release).removeprefix(f"{soc}@")
    base = version_snapshot(store, soc, find_version(store, soc, lineage(store, soc)))
    file: ExportFile | None = None
    if ref and is_file_ref(ref):
        file = read_export(Path(ref))
        if file.content.soc != soc:
            raise MergeError(f"{ref} is of {file.content.soc} ({file.content.title}), not of {soc}")
        known = find_same(workspace, file)
        if known is None:
            refuse_own(workspace, file)
        elif (row := store.version(soc, known.version)) is None or row.line != UPSTREAM:
            raise MergeError(f"{ref} says what your own {known.ref} says; there is nothing to merge")
        theirs = known or read_file_side(workspace, file)
        file = None if known else file
    else:
        row = latest_upstream(store, soc) if ref in ("", UPSTREAM) else find_version(store, soc, ref)
        if row.line != UPSTREAM:
            raise MergeError(f"{ref!r} is a version of your own; merge takes an imported release or an export file")
        theirs = version_snapshot(store, soc, row)
    return MergePlan(framework, base, theirs, file)


class MergePlan:
    """
    What merging a release would do: a list of decisions, of which conflicts wait for a person.

    Nothing changes until `apply`, which is one edit of the draft and can be undone as one. `proposed` holds the
    decisions as they are before anybody chooses; in `decisions`, what a person decided in an earlier merge is decided
    again, where base, ours and theirs are still the same. `levels` holds the names of levels by the keys that decisions
    have.
    """

    def __init__(self, framework: Framework, base: Snapshot, theirs: Snapshot, file: ExportFile | None = None) -> None:
        self.framework = framework
        self.base, self.theirs, self.file = base, theirs, file
        self.revision = framework.revision
        self.ours = framework.snapshot()
        self.corrections = kept_corrections(framework.workspace.store, framework.soc)
        self._judgments: dict[str, Judgment] = {}
        self._noted: tuple[tuple[Decision, ...] | None, tuple[str, ...]] = (None, ())
        self._texts: dict[str, tuple[Decision, str]] = {}
        self.proposed: tuple[Decision, ...] = () if self.is_done else self._weighed(decide(base, self.ours, theirs))
        self.levels = level_names(self.base.content, self.ours.content, self.theirs.content)
        self.decisions: tuple[Decision, ...] = remember(self.proposed, earlier_answers(framework))

    def _weighed(self, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
        self._judgments = kept(self.framework.workspace.store, self.framework.soc)
        return weighed(decisions, self.base.content, self.theirs.content, self._judgments)

    def judge(self, decision: str | Decision, significance: str, reason: str = "") -> Judgment:
        """
        Says that what the new export made of a wording is `editorial` or `substantive`, for every diff and merge; see
        `Framework.judge`. Raises EditError for a decision that is not about a wording.
        """
        found = self._find(decision.id if isinstance(decision, Decision) else decision)
        about = judged_decision(found, self.base.content, self.theirs.content)
        said = say(self.framework.workspace, self.framework.soc, [about], significance, reason)
        self.weigh_again()
        return said[0]

    def weigh_again(self) -> list[str]:
        """Takes over what designers said of rewordings meanwhile, and touches no choice; gives the ids that moved."""
        before, now = self._judgments, kept(self.framework.workspace.store, self.framework.soc)
        keys = changed_keys(before, now)
        if not keys:
            return []
        self._judgments, listed = now, self.decisions
        sides = self.base.content, self.theirs.content
        self.proposed = weighed(self.proposed, *sides, now, keys)
        self.decisions = weighed(listed, *sides, now, keys)
        return [each.id for each, old in zip(self.decisions, listed, strict=True) if each is not old]

    @property
    def is_done(self) -> bool:
        """True where the draft has this release, or a later one, already."""
        store, soc = self.framework.workspace.store, self.framework.soc
        labels = [each.label for each in store.versions(soc) if each.line == UPSTREAM]
        known = self.file is None and self.theirs.version in labels and self.base.version in labels
        return known and labels.index(self.theirs.version) <= labels.index(self.base.version)

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """The decisions that wait for a person."""
        return tuple(each for each in self.decisions if each.is_open)

    @property
    def record(self) -> MergeRecord:
        """The plan as data."""
        return MergeRecord(
            soc=self.framework.soc,
            base=self.base.version,
            ours=self.ours.version,
            theirs=self.theirs.version,
            theirs_sha256=self.theirs.content.sha256,
            attribution=provenance(self.theirs).attribution,
            levels=self.levels,
            notes=self.tag_notes,
            decisions=self.decisions,
        )

    def take(self, decision: str | Decision, side: str | Side, text: str | None = None) -> Decision:
        """
        Chooses a side for one decision (or for the only one on a statement, by its id): ours, theirs, both, or edited
        with a wording of your own in `text`. Raises MergeError for a side that it does not have.
        """
        found = self._find(decision.id if isinstance(decision, Decision) else decision)
        try:
            wanted = Side.EDITED if text is not None else Side(side)
        except ValueError:
            raise MergeError(f"no side {side!r}; there are {', '.join(found.sides)}") from None
        chosen = found.taking(wanted, text)
        self.decisions = tuple(chosen if each.id == found.id else each for each in self.decisions)
        return chosen

    def _find(self, wanted: str) -> Decision:
        exact = [each for each in self.decisions if each.id == wanted]
        close = [each for each in self.decisions if wanted in (*each.old_ids, *each.new_ids)]
        found = exact or [each for each in close if each.is_open] or close
        if len(found) == 1:
            return found[0]
        if not found:
            raise MergeError(f"no decision {wanted!r} in this merge")
        raise MergeError(f"{wanted!r} has several decisions; name one: {', '.join(each.id for each in found)}")

    def take_all(self, side: str | Side) -> None:
        """Chooses one side for every conflict that is still open. Raises MergeError for what is no side."""
        try:
            wanted = Side(side)
        except ValueError:
            raise MergeError(f"no side {side!r}; there are {', '.join(Side)}") from None
        self.decisions = prefer(self.decisions, wanted)

    def ask_again(self) -> None:
        """Opens the conflicts that were decided only in an earlier merge, so that they are decided anew."""
        asked = {each.id: each for each in self.proposed if each.conflict}
        self.decisions = tuple(asked.get(each.id, each) if each.remembered else each for each in self.decisions)

    @property
    def merged(self) -> Content:
        """The content that `apply` would give; MergeError while a conflict is open."""
        return self._merged(self.decisions)

    def _merged(self, decisions: tuple[Decision, ...]) -> Content:
        return apply_decisions(self.ours.content, self.theirs.content, decisions, base=self.base.content)

    @property
    def tag_notes(self) -> tuple[str, ...]:
        """
        A sentence for each required vocabulary that statements which come in have no tag of; while conflicts are open,
        as if you kept your version in each.
        """
        if not any(each.required for each in self.ours.content.vocabularies):
            return ()
        known, notes = self._noted
        if known is not self.decisions:
            notes = untagged_notes(self.ours.content, self._merged(prefer(self.decisions, Side.OURS)))
            self._noted = (self.decisions, notes)
        return notes

    def preview(self) -> Diff:
        """What `apply` would change in your draft; while conflicts are open, as if you kept your version in each."""
        after = replace(
            self.ours,
            content=self._merged(prefer(self.decisions, Side.OURS)),
            ref=f"merged with {self.theirs.version}",
            version=self.ours.version,
        )
        return self._diff(replace(self.ours, ref="your draft now"), after)

    def _diff(self, old: Snapshot, new: Snapshot) -> Diff:
        """What changed, with what designers said of rewordings; its sides are nowhere but here."""
        judgments = kept(self.framework.workspace.store, self.framework.soc)
        return Diff(old, new, record=judged(diff(old, new), judgments))

    def apply(self, message: str = "") -> Diff:
        """
        Does what the decisions say, as one edit, and gives what changed. An export file that was not imported yet is
        kept as an upstream version first, in the same transaction. Raises MergeError while a conflict is open, and
        StaleDraftError where the draft was edited since the plan was made.
        """
        framework, store, soc = self.framework, self.framework.workspace.store, self.framework.soc
        merged, uid = self.merged, str(uuid.uuid4())

        def work() -> bool:
            self._refuse_stale()
            if self.is_done:
                return False
            with together(store):
                label = take_in(framework.workspace, self.file).version if self.file else self.theirs.version
                after = items_of(merged) | {LINEAGE: lineage_item(store, soc, label)}
                return self._save_edit(f"Merged {label}", message, after, uid)

        def landed() -> bool | None:
            return True if store.find_revision(soc, DRAFT, uid) else None

        if not safely(store, work, landed, f"merging {self.theirs.version}", soc):
            return Diff(self.ours, self.ours)
        self.file = None
        now = reading(store, framework.snapshot)
        return self._diff(replace(self.ours, ref="before the merge"), replace(now, ref="after it"))

    def _refuse_stale(self) -> None:
        if self.framework.revision != self.revision:
            raise StaleDraftError(
                "the draft was edited since this merge was planned; plan it again (saved decisions hold)"
            )
        if self.corrections != kept_corrections(self.framework.workspace.store, self.framework.soc):
            raise StaleDraftError(
                "a match was corrected since this merge was planned; plan it again (saved decisions hold)"
            )

    def _save_edit(self, what: str, message: str, after: dict[tuple[str, str], str], uid: str) -> bool:
        proposed = {each.id: each.take for each in self.proposed}
        detail: dict[str, JsonValue] = {
            "decisions": {each.id: answer_of(each) for each in self.decisions},
            "chosen": [each.id for each in self.decisions if each.conflict or each.take is not proposed[each.id]],
        }
        edit = Edit("merge", what, message, uid=uid, at=self._head(), detail=detail)
        return self.framework.draft.write(edit, lambda state: changed_items(state, beside(state) | after))

    def _head(self) -> int:
        """The revision that the merge follows: the planned one, or the corrections that came with the file just now."""
        store, soc = self.framework.workspace.store, self.framework.soc
        since = store.revisions(soc, DRAFT, after=self.revision)
        own = [each for each in since if json.loads(each.detail).get("action") == MATCH]
        return own[-1].rev if own and own == since else self.revision

    def save(self, path: str | Path) -> Path:
        """
        Writes the decisions to a file, to go on with later or to be edited by hand: JSON (`take`, `value`), or a
        workbook where the name ends in .xlsx.
        """
        if is_workbook(Path(path)):
            return self.to_excel(path)
        head = replace(self.record, decisions=()).model_dump(mode="json", by_alias=True)
        value = json.dumps(head, ensure_ascii=False, indent=2)
        listed = ",\n".join(map(self._written, self.decisions))
        if listed:
            value = value.removesuffix('"decisions": []\n}') + f'"decisions": [\n{listed}\n  ]\n}}'
        target = Path(path)
        write_whole(target, f"{value}\n".encode())
        return target

    def _written(self, decision: Decision) -> str:
        """A decision as its file has it; written out once, for a screen saves all of them with each choice."""
        known, text = self._texts.get(decision.id, (None, ""))
        if known is not decision:
            value = decision.model_dump(mode="json", by_alias=True)
            value |= {"sides": [side.value for side in decision.sides], "inputs": decision.inputs}
            text = indent(json.dumps(value, ensure_ascii=False, indent=2), "    ")
            self._texts[decision.id] = (decision, text)
        return text

    def load(self, path: str | Path) -> list[str]:
        """
        Takes over the decisions saved in a file, where base, ours and theirs are still what they were. Gives the
        subjects of those that no longer fit. Raises FileError with every problem of the file.
        """
        target = Path(path)
        current = {each.id: each for each in self.decisions}
        stale: list[str] = []
        listed = read_decisions(target, self.framework.soc, (self.base, self.theirs), self.decisions)
        problems = contradictions(listed)
        for index, (saved, inputs) in enumerate(listed):
            mine = current.get(saved.id)
            if saved.take is None:
                continue
            if mine is None or mine.inputs != inputs:
                if was_chosen(saved):
                    stale.append(saved.subject)
                continue
            try:
                current[saved.id] = mine.taking(saved.take, saved.value)
            except MergeError as error:
                problems.append(Problem(pointer("decisions", index, "take"), str(error)))
        if problems:
            raise FileError(str(target), problems, "Correct the file and try again")
        self.decisions = tuple(current[each.id] for each in self.decisions)
        return stale

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.decisions)

    def __len__(self) -> int:
        return len(self.decisions)

    def __repr__(self) -> str:
        sides = f"{self.theirs.version} into {self.ours.version}"
        return f"<MergePlan {sides}: {len(self.decisions)} decisions, {len(self.conflicts)} conflicts>"

    def to_text(self) -> str:
        """The plan for a terminal, conflicts first."""
        from lexcurric.formats.report_text import render_merge_text

        return render_merge_text(self.record)

    def to_excel(self, path: str | Path, paper: str = "a4") -> Path:
        """
        Writes the decisions to a workbook with the three sides and a drop-down in each row, which `load` takes over;
        `paper` is a4 or letter.
        """
        from lexcurric.core.rubric import Paper
        from lexcurric.formats.xlsx_decisions import write_decisions

        target = Path(path)
        write_decisions(self.record, (provenance(self.ours), provenance(self.theirs)), target, Paper(paper))
        return target

    def to_html(self) -> str:
        """The plan as a page of its own, to decide from and to sign."""
        from lexcurric.formats.report_html import render_merge_html

        return render_merge_html(self.record, provenance(self.ours), provenance(self.theirs))

    def to_markdown(self) -> str:
        """The plan in Markdown, conflicts first."""
        from lexcurric.formats.report_markdown import render_merge_markdown

        return render_merge_markdown(self.record, provenance(self.ours), provenance(self.theirs))

    def write_report(self, path: str | Path) -> Path:
        """
        Writes the plan in the form that the name's ending says: a page (.html), Markdown (.md), text (.txt), or the
        decisions to edit (.json, .xlsx). Raises MergeError for another ending.
        """
        target = Path(path)
        ending = target.suffix.lower()
        if ending in (".json", ".xlsx"):
            return self.save(target)
        makers = {".html": self.to_html, ".htm": self.to_html, ".md": self.to_markdown, ".markdown": self.to_markdown}
        if ending not in ("", ".txt", *makers):
            raise MergeError(f"{target}: no plan is written as {ending}; there are .html, .md, .txt, .json and .xlsx")
        write_whole(target, makers.get(ending, self.to_text)().encode("utf-8"))
        return target

    def _repr_html_(self) -> str:
        from lexcurric.formats.report_html import render_merge_fragment

        return render_merge_fragment(self.record)
