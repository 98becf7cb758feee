"""The framework that a designer works on: chosen once, and then every screen without another opens it."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import traitlets

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.widgets.base import Panel, read_static
from lexcurric.widgets.live import Live
from lexcurric.workspace.given import plain
from lexcurric.workspace.lab import take_in_sample
from lexcurric.workspace.preferences import FRAMEWORK, NAME
from lexcurric.workspace.times import shown_time
from lexcurric.workspace.waiting import what_waits
from lexcurric.workspace.workspace import Workspace, default_workspace, open_workspace

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

_open: dict[str, Workspace] = {}
_followers: weakref.WeakSet[Any] = weakref.WeakSet()
_choices: weakref.WeakSet[Choice] = weakref.WeakSet()
_signed: weakref.WeakSet[Any] = weakref.WeakSet()
"""Screens that say whose edits they are, and are of no one framework."""
LONGEST_NAME = 80


class Following(Protocol):
    """A screen that can be given another framework."""

    framework: Framework


_Screen = TypeVar("_Screen", bound=Following)
_Signed = TypeVar("_Signed", bound=Panel)


def chosen_workspace() -> Workspace:
    """The default workspace, opened once in this process."""
    where = default_workspace()
    place = where if "://" in where or where == ":memory:" else str(Path(where).absolute())
    if place not in _open:
        _open[place] = open_workspace(where)
    return _open[place]


def chosen_framework(workspace: Workspace | None = None) -> Framework:
    """
    The framework that was chosen last in a workspace (by default, the default one), else the first there is.

    Raises LexcurricError, with what to do, where there is none.
    """
    found = workspace or chosen_workspace()
    codes = found.store.frameworks()
    if not codes:
        raise LexcurricError(
            f"there is no framework in {found.url} yet; take an export in with lx.take_in(), or try the sample with "
            "lx.choose()"
        )
    chosen = found.preferences.get(FRAMEWORK)
    return found.framework(chosen if chosen in codes else codes[0])


def with_the_choice(screen: _Screen) -> _Screen:
    """A screen that shows another framework when another is chosen in this notebook."""
    _followers.add(screen)
    return screen


def set_choice(workspace: Workspace, soc: str) -> Framework:
    """Chooses a framework by its code, for the screens of this notebook that have none of their own, and later ones."""
    framework = workspace.framework(soc)
    workspace.preferences.set(FRAMEWORK, framework.soc)
    for screen in list(_followers):
        shown = screen.framework
        if shown.workspace.url != workspace.url:
            continue
        if shown.soc != framework.soc:
            screen.framework = workspace.framework(framework.soc)
        elif isinstance(screen, Live):
            # What was taken in, such as a newer release, is there for a merge below.
            screen.look_up()
    _tell_choices(workspace)
    return framework


def with_the_name(screen: _Signed) -> _Signed:
    """A screen of no one framework, which says the other name when the designer gives another in this notebook."""
    _signed.add(screen)
    return screen


def _tell_choices(workspace: Workspace) -> None:
    """Every chooser of this notebook says the same, and what waits by now."""
    for each in list(_choices):
        if each.workspace is workspace:
            each.set_trait("soc", workspace.preferences.get(FRAMEWORK, each.soc))
            each.set_trait("name", workspace.author)
            each.refresh()


def _tell_name(workspace: Workspace) -> None:
    """Every screen of this notebook says whose edits they are from now on."""
    _tell_choices(workspace)
    for screen in list(_followers):
        if screen.framework.workspace is workspace:
            screen.refresh()
    for each in list(_signed):
        if each.workspace is workspace:
            each.refresh()


class Choice(Panel):
    """
    The framework to work on, and the name that edits are signed with.

    - `soc`: the code of the chosen framework; set it to choose another.
    - `name`: the name that edits are signed with.
    """

    _esm = read_static("common.js", "chosen.js", "choice.js")
    _css = read_static("common.css", "chosen.css")

    soc = traitlets.Unicode("").tag(sync=True)
    name = traitlets.Unicode("").tag(sync=True)

    def __init__(self, workspace: Workspace | None = None, **traits: Any) -> None:
        self.workspace = workspace or chosen_workspace()
        super().__init__(name=self.workspace.author, **traits)
        self._choose_again()
        _choices.add(self)

    def _choose_again(self) -> None:
        """What is chosen by now, here or in another notebook."""
        codes = self.workspace.store.frameworks()
        self.set_trait("soc", chosen_framework(self.workspace).soc if codes else "")
        self.refresh()

    @property
    def framework(self) -> Framework:
        """The chosen framework."""
        return chosen_framework(self.workspace)

    @traitlets.validate("soc")
    def _there(self, proposal: Any) -> str:
        soc = str(proposal["value"])
        return self.workspace.framework(soc).soc if soc else ""

    @traitlets.observe("soc")
    def _chosen(self, change: Any) -> None:
        if change["new"]:
            set_choice(self.workspace, change["new"])
        self.refresh()

    @traitlets.validate("name")
    def _fit_name(self, proposal: Any) -> str:
        name = plain(str(proposal["value"]), "the name").strip()
        if not name:
            raise EditError("write your name; edits are signed with it")
        if len(name) > LONGEST_NAME:
            raise EditError(f"a name has at most {LONGEST_NAME} characters, this has {len(name)}")
        return name

    @traitlets.observe("name")
    def _named(self, change: Any) -> None:
        if change["new"] == self.workspace.author:
            return
        self.workspace.author = change["new"]
        self.workspace.preferences.set(NAME, change["new"])
        _tell_name(self.workspace)
        self.refresh()

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The frameworks there are, and what waits in the chosen one."""
        frameworks = self.workspace.frameworks()
        return {
            "workspace": self.workspace.url,
            "frameworks": [{"soc": each.soc, "title": each.title} for each in frameworks],
            "chosen": self._about(self.framework) if frameworks else None,
        }

    def _about(self, framework: Framework) -> dict[str, Any]:
        snapshot = framework.snapshot()
        many = len(snapshot.content.active)
        return {
            "soc": framework.soc,
            "title": framework.title,
            "version": framework.version,
            "statements": f"1 statement in {len(framework.levels)} levels"
            if many == 1
            else f"{many} statements in {len(framework.levels)} levels",
            "edited": f"last edited {shown_time(snapshot.time)} UTC by {snapshot.author}" if snapshot.author else "",
        }

    def static_html(self) -> str:
        """The frameworks as a table, for where no kernel answers."""
        return self.workspace._repr_html_()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.soc or 'no framework yet'}>"

    # The actions

    def do_choose(self, soc: str) -> str:
        """Chooses a framework."""
        self.soc = soc
        return f"You work on {self.framework.title} now"

    def do_name(self, name: str) -> str:
        """Says whose edits they are from now on."""
        self.name = name
        return f"Your edits are signed {self.name} from now on"

    def do_sample(self) -> str:
        """Takes the sample in."""
        framework = take_in_sample(self.workspace)
        self.soc = framework.soc
        return f"{framework.title} is here"

    def do_look(self) -> None:
        """Shows what was taken in, or chosen in another notebook, since."""
        self._choose_again()

    def do_shown(self, view: str) -> None:
        """A browser shows it now."""
        self._choose_again()

    def do_hidden(self, view: str) -> None:
        """A browser shows it no more."""


class Start(Choice):
    """The start page: the frameworks, what waits in the chosen one, and a way to each task. See `Choice`."""

    _esm = read_static("common.js", "chosen.js", "start.js")

    def make_view(self) -> dict[str, Any]:
        """As of `Choice`, with what waits and the tasks."""
        found = super().make_view()
        waiting = what_waits(self.framework) if found["chosen"] else ()
        return {
            **found,
            "waiting": [{"text": each.text, "page": _PAGE_OF[each.about]} for each in waiting],
            "tasks": [{"title": title, "text": text, "page": page} for page, title, text in TASKS],
        }


TASKS = (
    ("01_edit.ipynb", "Edit", "The statements: change, add, move, split, join and retire them"),
    ("02_tag.ipynb", "Tag", "Vocabularies, tags, and what is still to tag"),
    ("03_criteria.ipynb", "Criteria", "The rows of a rubric: what belongs together across the levels"),
    ("04_versions.ipynb", "Versions", "Keep a version, compare any two, go back"),
    ("05_new_release.ipynb", "A new release", "See what a new export changed, and merge it without losing your edits"),
    ("06_rubrics.ipynb", "Rubrics", "Make the Excel rubric for trainers, and see its pages first"),
    ("07_collect.ipynb", "Collect ratings", "Read the rated workbooks that came back, with charts of the group"),
    ("08_hand_out.ipynb", "Hand out", "Edit sheets, export files and reports; what is out of date"),
    ("09_align.ipynb", "Align with O*NET", "Which statements cover which tasks of the occupation"),
)
"""The pages in reading order: file, title, and what they are for."""
_PAGE_OF = {
    "merge": "05_new_release.ipynb",
    "save": "04_versions.ipynb",
    "tag": "02_tag.ipynb",
    "criteria": "03_criteria.ipynb",
    "stale": "08_hand_out.ipynb",
}


def choose(workspace: Workspace | None = None) -> Choice:
    """
    The framework to work on, to begin a notebook with: screens opened without one, such as `lx.edit()`, show it.

    In an empty workspace it takes in the sample, so that there is something to try.
    """
    found = workspace or chosen_workspace()
    if not found.store.frameworks():
        take_in_sample(found)
    return Choice(found)


def start(workspace: Workspace | None = None) -> Start:
    """The start page: the frameworks of a workspace (the default one), what waits, and a way to each task."""
    return Start(workspace)
