"""
A file that somebody gave, before it is taken in: what it is, what it would change, and whether it can be taken at all.

Planning changes nothing. A plan that was taken says what was done, and which steps come next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import FileError, LexcurricError, Problem
from lexcurric.core.words import Mark, Words, mark_words

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace


NOTHING_TO_DO = " Nothing has to be done."


class FileKind(StrEnum):
    """What a file can be."""

    EXPORT = "export"
    SHEET = "edit sheet"
    VOCABULARY = "vocabularies"
    LIST = "list to align with"
    CORRECTIONS = "corrections of matches"
    ELSEWHERE = "for another screen"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How it stands with a file."""

    READY = "ready"
    NOTHING = "nothing to do"
    CHOOSE = "choose a framework"
    REFUSED = "refused"
    TAKEN = "taken in"


class Screen(StrEnum):
    """The screens that a next step may lead to."""

    EDITOR = "editor"
    MERGE = "merge"
    ALIGN = "align"


@dataclass(frozen=True)
class Step:
    """What to do next, in words; `screen` is where, for the framework with this code."""

    words: str
    screen: Screen | None = None
    soc: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One thing that taking the file would change: what happens, where, and the words before and after."""

    what: str
    where: str = ""
    words: Words = ()
    why: str = ""


@dataclass(frozen=True)
class Choice:
    """
    A conflict in an edit sheet: by `cell`, with both texts, and whether the sheet's side can be taken.

    `side` is what a person chose: `draft` or `sheet`; empty while it is open, and then the draft stays as it is.
    """

    cell: str
    why: str
    draft: str
    sheet: str
    can_take: bool
    side: str = ""


@dataclass(frozen=True)
class FilePlan:
    """
    What taking one file would do. `order` puts what must come first before the rest; `counts` and `lines` say what it
    changes, `choices` what a person decides, `problems` and `hint` why it cannot be taken, and what to do about that.
    """

    name: str
    path: Path
    kind: FileKind
    state: State
    title: str
    sentence: str = ""
    soc: str = ""
    framework: str = ""
    order: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    lines: tuple[PlanLine, ...] = ()
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    hint: str = ""
    steps: tuple[Step, ...] = ()
    carry_out: Callable[[str], FilePlan] | None = field(default=None, repr=False, compare=False)

    @property
    def is_open(self) -> bool:
        """True where it waits for a person: it can be taken in, or could be once a framework is chosen."""
        return self.state in (State.READY, State.CHOOSE)

    def take(self, reason: str = "") -> FilePlan:
        """Takes the file in, and gives the plan as it is then. Raises LexcurricError where it cannot be."""
        if self.carry_out is None:
            raise LexcurricError(f"{self.name} cannot be taken in: {self.sentence or self.title}")
        return self.carry_out(reason)

    def taken(self, title: str, sentence: str, *steps: Step) -> FilePlan:
        """The plan once it was carried out."""
        return replace(self, state=State.TAKEN, title=title, sentence=sentence, steps=steps, choices=(), carry_out=None)


@dataclass(frozen=True)
class Given:
    """What a plan is made from: the workspace, the file, the name it is known by, and what a person chose."""

    workspace: Workspace
    path: Path
    name: str
    soc: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)

    def again(self) -> FilePlan:
        """The plan as it is by now."""
        return plan_file(self.workspace, self.path, name=self.name, soc=self.soc, sides=self.sides)


def sides(old: str, new: str) -> Words:
    """A text that came, went or stayed, as marked words."""
    if old and new:
        return ((Mark.EQUAL, new),) if old == new else mark_words(old, new)
    return ((Mark.DELETE, old),) if old else ((Mark.INSERT, new),)


def plan_file(
    workspace: Workspace,
    path: str | Path,
    *,
    name: str = "",
    soc: str = "",
    sides: Mapping[str, str] | None = None,
) -> FilePlan:
    """
    What taking a file in would do; nothing is changed, and nothing is raised for a file that is not right.

    `soc` is the framework that vocabularies and lists are for; `sides` says of conflicts of an edit sheet, by cell,
    whether the draft or the sheet counts. What a file is, is told by what stands in it and not by its name alone.
    """
    from lexcurric.workspace import incoming_exports, incoming_lists, incoming_sheets, recognising

    place = Path(path)
    shown = name or place.name
    try:
        kind, why = recognising.recognise(place)
        maker: dict[FileKind, Any] = {
            FileKind.EXPORT: incoming_exports.plan_export,
            FileKind.SHEET: incoming_sheets.plan_sheet,
            FileKind.VOCABULARY: incoming_lists.plan_vocabularies,
            FileKind.LIST: incoming_lists.plan_list,
            FileKind.CORRECTIONS: incoming_lists.plan_corrections,
        }
        if kind not in maker:
            return FilePlan(shown, place, kind, State.REFUSED, why.title, why.sentence, hint=why.hint)
        found: FilePlan = maker[kind](Given(workspace, place, shown, soc, dict(sides or {})))
    except FileError as error:
        return refused(shown, place, error.problems, error.hint)
    except LexcurricError as error:
        return refused(shown, place, [Problem("", str(error))], "")
    except Exception as error:
        # Whatever is in a file, the screen goes on.
        what = f"it could not be read ({type(error).__name__})"
        return refused(shown, place, [Problem("", what)], "Ask for the file again, or send it to who looks after this")
    return found


def refused(name: str, path: Path, problems: tuple[Problem, ...] | list[Problem], hint: str) -> FilePlan:
    """The plan of a file that cannot be taken in, and why."""
    listed = tuple(Problem(each.where, _without(each.what, path)) for each in problems)
    said = _sentence(str(listed[0])) if len(listed) == 1 else ""
    return FilePlan(
        name=name,
        path=path,
        kind=FileKind.UNKNOWN,
        state=State.REFUSED,
        title="Cannot be taken in",
        sentence=said or f"{len(listed)} things in it must be put right first.",
        problems=() if said else listed,
        hint=_sentence(_without(hint, path)) if hint else "",
    )


def _without(text: str, path: Path) -> str:
    """A text that says the file's name, and not where it is kept while it is looked at."""
    return text.replace(str(path), path.name).replace(f"{path.parent}/", "")


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."
