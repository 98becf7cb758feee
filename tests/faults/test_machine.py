"""Two people, any actions in any order, on one workspace: it is what a plain model says, and no edit gets lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from lexcurric.core.errors import EditError, LexcurricError, StaleDraftError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace, open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.model import Entry, Model, State, merged, state_of
from tests.faults.story import SOC
from tests.samples import export_bytes

PEOPLE = ("Ada", "Bob")
LEVELS = ("l1", "l2")
WHO = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 30)
PLACE = st.sampled_from([1, 2, 4, None])
FIRST = [[f"{name} number {n} — keep the {name} clean." for n in range(4)] for name in ("Oven", "Scale")]
_NUMBERS = count()


class TwoPeople(RuleBasedStateMachine):
    """The rules; `make_url` says where the workspace is, `steps` counts for the table."""

    make_url: ClassVar[Callable[[Path], str]] = staticmethod(lambda folder: str(folder / "workspace.db"))
    figures: ClassVar[Figures] = Figures()

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.url = type(self).make_url(Path(self.folder.name))
        self.words = count(1)
        self.open: dict[str, Workspace] = {}
        self.frameworks: dict[str, Framework] = {}
        release = self._file("v.1", FIRST)
        with open_workspace(self.url, "Ada") as workspace:
            workspace.import_export(release)
        for person in (*PEOPLE, "onlooker"):
            self._open(person)
        start = self._release("v.1")
        self.model = Model(now=start.copy(), releases={"v.1": start})
        self.model.log.append(Entry("import", "Ada", start.copy(), start.copy()))
        self.model.seen = {person: start.copy() for person in PEOPLE}

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.look_back()
            assert self.frameworks["onlooker"].workspace.verify() == []
            type(self).figures.update(tries=1, acknowledged=len(self.model.log))
            for each in self.open.values():
                each.close()
            self.folder.cleanup()

    # Helpers

    def _open(self, person: str) -> None:
        self.open[person] = open_workspace(self.url, person)
        self.frameworks[person] = self.open[person].framework(SOC)

    def _file(self, label: str, levels: list[list[str]]) -> Path:
        path = Path(self.folder.name) / f"{label}.json"
        path.write_bytes(export_bytes(*levels, version=label))
        return path

    def _release(self, label: str) -> State:
        return state_of(self.frameworks["onlooker"].snapshot(label).content, label)

    def _word(self, what: str) -> str:
        number = next(self.words)
        return f"{what} {number * 7919} — do what is number {number * 104729}."

    def _pick(self, which: int, *, active: bool = True) -> str:
        """A statement by its number, the same for both people."""
        found = sorted(uid for uid, row in self.model.now.rows.items() if row.active is active)
        return found[which % len(found)]

    def _do(
        self, person: str, action: str, uids: list[str], act: Callable[[Framework], object], after: State | None
    ) -> None:
        """
        Does an action and compares: a clash is told and writes nothing; with `after` None an EditError is due, else
        the draft is `after` then, and the log is one longer if that differs from what was there.
        """
        model = self.model
        try:
            act(self.frameworks[person])
        except StaleDraftError:
            assert model.clash(person, uids), f"{action}: a clash is told, and nobody else changed that"
            type(self).figures["conflicts"] += 1
        except EditError:
            assert after is None, f"{action}: refused, and it should work"
            assert not model.clash(person, uids)
        else:
            assert not model.clash(person, uids), f"{action}: another person's change was written over, unseen"
            assert after is not None, f"{action}: it should be refused"
            model.write(action, person, after)
        self._look(person)

    def _look(self, person: str) -> None:
        """Whoever acted sees the draft as it is now."""
        assert self.frameworks[person].content.soc == SOC
        self.model.seen[person] = self.model.now.copy()

    def _actual(self) -> State:
        onlooker = self.frameworks["onlooker"]
        return state_of(onlooker.content, onlooker.workspace.diff_base(SOC))

    def _with_ranks(self, after: State, *levels: str) -> State:
        """The state with the ranks that the program gave in these levels; the order of the active ones is checked."""
        actual = self._actual()
        for uid, row in after.rows.items():
            if row.level in levels and uid in actual.rows:
                after.rows[uid] = replace(row, rank=actual.rows[uid].rank)
        return after

    # Actions on one statement

    @rule(person=WHO, which=WHICH, looks=st.booleans())
    def edit(self, person: str, which: int, looks: bool) -> None:
        if looks:
            self._look(person)
        uid, text = self._pick(which), self._word("Edited")
        self._do(person, "reword", [uid], lambda each: each.edit(uid, text), self.model.change(uid, text=text))

    @rule(which=WHICH, first=WHO)
    def edit_the_same(self, which: int, first: str) -> None:
        """Both see a statement, and both change it: the second is told, whatever the two changes are."""
        for person in PEOPLE:
            self._look(person)
        second = next(each for each in PEOPLE if each != first)
        before = len(self.model.log)
        self.edit(first, which, looks=False)
        uid = self._pick(which)
        rows = len(self.model.log)
        assert rows == before + 1
        act = (self.edit, self.tag, self.note)[which % 3]
        act(second, which, *([False] if act == self.edit else [])) if act != self.tag else self.tag(second, which, 0)
        assert len(self.model.log) == rows, f"{uid} was changed by both, and the second was not told"

    @rule(person=WHO, which=WHICH)
    def edit_retired(self, person: str, which: int) -> None:
        if all(row.active for row in self.model.now.rows.values()):
            return
        uid = self._pick(which, active=False)
        self._do(person, "reword", [uid], lambda each: each.edit(uid, "Never — this."), None)

    @rule(person=WHO, which=WHICH, tag=st.integers(0, 3))
    def tag(self, person: str, which: int, tag: int) -> None:
        uid, name = self._pick(which), f"tag:t{tag}"
        after = self.model.change(uid, tags=self.model.now.rows[uid].tags | {name})
        self._do(person, "tag", [uid], lambda each: each.tag(uid, name), after)

    @rule(person=WHO, which=WHICH, tag=st.integers(0, 3))
    def untag(self, person: str, which: int, tag: int) -> None:
        uid, name = self._pick(which), f"tag:t{tag}"
        after = self.model.change(uid, tags=self.model.now.rows[uid].tags - {name})
        self._do(person, "untag", [uid], lambda each: each.untag(uid, name), after)

    @rule(person=WHO, which=WHICH)
    def note(self, person: str, which: int) -> None:
        uid, text = self._pick(which), self._word("Note")
        self._do(person, "note", [uid], lambda each: each.note(uid, text), self.model.change(uid, note=text))

    @rule(person=WHO, which=WHICH, label=st.sampled_from(["Ovens", "Scales", None]))
    def criterion(self, person: str, which: int, label: str | None) -> None:
        uid = self._pick(which)
        after = self.model.change(uid, criterion=label)
        self._do(person, "criterion", [uid], lambda each: each.set_criterion(uid, label), after)

    @rule(person=WHO, which=WHICH)
    def retire(self, person: str, which: int) -> None:
        if sum(row.active for row in self.model.now.rows.values()) < 4:
            return
        uid = self._pick(which)
        self._do(person, "retire", [uid], lambda each: each.retire(uid), self.model.change(uid, active=False))

    @rule(person=WHO, which=WHICH)
    def reinstate(self, person: str, which: int) -> None:
        if all(row.active for row in self.model.now.rows.values()):
            return
        uid = self._pick(which, active=False)
        after = self.model.change(uid, active=True, replaced_by=())
        self._do(person, "reinstate", [uid], lambda each: each.reinstate(uid), after)

    # Actions that place statements

    @rule(person=WHO, level=st.sampled_from(LEVELS), place=PLACE)
    def add(self, person: str, level: str, place: int | None) -> None:
        text, row = self._word("Added"), self.model.now.order(level)
        given = self.frameworks[person].add(level, text, place)
        at = len(row) if place is None else min(place - 1, len(row))
        self._landed("add", person, level, [*row[:at], given.id, *row[at:]], {given.id: text})

    @rule(person=WHO, which=WHICH, level=st.sampled_from(LEVELS), place=PLACE)
    def move(self, person: str, which: int, level: str, place: int | None) -> None:
        uid, model = self._pick(which), self.model
        row = [each for each in model.now.order(level) if each != uid]
        at = len(row) if place is None else min(place - 1, len(row))
        try:
            self.frameworks[person].move(uid, level, place)
        except StaleDraftError:
            assert model.clash(person, [uid])
        else:
            assert not model.clash(person, [uid]), "a move wrote over another person's change"
            after = self._with_ranks(model.change(uid, level=level), level)
            assert after.order(level) == [*row[:at], uid, *row[at:]]
            model.write("move", person, after)
        self._look(person)

    @rule(person=WHO, which=WHICH)
    def split(self, person: str, which: int) -> None:
        uid, texts = self._pick(which), [self._word("Half"), self._word("Half")]
        if self.model.clash(person, [uid]):
            self._do(person, "split", [uid], lambda each: each.split(uid, texts), None)
            return
        old, row = self.model.now.rows[uid], self.model.now.order(self.model.now.rows[uid].level)
        given = [each.id for each in self.frameworks[person].split(uid, texts)]
        at = row.index(uid)
        order = [*row[:at], *given, *row[at + 1 :]]
        more = {"tags": old.tags, "note": old.note, "criterion": old.criterion, "comes_from": (uid,)}
        self._landed("split", person, old.level, order, dict(zip(given, texts, strict=True)), [uid], **more)

    @rule(person=WHO, which=WHICH, other=WHICH)
    def join(self, person: str, which: int, other: int) -> None:
        one, two, text = self._pick(which), self._pick(other), self._word("Whole")
        rows = self.model.now.rows
        few = sum(row.active for row in rows.values()) < 4
        if one == two or few:
            return
        if self.model.clash(person, [one, two]):
            self._do(person, "join", [one, two], lambda each: each.join([one, two], text), None)
            return
        first, second = rows[one], rows[two]
        given = self.frameworks[person].join([one, two], text)
        order = [given.id if each == one else each for each in self.model.now.order(first.level) if each != two]
        more = {
            "tags": first.tags | second.tags,
            "note": "\n".join(each.note for each in (first, second) if each.note),
            "criterion": first.criterion,
            "comes_from": (one, two),
        }
        self._landed("join", person, first.level, order, {given.id: text}, [one, two], **more)

    def _landed(
        self,
        action: str,
        person: str,
        level: str,
        order: list[str],
        fresh: dict[str, str],
        gone: list[str] | None = None,
        **more: object,
    ) -> None:
        """New statements stand in their place; those that they continue are retired, and say by which."""
        from tests.faults.model import Row

        after = self.model.now.copy()
        assert not set(fresh) & set(after.rows)
        for uid, text in fresh.items():
            after.rows[uid] = Row(text=text, level=level, rank="", **more)  # type: ignore[arg-type]
        for uid in gone or ():
            after.rows[uid] = replace(after.rows[uid], active=False, replaced_by=tuple(fresh))
        after = self._with_ranks(after, level)
        assert after.order(level) == order
        assert self.model.write(action, person, after)
        self._look(person)

    # The framework itself

    @rule(person=WHO, level=st.sampled_from(LEVELS))
    def rename_level(self, person: str, level: str) -> None:
        label = self._word("Level")
        self._look(person)
        after = self.model.now.copy()
        after.levels[level] = label
        self._do(person, "rename level", [], lambda each: each.rename_level(level, label), after)

    @rule(person=WHO)
    def metadata(self, person: str) -> None:
        self._look(person)
        after = self.model.now.copy()
        after.context = self._word("Context")
        pointer = "/framework/contextCovered"
        self._do(person, "metadata", [], lambda each: each.set_metadata(pointer, after.context), after)

    # Versions and history

    @rule(person=WHO, publish=st.booleans())
    def save(self, person: str, publish: bool) -> None:
        label, model = f"own.{len(model_versions(self.model))}", self.model
        status = "published" if publish else "draft"
        self.frameworks[person].save(label, "why", status)
        model.versions[label] = model.now.copy()
        if publish:
            model.statuses |= {name: "superseded" for name, each in model.statuses.items() if each == "published"}
        model.statuses[label] = status
        self._look(person)

    @precondition(lambda self: self.model.versions)
    @rule(person=WHO, which=WHICH, status=st.sampled_from(["published", "retired", "draft"]))
    def set_status(self, person: str, which: int, status: str) -> None:
        model = self.model
        label = sorted(model.versions)[which % len(model.versions)]
        self.frameworks[person].set_status(label, status)
        if status == "published":
            model.statuses |= {name: "superseded" for name, each in model.statuses.items() if each == "published"}
        model.statuses[label] = status

    @precondition(lambda self: self.model.versions)
    @rule(person=WHO, which=WHICH)
    def restore(self, person: str, which: int) -> None:
        label = sorted(self.model.versions)[which % len(self.model.versions)]
        self.frameworks[person].restore(label, "back")
        self.model.write("restore", person, self.model.versions[label].copy())
        self._look(person)

    @rule(person=WHO)
    def undo(self, person: str) -> None:
        said = self.frameworks[person].undo()
        assert (said is not None) == self.model.undo(person)
        self._look(person)

    @rule(person=WHO)
    def redo(self, person: str) -> None:
        said = self.frameworks[person].redo()
        assert (said is not None) == self.model.redo(person)
        self._look(person)

    # Releases

    @precondition(lambda self: len(self.model.releases) < 5)
    @rule(person=WHO, which=WHICH, adds=st.booleans(), removes=st.booleans())
    def bring(self, person: str, which: int, adds: bool, removes: bool) -> None:
        """A release that rewords a statement (so that it is known again), and adds or drops one."""
        last = list(self.model.releases.values())[-1]
        levels = [[last.rows[uid].text for uid in last.order(level)] for level in LEVELS]
        row = levels[which % 2]
        number = next(self.words)
        row[which % len(row)] = row[which % len(row)].removesuffix(".") + f", also on day {number}."
        if adds:
            row.append(self._word("News"))
        if removes and len(row) > 3:
            row.pop((which + 1) % len(row))
        label = f"v.{len(self.model.releases) + 1}"
        done = self.open[person].import_file(self._file(label, levels))
        assert done.version == label
        found = self._release(label)
        assert [[found.rows[uid].text for uid in found.order(level)] for level in LEVELS] == levels
        self.model.releases[label] = found
        self._look(person)

    @rule(person=WHO, side=st.sampled_from(["ours", "theirs"]), disturbed=st.booleans())
    def merge(self, person: str, side: str, disturbed: bool) -> None:
        model = self.model
        plan = self.frameworks[person].merge()
        if plan.is_done:
            assert model.now.base == list(model.releases)[-1]
            return
        plan.ask_again()
        if disturbed:
            other = next(each for each in PEOPLE if each != person)
            self.edit(other, 0, looks=True)
            with pytest.raises(StaleDraftError):
                self._decide(plan, side)
            plan = self.frameworks[person].merge()
            plan.ask_again()
        label = list(model.releases)[-1]
        ours, theirs = model.now, model.releases[label]
        wanted, asked = merged(model.releases[ours.base], ours, theirs, side)
        open_now = {uid for each in plan.conflicts for uid in (*each.old_ids, *each.new_ids)}
        assert asked <= open_now, "both sides changed it, and nobody is asked"
        self._decide(plan, side)
        actual = self._actual()
        for uid, fields in wanted.items():
            found = {name: getattr(actual.rows[uid], name) for name in fields}
            assert found == fields, f"{side}: {ours.rows.get(uid)} and {theirs.rows.get(uid)}"
        assert (actual.levels, actual.context, actual.base) == (ours.levels, ours.context, label)
        assert model.write("merge", person, actual)
        self._look(person)

    @staticmethod
    def _decide(plan: object, side: str) -> None:
        plan.take_all(side)  # type: ignore[attr-defined]
        plan.apply("merged")  # type: ignore[attr-defined]

    # Leaving and looking

    @rule(person=st.sampled_from([*PEOPLE, "onlooker"]))
    def reopen(self, person: str) -> None:
        self.open[person].close()
        self._open(person)
        if person in PEOPLE:
            self.model.seen[person] = self.model.now.copy()

    @rule()
    def look_back(self) -> None:
        """Each version and release says for ever what it said when it was cut."""
        onlooker = self.frameworks["onlooker"]
        for label, state in {**self.model.releases, **self.model.versions}.items():
            found = state_of(onlooker.snapshot(label).content, state.base)
            assert found == state, label
        shown = {each["label"]: each["status"] for each in onlooker.versions.to_dict("records")}
        assert {label: shown[label] for label in self.model.versions} == self.model.statuses
        assert len(shown) == len(self.model.versions) + len(self.model.releases)

    @rule()
    def verify(self) -> None:
        assert self.frameworks["onlooker"].workspace.verify() == []

    @invariant()
    def the_draft_and_its_log_are_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        assert self._actual() == self.model.now
        log = self.frameworks["onlooker"].log
        assert list(log["action"]) == [each.action for each in self.model.log]
        assert list(log["author"]) == [each.author for each in self.model.log]

    @invariant()
    def nobody_is_without_words(self) -> None:
        assert issubclass(StaleDraftError, LexcurricError)


def model_versions(model: Model) -> dict[str, State]:
    return model.versions


def _run(machine: type[TwoPeople], figures: Figures, examples: int, steps: int) -> None:
    machine.figures = figures
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_two_people_on_sqlite_agree_with_the_model(scale: Scale, figures: Figures) -> None:
    _run(TwoPeople, figures, scale(15, 400), scale(25, 50))


def test_two_people_on_postgresql_agree_with_the_model(server: str, scale: Scale, figures: Figures) -> None:
    class OnServer(TwoPeople):
        @staticmethod
        def make_url(_folder: Path) -> str:
            schema = f"machine_{next(_NUMBERS)}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {schema}")
            return f"{server}?options=-csearch_path%3D{schema}"

    _run(OnServer, figures, scale(4, 100), scale(15, 40))
