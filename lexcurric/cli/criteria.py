"""Criteria, the threads of a rubric across levels: looked at, proposed, and changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexcurric.cli.common import answer, answer_json, done, indented, opened, say, settings, width
from lexcurric.cli.edit import Reason, StatementIds
from lexcurric.cli.frameworks import FrameworkCode, Ref

if TYPE_CHECKING:
    from rich.text import Text

    from lexcurric.core.criteria.matrix import Cell
    from lexcurric.workspace.criteria import Criteria, CriteriaProposal

criteria = typer.Typer(
    help="Criteria, the threads of a rubric across levels: propose them, look at their matrix, change them.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="The criterion's name, in any case, or its id", metavar="CRITERION")]
Names = Annotated[list[str], typer.Argument(help="The criteria's names or ids", metavar="CRITERION...")]
NewName = Annotated[str, typer.Option("--label", help="The new name")]
AtLevel = Annotated[str, typer.Option("--level", "-l", help="The level's key or label")]


@criteria.command()
def show(
    ref: Ref,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the matrix as a web page")] = None,
) -> None:
    """The matrix: a row a criterion, a column a level, with how verbs and autonomy grow.

    Example: lexcurric criteria show 43-6012.00 -o exports/criteria.html
    """
    from lexcurric.workspace.criteria import Criteria
    from lexcurric.workspace.workspace import read_ref

    found = Criteria(read_ref(ref, settings.workspace, settings.author))
    if output is not None:
        done({"written": str(output)}, f"Wrote {found.write(output)}.")
    elif settings.as_json:
        answer_json(found.record.to_json_value())
    else:
        _print_matrix(found)


@criteria.command()
def propose(
    framework: FrameworkCode,
    count: Annotated[int | None, typer.Option(min=1, help="About so many criteria in all")] = None,
    accept: Annotated[
        bool, typer.Option("--accept", "--apply", help="Put the statements under them, as one edit")
    ] = False,
    only: Annotated[list[str] | None, typer.Option(help="Accept this one alone; may be repeated")] = None,
    semantic: Annotated[
        bool | None, typer.Option("--semantic/--no-semantic", help="Weigh what statements mean too (an extra)")
    ] = None,
    reason: Reason = "",
) -> None:
    """Proposes criteria for the statements that have none, each with why; changes nothing without --accept or --only.

    Example: lexcurric criteria propose 43-6012.00 --accept
    """
    with opened() as workspace:
        proposal = workspace.framework(framework).propose_criteria(count, semantic=semantic)
        value = {**proposal.to_json_value(), "accepted": []}
        if not settings.as_json and not accept and not only:
            _print_proposal(proposal)
        if (accept or only) and len(proposal):
            taken = proposal.accept(*(only or ()), reason=reason)
            value["accepted"] = list(taken)
            say(f"Accepted {', '.join(taken)}. `lexcurric undo {framework}` takes this back.")
            for each in proposal.loose:
                say(indented(f"{_placed(proposal, each.id)}: {each.why}", "  left loose: ", "    "))
        elif accept or only:
            say("There is nothing to propose: every statement that fits a criterion has one.")
        if settings.as_json:
            answer_json(value)


@criteria.command()
def rename(framework: FrameworkCode, criterion: Name, label: NewName, reason: Reason = "") -> None:
    """Gives a criterion another name.

    Example: lexcurric criteria rename 43-6012.00 "Forms" --label "Court and intake forms"
    """
    with opened() as workspace:
        workspace.framework(framework).rename_criterion(criterion, label, reason)
        done({"criterion": label}, f"{criterion} is called {label} now.")


@criteria.command()
def add(framework: FrameworkCode, label: Annotated[str, typer.Argument(help="Its name")], reason: Reason = "") -> None:
    """Adds a criterion at the end, as yet without a statement.

    Example: lexcurric criteria add 43-6012.00 "Ethics"
    """
    with opened() as workspace:
        workspace.framework(framework).add_criterion(label, reason)
        done({"criterion": label}, f"Added {label}.")


@criteria.command()
def move(
    framework: FrameworkCode,
    statement_ids: StatementIds,
    to: Annotated[str, typer.Option("--to", help="A criterion that is there")],
    reason: Reason = "",
) -> None:
    """Moves statements to a criterion that is there (`lexcurric criterion` makes a new one).

    Example: lexcurric criteria move 43-6012.00 1f0c2a7e --to "Forms"
    """
    from lexcurric.core.criteria.editing import find_criterion

    with opened() as workspace:
        found = workspace.framework(framework)
        label = find_criterion(found.content, to).label
        found.set_criterion(statement_ids, label, reason)
        done({"statements": statement_ids, "criterion": label}, f"Moved {len(statement_ids)} to {label}.")


@criteria.command()
def split(
    framework: FrameworkCode, criterion: Name, statement_ids: StatementIds, label: NewName, reason: Reason = ""
) -> None:
    """Takes statements of a criterion out into a new one, which stands after it.

    Example: lexcurric criteria split 43-6012.00 "Forms" 1f0c2a7e --label "Intake"
    """
    with opened() as workspace:
        workspace.framework(framework).split_criterion(criterion, statement_ids, label, reason)
        done({"criterion": label, "statements": statement_ids}, f"Split {label} off {criterion}.")


@criteria.command()
def join(
    framework: FrameworkCode,
    criteria: Names,
    label: Annotated[str, typer.Option("--label", help="The name of the whole [default: that of the first]")] = "",
    reason: Reason = "",
) -> None:
    """Makes one criterion of several, in the place of the first.

    Example: lexcurric criteria join 43-6012.00 "Word processing" "Drafting documents" --label "Documents"
    """
    with opened() as workspace:
        workspace.framework(framework).join_criteria(criteria, label, reason)
        done({"criteria": criteria, "criterion": label or criteria[0]}, f"Joined into {label or criteria[0]}.")


@criteria.command()
def place(
    framework: FrameworkCode,
    criterion: Name,
    position: Annotated[int, typer.Option(min=1, help="The row of the rubric, from 1")],
    reason: Reason = "",
) -> None:
    """Moves a criterion to another row of the rubric.

    Example: lexcurric criteria place 43-6012.00 "Forms" --position 1
    """
    with opened() as workspace:
        workspace.framework(framework).move_criterion(criterion, position, reason)
        done({"criterion": criterion, "position": position}, f"{criterion} is row {position} now.")


@criteria.command()
def delete(framework: FrameworkCode, criterion: Name, reason: Reason = "") -> None:
    """Takes a criterion away; its statements are under none.

    Example: lexcurric criteria delete 43-6012.00 "Forms"
    """
    with opened() as workspace:
        workspace.framework(framework).delete_criterion(criterion, reason)
        done({"criterion": criterion}, f"Took {criterion} away; its statements are under none.")


@criteria.command()
def empty(framework: FrameworkCode, criterion: Name, level: AtLevel, reason: Reason = "") -> None:
    """Says that a criterion has no statement at a level on purpose.

    Example: lexcurric criteria empty 43-6012.00 "Forms" --level advanced --reason "not their work any more"
    """
    with opened() as workspace:
        workspace.framework(framework).leave_empty(criterion, level, reason)
        done({"criterion": criterion, "level": level, "reason": reason}, f"{criterion} stays empty at {level}.")


@criteria.command()
def fill(framework: FrameworkCode, criterion: Name, level: AtLevel, reason: Reason = "") -> None:
    """Takes `empty` back: without a statement the cell counts as missing.

    Example: lexcurric criteria fill 43-6012.00 "Forms" --level advanced
    """
    with opened() as workspace:
        workspace.framework(framework).fill_again(criterion, level, reason)
        done({"criterion": criterion, "level": level}, f"{criterion} is not left empty at {level} any more.")


def _print_matrix(found: Criteria) -> None:
    from rich.console import Console
    from rich.table import Table

    content = found.snapshot.content
    answer(f"{content.title} ({content.soc}) {found.snapshot.version}: {len(found)} criteria")
    if len(found):
        table = Table(show_edge=False, pad_edge=False, header_style="bold", show_lines=True)
        for label in ("Criterion", *found.record.levels.values()):
            table.add_column(label, overflow="fold", ratio=1)
        for row in found:
            table.add_row(row.label, *map(_cell, row.cells))
        Console(width=width(), highlight=False).print(table)
    for label, flag in found.flags:
        answer(indented(f"{label}: {flag}", "Look: ", "      "))
    missing: dict[str, list[str]] = {}
    for label, level in found.missing:
        missing.setdefault(label, []).append(level)
    for label, levels in missing.items():
        answer(indented(f"{label}: {', '.join(levels)}", "Missing: ", "         "))
    if found.loose:
        word = "statement has" if found.loose == 1 else "statements have"
        answer(f"{found.loose} {word} no criterion. Next: lexcurric criteria propose {content.soc}")


def _cell(cell: Cell) -> Text:
    """The places of a cell's statements with their verbs, and how independently they are done."""
    from rich.text import Text

    if cell.left_empty:
        return Text(f"– {cell.reason}".strip())
    if cell.is_missing:
        return Text("missing")
    grown = f"\n[{cell.autonomy_word}]" if cell.autonomy else ""
    return Text(f"{', '.join(map(str, cell.positions))}: {', '.join(cell.verbs) or '(no verb)'}{grown}")


def _print_proposal(proposal: CriteriaProposal) -> None:
    for thread in proposal:
        kind = "new" if thread.criterion is None else "there already"
        answer(f"{thread.label} ({kind})")
        for member in thread.members:
            statement = proposal.content.by_id[member.id]
            look = "LOOK: " if member.needs_look else ""
            answer(indented(f"{_placed(proposal, member.id)}  {statement.text}", f"  {member.id[:8]}  ", " " * 12))
            answer(indented(f"{look}{member.why}", " " * 12, " " * 12))
    for loose in proposal.loose:
        answer(indented(f"{_placed(proposal, loose.id)}: {loose.why}", f"Left loose: {loose.id[:8]}  ", "  "))
    if len(proposal):
        soc = proposal.framework.soc
        say(f"Nothing is changed. Next: lexcurric criteria propose {soc} --accept (or --only NAME)")
    else:
        say("There is nothing to propose: every statement that fits a criterion has one.")


def _placed(proposal: CriteriaProposal, found: str) -> str:
    statement = proposal.content.by_id[found]
    return f"{proposal.content.level_label(statement.level)} {proposal.content.positions[found]}"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(criteria, name="criteria")
