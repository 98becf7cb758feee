"""The main job on the bundled sample: what a designer does in a half-year, in a few seconds, for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_OLD, VOCABULARIES, sample_file
from lexcurric.core.errors import FileError, Problem
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.history import read_log
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.workspace import Workspace, open_workspace

Say = Callable[[str], None]
AUTHOR = "A. Designer"
OURS = "v.26.05-acme.1"
MERGED = "v.26.11-acme.1"


def run_demo(out: Path, say: Say) -> list[Path]:
    """Runs the whole job in a new workspace under `out`, says each step, and gives the files that it wrote."""
    database = out / "workspace.db"
    try:
        out.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
    except OSError as error:
        problem = Problem("", f"cannot be written: {error.strerror or error}")
        raise FileError(str(out), [problem], "Choose another folder with --out") from None
    with open_workspace(database, AUTHOR) as workspace:
        return _Demo(workspace, out, say).run()


class _Demo:
    def __init__(self, workspace: Workspace, out: Path, say: Say) -> None:
        self.workspace, self.out, self.say = workspace, out, say
        self.steps = 0
        self.written: list[Path] = []

    def step(self, title: str) -> None:
        self.steps += 1
        self.say(f"\n{self.steps}. {title}")

    def wrote(self, path: Path) -> None:
        self.written.append(path)
        self.say(f"   wrote {path}")

    def run(self) -> list[Path]:
        framework = self.open()
        self.edit(framework)
        self.tag(framework)
        self.version(framework)
        self.rubric(framework, OURS)
        self.compare(framework)
        self.merge(framework)
        self.rubric(framework, MERGED)
        self.other_rubrics(framework, MERGED)
        self.hand_out(framework)
        self.say(f"\nDone. Everything is in {self.out}; the workspace is {self.out / 'workspace.db'}.")
        return self.written

    def open(self) -> Framework:
        self.step("Open the export of an occupation")
        done = self.workspace.import_file(sample_file(SAMPLE_OLD))
        self.say(f"   {done.message}")
        return self.workspace.framework(done.soc)

    def edit(self, framework: Framework) -> None:
        self.step("Edit statements; each edit is saved at once, and can be undone")
        first = framework.content.by_level["emerging"]
        flour = next(each for each in first if each.text.startswith("Flour"))
        wording = flour.text.replace("taring each", "taring and labeling each")
        framework.edit(flour.id, wording, "Our bakery labels every tub")
        opening = framework.add(
            "developing",
            "Morning opening checklist — complete and sign before the first mix, reporting faults to the shift lead.",
            reason="House rule since spring",
        )
        framework.move(opening.id, "emerging", 1, reason="New bakers do it from their first week")
        framework.retire(framework.content.by_level["advanced"][2].id, "by mistake, to show undo")
        self.say(f"   undid: {framework.undo()}")
        for entry in read_log(self.workspace.store, framework.soc):
            self.say(f"   {entry.edit}. {entry.what}" + (f" ({entry.reason})" if entry.reason else ""))

    def tag(self, framework: Framework) -> None:
        self.step("Tag statements from your own vocabularies")
        framework.add_vocabularies(sample_file(VOCABULARIES))
        content = framework.content
        practical = [each.id for each in (*content.by_level["emerging"], *content.by_level["developing"])]
        framework.tag(practical, "skill:practical")
        ovens = [each.id for each in content.active if "oven" in each.text.casefold()]
        framework.tag(ovens, "tool:deck-oven")
        self.say(f"   {len(practical)} statements tagged skill:practical, {len(ovens)} tagged tool:deck-oven")
        for criterion, word in (("Doughs", "dough"), ("Ovens", "oven"), ("Allergens", "allergen")):
            thread = [each.id for each in content.active if word in each.text.casefold()]
            framework.set_criterion(thread, criterion)
            self.say(f"   criterion {criterion}: {len(thread)} statements")

    def version(self, framework: Framework) -> None:
        self.step("Save a version that means something")
        row = framework.save(OURS, "Acme's wording and tags for the spring intake", "published")
        self.say(f"   {row.label}, {row.status}, {row.content_sha256[:8]}, after {' and '.join(row.parents)}")

    def rubric(self, framework: Framework, label: str) -> None:
        self.step(f"Write an Excel rubric of {label} for trainers")
        path = self.out / f"rubric-{label}.xlsx"
        self.wrote(framework.rubric(kind="checklist", label=label).to_excel(path, overwrite=True))

    def other_rubrics(self, framework: Framework, label: str) -> None:
        self.step("The other kinds of rubric, and one checklist for each trainee")
        for kind in ("analytic", "single-point", "holistic"):
            rubric = framework.rubric(kind=kind, label=label)
            for note in rubric.notes():
                self.say(f"   {kind}: {note}")
            self.wrote(rubric.to_excel(self.out / f"rubric-{label}-{kind}.xlsx", overwrite=True))
        trainees = ("Ana Ruiz", "Ben Li")
        # The workspace is new at each run, so it does not know the files of the run before.
        for path in framework.rubric(label=label).to_excel_each(self.out / "trainees", trainees, overwrite=True):
            self.wrote(path)

    def compare(self, framework: Framework) -> None:
        self.step("Months later, a new export arrives: see what changed")
        done = self.workspace.import_file(sample_file(SAMPLE_NEW))
        self.say(f"   {done.message.split('. Next')[0]}")
        changed = framework.diff("v.26.05", "v.26.11")
        self.say("   " + ", ".join(f"{count} {kind}" for kind, count in changed.summary.items() if count))
        for name in ("changes.html", "changes.md", "changes.json", "changes.txt", "changes.xlsx"):
            self.wrote(changed.write(self.out / name))

    def merge(self, framework: Framework) -> None:
        self.step("Merge it into your edited copy, without losing an edit")
        plan = framework.merge()
        self.say(f"   {len(plan)} decisions, of which {len(plan.conflicts)} need a person:")
        self.wrote(plan.save(self.out / "merge-decisions.json"))
        self.wrote(plan.to_excel(self.out / "merge-decisions.xlsx"))
        self.wrote(plan.write_report(self.out / "merge.html"))
        self.decide(plan)
        changed = plan.apply("Taking in the autumn release")
        self.say(
            "   in your draft: " + ", ".join(f"{count} {kind}" for kind, count in changed.summary.items() if count)
        )
        row = framework.save(MERGED, "The autumn release with Acme's edits", "published")
        self.say(f"   saved {row.label}, after {' and '.join(row.parents)}")

    def decide(self, plan: MergePlan) -> None:
        """What a designer would answer: both wordings are wanted in one."""
        for decision in plan.conflicts:
            self.say(f"   {decision.conflict}: {decision.subject}")
            text = str(decision.theirs).replace("taring each", "taring and labeling each")
            plan.take(decision, "edited", text)
            self.say(f"   decided by hand:  {text}")

    def hand_out(self, framework: Framework) -> None:
        self.step("Hand out and take back: edit sheet and export")
        sheet = framework.sheet(self.out / "edit-sheet.xlsx")
        self.wrote(sheet)
        self.say(f"   {self.workspace.apply_sheet(sheet, dry_run=True).to_text()}")
        self.wrote(framework.export(self.out / f"{framework.soc}.{MERGED}.json", MERGED))
        original = framework.export(self.out / f"{framework.soc}.v.26.05.json", "v.26.05")
        self.wrote(original)
        same: bool = original.read_bytes() == sample_file(SAMPLE_OLD).read_bytes()
        self.say(f"   the untouched v.26.05 comes out byte for byte as it came in: {'yes' if same else 'NO'}")
        problems = self.workspace.verify()
        self.say(f"   history verified: {'whole' if not problems else '; '.join(problems)}")
