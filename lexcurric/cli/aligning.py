"""What a framework is held against: O*NET, other lists, other frameworks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexcurric.cli.common import answer, answer_frame, answer_json, note, opened, say, settings
from lexcurric.cli.edit import Reason
from lexcurric.cli.frameworks import FrameworkCode
from lexcurric.core.errors import LexcurricError

if TYPE_CHECKING:
    from lexcurric.workspace.aligning import Alignments

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write it to a file: .xlsx, .csv, .html, .json or .txt")
]
_SHOWN = ("ref", "score", "statement", "item", "why")


def align(
    framework: FrameworkCode,
    onet: Annotated[Path | None, typer.Option(help="The folder of an O*NET database release, as text files")] = None,
    listed: Annotated[
        Path | None, typer.Option("--list", help="Another list: CSV or Excel with code, label and url")
    ] = None,
    occupation: Annotated[str, typer.Option(help="The O*NET-SOC code, where it is not the framework's")] = "",
    release: Annotated[str, typer.Option(help="O*NET's release, such as 30.2, where the folder does not say it")] = "",
    name: Annotated[str, typer.Option(help="The name of the other list")] = "",
    licence: Annotated[str, typer.Option(help="The licence of the other list, written wherever its data goes")] = "",
    credit: Annotated[str, typer.Option(help="The credit that the other list asks for")] = "",
    accept: Annotated[
        list[str] | None,
        typer.Option(help="Accept: all, likely, a statement's id, STATEMENT:CODE or :CODE; can be repeated"),
    ] = None,
    reject: Annotated[list[str] | None, typer.Option(help="Reject, named as in --accept; can be repeated")] = None,
    add: Annotated[list[str] | None, typer.Option(help="Align by hand: STATEMENT:CODE; can be repeated")] = None,
    take_back: Annotated[list[str] | None, typer.Option(help="Take a decision back, named as in --accept")] = None,
    take: Annotated[
        Path | None, typer.Option("--take", help="Do what a reviewer chose in the workbook that -o wrote")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="What is accepted or added is the same thing")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep this release of the list with the framework")] = False,
    case: Annotated[Path | None, typer.Option(help="Write the accepted ones as CASE 1.1 associations")] = None,
    ctdl: Annotated[Path | None, typer.Option(help="Write the accepted ones as CTDL-ASN")] = None,
    output: Output = None,
    reason: Reason = "",
) -> None:
    """Aligns statements with O*NET tasks and tools, or another list; shows coverage both ways.

    Without --onet or --list, with the list that is kept from before. Nothing changes until you accept, reject or add;
    `lexcurric undo` takes that back.

    Example: lexcurric align 43-6012.00 --onet db_30_2_text --accept likely -o exports/alignment.xlsx
    """
    if onet is not None and listed is not None:
        raise LexcurricError("name one list: --onet or --list, not both")
    with opened() as workspace:
        found = workspace.framework(framework).align(
            onet or listed or "", occupation=occupation, release=release, name=name, licence=licence, credit=credit
        )
        _decide(found, (accept or [], reject or [], add or [], take_back or []), exact=exact, reason=reason)
        if take is not None:
            say(f"Took {found.take(take, reason)} decisions from {take}.")
        if keep:
            say(f"Kept {found.list.title}." if found.keep(reason) else f"{found.list.title} is kept already.")
        _write(found, output, case, ctdl)
        for each in found.notes:
            note(each)
        if settings.as_json:
            answer_json(found.to_json_value())
        else:
            _show(found)


def _decide(
    found: Alignments, said: tuple[list[str], list[str], list[str], list[str]], *, exact: bool, reason: str
) -> None:
    accept, reject, add, take_back = said
    if take_back:
        say(f"Took back {found.take_back(*take_back, reason=reason)}.")
    if accept:
        say(f"Accepted {found.accept(*accept, reason=reason, exact=exact or None)}.")
    if reject:
        say(f"Rejected {found.reject(*reject, reason=reason)}.")
    for each in add:
        statement, colon, code = each.partition(":")
        if not colon:
            raise LexcurricError(f"--add wants STATEMENT:CODE, found {each!r}")
        made = found.add(statement, code, exact=exact, reason=reason)
        say(f"Aligned {made.ref}: {made.label}")


def _write(found: Alignments, output: Path | None, case: Path | None, ctdl: Path | None) -> None:
    from lexcurric.workspace.table_files import write_json

    if output is not None:
        say(f"Wrote {found.write(output)}")
    if case is not None:
        say(f"Wrote {write_json(found.case_associations(), case)}")
    if ctdl is not None:
        say(f"Wrote {write_json(found.ctdl_asn(), ctdl)}")


def _show(found: Alignments) -> None:
    report = found.to_report()
    answer(report.title)
    for line in report.lines:
        answer(line)
    missing = found.coverage.not_covered
    tasks = missing[missing["kind"].isin(["task", "item"])]
    if len(tasks):
        answer("Covered by no statement:")
        for code, label in zip(tasks["code"], tasks["item"], strict=True):
            answer(f"  {code}  {label}")
    proposals = found.proposals
    if len(proposals):
        answer("Proposed:")
        answer_frame(proposals, _SHOWN)
    alone = len(found.coverage.not_aligned)
    if alone:
        answer(
            f"For {alone} statements nothing is proposed; what is nearest to each is in the workbook (-o FILE.xlsx)."
        )
    if found.news is not None and found.news.changes:
        answer("What the newer release changes:")
        answer_frame(found.changes, ("what", "kind", "code", "old", "new", "why", "statements"))
    if found.list.credit:
        answer(found.list.credit)


def compare(
    refs: Annotated[list[str], typer.Argument(help="Two to six: 43-6012.00, 43-6012.00@LABEL, or export files")],
    output: Output = None,
) -> None:
    """Frameworks of different occupations or agencies side by side: shared, similar, only here, only there.

    Example: lexcurric compare 43-6012.00 23-2011.00 -o exports/side-by-side.xlsx
    """
    from lexcurric.workspace.comparing import compare_refs

    found = compare_refs(refs, settings.workspace, settings.author)
    if output is not None:
        say(f"Wrote {found.write(output)}")
    if settings.as_json:
        answer(json.dumps(found.to_json_value(), ensure_ascii=False, indent=2))
        return
    for line in found.record.lines:
        answer(line)
    answer_frame(found.matrix, found.matrix.columns)
    if output is None:
        answer_frame(found.table, found.table.columns)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    for command in (align, compare):
        app.command()(command)
