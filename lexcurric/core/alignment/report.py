"""What is said of alignments: tables of coverage both ways, of every alignment, and of a newer release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lexcurric.core.alignment.coverage import Coverage, CoveredItem
from lexcurric.core.alignment.records import KIND_WORDS, MENTIONED, AlignedList, Alignment, Choice, ItemKind
from lexcurric.core.alignment.releases import ListNews
from lexcurric.core.alignment.weigh import LIKELY
from lexcurric.core.model import Content, Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import Column, ColumnKind, TableReport, TableSheet
from lexcurric.core.wording import normal

_TITLES = {
    ItemKind.TASK: "Tasks",
    ItemKind.DWA: "Detailed activities",
    ItemKind.ACTIVITY: "Work activities",
    ItemKind.TECHNOLOGY: "Technology skills",
    ItemKind.TOOL: "Tools",
    ItemKind.ITEM: "Items",
}
BY_HAND = "by hand"
REF, DECISION, REASON = "Alignment", "Decision", "Reason"
"""The columns of the workbook that come back."""
NOT_PROPOSED = "not proposed"
PROPOSED_MARK = " (proposed)"
"""What stands behind what nobody has accepted yet."""


def sureness(alignment: Alignment) -> str:
    """How sure an alignment is, in a word: likely, possible, or by hand."""
    if alignment.score is None:
        return BY_HAND
    return "likely" if alignment.score >= LIKELY else "possible"


def outdated(alignment: Alignment, content: Content, listed: AlignedList) -> str:
    """What is another now than when it was aligned, in words; empty where nothing is."""
    said = []
    statement = content.by_id.get(alignment.statement)
    if statement is None or not statement.is_active:
        heirs = [] if statement is None else [each[:8] for each in statement.replaced_by]
        said.append(f"the statement is retired{', continued by ' + ', '.join(heirs) if heirs else ''}")
    elif alignment.text and normal(statement.text) != normal(alignment.text):
        said.append("the statement was reworded since")
    item = listed.by_code.get((alignment.kind, alignment.code))
    one = KIND_WORDS[alignment.kind][0]
    if item is None:
        said.append(f"the {one} is not in {listed.title}")
    elif alignment.label and normal(item.label) != normal(alignment.label):
        said.append(f"the {one} is worded otherwise in {listed.title}")
    return "; ".join(said)


def place_of(content: Content, statement_id: str) -> str:
    """Where a statement stands, as people say it: `Emerging 3`; empty for one that is retired."""
    statement, position = content.by_id.get(statement_id), content.positions.get(statement_id)
    return f"{content.level_label(statement.level)} {position}" if statement and position else ""


def alignment_report(
    snapshot: Snapshot,
    listed: AlignedList,
    alignments: Sequence[Alignment],
    coverage: Coverage,
    news: ListNews | None = None,
    nearest: Mapping[str, Sequence[Alignment]] | None = None,
) -> TableReport:
    """
    Everything about a framework and a list, with whose both are; `nearest` names, for statements that are about
    nothing, the likeliest things all the same.
    """
    content = snapshot.content
    lines = [*coverage.lines, *([news.line] if news else [])]
    sheets = [
        *(_covered_sheet(content, kind, coverage.of_kind(kind)) for kind in listed.kinds),
        _statements_sheet(content, listed, coverage, nearest or {}),
        _alignments_sheet(content, listed, alignments, [one for each in (nearest or {}).values() for one in each]),
        *([news_sheet(content, news)] if news else []),
    ]
    return TableReport(
        title=f"{content.title} ({content.soc}) and {listed.title}",
        lines=lines,
        sheets=sheets,
        sources=(*provenance(snapshot).lines, *listed.lines),
        facts=(("list", listed.key), ("release", listed.release)),
    )


def _covered_sheet(content: Content, kind: ItemKind, items: Iterable[CoveredItem]) -> TableSheet:
    one, many = KIND_WORDS[kind]
    rows = [
        (
            *(each.item.code, each.item.label, each.item.note, each.covered.value, len(each.statements)),
            *(", ".join(each.levels), _said(content, each.statements, each.proposed)),
            *((", ".join(each.through),) if kind in (ItemKind.DWA, ItemKind.ACTIVITY) else ()),
            *((", ".join(each.item.names),) if kind in MENTIONED else ()),
        )
        for each in items
    ]
    columns = (
        *(Column("Code", 16), Column(one.capitalize(), 56), Column("Note", 14), Column("Coverage", 13)),
        *(Column("Statements", 11, ColumnKind.NUMBER), Column("Levels", 20), Column("Which statements", 70)),
        *((Column("Through", 24),) if kind in (ItemKind.DWA, ItemKind.ACTIVITY) else ()),
        *((Column("Examples", 40),) if kind in MENTIONED else ()),
    )
    return TableSheet(_TITLES[kind], f"Which {many} the statements cover, and which they do not.", columns, rows)


def _said(content: Content, statements: Iterable[str], proposed: Iterable[str] = ()) -> str:
    only_proposed = {*proposed}
    return "\n".join(
        f"{place_of(content, each)}{PROPOSED_MARK if each in only_proposed else ''}: {normal(content.by_id[each].text)}"
        for each in statements
    )


def _statements_sheet(
    content: Content, listed: AlignedList, coverage: Coverage, nearest: Mapping[str, Sequence[Alignment]]
) -> TableSheet:
    labels: dict[str, str] = {}
    for each in listed.items:
        if each.kind not in MENTIONED:
            labels.setdefault(each.code, each.label)
    rows = [
        (
            *(content.level_label(each.statement.level), content.positions[each.statement.id], each.statement.text),
            *(each.covered.value, len(each.codes)),
            "\n".join(
                f"{code}{PROPOSED_MARK if at >= each.accepted else ''}: {labels.get(code, 'not in this release')}"
                for at, code in enumerate(each.codes)
            ),
            "\n".join(f"{one.code} ({one.score or 0:.0%}): {one.label}" for one in nearest.get(each.statement.id, ())),
            each.statement.id,
        )
        for each in coverage.statements
    ]
    columns = (
        *(Column("Level", 14), Column("No.", 6, ColumnKind.NUMBER), Column("Statement", 62), Column("Coverage", 13)),
        *(Column("Aligned", 9, ColumnKind.NUMBER), Column("With what", 60)),
        *(Column("Nearest, to look through", 60), Column("Id", 38)),
    )
    return TableSheet("Statements", "What each statement is about, and which are about nothing here.", columns, rows)


def _alignments_sheet(
    content: Content, listed: AlignedList, alignments: Sequence[Alignment], nearest: Sequence[Alignment]
) -> TableSheet:
    """Every alignment, and what is nearest to statements that nothing is proposed for, to be decided row by row."""
    rows = [
        (
            *(each.ref, "", "", each.state.value if at < len(alignments) else NOT_PROPOSED, sureness(each), each.score),
            *(each.relation.value, place_of(content, each.statement), _text(content, each), KIND_WORDS[each.kind][0]),
            *(each.label, "; ".join(each.why), outdated(each, content, listed), each.author, each.time[:10]),
        )
        for at, each in enumerate((*alignments, *nearest))
    ]
    columns = (
        *(Column(REF, 24), Column(DECISION, 12, open=True, choices=tuple(Choice)), Column(REASON, 24, open=True)),
        *(Column("State", 13), Column("Sureness", 11), Column("Score", 8, ColumnKind.SHARE), Column("Relation", 10)),
        *(Column("Place", 14), Column("Statement", 50), Column("Kind", 14), Column("With what", 50)),
        *(Column("Why", 44), Column("To look at", 30), Column("Author", 16), Column("Date", 12)),
    )
    purpose = "Every alignment with its reasons. Choose a decision in any row, and bring the workbook back."
    return TableSheet("Alignments", purpose, columns, rows)


def _text(content: Content, alignment: Alignment) -> str:
    statement = content.by_id.get(alignment.statement)
    return statement.text if statement else alignment.text


def news_sheet(content: Content, news: ListNews) -> TableSheet:
    """What is different in a newer release, and which accepted alignments that touches."""
    rows = [
        (
            *(each.fate.value, KIND_WORDS[each.kind][0], each.code, each.words if each.old and each.new else ""),
            *(each.old, each.new, each.significance.value if each.significance else "", each.why),
            _said(content, [one.statement for one in each.alignments if one.statement in content.by_id]),
        )
        for each in news.changes
    ]
    columns = (
        *(Column("What", 12), Column("Kind", 14), Column("Code", 16), Column("Changes", 50), Column("It was", 44)),
        *(Column("It is", 44), Column("Significance", 13), Column("Why", 44), Column("Aligned statements", 60)),
    )
    return TableSheet("Newer release", f"What is different in {news.new}, against {news.old}.", columns, rows)
