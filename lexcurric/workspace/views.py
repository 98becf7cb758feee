"""A diff as a designer meets it: iterable, shown in a cell, and written as text, JSON, HTML, Markdown or Excel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.diff import Change, Differences, MetadataChange, diff
from lexcurric.core.errors import LexcurricError
from lexcurric.core.judgments import judged
from lexcurric.core.model import Content, Snapshot
from lexcurric.core.patch import apply_differences, invert
from lexcurric.core.provenance import provenance
from lexcurric.files import write_whole

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.workspace import Workspace


class ReportForm(StrEnum):
    """The forms of a diff report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"
    EXCEL = "xlsx"


_ENDINGS = {
    "": ReportForm.TEXT,
    ".txt": ReportForm.TEXT,
    ".json": ReportForm.JSON,
    ".html": ReportForm.HTML,
    ".htm": ReportForm.HTML,
    ".md": ReportForm.MARKDOWN,
    ".markdown": ReportForm.MARKDOWN,
    ".xlsx": ReportForm.EXCEL,
}


def _by_ending(path: Path) -> ReportForm:
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(each for each in _ENDINGS if each)
        raise LexcurricError(f"{path}: no report is written as {path.suffix}; there are {known} (or name a --format)")
    return form


class Diff:
    """
    What changed from one snapshot to another. Iterates its changes; a cell that ends with it shows them.

    `workspace` is where the two sides are from, if that is open; `record` what changed, if that is known already.
    """

    def __init__(
        self, old: Snapshot, new: Snapshot, workspace: Workspace | None = None, record: Differences | None = None
    ) -> None:
        self.old, self.new, self.workspace = old, new, workspace
        self.record: Differences = self._found() if record is None else record

    def _found(self) -> Differences:
        """The differences, with what the designers of the workspace said of rewordings."""
        found = diff(self.old, self.new)
        if self.workspace is None:
            return found
        from lexcurric.workspace.judging import kept

        return judged(found, kept(self.workspace.store, found.soc))

    @property
    def summary(self) -> dict[str, int]:
        """How many statements are unchanged, and how many changes there are of each kind."""
        return dict(self.record.summary)

    @property
    def changes(self) -> tuple[Change | MetadataChange, ...]:
        """Every change, in reading order."""
        return self.record.changes

    def __iter__(self) -> Iterator[Change | MetadataChange]:
        return iter(self.record.changes)

    def __len__(self) -> int:
        return len(self.record.changes)

    def __bool__(self) -> bool:
        return not self.record.is_empty

    def inverse(self) -> Diff:
        """The diff that leads back, from the new side to the old."""
        return Diff(self.new, self.old, self.workspace, invert(self.record))

    def apply_to(self, side: Snapshot | Content) -> Content:
        """
        The content that the changes lead to, exactly that of the new side; nothing is stored.

        Raises PatchError, which names the first thing that differs, where `side` does not say what the old side says.
        """
        content = side.content if isinstance(side, Snapshot) else side
        return apply_differences(content, self.record, self.old.content)

    def to_frame(self) -> DataFrame:
        """One row a change."""
        from lexcurric.formats.frames import diff_frame

        return diff_frame(self.record)

    def to_json(self) -> str:
        """The published JSON (`lexcurric/diff/1`)."""
        return json.dumps(self.record.to_json_value(), ensure_ascii=False, indent=2) + "\n"

    def to_text(self, *, with_reasons: bool = False) -> str:
        """The report for a terminal; reasons stand where a look is asked for, and everywhere if wanted."""
        from lexcurric.formats.report_text import render_text

        return render_text(self.record, with_reasons=with_reasons)

    def to_html(self) -> str:
        """A page of its own, that needs nothing from outside."""
        from lexcurric.core.explain import unchanged
        from lexcurric.formats.report_html import render_html

        kept = unchanged(self.record, self.new.content)
        return render_html(self.record, provenance(self.old), provenance(self.new), kept)

    def to_markdown(self) -> str:
        """The report in Markdown."""
        from lexcurric.formats.report_markdown import render_markdown

        return render_markdown(self.record, provenance(self.old), provenance(self.new))

    def to_excel(self, path: str | Path, paper: str = "a4") -> Path:
        """
        Writes a workbook with one row a change and room for a reviewer's decisions, which `lexcurric.read_review` reads
        back; `paper` is a4 or letter.
        """
        from lexcurric.core.rubric import Paper
        from lexcurric.formats.xlsx_changes import write_changes

        target = Path(path)
        write_changes(self.record, (provenance(self.old), provenance(self.new)), target, Paper(paper))
        return target

    def render(self, form: ReportForm) -> str:
        """The report in one of its forms that are text; LexcurricError for Excel, which is a file."""
        if form is ReportForm.EXCEL:
            raise LexcurricError("an Excel report is a file: say where to write it, such as -o changes.xlsx")
        makers = {
            ReportForm.TEXT: self.to_text,
            ReportForm.JSON: self.to_json,
            ReportForm.HTML: self.to_html,
            ReportForm.MARKDOWN: self.to_markdown,
        }
        return makers[form]()

    def write(self, path: str | Path, form: ReportForm | None = None, *, with_reasons: bool = False) -> Path:
        """
        Writes the report, in the form that the file's ending names if none is given; LexcurricError for an ending that
        names none. `with_reasons` is for text, the other forms have them anyway.
        """
        target = Path(path)
        wanted = form or _by_ending(target)
        if wanted is ReportForm.EXCEL:
            return self.to_excel(target)
        text = self.to_text(with_reasons=with_reasons) if wanted is ReportForm.TEXT else self.render(wanted)
        write_whole(target, text.encode("utf-8"))
        return target

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {kind}" for kind, count in self.summary.items() if count)
        return f"<Diff {self.record.old.ref} → {self.record.new.ref}: {counts}>"

    def _repr_html_(self) -> str:
        from lexcurric.formats.report_html import render_fragment

        return render_fragment(self.record)
