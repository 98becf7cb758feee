"""What can leave a framework as a file: each kind with its forms, a preview of what goes out, and writing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import DRAFT_MARK, Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.report import counts
from lexcurric.files import file_name, write_whole

if TYPE_CHECKING:
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.framework import Framework

_TABLE = {"xlsx": "Excel (.xlsx)", "html": "Web page (.html)", "csv": "CSV (.csv)", "txt": "Text (.txt)"}
_SHOWN = ("Framework version", "Based on", "Owner of the statements", "Licence of the statements")


@dataclass(frozen=True)
class Outgoing:
    """
    A kind of file: `forms` are its endings, each in words. `versions` is True where a version can be chosen, `since`
    where one can be chosen to compare with, `listed` where it is about a list that statements are aligned with.
    """

    key: str
    title: str
    about: str
    forms: dict[str, str]
    versions: bool = True
    since: bool = False
    listed: bool = False


OUTGOING = {
    each.key: each
    for each in (
        Outgoing(
            "export",
            "Export file",
            "The whole framework in the publisher's own format, for other systems. Unedited, it is byte for byte what "
            "came in.",
            {"json": "Export (.json)"},
        ),
        Outgoing(
            "sheet",
            "Edit sheet",
            "A workbook in which colleagues edit the statements. It comes back through “Take files in”.",
            {"xlsx": "Excel (.xlsx)"},
        ),
        Outgoing(
            "changes",
            "Report of changes",
            "What changed from one version to another, word by word, for reviewers.",
            {
                "html": "Web page (.html)",
                "xlsx": "Excel, to be reviewed (.xlsx)",
                "md": "Markdown (.md)",
                "txt": "Text (.txt)",
            },
            since=True,
        ),
        Outgoing(
            "criteria",
            "Matrix of criteria",
            "Each criterion as a row across the levels, with how verbs and autonomy grow.",
            {"html": "Web page (.html)"},
        ),
        Outgoing("tags", "Tags", "Which statement has which tag, counted by level, and what still lacks one.", _TABLE),
        Outgoing(
            "findings",
            "Findings of the checks",
            "What a careful reader would point out, statement by statement.",
            {"txt": "Text (.txt)", "json": "For a program (.json)", "sarif": "For code tools (.sarif)"},
        ),
        Outgoing(
            "alignment",
            "Alignment with a list",
            "What each statement is about in O*NET or another list, and what nothing covers; can be reviewed in Excel.",
            _TABLE,
            versions=False,
            listed=True,
        ),
        Outgoing(
            "case",
            "CASE associations",
            "The accepted alignments as CASE 1.1 associations, for systems that exchange competencies.",
            {"json": "CASE 1.1 (.json)"},
            versions=False,
            listed=True,
        ),
        Outgoing(
            "ctdl",
            "CTDL-ASN",
            "The accepted alignments as CTDL-ASN, for the Credential Registry.",
            {"json": "CTDL-ASN (.json)"},
            versions=False,
            listed=True,
        ),
        Outgoing(
            "corrections",
            "Corrections of matches",
            "Which statements of two releases you said are the same, for a colleague's workspace.",
            {"json": "Corrections (.json)"},
            versions=False,
        ),
    )
}
"""Everything but rubrics, which have a screen of their own."""


@dataclass(frozen=True)
class Order:
    """What is to be written: a kind, in a form, of a version (empty: the draft), compared with another, of a list."""

    kind: str
    form: str
    version: str = ""
    since: str = ""
    listed: str = ""


@dataclass(frozen=True)
class Preview:
    """
    What would go out: the file's name without its folder, `counts` of what is in it, the `credit` that it carries.

    `why_not` says, where nothing can be written, why, and what to do.
    """

    name: str
    counts: tuple[tuple[str, str], ...] = ()
    credit: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    why_not: str = ""


def find_kind(order: Order) -> Outgoing:
    """The kind that an order names. Raises EditError for one that there is not, or a form that it does not have."""
    kind = OUTGOING.get(order.kind)
    if kind is None:
        raise EditError(f"no kind {order.kind!r} to hand out; there are {', '.join(OUTGOING)}")
    if order.form not in kind.forms:
        raise EditError(f"{kind.title} is not written as {order.form!r}; there is {', '.join(kind.forms)}")
    return kind


def preview(framework: Framework, order: Order) -> Preview:
    """What writing the order would hand out; nothing is written."""
    kind = find_kind(order)
    snapshot = framework.snapshot(order.version if kind.versions else "")
    credit = tuple((label, text) for label, text in _credit(snapshot))
    base = Preview(_name(kind, snapshot, order), credit=credit)
    try:
        said = _COUNTS[kind.key](framework, snapshot, order)
    except LexcurricError as error:
        text = str(error)
        return replace(base, why_not=f"{text[:1].upper()}{text[1:]}".rstrip(".") + ".")
    return replace(said, name=base.name, credit=credit)


def write(framework: Framework, order: Order, path: Path) -> Path:
    """Writes the order to a file, and gives its path. Raises LexcurricError, in words, where that cannot be."""
    kind = find_kind(order)
    found = preview(framework, order)
    if found.why_not:
        raise EditError(found.why_not)
    snapshot = framework.snapshot(order.version if kind.versions else "")
    _WRITERS[kind.key](framework, snapshot, order, path)
    return path


def _name(kind: Outgoing, snapshot: Snapshot, order: Order) -> str:
    parts = [snapshot.content.soc, snapshot.version.replace(DRAFT_MARK, "-draft")]
    if kind.key == "sheet":
        parts.append("edit-sheet")
    elif kind.key != "export":
        parts.append(kind.key)
    if kind.since:
        parts.append(f"since-{order.since or 'draft'}")
    return f"{file_name(*parts)}.{order.form}"


def _credit(snapshot: Snapshot) -> list[tuple[str, str]]:
    lines = provenance(snapshot).lines
    return [each for each in lines if each[0] in _SHOWN or each[0].startswith(("Source", "Credit", "Changes"))]


# What is in it


def _whole(_framework: Framework, snapshot: Snapshot, _order: Order) -> Preview:
    content = snapshot.content
    rows = [("Statements", f"{len(content.active):,}")]
    rows += [(level.label, f"{len(content.by_level[level.key]):,}") for level in content.levels]
    retired = len(content.statements) - len(content.active)
    notes = (f"{retired} retired statements stay behind.",) if retired else ()
    return Preview("", tuple(rows), notes=notes)


def _changes(framework: Framework, _snapshot: Snapshot, order: Order) -> Preview:
    if order.since == order.version:
        raise EditError("choose two different versions to compare")
    record = framework.workspace.diff(framework.snapshot(order.since), framework.snapshot(order.version)).record
    rows = [(str(each).partition(" ")[2].capitalize(), f"{each.count:,}") for each in counts(record)]
    notes = () if rows else ("Nothing changed between these two; the report says so.",)
    return Preview("", tuple(rows), notes=notes)


def _criteria(_framework: Framework, snapshot: Snapshot, _order: Order) -> Preview:
    from lexcurric.workspace.criteria import Criteria

    found = Criteria(snapshot)
    if not found.rows:
        raise EditError("no statement has a criterion in this version; propose criteria first")
    rows = [("Criteria", str(len(found.rows))), ("Statements without one", str(found.loose))]
    return Preview("", (*rows, ("Cells without a statement", str(len(found.missing)))))


def _tags(_framework: Framework, snapshot: Snapshot, _order: Order) -> Preview:
    from lexcurric.workspace.tag_views import TagCoverageView

    record = TagCoverageView(snapshot).record
    if not record.counts:
        raise EditError("no statement has a tag in this version; tag some in the editor first")
    lacking = sum(len(ids) for ids in record.untagged.values())
    return Preview("", (("Tags in use", str(len(record.counts))), ("Required tags that are missing", str(lacking))))


def _findings(framework: Framework, snapshot: Snapshot, _order: Order) -> Preview:
    from lexcurric.workspace.checks import find_all

    found = find_all(snapshot, framework.workspace)
    by = Counter(each.severity.value for each in found)
    rows = [("Findings", str(len(found))), *((name.capitalize(), str(count)) for name, count in by.items())]
    return Preview("", (*rows, ("Accepted", str(len(found.accepted)))))


def _alignments(framework: Framework, order: Order) -> Alignments:
    lists = framework.alignments.lists
    if not lists:
        raise EditError("no list is kept to align with; take one in first")
    return next((each for each in lists if each.list.key == order.listed), lists[0])


def _alignment(framework: Framework, _snapshot: Snapshot, order: Order) -> Preview:
    found = _alignments(framework, order)
    states = Counter(each.state.value for each in found.records)
    rows = [(name.capitalize(), str(states[name])) for name in ("accepted", "proposed", "rejected")]
    return Preview("", (("List", found.list.title), *rows), notes=(found.list.credit,) if found.list.credit else ())


def _accepted(framework: Framework, _snapshot: Snapshot, order: Order) -> Preview:
    found = _alignments(framework, order)
    count = sum(each.is_accepted for each in found.records)
    if not count:
        raise EditError(f"no alignment with {found.list.title} is accepted yet; review what is proposed first")
    return Preview("", (("List", found.list.title), ("Accepted alignments", str(count))))


def _corrections(framework: Framework, _snapshot: Snapshot, _order: Order) -> Preview:
    from lexcurric.workspace.identity import kept_corrections

    found = kept_corrections(framework.workspace.store, framework.soc)
    if not found:
        raise EditError("no match was corrected yet; that is done in the review of a merge")
    return Preview("", (("Corrections", str(len(found))),))


_COUNTS: dict[str, Callable[[Any, Snapshot, Order], Preview]] = {
    "export": _whole,
    "sheet": _whole,
    "changes": _changes,
    "criteria": _criteria,
    "tags": _tags,
    "findings": _findings,
    "alignment": _alignment,
    "case": _accepted,
    "ctdl": _accepted,
    "corrections": _corrections,
}


# Writing it


def _write_export(framework: Framework, _snapshot: Snapshot, order: Order, path: Path) -> None:
    framework.export(path, order.version)


def _write_sheet(framework: Framework, _snapshot: Snapshot, order: Order, path: Path) -> None:
    framework.sheet(path, order.version)


def _write_changes(framework: Framework, snapshot: Snapshot, order: Order, path: Path) -> None:
    framework.workspace.diff(framework.snapshot(order.since), snapshot).write(path, with_reasons=order.form == "txt")


def _write_criteria(_framework: Framework, snapshot: Snapshot, _order: Order, path: Path) -> None:
    from lexcurric.workspace.criteria import Criteria

    Criteria(snapshot).write(path)


def _write_tags(_framework: Framework, snapshot: Snapshot, _order: Order, path: Path) -> None:
    from lexcurric.workspace.tag_views import TagCoverageView

    TagCoverageView(snapshot).write(path)


def _write_findings(framework: Framework, snapshot: Snapshot, order: Order, path: Path) -> None:
    from lexcurric.workspace.checks import find_all

    found = find_all(snapshot, framework.workspace)
    makers = {"json": found.to_json, "sarif": found.to_sarif}
    if order.form in makers:
        text = makers[order.form]()
    else:
        credit = "\n".join(f"{label}: {said}" for label, said in _credit(snapshot))
        text = f"{found.to_text(with_reasons=True).rstrip()}\n\n{credit}"
    write_whole(path, (text.rstrip("\n") + "\n").encode("utf-8"))


def _write_alignment(framework: Framework, _snapshot: Snapshot, order: Order, path: Path) -> None:
    _alignments(framework, order).write(path)


def _write_case(framework: Framework, _snapshot: Snapshot, order: Order, path: Path) -> None:
    from lexcurric.workspace.table_files import write_json

    write_json(_alignments(framework, order).case_associations(), path)


def _write_ctdl(framework: Framework, _snapshot: Snapshot, order: Order, path: Path) -> None:
    from lexcurric.workspace.table_files import write_json

    write_json(_alignments(framework, order).ctdl_asn(), path)


def _write_corrections(framework: Framework, _snapshot: Snapshot, _order: Order, path: Path) -> None:
    from lexcurric.workspace.corrections import write_corrections

    write_corrections(framework, path)


_WRITERS: dict[str, Callable[[Any, Snapshot, Order, Path], None]] = {
    "export": _write_export,
    "sheet": _write_sheet,
    "changes": _write_changes,
    "criteria": _write_criteria,
    "tags": _write_tags,
    "findings": _write_findings,
    "alignment": _write_alignment,
    "case": _write_case,
    "ctdl": _write_ctdl,
    "corrections": _write_corrections,
}
