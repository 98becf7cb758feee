"""
The cohort workbook: what was collected from scored rubrics, as values and not as links to the files.

Sheets: Overview (charts), Summary (a row a trainee), Ratings (a row a thing rated, a column a trainee), Changes since
(what is different since the version that trainees were scored on), Problems, Sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lexcurric.core.cohort import Edition, Finding, Member
from lexcurric.core.cohort_tables import Line, attained_counts, hardest, level_names, lines
from lexcurric.core.diff import Change
from lexcurric.core.issued import affects_scoring
from lexcurric.core.sheet_cells import cell_text
from lexcurric.workbook import styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.chart import Bars, Series
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.origin import add_facts, describe, facts_of
from lexcurric.workbook.page import protect, set_header, set_height, set_page
from lexcurric.workbook.places import column_letter
from lexcurric.workbook.sheet import Sheet, Value

KIND = "cohort"
MOST_COLUMNS = 16_000
"""More trainees than this have no room in the columns of one sheet."""
_HEAD_ROW = 4
_WIDTHS = {"Rubric": 24.0, "Ref": 7.0, "Level": 14.0, "Criterion": 19.0}
"""What tells things rated apart, and how wide it is in characters."""


def write_cohort(
    members: Sequence[Member], editions: Sequence[Edition], findings: Sequence[Finding], path: Path
) -> None:
    """
    Writes the workbook; the same cohort gives the same bytes. There is at least one member, and one edition.

    Raises FileError where a text is too long for a cell, or the file cannot be written.
    """
    _Writer(members, editions, findings, path).write()


class _Writer:
    def __init__(
        self, members: Sequence[Member], editions: Sequence[Edition], findings: Sequence[Finding], path: Path
    ) -> None:
        self.members, self.editions, self.findings = members, editions, findings
        self.origin = editions[0].rubric.provenance
        self.lines = lines(members, editions)
        self.book = Book(path)
        titles = list(dict.fromkeys(each.rubric.provenance.title for each in editions))
        self.title = f"Cohort: {titles[0]}" if len(titles) == 1 else f"Cohort: {titles[0]} and {len(titles) - 1} more"

    def write(self) -> None:
        self._add_overview()
        self._add_summary()
        self._add_ratings()
        self._add_changes()
        self._add_problems()
        self._add_sources()
        add_facts(self.book, facts_of(KIND, self.origin))
        describe(self.book, self.title, "Cohort", self.origin)
        self.book.write(max(each.rubric.provenance.time for each in self.editions))

    # Overview

    def _add_overview(self) -> None:
        widths = [8.0, 16, 70, 10, 10, 11]
        purpose = "How many trainees attained which level, and what was hardest."
        sheet = self._sheet("Overview", widths, purpose)
        row = self._add_counts(sheet, _HEAD_ROW)
        last = self._add_hardest(sheet, row + 2)
        set_page(sheet, f"A1:F{last}", one_page=True)
        set_header(sheet, self.title, self.origin)

    def _add_counts(self, sheet: Sheet, top: int) -> int:
        counts = attained_counts(self.members)
        self._head(sheet, top, ("No.", "Trainees", "Level attained"), "C")
        for at, (level, count) in enumerate(counts, start=1):
            self._row(sheet, top + at, (at, count, level), (styles.CELL_CENTRE, styles.CELL_CENTRE, styles.CELL))
        last = top + len(counts)
        self.book.table(sheet, "LevelCounts", f"A{top}:C{last}", "How many trainees attained each level")
        end = last + 16
        bars = Bars(
            f"Overview!$C${top + 1}:$C${last}",
            (Series("", f"Overview!$B${top + 1}:$B${last}"),),
            place=f"A{last + 2}:F{end}",
            columns=True,
            labels=True,
        )
        about = f"Column chart: how many trainees attained each level ({', '.join(level for level, _ in counts)})."
        self.book.chart(sheet, bars, "Trainees by level attained", about)
        return end

    def _add_hardest(self, sheet: Sheet, top: int) -> int:
        found = hardest(self.lines)
        if not found:
            return top
        self.book.put(sheet, f"A{top}", "Hardest: met by the smallest share of those rated", styles.HEADING)
        head = top + 1
        self._head(sheet, head, ("Ref", "Level", "Statement or criterion", "Rated", "Met", "Share met"), "BC")
        for at, line in enumerate(found, start=1):
            values = (line.row.ref, line.row.level, _thing(line), line.rated, line.met, line.share)
            looks = (styles.CELL_CENTRE, styles.CELL, styles.CELL, *[styles.CELL_CENTRE] * 2, styles.CELL_SHARE)
            self._row(sheet, head + at, values, looks)
            set_height(sheet, head + at, row_height([(_thing(line), 70), (line.row.level, 16)]))
        last = head + len(found)
        self.book.table(sheet, "Hardest", f"A{head}:F{last}", "What the smallest share of trainees meets")
        end = last + 4 + 2 * len(found)
        bars = Bars(
            f"Overview!$A${head + 1}:$A${last}",
            (Series("", f"Overview!$F${head + 1}:$F${last}"),),
            place=f"A{last + 2}:F{end}",
            percent=True,
        )
        refs = ", ".join(line.row.ref for line in found)
        self.book.chart(sheet, bars, "Share met, the hardest first", f"Bar chart: the share met of {refs}.")
        return end

    # Summary

    def _add_summary(self) -> None:
        levels = level_names(self.members)
        heads = _apart(
            (
                *("Trainee", "Level attained", "Score", "Rated", "To rate"),
                *(f"Met: {level}" for level in levels),
                *("Target attained", "Version", "Standing", "Changes affecting scoring"),
                *("Trainer", "Date", "Place", "Kind", "File", "Sheet"),
            )
        )
        widths = [24.0, 16, 8, 8, 8, *[11.0] * len(levels), 10, 16, 24, 11, 20, 12, 16, 12, 44, 14]
        sheet = self._sheet("Summary", widths, "One row a trainee; results are worked out anew from the ratings.")
        self._head(sheet, _HEAD_ROW, heads, "A")
        set_height(sheet, _HEAD_ROW, 46)
        looks = (
            *(styles.CELL, styles.CELL, styles.CELL_SHARE, *[styles.CELL_CENTRE] * 2),
            *[styles.CELL_SHARE] * len(levels),
            *(styles.CELL_CENTRE, styles.CELL, styles.CELL, styles.CELL_CENTRE, *[styles.CELL] * 6),
        )
        for row, member in enumerate(self.members, start=_HEAD_ROW + 1):
            values = _summary_values(member, levels)
            self._row(sheet, row, values, looks)
            texts = [(str(values[at]), widths[at]) for at in (0, 1, len(widths) - 2)]
            set_height(sheet, row, max(18, row_height(texts)))
        last = _HEAD_ROW + len(self.members)
        area = f"A{_HEAD_ROW}:{column_letter(len(heads))}{last}"
        self.book.table(sheet, "Results", area, "The result of each trainee", filters=True)
        sheet.freeze = f"B{_HEAD_ROW + 1}"
        standing = column_letter(heads.index("Standing") + 1)
        rows = f"{standing}{_HEAD_ROW + 1}:{standing}{last}"
        styles.colour_when(sheet, rows, f'LEFT({standing}{_HEAD_ROW + 1},8)="outdated"', "Not yet")
        # All columns on one page would be too small to read: results are printed, where they come from is not.
        self._finish(sheet, f"A1:{column_letter(heads.index('Changes affecting scoring') + 1)}{last}")

    # Ratings

    def _add_ratings(self) -> None:
        several = len({(each.rubric.provenance.soc, each.rubric.kind) for each in self.editions}) > 1
        members = self.members if len(self.members) <= MOST_COLUMNS else ()
        columns = self._columns_of_ratings(several=several)
        fixed = (*columns, "Rated", "Share met")
        heads = _apart((*fixed, *(each.name for each in members)))
        # A level is a rating with a long name.
        longest = max((len(each) for line in self.lines for each in set(line.ratings) if each), default=0)
        each_width = max(6.0, min(15.0, longest * 1.1 + 2))
        widths = [*columns.values(), 8.0, 9, *[each_width] * len(members)]
        purpose = "One row for each thing that was rated, one column a trainee; an empty cell is not rated."
        if not members:
            purpose = "There are too many trainees for the columns of one sheet; write the CSV."
        sheet = self._sheet("Ratings", widths, purpose)
        for column, head in enumerate(heads, start=1):
            look = styles.HEAD if column <= len(fixed) else styles.HEAD_TURNED
            self.book.put(sheet, f"{column_letter(column)}{_HEAD_ROW}", head, look)
        set_height(sheet, _HEAD_ROW, 120 if members else 32)
        letters = [column_letter(len(fixed) + at) for at in range(1, len(members) + 1)]
        texts = [styles.CELL] * (len(fixed) - 2)
        for row, line in enumerate(self.lines, start=_HEAD_ROW + 1):
            origin, kind = line.edition.rubric.provenance, line.edition.rubric.kind.value
            said = dict(
                zip(_WIDTHS, (f"{origin.soc} {kind}", line.row.ref, line.row.level, line.row.criterion), strict=True)
            )
            values = (
                *(said.get(head, _thing(line)) for head in columns),
                line.rated,
                # Of what nobody is rated on, no share is met or missed.
                line.share if line.rated else "",
            )
            self._row(sheet, row, values, (*texts, styles.CELL_CENTRE, styles.CELL_SHARE))
            # A line has a rating for each trainee; on a sheet without their columns none is written.
            for letter, code in zip(letters, line.ratings, strict=False):
                self.book.put(sheet, f"{letter}{row}", _code(code), styles.CELL_CENTRE)
            codes = [(code, each_width) for code in set(line.ratings) if code]
            set_height(sheet, row, row_height([(_thing(line), 62), (line.row.criterion, 19), *codes]))
        last = _HEAD_ROW + len(self.lines)
        area = f"A{_HEAD_ROW}:{column_letter(len(heads))}{last}"
        self.book.table(sheet, "Ratings", area, "The ratings of each trainee")
        sheet.freeze = f"{column_letter(len(fixed) + 1)}{_HEAD_ROW + 1}"
        self._finish(sheet, f"A1:{column_letter(min(len(heads), 40))}{last}")

    def _columns_of_ratings(self, *, several: bool) -> dict[str, float]:
        """The headings and widths before the ratings; a column that would be empty has no place on the screen."""
        rows = [line.row for line in self.lines]
        empty = {
            "Rubric": not several,
            "Level": not any(row.level for row in rows),
            # Of what is rated by criterion, the criterion is the thing rated.
            "Criterion": not any(row.text and row.criterion for row in rows),
        }
        found = {head: width for head, width in _WIDTHS.items() if not empty.get(head)}
        return found | {"Statement" if all(row.text for row in rows) else "Statement or criterion": 62.0}

    # Changes since, Problems, Sources

    def _add_changes(self) -> None:
        outdated = [each for each in self.editions if each.is_outdated]
        heads = (
            *("Scored on", "Newer version", "Trainees", "What", "Significance", "Affects scoring"),
            *("Level", "It was", "It is", "Why"),
        )
        widths = [16.0, 16, 9, 12, 13, 10, 18, 52, 52, 40]
        purpose = "What is different since the versions that trainees were scored on."
        if not outdated:
            purpose = "Nobody was scored on a version that is known to be outdated."
        rows = [(edition, change) for edition in outdated for change in edition.changes or (None,)]
        looks = (*[styles.CELL] * 2, styles.CELL_CENTRE, *[styles.CELL] * 2, styles.CELL_CENTRE, *[styles.CELL] * 4)
        self._add_list(
            "Changes since", purpose, (heads, widths), [(self._change_values(*each), looks) for each in rows]
        )

    def _change_values(self, edition: Edition, change: Change | None) -> tuple[Value, ...]:
        count = sum(each.edition is edition for each in self.members)
        which = (edition.version, edition.by, count)
        if change is None:
            return (*which, "nothing that is rated", "", "no", "", "", "", edition.why)
        old, new = ("\n".join(place.text for place in side) for side in (change.old, change.new))
        levels = dict.fromkeys(place.label or place.level for place in (*change.old, *change.new))
        weight = change.significance.value if change.significance else ""
        scores = "yes" if affects_scoring(change) else "no"
        return (*which, change.kind.value, weight, scores, " → ".join(levels), old, new, change.why)

    def _add_problems(self) -> None:
        widths = [10.0, 44, 16, 9, 90]
        purpose = "What could not be read or is not certain; notes only tell." if self.findings else "None."
        rows = [
            ("note" if each.is_note else "problem", each.file, each.sheet, each.cell, each.what)
            for each in self.findings
        ]
        heads = ("Kind", "File", "Sheet", "Cell", "What")
        self._add_list("Problems", purpose, (heads, widths), [(row, (styles.CELL,) * 5) for row in rows])

    def _add_sources(self) -> None:
        rows = [
            (each.version, item, text)
            for each in self.editions
            for item, text in each.rubric.provenance.lines or (("Framework version", each.version),)
        ]
        purpose = "Where the statements come from. Keep this sheet when you pass the workbook on."
        heads, widths = ("Version", "Item", "What it is"), [20.0, 26, 76]
        unique = list(dict.fromkeys(rows))
        self._add_list("Sources", purpose, (heads, widths), [(row, (styles.CELL,) * 3) for row in unique])

    # What the sheets share

    def _add_list(
        self,
        title: str,
        purpose: str,
        columns: tuple[Sequence[str], Sequence[float]],
        rows: Sequence[tuple[Sequence[Value], Sequence[str]]],
    ) -> None:
        heads, widths = columns
        sheet = self._sheet(title, widths, purpose)
        if not rows:
            self._finish(sheet, f"A1:{column_letter(len(heads))}2")
            return
        self._head(sheet, _HEAD_ROW, heads, "ABCDEFGHIJ")
        for row, (values, looks) in enumerate(rows, start=_HEAD_ROW + 1):
            self._row(sheet, row, values, looks)
            set_height(sheet, row, row_height([(str(each), width) for each, width in zip(values, widths, strict=True)]))
        last = f"{column_letter(len(heads))}{_HEAD_ROW + len(rows)}"
        self.book.table(sheet, title.title().replace(" ", ""), f"A{_HEAD_ROW}:{last}", purpose, filters=True)
        sheet.freeze = f"A{_HEAD_ROW + 1}"
        self._finish(sheet, f"A1:{last}")

    def _sheet(self, title: str, widths: Sequence[float], purpose: str) -> Sheet:
        sheet = self.book.sheet(title, widths)
        head = self.title if title == "Overview" else f"{title}: {self.title.removeprefix('Cohort: ')}"
        add_head(self.book, sheet, head, purpose, min(sum(widths), 150))
        return sheet

    def _finish(self, sheet: Sheet, area: str) -> None:
        set_page(sheet, area, landscape=True)
        sheet.title_rows = (_HEAD_ROW, _HEAD_ROW)
        set_header(sheet, self.title, self.origin)
        # What was collected is not to be changed by a slip; the rating sheets are where ratings are corrected.
        protect(sheet, filters=True)

    def _head(self, sheet: Sheet, row: int, titles: Iterable[str], left: str) -> None:
        for at, title in enumerate(titles, start=1):
            letter = column_letter(at)
            self.book.put(sheet, f"{letter}{row}", title, styles.HEAD if letter in left else styles.HEAD_CENTRE)
        set_height(sheet, row, 32)

    def _row(self, sheet: Sheet, row: int, values: Sequence[Value], looks: Sequence[str]) -> None:
        for at, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
            self.book.put(sheet, f"{column_letter(at)}{row}", value, look)


def _summary_values(member: Member, levels: Sequence[str]) -> tuple[Value, ...]:
    shares = {each.level: each.share for each in member.levels} if member.rated else {}
    edition = member.edition
    return (
        *(
            member.name,
            member.level_words,
            member.score if member.rated else "",
            member.rated,
            member.rateable - member.rated,
        ),
        *(shares.get(level, "") for level in levels),
        *("yes" if member.target_attained else "no", edition.version, edition.standing),
        *(edition.scored_changes if edition.is_outdated else "", member.trainer, member.date, member.place),
        *(edition.rubric.kind.value, member.file, member.sheet),
    )


def _thing(line: Line) -> str:
    return line.row.text or line.row.criterion or line.row.ref


def _code(code: str | None) -> Value | None:
    return int(code) if code is not None and code.isascii() and code.isdecimal() and len(code) < 10 else code


def _apart(names: Iterable[str]) -> list[str]:
    """The names so that they can head the columns of one table: none empty, none twice."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = " ".join(cell_text(name).split()) or "?"
        text, count = plain, 1
        while text.casefold() in taken:
            count += 1
            text = f"{plain} ({count})"
        taken.add(text.casefold())
        found.append(text)
    return found
