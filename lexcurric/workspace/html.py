"""What a notebook cell shows of a workspace, a framework, a rubric or a sheet, without any widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from lexcurric.core.alignment.records import AlignmentState
from lexcurric.core.alignment.report import place_of
from lexcurric.core.cohort_charts import cohort_charts
from lexcurric.core.rubric import Rubric, RubricRow
from lexcurric.core.tables import Cell, cell_words
from lexcurric.workspace.charts_svg import charts_html
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.core.checks import Finding
    from lexcurric.core.model import Content
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.checks import Findings
    from lexcurric.workspace.collecting import Cohort
    from lexcurric.workspace.comparing import Comparison
    from lexcurric.workspace.covering import CoverageView
    from lexcurric.workspace.crosswalks import Crosswalks
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.sheets import SheetPlan
    from lexcurric.workspace.sign_off import SignOff
    from lexcurric.workspace.tag_suggestions import TagSuggestions
    from lexcurric.workspace.tag_views import TagCoverageView
    from lexcurric.workspace.versions import Version
    from lexcurric.workspace.workspace import Workspace

_MOST_SHOWN = 50
_SHORT = 16
"""So many characters of a code or a place stay on one line."""
_STYLE = """<style>
.lx-view { font-family: var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-ui-font-color1, #1f2933);
  font-size: 14px; line-height: 1.45; }
.lx-view h3 { font-size: 17px; margin: 0 0 2px; }
.lx-view p { margin: 2px 0 10px; color: var(--jp-ui-font-color1, #374151); }
.lx-view table { border-collapse: collapse; width: 100%; table-layout: auto; }
.lx-view table.lx-matrix { table-layout: fixed; }
.lx-view th, .lx-view td { border: 1px solid var(--jp-border-color1, #8a94a0); padding: 6px 8px;
  text-align: left !important;  vertical-align: top; white-space: normal; overflow-wrap: break-word; }
.lx-view th { background: var(--jp-layout-color2, #e8f1fa); color: var(--jp-ui-font-color0, #111827); }
.lx-view td b { font-weight: 600; }
.lx-view .lx-tag { display: inline-block; border: 1px solid var(--jp-border-color1, #8a94a0); border-radius: 9px;
  padding: 0 7px; margin: 2px 3px 0 0; font-size: 12px; }
</style>"""


MOST_ROWS = 200
"""So many rows of a level matrix are shown in a cell: with more, a notebook would be slow to open."""


def framework_html(framework: Framework) -> str:
    """The level matrix: a column for each level, its statements in order with their tags."""
    snapshot = framework.snapshot()
    return content_html(snapshot.content, snapshot.version)


def content_html(content: Content, version: str) -> str:
    """The level matrix of a content; of very many statements the first of each level, and how many there are."""
    line = f"{escape(content.soc)} · {escape(version)} · {len(content.active)} statements"
    return view(content.title, line, _matrix(content))


def _matrix(content: Content) -> str:
    head = "".join(
        f"<th scope='col'>{escape(level.label)} ({len(content.by_level[level.key])})</th>" for level in content.levels
    )
    columns = [content.by_level[level.key] for level in content.levels]
    rows = []
    longest = max((len(column) for column in columns), default=0)
    for index in range(min(longest, MOST_ROWS)):
        cells = [
            _statement(column[index].text, column[index].tags) if index < len(column) else "<td></td>"
            for column in columns
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    if longest > MOST_ROWS:
        more = [len(column) - MOST_ROWS for column in columns]
        rows.append(f"<tr>{''.join(f'<td>and {each:,} more</td>' if each > 0 else '<td></td>' for each in more)}</tr>")
    return f"<table class='lx-matrix'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


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
    """The charts of a cohort, its results, one row a trainee, and what has to be looked at."""
    members = cohort.members
    rows = [
        (
            *(each.name, each.level_words, f"{each.score:.0%}", f"{each.rated} of {each.rateable}"),
            *(each.edition.version, each.edition.standing, each.trainer, each.date),
        )
        for each in members[:_MOST_SHOWN]
    ]
    heads = ("Trainee", "Level attained", "Score", "Rated", "Version", "Standing", "Trainer", "Date")
    body = charts_html(cohort_charts(members, cohort.editions)) if members else ""
    body += _table(heads, rows) if rows else ""
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


def version_html(version: Version) -> str:
    """A version: who saved it, when and why, how it differs from what it was made from, and its level matrix."""
    snapshot = version.snapshot()
    facts = [
        ("Status", version.status.capitalize()),
        ("Saved", f"{shown_time(version.time)} by {version.author}"),
        ("Message", version.message or "–"),
        ("Made from", " and ".join(version.parents) or "–"),
        *([("Changed", version.summary)] if version.summary else []),
        ("Content", version.content_sha256[:8]),
    ]
    rows = "".join(f"<tr><th scope='row'>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in facts)
    line = f"Version of {snapshot.content.soc}, {len(snapshot.content.active)} statements. It never changes."
    table = f"<table style='width:auto;margin-bottom:10px'><tbody>{rows}</tbody></table>"
    return view(f"{snapshot.content.title}, {version.label}", line, table + _matrix(snapshot.content))


def sign_off_html(summary: SignOff) -> str:
    """What came out of a review, and its tables of people, flags and comments."""
    shown = [
        each for each in summary.report.sheets if each.rows and each.title in ("Who reviewed", "Open flags", "Comments")
    ]
    body = "".join(
        f"<h4>{escape(each.title)}</h4>{_table(each.names, [map(cell_words, row) for row in each.rows], _SHORT)}"
        for each in shown
    )
    return view(summary.report.title, " ".join(summary.lines), body)


def findings_html(findings: Findings) -> str:
    """The open findings beside their statements: what, why, and the repair that is offered."""
    from lexcurric.core.checks import RULES

    reasons = {each.id: each.reason for each in RULES}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for each in findings.open:
        groups.setdefault((each.where, each.text), []).append(each)
    rows = [
        f"<tr><td>{escape(where)}</td><td>{_marked(text, [each.part for each in group])}</td>"
        f"<td>{'<br>'.join(_finding(each, reasons[each.rule]) for each in group)}</td></tr>"
        for (where, text), group in list(groups.items())[:_MOST_SHOWN]
    ]
    counts = ", ".join(f"{count} {rule}" for rule, count in findings.summary.items()) or "nothing to point out"
    line = counts + (f" · {len(findings.accepted)} accepted" if findings.accepted else "")
    head = "".join(f"<th scope='col'>{each}</th>" for each in ("Where", "Statement", "What to look at"))
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    if len(groups) > _MOST_SHOWN:
        body += f"<p>… and {len(groups) - _MOST_SHOWN:,} more statements; to_frame() has them all</p>"
    return view(f"Checks of {findings.snapshot.content.title}", line, body)


def _finding(finding: Finding, reason: str) -> str:
    said = f"<b>{escape(finding.severity.value)}</b> {escape(finding.message)}"
    offered = f"<br><i>Fix: {escape(finding.fix.what)} → {escape(finding.fix.text)}</i>" if finding.fix else ""
    key = (
        f"<span class='lx-tag' title='{escape(reason, quote=True)}'>{escape(finding.rule)} {escape(finding.key)}</span>"
    )
    return f"{said} {key}{offered}"


def _marked(text: str, parts: Sequence[str]) -> str:
    """The wording with the first of the parts that is meant marked."""
    part = next((each for each in parts if each and each in text), "")
    before, found, after = text.partition(part) if part else (text, "", "")
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(text)


def alignments_html(alignments: Alignments) -> str:
    """Coverage in sentences, what waits for a decision, and whose the list is."""
    content = alignments.framework.draft.seen
    rows = [
        (each.ref, place_of(content, each.statement), each.text, each.label, _sure(each.score), "; ".join(each.why))
        for each in alignments.records
        if each.state is AlignmentState.PROPOSED
    ]
    lines = [*alignments.to_report().lines, *alignments.notes]
    body = "".join(f"<p>{escape(each)}</p>" for each in lines)
    body += (
        _table(("Alignment", "Place", "Statement", "With what", "Sure", "Why"), rows[:_MOST_SHOWN], _SHORT)
        if rows
        else ""
    )
    if len(rows) > _MOST_SHOWN:
        body += f"<p>… and {len(rows) - _MOST_SHOWN:,} more proposals</p>"
    return view(f"{alignments.framework.title} and {alignments.list.title}", alignments.list.credit, body)


def _sure(score: float | None) -> str:
    return "" if score is None else f"{score:.0%}"


def coverage_html(coverage: CoverageView) -> str:
    """The counts, and what is not covered on either side."""
    record = coverage.record
    gone = [
        (each.item.kind.value, each.item.code, each.item.label)
        for each in record.items
        if each.covered == "not covered"
    ]
    alone = [
        (place_of(coverage.content, each.statement.id), each.statement.text)
        for each in record.statements
        if each.covered == "not covered"
    ]
    body = "".join(f"<p>{escape(each)}</p>" for each in record.lines)
    body += _table(("Kind", "Code", "Covered by no statement"), gone[:_MOST_SHOWN], _SHORT) if gone else ""
    body += (
        _table(("Place", "Statements that are about nothing in the list"), alone[:_MOST_SHOWN], _SHORT) if alone else ""
    )
    return view(f"Coverage of {coverage.list.title}", coverage.list.credit, body)


def tag_coverage_html(coverage: TagCoverageView) -> str:
    """The counts by level, each tag in its colour, and the statements that required vocabularies lack."""
    from lexcurric.core.vocabulary import ink_on
    from lexcurric.workspace.tag_views import tag_chip

    content = coverage.snapshot.content
    colours = {f"{each.name}:{term.term}": term.colour for each in content.vocabularies for term in each.terms}
    body = "".join(f"<p>{escape(each)}</p>" for each in coverage.record.lines)
    heads = "".join(f"<th>{escape(each)}</th>" for each in ("Tag", *(level.label for level in content.levels)))
    rows = "".join(
        f"<tr><td>{tag_chip(tag, colours.get(tag, ''), ink_on(colours[tag]) if colours.get(tag) else '')}</td>"
        + "".join(f"<td>{counts.get(level.key, 0) or ''}</td>" for level in content.levels)
        + "</tr>"
        for tag, counts in coverage.record.counts.items()
    )
    body += f"<table><tr>{heads}</tr>{rows}</table>" if rows else ""
    lacking = [
        (name, f"{content.level_label(each.level)} {content.positions[key]}", each.text)
        for name, ids in coverage.record.untagged.items()
        for key in ids
        if (each := content.by_id[key])
    ]
    if lacking:
        body += _table(("Required", "Place", "Statements without a tag of it"), lacking[:_MOST_SHOWN], _SHORT)
    return view(f"Tags of {content.title}", coverage.snapshot.version, body)


def tag_suggestions_html(suggestions: TagSuggestions) -> str:
    """The suggestions, the surest first, each with why."""
    rows = [(each.tag, f"{each.confidence:.2f}", each.text, each.why) for each in suggestions.record[:_MOST_SHOWN]]
    body = _table(("Tag", "Confidence", "Statement", "Why"), rows, _SHORT) if rows else "<p>Nothing to suggest.</p>"
    said = f"{len(suggestions)} suggestions, {len(suggestions.sure)} of them sure; accept() takes the sure ones"
    return view(f"Suggested {suggestions.vocabulary} tags", said, body)


def crosswalks_html(crosswalks: Crosswalks) -> str:
    """The lists, one row each."""
    rows = [
        (each.list.title, sum(one.is_accepted for one in each.records), " ".join(each.to_report().lines[:1]))
        for each in crosswalks
    ]
    owed = "".join(f"<p>{escape(each.list.credit)}</p>" for each in crosswalks if each.list.credit)
    return view("Alignments", repr(crosswalks).strip("<>"), _table(("List", "Accepted", "Coverage"), rows) + owed)


def comparison_html(comparison: Comparison) -> str:
    """The matrix, then everything beside everything, and whose each framework is."""
    report = comparison.to_report()
    matrix, table = report.sheets[0], next(each for each in report.sheets if each.title == comparison.csv_sheet)
    body = _table(matrix.names, matrix.rows)
    body += _table(table.names, [[_shown(cell) for cell in row] for row in table.rows[:_MOST_SHOWN]], _SHORT)
    if len(table.rows) > _MOST_SHOWN:
        body += f"<p>… and {len(table.rows) - _MOST_SHOWN:,} more rows</p>"
    owners = [f"{item}: {text}" for item, text in report.sources if "Owner" in item or "Credit" in item]
    body += "".join(f"<p>{escape(each)}</p>" for each in dict.fromkeys(owners))
    return view(report.title, " ".join(report.lines), body)


def _shown(cell: Cell) -> str:
    return f"{cell:.0%}" if isinstance(cell, float) else cell_words(cell)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]], short: int = 0) -> str:
    """A table; cells of up to `short` characters are not broken."""
    top = "".join(f"<th scope='col'{_whole(each, short)}>{escape(each)}</th>" for each in head)
    body = "".join(
        f"<tr>{''.join(f'<td{_whole(str(cell), short)}>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _whole(text: str, short: int) -> str:
    return " style='white-space:nowrap'" if len(text) <= short else ""


def view(title: str, line: str, body: str) -> str:
    """A title, a line and what it is about, in the looks of every view."""
    return f"{_STYLE}<div class='lx-view'><h3>{escape(title)}</h3><p>{escape(line)}</p>{body}</div>"
