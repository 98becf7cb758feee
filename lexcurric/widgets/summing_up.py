"""The summary of a review on its screen: made for sign-off, written in three forms, and offered to download."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.review_notes import Note
from lexcurric.core.sign_off import Line, sign_off_report
from lexcurric.files import file_name
from lexcurric.widgets.changes import Listing, Row
from lexcurric.widgets.downloads import Downloads
from lexcurric.workspace.review_notes import Notebook, reviewers
from lexcurric.workspace.sign_off import SignOff

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot

SUMMARY_FORMS = (".html", ".md", ".xlsx")


class SummingUp(Downloads, Listing):
    """The part of a review's screen that sums it up; `home` is the folder that its files go to."""

    notebook: Notebook
    notes: dict[str, Note]
    home: Path

    def line_of(self, row: Row) -> Line:
        """A row for the summary."""
        raise NotImplementedError

    def sides_of_review(self) -> tuple[str, tuple[Snapshot, Snapshot], tuple[str, str]]:
        """What the summary is called, its two sides, and what those are called."""
        raise NotImplementedError

    def summary(self) -> SignOff:
        """The review summed up for sign-off: who reviewed, when, every decision, comments, and open flags."""
        from lexcurric.core.provenance import provenance

        title, sides, names = self.sides_of_review()
        origins = [provenance(each) for each in sides]
        report = sign_off_report(
            title,
            [self.line_of(row) for row in self.rows],
            list(reviewers(self.notes.values()).values()),
            self.notebook.signed().time,
            list(zip(names, origins, strict=True)),
            self.notes_for_summary(),
        )
        return SignOff(report, origins[-1])

    def notes_for_summary(self) -> tuple[str, ...]:
        """What is to be known beside the rows."""
        return ()

    def write_summary(self, folder: str | Path | None = None) -> list[Path]:
        """Writes the summary as HTML, Markdown and Excel (to `reviews/` beside the workspace), and gives the files."""
        where = Path(folder) if folder is not None else self.home / "reviews"
        summary = self.summary()
        name = file_name(*self.notebook.review.split("/"))
        return [summary.write((where / f"{name}{form}").absolute()) for form in SUMMARY_FORMS]

    def do_summary(self) -> str:
        """Writes the summary, and offers its files."""
        files = self.write_summary()
        self.send({"summary": [self.offer(each) for each in files]})
        return f"The summary is in {files[0].parent}"
