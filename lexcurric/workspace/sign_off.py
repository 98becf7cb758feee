"""The summary of a review as a designer meets it: shown in a cell, and written as HTML, Markdown or Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import LexcurricError
from lexcurric.core.tables import TableReport
from lexcurric.files import write_whole

if TYPE_CHECKING:
    from lexcurric.core.provenance import Provenance


class SignOff:
    """A review summed up for sign-off: who reviewed, when, every decision, the comments, and the flags still open."""

    def __init__(self, report: TableReport, origin: Provenance) -> None:
        self.report, self._origin = report, origin

    @property
    def lines(self) -> tuple[str, ...]:
        """What came out, in sentences."""
        return tuple(self.report.lines)

    def to_html(self) -> str:
        """A page of its own, that needs nothing from outside."""
        from lexcurric.formats.report_html import render_tables

        return render_tables(self.report)

    def to_markdown(self) -> str:
        """The summary in Markdown."""
        from lexcurric.formats.report_markdown import render_tables_markdown

        return render_tables_markdown(self.report)

    def to_excel(self, path: str | Path) -> Path:
        """Writes a workbook, with a sheet to sign."""
        from lexcurric.formats.xlsx_tables import write_report

        target = Path(path)
        write_report(self.report, "review", self._origin, target)
        return target

    def write(self, path: str | Path) -> Path:
        """
        Writes the summary in the form that the name's ending says: .html, .md or .xlsx. Raises LexcurricError for
        another ending.
        """
        target = Path(path)
        ending = target.suffix.lower()
        if ending == ".xlsx":
            return self.to_excel(target)
        makers = {".html": self.to_html, ".htm": self.to_html, ".md": self.to_markdown, ".markdown": self.to_markdown}
        if ending not in makers:
            raise LexcurricError(
                f"{target}: no summary is written as {ending or 'that'}; there are .html, .md and .xlsx"
            )
        write_whole(target, makers[ending]().encode("utf-8"))
        return target

    def __repr__(self) -> str:
        return f"<SignOff of {self.report.title}: {' '.join(self.report.lines)}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import sign_off_html

        return sign_off_html(self)
