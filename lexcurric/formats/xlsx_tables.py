"""The workbooks of alignments, of comparisons of frameworks, and of reviews to be signed."""

from __future__ import annotations

from pathlib import Path

from lexcurric.core.provenance import Provenance
from lexcurric.core.tables import TableReport
from lexcurric.workbook.tables import write_tables

ALIGNMENT, COMPARISON = "alignment", "comparison"
_WORDS = {
    "covered": "Met",
    "accepted": "Met",
    "shared": "Met",
    "proposed": "Left out",
    "similar": "Left out",
    "not covered": "Not yet",
    "gone": "Not yet",
    "Reviewed": "Met",
    "Not reviewed": "Left out",
    "To decide": "Not yet",
}


def write_report(report: TableReport, kind: str, origin: Provenance, path: Path) -> None:
    """Writes the workbook of an alignment, a comparison or a review. Raises FileError where it cannot be written."""
    write_tables(report, kind, origin, path, _WORDS)
