"""What a notebook cell shows of a workspace, a framework, a rubric or a sheet, without any widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from lexcurric.core.rubric import Rubric, RubricRow

if TYPE_CHECKING:
    from lexcurric.workspace.collecting import Cohort
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.sheets import SheetPlan
    from lexcurric.workspace.workspace import Workspace

_MOST_SHOWN = 50
_STYLE = """<style>
.lx-view { font-family: var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-ui-font-color1, #1f2933);
  font-size: 14px; line-height: 1.45; }
.lx-view h3 { font-size: 17px; margin: 0 0 2px; }
.lx-view p { margin: 2px 0 10px; color: var(--jp-ui-font-color1, #374151); }
.lx-view table { border-collapse: collapse; width: 100%; }
.lx-view table.lx-matrix { table-layout: fixed; }
.lx-view th, .lx-view td { border: 1px solid var(--jp-border-color1, #8a94a0); padding: 6px 8px;
  text-align: left !important;  vertical-align: top; white-space: normal; overflow-wrap: anywhere; }
.lx-view th { background: var(--jp-layout-color2, #e8f1fa); color: var(--jp-ui-font-color0, #111827); }
.lx-view td b { font-weight: 600; }
.lx-view .lx-tag { display: inline-block; border: 1px solid var(--jp-border-color1, #8a94a0); border-radius: 9px;
  padding: 0 7px; margin: 2px 3px 0 0; font-size: 12px; }
</style>"""


def framework_html(framework: Framework) -> str:
    """The level matrix: a column for each level, its statements in order with their tags."""
    snapshot = framework.snapshot()
    content = snapshot.content
    head = "".join(
        f"<th scope='col'>{escape(level.label)} ({len(content.by_level[level.key])})</th>" for level in content.levels
    )
    columns = [content.by_level[level.key] for level in content.levels]
    rows = []
    for index in range(max((len(column) for column in columns), default=0)):
        cells = [
            _statement(column[index].text, column[index].tags) if index < len(column) else "<td></td>"
            for column in columns
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    line = f"{escape(framework.soc)} · {escape(snapshot.version)} · {len(content.active)} statements"
    return view(
        content.title,
        line,
        f"<table class='lx-matrix'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>",
    )


def _statement(text: str, tags: Sequence[str]) -> str:
    subject, dash, performance = text.partition(" — ")
    said = f"<b>{escape(subject)}</b>{dash}{escape(performance)}" if dash else escape(text)
    chips = "".join(f"<span class='lx-tag'>{escape(tag)}</span>" for tag in tags)
    return f"<td>{said}{'<br>' if chips else ''}{chips}</td>"


def workspace_html(workspace: Workspace) -> str:
    """The frameworks in a workspace, one row each."""
    rows = [
        (each.soc, each.title, each.version, len(each.content.active), each.undo_label or "")
        for each in workspace.frameworks()
    ]
    line = workspace.url if rows else f"{workspace.url} · empty: import an export to begin"
    return view("Workspace", line, _table(("Code", "Occupation", "Version", "Statements", "Last edit"), rows))


def cohort_html(cohort: Cohort) -> str:
    """The results of a cohort, one row a trainee, and what has to be looked at."""
    members = cohort.members
    rows = [
        (
            *(each.name, each.level_words, f"{each.score:.0%}", f"{each.rated} of {each.rateable}"),
            *(each.edition.version, each.edition.standing, each.trainer, each.date),
        )
        for each in members[:_MOST_SHOWN]
    ]
    heads = ("Trainee", "Level attained", "Score", "Rated", "Version", "Standing", "Trainer", "Date")
    body = _table(heads, rows) if rows else ""
    if len(members) > _MOST_SHOWN:
        body += f"<p>… and {len(members) - _MOST_SHOWN:,} more trainees</p>"
    found = [(each.file, each.where, each.what) for each in cohort.problems]
    if found:
        body += _table(("File", "Where", "To look at"), found[:_MOST_SHOWN])
    if len(found) > _MOST_SHOWN:
        body += f"<p>… and {len(found) - _MOST_SHOWN:,} more</p>"
    return view("Cohort", cohort.headline, body)


def rubric_html(rubric: Rubric, notes: Sequence[str] = ()) -> str:
    """A rubric's rows with an empty rating column, after what the designer should know of it."""
    if rubric.kind.is_across_levels:
        head: tuple[str, ...] = ("Ref", "Criterion", *rubric.levels, "Rating")
        body = _table(head, [(each.ref, each.criterion, *_cells(each), "") for each in rubric.rows])
    else:
        body = _table(
            ("Ref", "Level", "Statement", "Rating"), [(each.ref, each.level, each.text, "") for each in rubric.rows]
        )
    said = "".join(f"<p>{escape(each)}</p>" for each in notes)
    return view("Rubric: " + rubric.kind.value, rubric.provenance.header, said + body)


def _cells(row: RubricRow) -> list[str]:
    return [" • ".join(f"{entry.ref} {entry.text}" for entry in cell) or "–" for cell in row.cells]


def sheet_html(plan: SheetPlan) -> str:
    """What an edit sheet asks for, one row an event."""
    rows = [(each.kind.value, each.cell or each.where, each.old, each.new, each.why) for each in plan.events]
    rows += [("problem", each.where, "", "", each.what) for each in plan.problems]
    rows += [("note", each.where, "", "", each.what) for each in plan.notes]
    line = plan.to_text().splitlines()[0]
    return view(
        "Edit sheet", line, _table(("What", "Where", "In the framework", "In the sheet", "Why"), rows) if rows else ""
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    top = "".join(f"<th scope='col'>{escape(each)}</th>" for each in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def view(title: str, line: str, body: str) -> str:
    """A title, a line and what it is about, in the looks of every view."""
    return f"{_STYLE}<div class='lx-view'><h3>{escape(title)}</h3><p>{escape(line)}</p>{body}</div>"
