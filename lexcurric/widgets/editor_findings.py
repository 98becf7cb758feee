"""What the editor shows of the checks: the rules in words, and the findings beside their statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.checks import RULES, CheckSettings, Finding, active_rules
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import Content
from lexcurric.core.wording import quoted
from lexcurric.widgets.listed import Listed
from lexcurric.workspace.check_settings import switch_rule
from lexcurric.workspace.checks import accept_findings, fix_statements, unaccept_findings
from lexcurric.workspace.live_changes import ChangesSince, Since

if TYPE_CHECKING:
    from lexcurric.widgets.editor_checks import Checks
    from lexcurric.workspace.framework import Framework

RULE_NAMES = {
    "empty": "No wording",
    "grammar": "Not “Object — performance.”",
    "verb": "No verb to observe",
    "several": "Several performances",
    "context": "No condition or standard",
    "passive": "Passive voice",
    "invisible": "Invisible characters",
    "spaces": "Spare spaces",
    "punctuation": "Punctuation",
    "full-stop": "No full stop",
    "length": "Too short or too long",
    "reading": "Hard to read",
    "jargon": "Jargon",
    "inclusive": "Leaves people out",
    "spelling": "Spelling",
    "duplicate": "Twice the same",
    "near-duplicate": "Nearly the same",
    "level": "Empty level",
    "level-size": "Levels of unlike size",
    "required": "Required tag missing",
    "progression": "Progression goes back",
    "attribution": "No owner or source",
    "licence": "No licence",
    "sources-age": "Older source",
}
"""What a rule is called on screen."""


FIXES = {
    "grammar": "Put the dash right",
    "invisible": "Take out what nobody sees",
    "spaces": "Leave one space",
    "punctuation": "Set the marks right",
    "full-stop": "End with a full stop",
    "spelling": "Spell it as you chose",
}
"""What a safe repair is called on its button."""
_BACKTICKS = re.compile("`([^`]*)`")


def rules_view(settings: CheckSettings) -> dict[str, dict[str, Any]]:
    """Each rule by its id, in the order that findings are listed, in words, and whether it is on."""
    on = {each.id for each in active_rules(settings)}
    return {
        each.id: {
            "label": RULE_NAMES[each.id],
            "reason": _BACKTICKS.sub(r"“\1”", each.reason),
            "bad": each.bad,
            "good": each.good,
            "fix": FIXES.get(each.id, ""),
            "on": each.id in on,
            # A rule that was on at first is missed where it is off.
            "usual": each.default_on,
        }
        for each in RULES
    }


class Checked(Listed):
    """
    The findings of an editor, and what changed since a version, beside the statements.

    - `since`: the label of the version that changes are shown since; `last` sets the newest; empty for none.
    - `show_accepted`: are findings in sight that were let stand?
    - `finding`: the key of the finding, or the rule, that the panes `check` and `fix` are about.
    """

    since = traitlets.Unicode("").tag(sync=True)
    show_accepted = traitlets.Bool(False).tag(sync=True)
    finding = traitlets.Unicode("").tag(sync=True)

    _own: Framework
    _checks: Checks
    _compared: ChangesSince | None = None

    @traitlets.validate("since")
    def _known_version(self, proposal: Mapping[str, Any]) -> str:
        labels, wanted = self.version_labels(), proposal["value"]
        if wanted == "last":
            return labels[0] if labels else ""
        if wanted and wanted not in labels:
            raise LexcurricError(f"no version {wanted!r}; there are {', '.join(labels) or 'none yet'}")
        return str(wanted)

    @traitlets.observe("since")
    def _compare(self, _change: Mapping[str, Any]) -> None:
        before = self._compared
        self._compared = self._changed_since(self._shown)
        every = {*(before.ids if before else ()), *(self._compared.ids if self._compared else ())}
        self._tell_changes(every)
        self.tell({})

    def version_labels(self) -> list[str]:
        """The labels of the versions, the newest first."""
        found = [each.label for each in self._own.workspace.store.versions(self._own.soc)]
        return list(dict.fromkeys(reversed(found)))

    # What stands beside the statements

    def begin_beside(self) -> None:
        """Begins anew, with another framework."""
        self._compared = None
        if self.since:
            self.since = ""

    def look_beside(self, content: Content) -> None:
        """Looks at what was edited."""
        if self._compared is not None:
            self._tell_changes(self._compared.look(content))

    def _changed_since(self, content: Content) -> ChangesSince | None:
        return ChangesSince(self._own.snapshot(self.since).content, content) if self.since else None

    def _tell_changes(self, ids: set[str]) -> None:
        there = {each: self.row_beside(each)["change"] for each in ids if each in self._shown.positions}
        if there:
            self.tell_apart("change", there)

    def row_beside(self, statement_id: str) -> dict[str, Any]:
        """What stands beside one statement: its findings, and what changed in it."""
        change = self._compared.of(statement_id) if self._compared else None
        return {
            "findings": self.finding_rows(statement_id),
            "change": change_row(change) if change else None,
        }

    def finding_rows(self, statement_id: str) -> list[dict[str, Any]]:
        """The findings in a statement's wording; those of the wording before it are none of it any more."""
        text = self._shown.by_id[statement_id].text
        return [finding_row(each) for each in self._checks.of(statement_id) if each.text == text]

    def beside_view(self) -> dict[str, Any]:
        """What the screen shows of the checks and changes beside that of statements."""
        return {
            "rules": rules_view(self._checks.settings),
            "findings": [finding_row(each) for each in self._checks.whole],
            "trouble": self._checks.trouble,
            "looking": not self._checks.is_whole and not self._checks.trouble,
            "versions": self.version_labels(),
            "gone": self._compared.gone if self._compared else 0,
        }

    # What a designer does about findings

    def do_fix(self, keys: list[str], reason: str = "") -> str:
        """Makes the safe repairs of findings, as one edit."""
        found = [each for each in self._meant(keys) if each.fix and not each.accepted]
        if not found:
            raise EditError("there is nothing to put right here any more; somebody may have done it")
        rules: dict[str, set[str]] = {}
        for each in found:
            rules.setdefault(each.statement_id or "", set()).add(each.rule)
        named = list(dict.fromkeys(FIXES[each.rule] for each in found))
        said = named[0] + "".join(f", {each[0].lower()}{each[1:]}" for each in named[1:])
        where = quoted(found[0].text) if len(rules) == 1 else f"{len(rules)} statements"
        fix_statements(self._own, self._checks.settings, rules, reason, f"{said}: {where}")
        return self._own.undo_label or ""

    def do_accept(self, keys: list[str], reason: str = "") -> str:
        """Lets findings stand, with the reason, until the wording changes."""
        found = [each for each in self._meant(keys) if not each.accepted]
        accept_findings(self._own, self._shown, found, reason)
        self._checks.look_at_accepted()
        return f"Accepted {_many(len(found), 'finding')}"

    def do_unaccept(self, keys: list[str], reason: str = "") -> str:
        """Takes acceptances back, so that the findings are pointed out again."""
        found = [each for each in self._meant(keys) if each.accepted]
        unaccept_findings(self._own, self._shown, found, self._checks.accepted)
        self._checks.look_at_accepted()
        return f"{_many(len(found), 'finding')} no longer accepted"

    def do_switch_rule(self, rule: str, on: bool, reason: str = "") -> str:
        """Switches a rule on or off in the settings beside the workspace."""
        path = switch_rule(self._own.workspace.url, rule, on=on)
        self._checks.look(self._shown)
        return f"{RULE_NAMES[rule]}: {'on' if on else 'off'}, in {path.name}"

    def _receive(self, widget: Any, content: Any, buffers: Any) -> None:
        """A question changes nothing and is no action: it is answered beside them."""
        if not (isinstance(content, dict) and "ask" in content):
            super()._receive(widget, content, buffers)
            return
        try:
            answer = getattr(self, f"ask_{content['about']}")(**content.get("with", {}))
        except LexcurricError as error:
            answer = {"error": str(error)}
        self.send({"answer": content["ask"], "with": answer})

    def ask_wording(self, text: str, id: str = "", level: str = "") -> dict[str, Any]:  # noqa: A002
        """What would be found in a wording that is being typed."""
        try:
            found = self._checks.of_wording(self._shown, text, id, level)
        except EditError:
            return {"findings": []}
        return {"findings": [finding_row(each) for each in found]}

    def _meant(self, keys: list[str]) -> list[Finding]:
        found = [each for key in keys if (each := self._checks.find(key)) is not None]
        if not found:
            raise EditError("this is no longer found: the wording was changed meanwhile")
        return found


def finding_row(finding: Finding) -> dict[str, Any]:
    """A finding, as it stands under its statement."""
    row: dict[str, Any] = {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
    }
    if finding.fix:
        row["fix"] = finding.fix.text
    if finding.accepted:
        row["accepted"] = finding.accepted
    if finding.statement_id is None:
        row["where"] = finding.where
    return row


def change_row(change: Since) -> dict[str, Any]:
    """What changed in a statement, as it stands beside it."""
    return {
        "kinds": list(change.kinds),
        "words": [[mark.value, run] for mark, run in change.words],
        "origin": change.origin,
    }


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
