"""The matrix of criteria and a proposal as HTML, for a cell of a notebook or a page of their own."""

from __future__ import annotations

from html import escape

from lexcurric.core.criteria.matrix import Cell, Matrix, Row
from lexcurric.core.criteria.propose import Proposal
from lexcurric.core.model import Content, Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.workspace.html import view

_STYLE = """<style>
.lx-view .lx-grow { margin: 5px 0 0; font-size: 12px; color: var(--jp-ui-font-color1, #374151); }
.lx-view .lx-missing { background: var(--jp-warn-color3, #fff0cc); color: #664100; }
.lx-view .lx-missing b, .lx-view .lx-look { color: #664100; }
.lx-view .lx-look { background: #fff0cc; border-radius: 3px; padding: 0 4px; }
.lx-view .lx-quiet { color: var(--jp-ui-font-color2, #4f5d6b); }
.lx-view td p { margin: 0 0 5px; }
.lx-view td.lx-place { white-space: nowrap; }
.lx-view th[scope=row] { width: 14%; }
</style>"""


def matrix_html(snapshot: Snapshot, matrix: Matrix) -> str:
    """The matrix for a cell: a row a criterion, a column a level."""
    line = (
        f"{snapshot.content.soc} · {snapshot.version} · {_count(len(matrix.rows), 'criterion', 'criteria')}, "
        f"{_count(len(matrix.missing), 'cell', 'cells')} missing, "
        f"{_count(matrix.loose_count, 'statement', 'statements')} without a criterion"
    )
    head = "".join(f"<th scope='col'>{escape(label)}</th>" for label in matrix.levels.values())
    rows = [_row(row) for row in matrix.rows]
    if matrix.loose_count:
        cells = "".join(f"<td>{_statements(cell)}</td>" for cell in matrix.loose)
        rows.append(f"<tr><th scope='row' class='lx-quiet'>No criterion yet</th>{cells}</tr>")
    table = (
        f"<table class='lx-matrix'><thead><tr><th scope='col'>Criterion</th>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    return _STYLE + view(f"Criteria: {snapshot.content.title}", line, table)


def matrix_page(snapshot: Snapshot, matrix: Matrix) -> str:
    """The matrix as a page of its own, with the lines on where the statements are from."""
    origin = "".join(f"<p>{escape(label)}: {escape(text)}</p>" for label, text in provenance(snapshot).lines)
    title = escape(f"Criteria: {snapshot.content.title} {snapshot.version}")
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title}</title></head><body>{matrix_html(snapshot, matrix)}"
        f"<div class='lx-view'><h3>Where it is from</h3>{origin}</div></body></html>\n"
    )


def proposal_html(content: Content, proposal: Proposal) -> str:
    """What is proposed, a row a statement with why; those to look at are marked."""
    rows = []
    for thread in proposal.threads:
        kind = "new" if thread.criterion is None else "there already"
        span = f" rowspan='{len(thread.members)}'" if len(thread.members) > 1 else ""
        name = f"<th scope='row'{span}>{escape(thread.label)}<br><span class='lx-quiet'>{kind}</span></th>"
        for member in thread.members:
            look = " <span class='lx-look'>look</span>" if member.needs_look else ""
            sure = f"{member.confidence:.0%}{look}"
            rows.append(f"<tr>{name}{_placed(content, member.id)}<td>{escape(member.why)}</td><td>{sure}</td></tr>")
            name = ""
    for loose in proposal.loose:
        name = "<th scope='row' class='lx-quiet'>no proposal</th>"
        rows.append(f"<tr>{name}{_placed(content, loose.id)}<td>{escape(loose.why)}</td><td></td></tr>")
    heads = ("Criterion", "Place", "Statement", "Why", "Sure")
    head = "".join(f"<th scope='col'>{each}</th>" for each in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    line = (
        f"{_count(len(proposal.threads), 'criterion', 'criteria')} proposed, "
        f"{_count(len(proposal.loose), 'statement', 'statements')} left loose; nothing is changed until you accept"
    )
    return _STYLE + view(f"Proposed criteria: {content.title}", line, table)


def _row(row: Row) -> str:
    flags = "".join(f"<p class='lx-grow'><span class='lx-look'>look</span> {escape(flag)}</p>" for flag in row.flags)
    return f"<tr><th scope='row'>{escape(row.label)}{flags}</th>{''.join(map(_cell, row.cells))}</tr>"


def _cell(cell: Cell) -> str:
    if cell.left_empty:
        reason = f" {escape(cell.reason)}" if cell.reason else ""
        return f"<td class='lx-quiet'>–{reason}</td>"
    if cell.is_missing:
        return "<td class='lx-missing'>missing</td>"
    said = []
    if cell.autonomy:
        same = cell.autonomy_said.casefold() == cell.autonomy_word.casefold()
        said.append(cell.autonomy_word + ("" if same else f" (“{cell.autonomy_said}”)"))
    if cell.demand:
        said.append(f"verbs: to {cell.demand_word}")
    grown = f"<p class='lx-grow'>{escape(' · '.join(said))}</p>" if said else ""
    return f"<td>{_statements(cell)}{grown}</td>"


def _statements(cell: Cell) -> str:
    found = []
    for position, text in zip(cell.positions, cell.texts, strict=True):
        subject, dash, performance = text.partition(" — ")
        said = f"<b>{escape(subject)}</b>{dash}{escape(performance)}" if dash else escape(text)
        found.append(f"<p><span class='lx-quiet'>{position}</span> {said}</p>")
    return "".join(found)


def _placed(content: Content, found: str) -> str:
    statement = content.by_id[found]
    place = f"{content.level_label(statement.level)} {content.positions[found]}"
    return f"<td class='lx-place'>{escape(place)}</td><td>{escape(statement.text)}</td>"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
