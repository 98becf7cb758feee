"""Any corrections in any order, between imports, merges, edits, undo, redo and restore: what must always hold."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lexcurric.core.errors import EditError
from lexcurric.core.items import LINEAGE
from lexcurric.workspace.identity import DRAFT, matched_rev
from lexcurric.workspace.workspace import open_workspace
from tests.samples import export_bytes

OBJECTS = ("Deck oven", "Scales", "Mail and faxes", "Ranges")
ACTIONS = ("load with proofed loaves", "read to one gram", "sort by room and number, file the receipts", "light safely")
TEXTS = [f"{thing} — {action}." for thing in OBJECTS for action in ACTIONS]
RELEASE = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5, unique=True)
REST = [f"Item {n} — handle with the tool number {n * 7}." for n in range(4)]
PLACE = st.integers(0, 9)


class Corrected(RuleBasedStateMachine):
    @initialize(first=RELEASE, second=RELEASE)
    def begin(self, first: list[str], second: list[str]) -> None:
        self.folder = TemporaryDirectory()
        self.workspace = open_workspace(":memory:", "Ada")
        self.bytes: dict[str, bytes] = {}
        self.releases = 0
        self.bring(first)
        self.bring(second)

    @precondition(lambda self: self.releases < 4)
    @rule(texts=RELEASE)
    def bring(self, texts: list[str]) -> None:
        self.releases += 1
        label = f"v.{self.releases}"
        path = Path(self.folder.name) / f"{label}.json"
        self.bytes[label] = export_bytes([*REST, *texts], version=label)
        path.write_bytes(self.bytes[label])
        self.framework = self.workspace.import_export(path)

    @rule(side=st.sampled_from(["ours", "theirs"]))
    def merge(self, side: str) -> None:
        plan = self.framework.merge()
        plan.take_all(side)
        plan.apply()
        assert self.framework.merge().is_done

    @rule(old=PLACE, new=PLACE)
    def same(self, old: int, new: int) -> None:
        every = [each for label in self.bytes for each in self.framework.snapshot(label).content.statements]
        newest = self.framework.snapshot(f"v.{self.releases}").content
        first, text = every[old * 7 % len(every)].id, newest.active[new % len(newest.active)].text
        second = newest.active[new % len(newest.active)].id
        before = self.said()
        try:
            self.framework.same(first, second)
        except EditError:
            return
        lost = [each for each in before if each not in self.said()]
        assert len(lost) <= 1, "of two active ones, one wording stays"
        now = self.framework.snapshot(f"v.{self.releases}").content
        assert next(each.id for each in now.active if each.text == text) == first

    @rule(which=PLACE)
    def different(self, which: int) -> None:
        newest = self.framework.snapshot(f"v.{self.releases}").content
        row = newest.active[which % len(newest.active)]
        before = self.said()
        try:
            said = self.framework.different(row.id)
        except EditError:
            return
        assert self.said() == before, "no wording of the draft is lost or doubled"
        now = self.framework.snapshot(f"v.{self.releases}").content
        own = next(each for each in now.active if each.text == row.text)
        assert not {each.old_id for each in said} & {own.id, *own.comes_from}

    @rule(which=PLACE)
    def forget(self, which: int) -> None:
        keys = self.framework.corrections["correction"].tolist()
        if keys:
            self.framework.forget(keys[which % len(keys)])
            assert keys[which % len(keys)] not in self.framework.corrections["correction"].tolist()

    @rule(which=PLACE, text=st.sampled_from(TEXTS))
    def edit(self, which: int, text: str) -> None:
        active = self.framework.content.active
        row = active[which % len(active)]
        self.framework.edit(row.id, f"{text[:-1]}, ours {self.framework.revision}.")
        self.framework.note(row.id, f"Note {self.framework.revision}.")

    @rule(which=PLACE)
    def retire(self, which: int) -> None:
        active = self.framework.content.active
        if len(active) > 3:
            self.framework.retire(active[which % len(active)].id)

    @rule()
    def undo_and_redo(self) -> None:
        before = self.framework.content
        if self.framework.undo() is not None:
            self.framework.redo()
            assert {each.id: each for each in self.framework.content.active} == {
                each.id: each for each in before.active
            }

    @rule()
    def undo(self) -> None:
        self.framework.undo()

    @rule()
    def redo(self) -> None:
        self.framework.redo()

    @rule()
    def save(self) -> None:
        self.framework.save(f"acme.{len(self.framework.versions)}")

    @rule(which=PLACE)
    def restore(self, which: int) -> None:
        labels = self.framework.versions["label"].tolist()
        self.framework.restore(labels[which % len(labels)])

    def said(self) -> list[str]:
        return sorted(each.text for each in self.framework.content.active)

    @invariant()
    def draft_and_release_agree(self) -> None:
        store, soc = self.workspace.store, self.framework.soc
        lineage = json.loads(store.state(soc, DRAFT)[LINEAGE])
        version = store.version(soc, lineage["label"])
        assert version is not None
        assert lineage.get("rev", version.rev) == matched_rev(store, soc, version)
        content = self.framework.content
        assert len(content.by_id) == len(content.statements)
        active = set(content.positions)
        assert not [each for each in content.active if each.id in each.comes_from]
        assert all(set(each.replaced_by) <= set(content.by_id) | active for each in content.statements)

    @invariant()
    def the_publishers_bytes_and_the_chain_stay(self) -> None:
        out = Path(self.folder.name) / "out.json"
        for label, body in self.bytes.items():
            assert self.framework.export(out, label).read_bytes() == body
        assert self.workspace.verify() == []

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.close()
            self.folder.cleanup()


TestCorrected = Corrected.TestCase
TestCorrected.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_what_was_retired_for_a_statement_that_is_no_more_names_it_no_longer() -> None:
    """A chain that the machine found: the last correction left a link to a statement that the draft did not have."""
    receipts, gram, ranges = ACTIONS[2], ACTIONS[1], "Ranges"
    oven, scales = (f"{thing} — {ACTIONS[0]}." for thing in ("Deck oven", "Scales"))
    again = [f"{ranges} — {receipts}.", f"Mail and faxes — {gram}."]
    state = Corrected()
    try:
        state.begin(
            first=[f"Deck oven — {gram}.", oven, f"Deck oven — {receipts}."],
            second=[*again, oven, scales],
        )
        state.same(new=0, old=0)
        state.bring(texts=[f"{ranges} — {gram}.", "Mail and faxes — light safely."])
        state.merge(side="theirs")
        state.bring(texts=[*again, scales, "Deck oven — light safely."])
        state.undo()
        state.forget(which=8)
        state.undo()
        state.same(new=8, old=9)
        state.different(which=9)
        state.retire(which=3)
        state.merge(side="ours")
        state.edit(text="Mail and faxes — light safely.", which=5)
        state.retire(which=5)
        state.different(which=5)
        state.draft_and_release_agree()
    finally:
        state.teardown()
