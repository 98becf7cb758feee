"""The history of a framework on screen: its versions, any two compared, the log, and the life of one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import DRAFT_MARK, VersionStatus
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import CHANGE_GROUPS, Listing, change_head, change_rows
from lexcurric.widgets.chosen import chosen_framework
from lexcurric.widgets.live import Live
from lexcurric.widgets.stepping import Steps
from lexcurric.workspace.history import REDO, UNDO

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.views import Diff

PANES = ("compare", "log", "statement")
STATUS_WORDS = {
    VersionStatus.DRAFT: "Draft: still being worked on",
    VersionStatus.PUBLISHED: "Published: in use",
    VersionStatus.SUPERSEDED: "Superseded: a later one is in use",
    VersionStatus.RETIRED: "Retired: no longer in use",
}
LOG_SHOWN = 500


class History(Live, Listing):
    """
    The versions of a framework, with what changed between two of them as in `Listing`. Each can be read and set:

    - `old`, `new`: the labels of the versions that are compared; empty for the draft.
    - `pane`: what is shown below the versions: `compare`, `log` or `statement`.
    - `statement`: the id of the statement whose life is shown.
    - `inline`: True shows each change as one text, False the two sides beside each other.
    """

    _esm = read_static("common.js", "changes.js", "history.js")
    _css = read_static("common.css", "changes.css", "history.css")
    groups = CHANGE_GROUPS

    inline = traitlets.Bool(False).tag(sync=True)
    old = traitlets.Unicode("").tag(sync=True)
    new = traitlets.Unicode("").tag(sync=True)
    pane = traitlets.Enum(PANES, "compare").tag(sync=True)
    statement = traitlets.Unicode("").tag(sync=True)

    def __init__(self, framework: Framework, **traits: Any) -> None:
        # One of its own: what a cell has last seen of `framework` stays as it was, whatever is shown here.
        self.framework = framework.workspace.framework(framework.soc)
        self._steps = Steps(self.framework)
        self.follow(self.framework)
        self._revision = -1
        super().__init__()
        self._start()
        for name, value in traits.items():
            setattr(self, name, value)

    def _start(self) -> None:
        """The draft against the version that it started from; where it equals that one, against its release."""
        draft = self.framework.snapshot()
        started = draft.version.removesuffix(DRAFT_MARK)
        self.set_trait("old", started if draft.is_draft else draft.based_on)
        self._compare()

    @property
    def labels(self) -> list[str]:
        """The labels of the versions, oldest first."""
        return [str(each) for each in self.framework.versions["label"]]

    @traitlets.validate("old", "new")
    def _known_label(self, proposal: Mapping[str, Any]) -> str:
        label = str(proposal["value"])
        if label and label not in self.labels:
            raise LexcurricError(f"no version {label!r}; there are {', '.join(self.labels)}, and '' for the draft")
        return label

    @traitlets.validate("statement")
    def _whole_id(self, proposal: Mapping[str, Any]) -> str:
        return self.framework.statement(proposal["value"]).id if proposal["value"] else ""

    @traitlets.observe("old", "new")
    def _compare(self, _change: object = None) -> None:
        self._revision = self.framework.revision
        framework = self.framework
        self.diff: Diff = framework.workspace.diff(framework.snapshot(self.old), framework.snapshot(self.new))
        self.show_rows(change_rows(self.diff))

    @traitlets.observe("pane", "statement")
    def _look(self, _change: object) -> None:
        self.refresh()

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The versions, and what stands below them."""
        framework = self.framework
        return {
            **change_head(self.diff),
            **self.counted(),
            "author": framework.workspace.author,
            "news": self.news_view(),
            "draft": {"name": framework.version, **self._steps.view()},
            "versions": [_version(each) for each in reversed(framework.versions.to_dict("records"))],
            "statuses": [{"key": str(each), "label": words.partition(":")[0]} for each, words in STATUS_WORDS.items()],
            "log": self._log() if self.pane == "log" else [],
            "log_shown": LOG_SHOWN,
            "statements": self._statements() if self.pane == "statement" else [],
            "life": self._life() if self.pane == "statement" and self.statement else [],
        }

    def _log(self) -> list[dict[str, Any]]:
        rows = self.framework.log.tail(LOG_SHOWN).to_dict("records")
        shown = ("edit", "time", "author", "what", "reason", "undone")
        return [{name: each[name] for name in shown} for each in reversed(rows)]

    def _statements(self) -> list[dict[str, str]]:
        content = self.framework.content
        retired = [each for each in content.statements if not each.is_active]
        return [
            {
                "id": each.id,
                "text": each.text,
                "level": content.level_label(each.level) if each.is_active else "Retired",
            }
            for each in (*content.active, *retired)
        ]

    def _life(self) -> list[dict[str, Any]]:
        rows = self.framework.history(self.statement).to_dict("records")
        level = self.framework.content.level_label
        shown = ("time", "author", "line", "version", "what", "reason", "text", "status")
        return [
            {**{name: each[name] for name in shown}, "level": level(str(each["level"])), "tags": list(each["tags"])}
            for each in rows
        ]

    def static_html(self) -> str:
        """The versions as a table, for where no kernel answers."""
        shown = ["label", "status", "message", "author", "time", "parents"]
        table: str = self.framework.versions[shown].to_html(index=False, border=0)
        return table

    def __repr__(self) -> str:
        return f"<History of {self.framework.title} ({self.framework.soc}): {len(self.labels)} versions>"

    # The actions

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""
        if self.framework.revision != self._revision:
            self._compare()

    def do_restore(self, label: str, reason: str = "") -> str:
        """Makes the draft equal to a version."""
        before = self.framework.revision
        self.framework.restore(label, reason)
        self._compare()
        if self.framework.revision == before:
            return f"Your draft is the same as {label} already; nothing was changed"
        return f"Your draft is {label} again; Undo takes that back"

    def do_status(self, label: str, status: str) -> str:
        """Moves a version along."""
        self.framework.set_status(label, status)
        return f"{label}: {STATUS_WORDS[VersionStatus(status)]}"

    def do_undo(self) -> str:
        """Takes the last edit back."""
        what = self._steps.take(UNDO)
        self._compare()
        return f"Undid: {what}" if what else "There is nothing to undo"

    def do_redo(self) -> str:
        """Does the last undone edit again."""
        what = self._steps.take(REDO)
        self._compare()
        return f"Redid: {what}" if what else "There is nothing to redo"


def _version(row: Mapping[Any, Any]) -> dict[str, Any]:
    shown = ("label", "status", "line", "message", "author", "time")
    return {
        **{name: str(row[name]) for name in shown},
        "status_words": STATUS_WORDS[VersionStatus(row["status"])],
        "parents": [each for each in str(row["parents"]).split(", ") if each],
        "own": row["line"] == "yours",
    }


def history(framework: Framework | None = None) -> History:
    """
    The history of a framework, to end a cell with; without one, of the framework that was chosen last (`lx.choose()`).

    Raises LexcurricError where there is none yet.
    """
    return History(framework or chosen_framework())
