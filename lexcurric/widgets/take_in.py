"""Files that come in: dropped, looked at, shown as a plan, and taken in one by one or all."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import LexcurricError, Problem, StaleDraftError
from lexcurric.widgets.base import Panel, read_static
from lexcurric.widgets.changes import words_value
from lexcurric.widgets.chosen import chosen_workspace, set_choice, with_the_name
from lexcurric.widgets.next_step import OPENS, open_screen
from lexcurric.widgets.uploads import Incoming, Uploads, size_words, soon
from lexcurric.workspace.incoming import FileKind, FilePlan, Screen, State, plan_file, refused
from lexcurric.workspace.incoming_sheets import DRAFT, SHEET
from lexcurric.workspace.lab import next_of_sample
from lexcurric.workspace.onet_archives import gather_onet, is_onet_file
from lexcurric.workspace.recognising import ACCEPTED

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

LINES_SHOWN = 500
_SLICE = 0.05
"""So long, in seconds, files are looked at before the screen is drawn and others are heard."""
_ONET = "O*NET text files"


class TakeIn(Uploads, Panel):
    """
    A screen that takes files in: exports, edit sheets that came back, vocabularies, lists to align with.

    `add`, `take`, `take_all` and `remove` do what its buttons do. Each property can be read and set:

    - `plans`: what each file is and would change, a `FilePlan` each, in the order in which they came; only to be read.
    - `framework`: the code of the framework that vocabularies and lists are for; empty where that is to be chosen.
    - `reason`: why, for the log; signed to what is taken in from now on.
    - `unfolded`: the names of the files whose changes are listed one by one.
    """

    _esm = read_static("common.js", "uploads.js", "take_in.js")
    _css = read_static("common.css", "uploads.css", "files.css", "take_in.css")

    plans = traitlets.Tuple()
    framework = traitlets.Unicode("").tag(sync=True)
    reason = traitlets.Unicode("").tag(sync=True)
    unfolded = traitlets.List(traitlets.Unicode()).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)
    """The widget that is shown below, such as the review of a merge; empty for none."""

    def __init__(self, workspace: Workspace, **traits: Any) -> None:
        self.workspace = workspace
        self._sides: dict[str, dict[str, str]] = {}
        self._socs: dict[str, str] = {}
        self._waiting: list[Incoming] = []
        self._is_reading = False
        self._screen: Panel | None = None
        super().__init__()
        self.refresh()
        for name, value in traits.items():
            setattr(self, name, value)

    @traitlets.validate("framework")
    def _known_framework(self, proposal: Mapping[str, Any]) -> str:
        soc = str(proposal["value"])
        return self.workspace.framework(soc).soc if soc else ""

    @traitlets.validate("unfolded")
    def _known_names(self, proposal: Mapping[str, Any]) -> list[str]:
        return [self.plan(each).name for each in dict.fromkeys(proposal["value"])]

    @traitlets.observe("framework")
    def _for_another(self, _change: object) -> None:
        self._plan_again()
        self.refresh()

    @traitlets.observe("unfolded", "reason")
    def _show(self, _change: object) -> None:
        self.refresh()

    # What Python and the screen do

    def plan(self, name: str) -> FilePlan:
        """The plan of the file with this name. Raises LexcurricError, with the names there are."""
        found: FilePlan | None = next((each for each in self.plans if each.name == name), None)
        if found is None:
            there = ", ".join(each.name for each in self.plans) or "no file yet"
            raise LexcurricError(f"no file {name!r} here; there is {there}")
        return found

    def add(self, path: str | Path) -> FilePlan:
        """Looks at a file of this computer, which stays where it is, and gives its plan."""
        place = Path(path)
        plan = self._planned(place, self._free_name(place.name))
        self.plans = (*self.plans, plan)
        self.refresh()
        return plan

    def take(self, name: str) -> FilePlan:
        """
        Takes one file in, and gives its plan as it is then.

        Raises LexcurricError where it cannot be; StaleDraftError where the draft was edited since, with a new plan.
        """
        plan = self.plan(name)
        try:
            done = plan.take(self.reason)
        except StaleDraftError:
            self._replace(self._planned(plan.path, plan.name))
            self.refresh()
            raise
        self.unfolded = [each for each in self.unfolded if each != name]
        self._replace(done)
        self.delete(plan.path)
        if done.kind is FileKind.EXPORT:
            set_choice(self.workspace, done.soc)
        self._plan_again(done)
        self.refresh()
        return done

    def take_all(self) -> tuple[FilePlan, ...]:
        """
        Takes in every file that waits for nothing but that, older releases first, and gives their plans.

        A file with a conflict to decide, or whose framework is to be chosen, is left.
        """
        done: list[FilePlan] = []
        while True:
            ready = sorted((each for each in self.plans if _is_clear(each)), key=lambda each: each.order)
            if not ready:
                return tuple(done)
            try:
                done.append(self.take(ready[0].name))
            except LexcurricError as error:
                said = str(error)
                sentence = f"Not taken in: {said[:1].upper()}{said[1:]}"
                self._replace(replace(ready[0], state=State.REFUSED, sentence=sentence, carry_out=None))
                self.refresh()

    def remove(self, name: str) -> None:
        """Takes a file off this screen; what was taken in of it stays in the workspace."""
        plan = self.plan(name)
        self.unfolded = [each for each in self.unfolded if each != name]
        self.plans = tuple(each for each in self.plans if each is not plan)
        self.delete(plan.path)
        self.refresh()

    def choose(self, name: str, cell: str, side: str) -> FilePlan:
        """Settles a conflict of an edit sheet, by its cell: `draft` or `sheet`; empty opens it again."""
        plan = self.plan(name)
        known = [each.cell for each in plan.choices if each.can_take]
        if cell not in known:
            raise LexcurricError(f"no conflict {cell!r} in {name} to choose; there is {', '.join(known) or 'none'}")
        if side not in ("", DRAFT, SHEET):
            raise LexcurricError(f"a conflict is settled for the draft or the sheet, not for {side!r}")
        self._sides.setdefault(name, {})[cell] = side
        self._replace(self._planned(plan.path, name))
        self.refresh()
        return self.plan(name)

    def set_framework(self, name: str, soc: str) -> FilePlan:
        """Says which framework the vocabularies or the list in this file are for."""
        self._socs[name] = self.workspace.framework(soc).soc
        self._replace(self._planned(self.plan(name).path, name))
        self.refresh()
        return self.plan(name)

    def close(self) -> None:
        """Takes the screen off; what came from the browser and was not taken in is deleted."""
        self.delete_all()
        super().close()

    def _planned(self, path: Path, name: str) -> FilePlan:
        soc = self._socs.get(name, self.framework)
        return plan_file(self.workspace, path, name=name, soc=soc, sides=self._sides.get(name, {}))

    def _replace(self, plan: FilePlan) -> None:
        self.plans = tuple(plan if each.name == plan.name else each for each in self.plans)

    def _plan_again(self, done: FilePlan | None = None) -> None:
        """Plans anew what may be otherwise by now: all, or what has to do with the framework of what was done."""
        self.plans = tuple(
            self._planned(each.path, each.name)
            if each.state is not State.TAKEN and (done is None or each.soc in ("", done.soc)) and each.path.exists()
            else each
            for each in self.plans
        )

    def _free_name(self, name: str) -> str:
        there = {each.name for each in self.plans}
        number, found, path = 1, name, Path(name)
        while found in there:
            number += 1
            found = f"{path.stem} ({number}){path.suffix}"
        return found

    # What comes from the browser

    def arrived(self, file: Incoming) -> None:
        """Looks at a file once the screen has shown that it is here."""
        self._waiting.append(file)
        if not self._is_reading:
            self._is_reading = True
            soon(self._read_some)

    def _read_some(self) -> None:
        until = time.monotonic() + _SLICE
        found = []
        while self._waiting and time.monotonic() < until:
            file = self._waiting.pop(0)
            if is_onet_file(file.name):
                found.append(self._with_onet(file))
            else:
                name = self._free_name(file.shown)
                found.append(self._planned(file.path, name))
                self.plans = (*self.plans, found[-1])
        self.refresh()
        if self._waiting:
            soon(self._read_some)
        else:
            self._is_reading = False

    def _with_onet(self, file: Incoming) -> FilePlan:
        folder = gather_onet([file.path], self.kept_in / "onet" / "release")
        self.delete(file.path)
        plan = self._planned(folder, _ONET)
        there = [each for each in self.plans if each.name == _ONET]
        self.plans = (*(each for each in self.plans if each not in there), plan)
        return plan

    def not_taken(self, name: str, why: str) -> None:
        """A plan that says so."""
        shown = self._free_name(name)
        self.plans = (*self.plans, refused(shown, Path(shown), [Problem("", why)], ""))

    def do_take(self, name: str) -> str:
        """Takes one file in."""
        return self.take(name).sentence

    def do_take_all(self) -> str:
        """Takes in all that wait for nothing else."""
        done = self.take_all()
        return f"Took in {len(done)} file{'' if len(done) == 1 else 's'}"

    def do_remove(self, name: str) -> None:
        """Takes a file off the screen."""
        self.remove(name)

    def do_remove_done(self) -> None:
        """Takes off the screen what nothing is left to do for."""
        for each in [one for one in self.plans if not one.is_open]:
            self.remove(each.name)

    def do_give_up(self, key: str) -> None:
        """Gives up a file that is on its way."""
        self.forget(key)

    def do_choose(self, name: str, cell: str, side: str) -> None:
        """Settles a conflict."""
        self.choose(name, cell, side)

    def do_set_framework(self, name: str, soc: str) -> None:
        """Says which framework a file is for."""
        self.set_framework(name, soc)

    def do_sample(self) -> None:
        """Looks at the next release of the sample, to try out what is done with one."""
        found = next_of_sample(self.workspace)
        if found is not None:
            self.add(found)

    def do_open(self, screen: str, soc: str) -> None:
        """Shows the next step's screen below, for a framework."""
        framework = self.workspace.framework(soc)
        self.do_close_screen()
        self._screen = open_screen(Screen(screen), framework)
        self.opened = self._screen.model_id

    def do_close_screen(self) -> None:
        """Takes the screen below away again."""
        self.opened = ""
        if self._screen is not None:
            self._screen.close()
            self._screen = None

    # What is shown

    def make_view(self) -> dict[str, Any]:
        """The files with their plans, those on their way, and what there is to choose from."""
        frameworks = [{"soc": each.soc, "title": each.title} for each in self.workspace.frameworks()]
        ready = sum(_is_clear(each) for each in self.plans)
        return {
            "author": self.workspace.author,
            "accepted": ACCEPTED,
            "most": self.most_bytes,
            "most_words": size_words(self.most_bytes),
            "frameworks": frameworks,
            "ready": ready,
            "left": sum(each.is_open for each in self.plans) - ready,
            "done": sum(not each.is_open for each in self.plans),
            "reading": [each.shown for each in self._waiting],
            "coming": [
                {"key": each.key, "name": each.shown, "size": each.size, "received": each.received}
                for each in self.incoming.values()
            ],
            "rows": [self._row(each) for each in self.plans],
            "sample": next_of_sample(self.workspace) is not None,
            "opened": repr(self._screen) if self._screen is not None else "",
        }

    def _row(self, plan: FilePlan) -> dict[str, Any]:
        is_unfolded = plan.name in self.unfolded
        return {
            "name": plan.name,
            "kind": plan.kind.value,
            "state": plan.state.value,
            "open": plan.is_open,
            "can_take": plan.state is State.READY,
            "title": plan.title,
            "sentence": plan.sentence,
            "soc": plan.soc,
            "framework": plan.framework,
            "facts": [list(each) for each in plan.facts],
            "counts": [list(each) for each in plan.counts],
            "total": len(plan.lines),
            "lines": [_line(each) for each in plan.lines[:LINES_SHOWN]] if is_unfolded else [],
            "choices": [vars(each) for each in plan.choices],
            "notes": list(plan.notes),
            "problems": [{"where": each.where, "what": each.what} for each in plan.problems[:LINES_SHOWN]],
            "problem_count": len(plan.problems),
            "hint": plan.hint,
            "steps": [
                {
                    "words": each.words,
                    "soc": each.soc,
                    "screen": str(each.screen or ""),
                    "opens": OPENS.get(each.screen, "") if each.screen else "",
                }
                for each in plan.steps
            ],
        }

    def static_html(self) -> str:
        """The files and what became of them."""
        rows = "".join(
            f"<tr><td>{escape(each.name)}</td><td>{escape(each.title)}</td><td>{escape(each.sentence)}</td></tr>"
            for each in self.plans
        )
        head = "<tr><th>File</th><th>What it is</th><th>What it does</th></tr>"
        table = f"<table>{head}{rows}</table>" if rows else "<p>No file was given yet.</p>"
        return f"<h3>Take files in</h3>{table}<p>Run this cell again to take files in.</p>"

    def __repr__(self) -> str:
        waiting = sum(each.is_open for each in self.plans)
        return f"<TakeIn of {self.workspace.url}: {len(self.plans)} files, {waiting} to take in>"


def take_in(workspace: Workspace | Framework | str | Path | None = None, **traits: Any) -> TakeIn:
    """The screen that takes files into a workspace; without one, into the default one."""
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace, open_workspace

    if isinstance(workspace, Framework):
        return TakeIn(workspace.workspace, framework=workspace.soc, **traits)
    if workspace is None:
        return with_the_name(TakeIn(chosen_workspace(), **traits))
    return TakeIn(workspace if isinstance(workspace, Workspace) else open_workspace(workspace), **traits)


def _is_clear(plan: FilePlan) -> bool:
    """True for a file that can be taken in as it is: nothing has to be chosen first."""
    return plan.state is State.READY and not any(each.can_take and not each.side for each in plan.choices)


def _line(line: Any) -> dict[str, Any]:
    return {"what": line.what, "where": line.where, "words": words_value(line.words), "why": line.why}
