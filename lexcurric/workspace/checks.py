"""The findings of a framework or file as a designer meets them: shown, fixed, accepted, and written in many forms."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core import edits
from lexcurric.core.checks import Accepted, CheckSettings, Finding, accept, check, check_statement, repaired
from lexcurric.core.checks.lines import release_of
from lexcurric.core.errors import EditError, WorkspaceError
from lexcurric.core.items import DOCUMENT
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.workspace.accepted import accepted_of, keep_accepted, withdrawn
from lexcurric.workspace.check_settings import find_settings, read_settings
from lexcurric.workspace.identity import UPSTREAM

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

COLUMNS = ("key", "rule", "severity", "where", "text", "message", "reason", "fix", "statement_id", "accepted")
LOOKED_AT = 50
"""In a workspace with more frameworks, only the framework's own releases are looked at for newer sources."""
Wanted = str | Finding | Iterable["str | Finding"]


class Findings:
    """
    What the checks found. Iterates the open findings; a cell that ends with it shows them beside their statements.

    `accepted` are those that a designer let stand, `all` both.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        settings: CheckSettings,
        accepted: Iterable[Accepted] = (),
        framework: Framework | None = None,
    ) -> None:
        self.snapshot, self.settings, self.framework = snapshot, settings, framework
        self._records = tuple(accepted)
        self.all = check(snapshot.content, settings, self._records)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(each for each in self.all if not each.accepted)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """The findings that a designer let stand, each with the reason."""
        return tuple(each for each in self.all if each.accepted)

    @property
    def summary(self) -> dict[str, int]:
        """How many open findings each rule has."""
        return dict(Counter(each.rule for each in self.open))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.open)

    def __len__(self) -> int:
        return len(self.open)

    def __getitem__(self, place: int) -> Finding:
        return self.open[place]

    def __bool__(self) -> bool:
        return bool(self.open)

    # What a designer does about them

    def fix(self, wanted: Wanted | None = None, reason: str = "") -> int:
        """
        Makes the safe repairs, all or those of some findings (keys, rules, or ids of statements), as one edit that
        `undo` takes back. Gives how many statements changed. Raises EditError where those named have no safe repair.
        """
        framework = self._draft()
        meant = self.open if wanted is None else self._find(wanted, self.open)
        listed = [each for each in meant if each.fix]
        if wanted is not None and not listed:
            rules_meant = ", ".join(sorted({each.rule for each in meant}))
            raise EditError(f"there is no safe repair for this ({rules_meant}); reword the statement")
        rules: dict[str, set[str]] = {}
        for each in listed:
            rules.setdefault(each.statement_id or "", set()).add(each.rule)
        done = fix_statements(framework, self.settings, rules, reason)
        if listed:
            self._look_again()
        return done

    def accept(self, wanted: Wanted, reason: str) -> int:
        """
        Lets findings stand (keys, rules, or ids of statements), with the reason; until the wording changes they are not
        pointed out again. Gives how many. Raises EditError without a reason.
        """
        framework = self._draft()
        found = self._find(wanted, self.open)
        accept_findings(framework, self.snapshot.content, found, reason)
        self._look_again()
        return len(found)

    def unaccept(self, wanted: Wanted) -> int:
        """Takes acceptances back, so that the findings are pointed out again. Gives how many."""
        framework = self._draft()
        found = self._find(wanted, self.accepted)
        unaccept_findings(framework, self.snapshot.content, found, self._records)
        self._look_again()
        return len(found)

    def _draft(self) -> Framework:
        if self.framework is None:
            raise WorkspaceError(
                f"{self.snapshot.ref} is not the draft of a workspace: findings are fixed and accepted in the draft"
            )
        return self.framework

    def _look_again(self) -> None:
        framework = self._draft()
        self.snapshot = framework.snapshot()
        self._records = accepted_of(framework.workspace.store, framework.soc)
        self.all = check(self.snapshot.content, self.settings, self._records)

    def _find(self, wanted: Wanted, among: Iterable[Finding]) -> list[Finding]:
        listed, found = tuple(among), []
        for each in [wanted] if isinstance(wanted, str | Finding) else wanted:
            name = each.key if isinstance(each, Finding) else each.strip()
            mine = [
                one
                for one in listed
                if name in (one.key, one.rule)
                or (len(name) >= 6 and one.key.startswith(name))
                or (len(name) >= 8 and (one.statement_id or "").startswith(name))
            ]
            if not mine:
                raise EditError(f"no finding {name!r}; `lexcurric check` shows the key of each in brackets")
            found += mine
        return list({each.key: each for each in found}.values())

    # Forms

    def to_text(self, *, with_reasons: bool = False, accepted: bool = False) -> str:
        """The findings for a terminal; on request with each rule's reason, and with the accepted ones."""
        from lexcurric.formats.findings import findings_text

        return findings_text(self.all if accepted else self.open, with_reasons=with_reasons)

    def to_json(self) -> str:
        """A list of all findings, accepted ones too (`accepted` says why)."""
        from lexcurric.formats.findings import findings_json

        return findings_json(self.all)

    def to_sarif(self) -> str:
        """A SARIF 2.1.0 log, for editors and code hosts; accepted findings are suppressed in it."""
        from lexcurric.formats.findings import findings_sarif

        return findings_sarif(self.all, self.snapshot)

    def to_frame(self) -> DataFrame:
        """One row a finding: key, rule, severity, where, text, message, reason, fix, statement_id, accepted."""
        from lexcurric.formats.findings import findings_value
        from lexcurric.formats.frames import dicts_frame

        rows = [{**each, "fix": (each["fix"] or {}).get("text", "")} for each in findings_value(self.all)]
        return dicts_frame([{name: each[name] for name in COLUMNS} for each in rows], COLUMNS)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {rule}" for rule, count in self.summary.items())
        return f"<Findings of {self.snapshot.ref}: {counts or 'none'}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import findings_html

        return findings_html(self)


def find_all(
    snapshot: Snapshot, workspace: Workspace | None, settings: Path | CheckSettings | None = None, url: str = ""
) -> Findings:
    """
    The findings of a snapshot, by the settings given, else by those beside the workspace (or beside `url`).

    With a workspace, findings accepted there are known as such, and newer releases of sources that it has seen. Raises
    FileError where the settings cannot be read.
    """
    where = workspace.url if workspace is not None else url
    chosen = settings if isinstance(settings, CheckSettings) else read_settings(settings or find_settings(where))
    if workspace is None:
        return Findings(snapshot, chosen)
    soc = snapshot.content.soc
    chosen = with_newest(chosen, workspace, soc)
    is_draft = snapshot.ref == soc and workspace.store.has_framework(soc)
    framework = workspace.framework(soc) if is_draft else None
    return Findings(snapshot, chosen, accepted_of(workspace.store, soc), framework)


def fix_statements(
    framework: Framework, settings: CheckSettings, rules: Mapping[str, set[str]], reason: str = "", what: str = ""
) -> int:
    """
    Makes the safe repairs of some rules, by the statement's id, as one edit that is called `what`; gives how many
    statements changed.
    """
    done: dict[str, str] = {}

    def change(content: Content) -> Content:
        done.clear()
        there = {key: named for key, named in rules.items() if key in content.positions}
        done.update(repaired(content, settings, there))
        for key, text in done.items():
            content = edits.reword(content, key, text)
        return content

    named = sorted({name for each in rules.values() for name in each})
    if named:
        framework.commit("fix", what or f"Fixed {', '.join(named)} in {_count(len(rules))}", reason, change)
    return len(done)


def accept_findings(framework: Framework, content: Content, found: Sequence[Finding], reason: str) -> None:
    """Lets findings stand, with the reason. Raises EditError without one."""
    if not reason.strip():
        raise EditError("say why the finding is let stand: a reason that is not empty")
    workspace, time = framework.workspace, framework.workspace.clock()
    records = [accept(each, content, reason.strip(), workspace.author, time) for each in found]
    what = f"Accepted {', '.join(f'{each.rule} at {each.where}' for each in found[:3])}"
    what += f" and {len(found) - 3} more" if len(found) > 3 else ""
    keep_accepted(workspace, framework.soc, records, what, reason.strip())


def unaccept_findings(
    framework: Framework, content: Content, found: Sequence[Finding], held: Sequence[Accepted]
) -> None:
    """Takes the acceptances of findings back; `held` are those that there are."""
    workspace, time = framework.workspace, framework.workspace.clock()
    # One that was accepted under another id of the same statement is kept under that id.
    said = {(one.rule, one.basis): one.subject for one in (accept(each, content, "", "", "") for each in found)}
    records = [
        withdrawn(each, workspace.author, time)
        for each in held
        if each.subject == said.get((each.rule, each.basis))
        or ((each.rule, each.basis) in said and each.subject not in content.by_id)
    ]
    keep_accepted(workspace, framework.soc, records, f"Took back {len(records)} accepted findings")


def statement_findings(framework: Framework, statement_id: str, settings: CheckSettings) -> tuple[Finding, ...]:
    """The open findings of one statement of the draft as it was last shown; `settings` are read once, by the caller."""
    accepted = accepted_of(framework.workspace.store, framework.soc)
    found = check_statement(framework.draft.seen, statement_id, settings, accepted)
    return tuple(each for each in found if not each.accepted)


def with_newest(settings: CheckSettings, workspace: Workspace, soc: str) -> CheckSettings:
    """The settings with the newest release of each source that the workspace has seen in any framework."""
    codes = list(workspace.store.frameworks())
    newest = dict(settings.newest)
    for code in codes if len(codes) <= LOOKED_AT else [each for each in codes if each == soc]:
        for name, value in _sources(workspace, code).items():
            if release_of(value) > release_of(newest.get(name, "")):
                newest[name] = value
    return replace(settings, newest=newest) if newest != settings.newest else settings


def _sources(workspace: Workspace, soc: str) -> dict[str, str]:
    """What the newest release of a framework says of its sources; read once."""
    store, seen = workspace.store, workspace.sources_seen
    head = store.head(soc, UPSTREAM)
    if (soc, head) not in seen:
        body = store.item(soc, UPSTREAM, DOCUMENT, head)
        said = json.loads(body)["document"].get("sources") if body else None
        listed = said.items() if isinstance(said, dict) else ()
        seen[soc, head] = {str(key): each for key, each in listed if isinstance(each, str)}
    return seen[soc, head]


def _count(statements: int) -> str:
    return "1 statement" if statements == 1 else f"{statements} statements"
