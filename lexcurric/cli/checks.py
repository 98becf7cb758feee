"""The checks and the demand of verbs: what to look at, safe repairs, and proposals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexcurric.cli.common import answer, answer_frame, answer_json, done, indented, records_of, say, settings
from lexcurric.cli.frameworks import Ref
from lexcurric.core.errors import EditError

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.checks import Findings
    from lexcurric.workspace.framework import Framework


class FindingForm(StrEnum):
    """The forms that findings are written in."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", help="A file with settings [default: lexcurric-checks.yaml beside the workspace]"),
]
Keys = Annotated[list[str] | None, typer.Option(help="A finding's key, a rule, or a statement's id; may be repeated")]


def check(
    ref: Ref = "",
    settings_file: SettingsFile = None,
    form: Annotated[FindingForm, typer.Option("--format", help="How to write the findings")] = FindingForm.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write them to")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Make every safe repair, as one edit")] = False,
    only: Annotated[list[str] | None, typer.Option("--only", help="With --fix: only these findings")] = None,
    accept: Keys = None,
    unaccept: Keys = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the log; --accept needs one")] = "",
    reasons: Annotated[bool, typer.Option("--reasons", help="Say why each rule is there")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show accepted findings too")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules and end")] = False,
    write: Annotated[
        Path | None, typer.Option("--write-settings", help="Write a settings file with comments and end")
    ] = None,
) -> None:
    """Findings on wording, duplicates, progression and source lines; exit code 1 if there are any.

    Example: lexcurric check 43-6012.00 --fix
    """
    if write is not None:
        from lexcurric.workspace.check_settings import write_settings

        written = write_settings(write)
        done({"settings": str(written)}, f"Wrote {written}. It is found by its name beside the workspace.")
        return
    if rules:
        _list_rules()
        return
    if not ref:
        raise EditError("name what to check, such as 43-6012.00 or an export file")
    with _found(ref, settings_file) as findings:
        if fix:
            changed = findings.fix(only or None, reason)
            say(f"Fixed {changed} statements; `lexcurric undo {ref}` takes that back.")
        if accept:
            say(f"Accepted {findings.accept(accept, reason)} findings, until the wording changes.")
        if unaccept:
            say(f"Took {findings.unaccept(unaccept)} acceptances back.")
        _write(findings, FindingForm.JSON if settings.as_json else form, output, reasons=reasons, every=every)
        found = len(findings)
    raise typer.Exit(1 if found else 0)


@contextmanager
def _found(ref: str, settings_file: Path | None) -> Iterator[Findings]:
    """A `with` block with the findings of a REF; the workspace, where there is one, is open in it."""
    from lexcurric.workspace.checks import find_all
    from lexcurric.workspace.workspace import default_workspace, opened_for

    with opened_for(ref, settings.workspace, settings.author) as (workspace, snapshot):
        yield find_all(snapshot, workspace, settings_file, settings.workspace or default_workspace())


def _write(findings: Findings, form: FindingForm, output: Path | None, *, reasons: bool, every: bool) -> None:
    makers = {FindingForm.JSON: findings.to_json, FindingForm.SARIF: findings.to_sarif}
    maker = makers.get(form)
    text = maker() if maker else findings.to_text(with_reasons=reasons, accepted=every)
    if output is not None:
        from lexcurric.files import write_whole

        write_whole(output, (text.rstrip("\n") + "\n").encode())
        say(f"Wrote {output}.")
    elif text.strip():
        answer(text.rstrip("\n"))
    if maker is None:
        counts = f"{len(findings)} findings" if findings else "Nothing to point out"
        let = f"; {len(findings.accepted)} accepted" if findings.accepted else ""
        fixable = sum(1 for each in findings if each.fix)
        more = f"; {fixable} with a safe repair: --fix" if fixable else ""
        say(f"{counts}{let}{more}.")


def _list_rules() -> None:
    from lexcurric.core.checks import RULES

    if settings.as_json:
        names = ("id", "reason", "bad", "good", "default_on")
        answer_json(
            [{"severity": each.severity.value, **{name: getattr(each, name) for name in names}} for each in RULES]
        )
        return
    for each in RULES:
        off = "" if each.default_on else ", off by default"
        answer(indented(f"{each.id} ({each.severity.value}{off}): {each.reason}", "", "    "))
        if each.bad:
            answer(indented(f"not: {each.bad}", "    ", "         "))
            answer(indented(f"but: {each.good}", "    ", "         "))


def verbs(
    ref: Ref = "",
    settings_file: SettingsFile = None,
    listed: Annotated[bool, typer.Option("--list", help="The list of verbs, with your changes, and end")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Only the profile of each level")] = False,
    propose: Annotated[bool, typer.Option("--propose", help="Tag statements with what is asked, as proposed")] = False,
    accept: Annotated[list[str] | None, typer.Option(help="Accept the proposals of a statement's id, or `all`")] = None,
    dismiss: Annotated[list[str] | None, typer.Option(help="Dismiss those of a statement's id, or `all`")] = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the log")] = "",
) -> None:
    """What each statement's verbs ask for, on the scales of Bloom (revised) and Dave, and a profile of each level.

    Example: lexcurric verbs 43-6012.00 --profile
    """
    from lexcurric.workspace.check_settings import find_settings, read_settings
    from lexcurric.workspace.demand import demand_frame, level_profile, verbs_frame
    from lexcurric.workspace.workspace import default_workspace, opened_for

    chosen = read_settings(settings_file or find_settings(settings.workspace or default_workspace()))
    if listed:
        answer_frame(verbs_frame(chosen.verb_list()), ("verb", "bloom", "dave", "meaning", "instead"))
        return
    if not ref:
        raise EditError("name a framework or an export file, or ask for --list")
    with opened_for(ref, settings.workspace, settings.author) as (workspace, snapshot):
        if propose or accept or dismiss:
            if workspace is None or snapshot.ref != snapshot.content.soc:
                raise EditError(f"{ref} is not the draft of a workspace: tags are proposed in the draft")
            _act(workspace.framework(snapshot.content.soc), propose, accept or [], dismiss or [], reason, settings_file)
            return
        content = snapshot.content
        if profile:
            _answer_profile(level_profile(content, chosen.verb_list()))
            return
        answer_frame(demand_frame(content, chosen.verb_list()), ("level", "position", "verbs", "bloom", "dave", "why"))


def _answer_profile(frame: DataFrame) -> None:
    """One block a level: what its statements ask for, on each scale."""
    rows = records_of(frame)
    if settings.as_json:
        answer_json(rows)
        return
    from lexcurric.core.demand import Bloom, Dave

    for row in rows:
        mean = f", {row['mean']} on average (1 remember to 6 create)" if row["mean"] is not None else ""
        answer(f"{row['level']}: {row['statements']} statements{mean}")
        for name, scale in (("thought", Bloom), ("practice", Dave)):
            said = [f"{row[each.value]} {each.value}" for each in scale if row[each.value]]
            answer(indented(f"{name}: {', '.join(said) or 'no verb of the list'}", "    ", "        "))


def _act(
    framework: Framework, propose: bool, accept: list[str], dismiss: list[str], reason: str, settings_file: Path | None
) -> None:
    value: dict[str, object] = {}
    said = []
    if propose:
        found = framework.propose_demand(settings=settings_file)
        value["proposed"] = [{**each.model_dump(mode="json"), "tag": each.tag} for each in found]
        said.append(f"Proposed {len(found)} tags; look at them, then --accept or --dismiss.")
    if accept:
        value["accepted"] = framework.accept_demand(None if "all" in accept else accept, reason)
        said.append(f"Accepted the proposals of {value['accepted']} statements.")
    if dismiss:
        value["dismissed"] = framework.dismiss_demand(None if "all" in dismiss else dismiss, reason)
        said.append(f"Dismissed the proposals of {value['dismissed']} statements.")
    done(value, " ".join(said))


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    for command in (check, verbs):
        app.command()(command)
