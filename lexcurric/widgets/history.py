"""The history of a framework on screen: its versions, any two compared, the log, and the life of one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import DRAFT_MARK, VersionStatus, replace
from lexcurric.widgets.base import read_static
from lexcurric.widgets.changes import CHANGE_GROUPS, Listing, change_head, change_rows
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.history_statement import found_statements, statement_view
from lexcurric.widgets.live import Live
from lexcurric.widgets.reviewing import INLINE
from lexcurric.widgets.stepping import Steps
from lexcurric.workspace.history import REDO, UNDO
from lexcurric.workspace.versions import draft_parents, propose_label

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
RESTORE_SHOWN = 100


class History(Live, Listing):
    """
    The versions of a framework, with what changed between two of them as in `Listing`. Each can be read and set:

    - `old`, `new`: the labels of the versions that are compared; empty for the draft.
    - `picked`: the label of the first of two versions that are being chosen on the screen, in a list; else empty.
    - `restoring`: the label of a version for which it is shown what restoring it would change; None for none.
    - `pane`: what is shown below the versions: `compare`, `log` or `statement`.
    - `statement`: the id of the statement whose life is shown; `find`: words by which one is looked for.
    - `inline`: True shows each change as one text, False the two sides beside each other; remembered.
    """

    _esm = read_static("common.js", "changes.js", "history_versions.js", "history_statement.js", "history.js")
    _css = read_static("common.css", "changes.css", "history.css")
    groups = CHANGE_GROUPS

    inline = traitlets.Bool(False).tag(sync=True)
    old = traitlets.Unicode("").tag(sync=True)
    new = traitlets.Unicode("").tag(sync=True)
    picked = traitlets.List(traitlets.Unicode(), maxlen=1).tag(sync=True)
    restoring = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    pane = traitlets.Enum(PANES, "compare").tag(sync=True)
    statement = traitlets.Unicode("").tag(sync=True)
    find = traitlets.Unicode("").tag(sync=True)

    def __init__(self, framework: Framework, **traits: Any) -> None:
        self._show(framework)
        super().__init__(inline=bool(framework.workspace.preferences.get(INLINE, False)))
        self._start()
        for name, value in traits.items():
            setattr(self, name, value)

    def _show(self, framework: Framework) -> None:
        # One of its own: what a cell has last seen of `framework` stays as it was, whatever is shown here.
        self._framework = framework.workspace.framework(framework.soc)
        self._steps = Steps(self._framework)
        self.follow(self._framework)
        self._revision = -1

    @property
    def framework(self) -> Framework:
        """The framework whose history is shown; set it to show another's."""
        return self._framework

    @framework.setter
    def framework(self, framework: Framework) -> None:
        self._show(framework)
        with self.hold_sync():
            self.set_trait("statement", "")
            self.picked, self.restoring, self.filter, self.search, self.find = [], None, [], "", ""
            self.set_trait("new", "")
            self._start()

    def _start(self) -> None:
        """The draft against the version that it started from; where it equals that one, against its release."""
        draft = self.framework.snapshot()
        started = draft.version.removesuffix(DRAFT_MARK)
        self.set_trait("old", started if draft.is_draft else draft.based_on)
        self._compare()

    @property
    def labels(self) -> list[str]:
        """The labels of the versions, oldest first."""
        return [each.label for each in self.framework.workspace.store.versions(self.framework.soc)]

    @traitlets.validate("old", "new", "restoring")
    def _known_label(self, proposal: Mapping[str, Any]) -> str | None:
        label = proposal["value"]
        if label and label not in self.labels:
            raise LexcurricError(f"no version {label!r}; there are {', '.join(self.labels)}, and '' for the draft")
        return str(label) if label is not None else None

    @traitlets.validate("picked")
    def _known_picked(self, proposal: Mapping[str, Any]) -> list[str]:
        return [str(self._known_label({"value": each})) for each in proposal["value"]]

    @traitlets.validate("statement")
    def _whole_id(self, proposal: Mapping[str, Any]) -> str:
        return self.framework.find_ever(proposal["value"]) if proposal["value"] else ""

    @traitlets.observe("old", "new")
    def _compare(self, _change: object = None) -> None:
        self._revision = self.framework.revision
        framework = self.framework
        self.diff: Diff = framework.workspace.diff(framework.snapshot(self.old), framework.snapshot(self.new))
        self.show_rows(change_rows(self.diff))

    @traitlets.observe("pane", "statement", "find", "restoring")
    def _look(self, _change: object) -> None:
        self.refresh()

    @traitlets.observe("inline")
    def _remember_layout(self, change: Mapping[str, Any]) -> None:
        self.framework.workspace.preferences.set(INLINE, bool(change["new"]))

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The versions, and what stands below them."""
        framework = self.framework
        on_statement = self.pane == "statement"
        return {
            **change_head(self.diff),
            **self.counted(),
            "author": framework.workspace.author,
            "news": self.news_view(),
            "draft": {
                "name": framework.version,
                "parents": list(draft_parents(framework)),
                "proposed": propose_label(framework),
                **self._steps.view(),
            },
            "versions": [_version(each) for each in reversed(framework.versions.to_dict("records"))],
            "statuses": [{"key": str(each), "label": words.partition(":")[0]} for each, words in STATUS_WORDS.items()],
            "restore": self._restore_view() if self.restoring else None,
            "log": self._log() if self.pane == "log" else [],
            "log_shown": LOG_SHOWN,
            "found": found_statements(framework.content, self.find) if on_statement else None,
            "life": statement_view(framework, self.statement) if on_statement and self.statement else None,
        }

    def _restore_view(self) -> dict[str, Any]:
        """What making the draft equal to a version would change in it."""
        framework = self.framework
        now = framework.snapshot()
        # Of a draft that says what a version says, the label is no part of what would change.
        draft = now if now.is_draft else replace(now, version=now.version + DRAFT_MARK)
        found = framework.workspace.diff(draft, framework.snapshot(str(self.restoring)))
        rows = change_rows(found)
        return {**change_head(found), "names": ["Now", "Then"], "rows": rows[:RESTORE_SHOWN], "every": len(rows)}

    def _log(self) -> list[dict[str, Any]]:
        rows = self.framework.log.tail(LOG_SHOWN).to_dict("records")
        shown = ("edit", "time", "author", "what", "reason", "undone")
        return [{name: each[name] for name in shown} for each in reversed(rows)]

    def static_html(self) -> str:
        """The versions as a table, for where no kernel answers."""
        shown = ["label", "status", "message", "author", "time", "parents"]
        table: str = self.framework.versions[shown].to_html(index=False, border=0)
        return table

    def __repr__(self) -> str:
        return f"<History of {self.framework.title} ({self.framework.soc}): {len(self.labels)} versions>"

    # The actions

    def compare(self, one: str, other: str) -> None:
        """Compares two versions (empty for the draft), the earlier as the old side."""
        order = {label: at for at, label in enumerate([*self.labels, ""])}
        for each in (one, other):
            self._known_label({"value": each})
        old, new = sorted((one, other), key=lambda label: order[label])
        with self.hold_sync():
            self.picked, self.pane = [], "compare"
            self.old, self.new = old, new

    def save(self, label: str, message: str = "", status: str = VersionStatus.DRAFT.value) -> str:
        """Saves the draft as a version, as `Framework.save` does, and says so."""
        if not label.strip():
            raise EditError("Give the version a label first, such as " + propose_label(self.framework))
        saved = self.framework.save(label, message, status)
        self._compare()
        return f"Saved version {saved.label}"

    def do_look(self) -> None:
        """Shows what others changed; the screen asks for it when a designer comes back to it."""
        if self.framework.revision != self._revision:
            self._compare()

    def do_pick(self, label: str) -> str:
        """Takes a version as the first of two, or compares it with the one that was taken first."""
        if not self.picked:
            self.picked = [label]
            return f"{label or 'Your draft'} is the first; choose the second"
        (first,) = self.picked
        self.picked = []
        if first == label:
            return ""
        self.compare(first, label)
        return ""

    def do_save(self, label: str, message: str = "", status: str = VersionStatus.DRAFT.value) -> str:
        """Saves the draft as a version."""
        return self.save(label, message, status)

    def do_restore(self, label: str, reason: str = "") -> str:
        """Makes the draft equal to a version."""
        before = self.framework.revision
        self.framework.restore(label, reason)
        self.set_trait("restoring", None)
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
    return History(framework) if framework is not None else with_the_choice(History(chosen_framework()))
