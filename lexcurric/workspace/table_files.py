"""What can be done with tables about something: written as a workbook, a page, CSV, JSON or text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.tables import TableReport, cell_words
from lexcurric.files import write_whole

if TYPE_CHECKING:
    from pydantic import JsonValue

_ENDINGS = ".xlsx, .csv, .html, .json and .txt"


def write_json(value: object, path: str | Path) -> Path:
    """Writes a JSON value, one thing a line, in UTF-8. Gives the path."""
    target = Path(path)
    write_whole(target, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    return target


class TableFiles:
    """Something that is a `TableReport`: what it writes carries its sources and their credit."""

    kind = "report"

    def to_report(self) -> TableReport:
        """All of it as tables."""
        raise NotImplementedError

    def to_json_value(self) -> JsonValue:
        """All of it as plain values."""
        raise NotImplementedError

    @property
    def origin_snapshot(self) -> Snapshot:
        """What is written into a file's header and properties."""
        raise NotImplementedError

    def to_excel(self, path: str | Path) -> Path:
        """Writes a workbook: an overview, a sheet a table with filters, and the sources. Gives the path."""
        from lexcurric.formats.xlsx_tables import write_report

        target = Path(path)
        write_report(self.to_report(), self.kind, provenance(self.origin_snapshot), target)
        return target

    def to_html(self) -> str:
        """A page of its own, that needs nothing from outside."""
        from lexcurric.formats.report_html import render_tables

        return render_tables(self.to_report())

    def to_csv(self, path: str | Path, sheet: str = "") -> Path:
        """
        Writes one table (by its title; without it, that of `csv_sheet`) as CSV, and the sources beside it.

        They stand in `NAME.sources.txt`, since a CSV has no place for them. Gives the path of the CSV.
        """
        from lexcurric.formats.csv_table import write_csv

        report, target = self.to_report(), Path(path)
        wanted = sheet or self.csv_sheet
        table = next((each for each in report.sheets if each.title == wanted), None)
        if table is None:
            titles = ", ".join(each.title for each in report.sheets)
            raise LexcurricError(f"no table {wanted!r}; there are {titles}")
        rows = [[cell_words(cell) if isinstance(cell, tuple) else cell for cell in row] for row in table.rows]
        write_csv(target, table.names, rows)
        said = "".join(f"{item}: {text}\n" for item, text in report.sources)
        write_whole(target.with_name(f"{target.stem}.sources.txt"), said.encode("utf-8"))
        return target

    csv_sheet = ""
    """The table that `to_csv` writes when nobody says."""

    def to_text(self) -> str:
        """The lines and the sources, for a terminal."""
        report = self.to_report()
        sources = "\n".join(f"{item}: {text}" for item, text in report.sources)
        return "\n".join([report.title, *report.lines, "", sources]) + "\n"

    def write(self, path: str | Path) -> Path:
        """Writes in the form that the name's ending says: .xlsx, .csv, .html, .json or .txt. Gives the path."""
        target = Path(path)
        ending = target.suffix.lower()
        if ending == ".xlsx":
            return self.to_excel(target)
        if ending == ".csv":
            return self.to_csv(target)
        if ending in (".html", ".htm"):
            text = self.to_html()
        elif ending == ".json":
            text = json.dumps(self.to_json_value(), ensure_ascii=False, indent=2) + "\n"
        elif ending in (".txt", ""):
            text = self.to_text()
        else:
            raise LexcurricError(f"{target}: this is not written as {ending}; there are {_ENDINGS}")
        write_whole(target, text.encode("utf-8"))
        return target
