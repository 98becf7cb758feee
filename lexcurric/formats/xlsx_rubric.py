"""
The rubric as an Excel workbook that scores itself: instructions, a sheet to rate on, a summary, and the sources.

Every formula stands beside the value that `core.rubric.score` gives for a trainee who is not rated yet, so that
programs which do not calculate show the same as those that do.
"""

from __future__ import annotations

from pathlib import Path

from lexcurric.core.errors import FileError, Problem
from lexcurric.core.rubric import LevelResult, Rubric, RubricResult, score
from lexcurric.workbook import scoring, styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.chart import Bars, Series
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.origin import add_facts, add_sources, describe, facts_of
from lexcurric.workbook.page import break_pages, page_rows, paginate, protect, set_header, set_height, set_page
from lexcurric.workbook.scoring import FIRST_ROW, HEADER_ROW, SCALE_ROW, SCORE, START, SUMMARY, Cells
from lexcurric.workbook.sheet import Sheet, Validation, Value

STEPS = (
    "Save a copy of this workbook for each trainee. On the sheet Score, fill in the trainee, the date and the place.",
    "Watch the trainee at work, then choose a Rating for each statement. Only the cream cells can be filled in.",
    "Leave a statement blank while you have not seen it. Choose NA if it does not apply to your workplace.",
    "Note what you saw under Evidence and comments: what was done, when, and how well.",
    "Read the result on the sheet Summary. It is provisional until every statement is rated or NA.",
)
SCORE_HEADERS = (
    *("Ref", "Level", "Criterion", "Statement", "Rating", "Status", "Weight", "Points", "Evidence and comments"),
    *("Statement ID", "Text check", "Level step"),
)
LEVEL_HEADERS = (
    *("Level", "Step", "Statements", "Left out", "Rated", "Met", "Share met", "Share required", "Still to meet"),
    "Attained",
)
RESULT_LABELS = ("Trainee", "Level attained", "Score", "Rated so far", "Next level", "Still to meet")


def write_rubric(rubric: Rubric, path: Path) -> None:
    """
    Write a rubric as an Excel workbook; the same rubric gives the same bytes.

    Raises FileError, and writes nothing, for a rubric without statements, a text that no cell can hold, or a path that
    cannot be written.
    """
    if not rubric.rows:
        raise FileError(
            str(path), [Problem("", "the framework has no active statement to rate")], "Add statements first"
        )
    _Writer(rubric, path).write()


class _Writer:
    """One workbook in the making; each `_add` method makes one sheet."""

    def __init__(self, rubric: Rubric, path: Path) -> None:
        self.rubric, self.origin = rubric, rubric.provenance
        self.cells, self.result = Cells(rubric), score(rubric, {})
        self.book = Book(path)
        self.title = f"Skills checklist: {self.origin.title}"

    def write(self) -> None:
        self._add_start()
        self._add_score()
        self._add_summary()
        add_sources(self.book, self.title, self.origin)
        add_facts(self.book, self._facts())
        for name, target in self.cells.names.items():
            self.book.name(name, target)
        describe(self.book, self.title, "Rubric", self.origin)
        self.book.write(self.origin.time)

    def _facts(self) -> dict[str, str]:
        rules = self.rubric.rules
        return facts_of(self.rubric.kind.value, self.origin) | {
            "statementTable": "Scores",
            "scale": ",".join(rating.code for rating in self.rubric.scale),
            "metRating": str(rules.met_rating),
            "shareRequired": repr(rules.share_required),
            "locale": "en",
        }

    def _add_start(self) -> None:
        sheet = self.book.sheet(START, [17, 58, 14, 11])
        purpose = "Rate what you see the trainee do; the workbook works out the level attained."
        add_head(self.book, sheet, self.title, purpose, 100)
        self.book.put(
            sheet, "A3", f"Framework {self.origin.version} · {self.origin.soc} · {self.origin.short_hash}", styles.NOTE
        )
        self.book.put(sheet, "A5", "How to use it", styles.HEADING)
        for number, step in enumerate(STEPS, start=1):
            self.book.put(sheet, f"A{5 + number}", f"Step {number}", styles.LABEL)
            self.book.put(sheet, f"B{5 + number}", step, styles.BODY)
            set_height(sheet, 5 + number, row_height([(step, 58)]))
        self.book.put(sheet, f"A{SCALE_ROW - 2}", "Rating scale and rules", styles.HEADING)
        self._add_scale(sheet)
        self._add_rules(sheet)
        last = self._add_links(sheet)
        set_page(sheet, f"A1:D{last}", one_page=True)
        set_header(sheet, self.title, self.origin)
        protect(sheet)

    def _add_scale(self, sheet: Sheet) -> None:
        met = self.rubric.rules.met_rating
        self._header(sheet, SCALE_ROW, ("Rating", "Meaning", "Counts as met", "Points"), "B")
        for row, rating in enumerate(self.rubric.scale, start=SCALE_ROW + 1):
            points = rating.points
            counts = "–" if points is None else "Yes" if points >= met else "No"
            code = int(rating.code) if rating.code.isdecimal() else rating.code
            self.book.put(sheet, f"A{row}", code, styles.CELL_CENTRE)
            self.book.put(sheet, f"B{row}", rating.meaning, styles.CELL)
            formula = f'=IF(ISNUMBER(D{row}),IF(D{row}>=MetRating,"Yes","No"),"–")'
            self.book.formula(sheet, f"C{row}", formula, counts, styles.CELL_CENTRE)
            self.book.put(sheet, f"D{row}", "–" if points is None else points, styles.CELL_CENTRE)
            set_height(sheet, row, row_height([(rating.meaning, 58), (rating.code, 17)]))
        area = f"A{SCALE_ROW}:D{SCALE_ROW + len(self.rubric.scale)}"
        self.book.table(sheet, "RatingScale", area, "What each rating means, and the points it gives")

    def _add_rules(self, sheet: Sheet) -> None:
        top, rules = self.cells.rules_row, self.rubric.rules
        self._header(sheet, top, ("Rule", "What it means", "Value"), "AB")
        texts = (
            ("Met rating", "A rating from here up counts as met.", rules.met_rating),
            (
                "Share required",
                "A level is attained when this share of its statements is met (NA left out), and every"
                " level below it is attained.",
                rules.share_required,
            ),
            (
                "Highest rating",
                "The score is the points given, divided by the points possible for what is rated.",
                self.rubric.top_points,
            ),
        )
        for row, (name, meaning, value) in enumerate(texts, start=top + 1):
            self.book.put(sheet, f"A{row}", name, styles.CELL)
            self.book.put(sheet, f"B{row}", meaning, styles.CELL)
            share = name == "Share required"
            self.book.put(sheet, f"C{row}", value, styles.CELL_SHARE if share else styles.CELL_CENTRE)
            set_height(sheet, row, row_height([(meaning, 58)]))
        self.book.table(sheet, "ScoringRules", f"A{top}:C{top + 3}", "How ratings become results")

    def _add_links(self, sheet: Sheet) -> int:
        row = self.cells.rules_row + 5
        for at, (name, about) in enumerate(
            (("Score", "rate each statement"), ("Summary", "see the result"), ("Sources", "owner, credit and licence"))
        ):
            self.book.link(sheet, f"A{row + at}", f"Go to {name}", f"{name}!A1")
            self.book.put(sheet, f"B{row + at}", about, styles.NOTE)
        return row + 2

    def _header(self, sheet: Sheet, row: int, titles: tuple[str, ...], left: str) -> None:
        for letter, title in zip("ABCDEFGHIJKL", titles, strict=False):
            self.book.put(sheet, f"{letter}{row}", title, styles.HEAD if letter in left else styles.HEAD_CENTRE)
        set_height(sheet, row, 32 if len(titles) > 4 else 20)

    def _add_score(self) -> None:
        widths = self._score_widths()
        sheet = self.book.sheet(SCORE, widths)
        purpose = "Choose a rating for each statement, and note what you saw."
        add_head(self.book, sheet, f"Score: {self.origin.title}", purpose, sum(widths[:9]))
        self._hide_columns(sheet)
        self._add_inputs(sheet)
        self._header(sheet, HEADER_ROW, SCORE_HEADERS, "BCDI")
        for at in range(len(self.rubric.rows)):
            self._add_score_row(sheet, at, widths)
        last = self.cells.last_row
        self.book.table(
            sheet, "Scores", f"A{HEADER_ROW}:L{last}", "One row for each statement: rating, status, evidence"
        )
        self._add_validation(sheet)
        styles.colour_status(sheet, f"F{FIRST_ROW}:F{last}")
        sheet.freeze = f"E{FIRST_ROW}"
        set_page(sheet, f"A1:I{last}", landscape=True)
        sheet.title_rows = (HEADER_ROW, HEADER_ROW)
        self._break_pages(sheet, sum(widths[:9]))
        set_header(sheet, self.title, self.origin)
        protect(sheet)

    @property
    def _has_criteria(self) -> bool:
        return any(row.criterion for row in self.rubric.rows)

    @property
    def _has_weights(self) -> bool:
        return any(row.weight != 1 for row in self.rubric.rows)

    def _score_widths(self) -> list[float]:
        """The widths of all columns; hidden ones count 0, and the statements get what they leave."""
        criterion = 19.0 if self._has_criteria else 0.0
        weight = 8.0 if self._has_weights else 0.0
        return [7, 14, criterion, 72 - criterion * 0.75, 8, 11, weight, weight, 34 - weight, 12, 12, 12]

    def _hide_columns(self, sheet: Sheet) -> None:
        hidden = ["J", "K", "L", *([] if self._has_criteria else ["C"]), *([] if self._has_weights else ["G", "H"])]
        sheet.hide(*hidden)

    def _add_inputs(self, sheet: Sheet) -> None:
        left, right = ("C" if self._has_criteria else "A"), ("G" if self._has_weights else "E")
        for row, label in ((3, "Trainee"), (4, "Date (yyyy-mm-dd)"), (5, "Place")):
            self.book.put(sheet, f"{left}{row}", label, styles.LABEL)
            self.book.put(sheet, f"D{row}", None, styles.IN_DATE if row == 4 else styles.IN)
            set_height(sheet, row, 20)
        for row, label in ((3, "Trainer"), (4, "Level attained"), (5, "Score")):
            self.book.put(sheet, f"{right}{row}", label, styles.LABEL_IN)
        self.book.put(sheet, "I3", None, styles.IN)
        self.book.formula(sheet, "I4", f"={SUMMARY}!$B$5", self._attained, styles.VALUE)
        self.book.formula(sheet, "I5", f"={SUMMARY}!$B$6", 0, styles.SHARE)
        set_height(sheet, 6, 8)

    def _add_score_row(self, sheet: Sheet, at: int, widths: list[float]) -> None:
        row, line, put = FIRST_ROW + at, self.rubric.rows[at], self.book.put
        step = self.rubric.levels.index(line.level)
        put(sheet, f"A{row}", line.ref, styles.CELL_CENTRE)
        put(sheet, f"B{row}", line.level, styles.CELL, fill=styles.level_fill(step, len(self.rubric.levels)))
        put(sheet, f"C{row}", line.criterion, styles.CELL)
        put(sheet, f"D{row}", line.text, styles.CELL)
        put(sheet, f"E{row}", None, styles.IN_CENTRE)
        self.book.formula(sheet, f"F{row}", scoring.status(row), scoring.TO_RATE, styles.CELL_CENTRE)
        put(sheet, f"G{row}", line.weight, styles.CELL_CENTRE)
        self.book.formula(sheet, f"H{row}", scoring.points(row), "", styles.CELL_CENTRE)
        put(sheet, f"I{row}", None, styles.IN)
        put(sheet, f"J{row}", line.id, styles.CELL_SMALL)
        put(sheet, f"K{row}", line.text_check, styles.CELL_SMALL)
        put(sheet, f"L{row}", step + 1, styles.CELL_SMALL)
        set_height(sheet, row, self._row_height(at, widths))

    def _row_height(self, at: int, widths: list[float]) -> float:
        line = self.rubric.rows[at]
        texts = [(line.ref, widths[0]), (line.level, widths[1]), (line.text, widths[3])]
        if self._has_criteria:
            texts.append((line.criterion, widths[2]))
        return max(30, row_height(texts))

    def _add_validation(self, sheet: Sheet) -> None:
        last = self.cells.last_row
        codes = ", ".join(rating.code for rating in self.rubric.scale)
        sheet.add(
            Validation(
                f"E{FIRST_ROW}:E{last}",
                "list",
                formula1=self.cells.codes,
                prompt_title="Rating",
                prompt=f"Choose {codes[:100]}. The sheet Start says what they mean.",
                error_title="Not a rating",
                error=f"Please choose one of {codes[:100]}, or leave it blank.",
            )
        )
        date = "Please type a date such as 2026-05-15."
        sheet.add(Validation("D4", "date", formula1="36526", formula2="73415", error_title="Not a date", error=date))
        note = "Please keep the note to 2,000 characters."
        sheet.add(
            Validation(
                f"I{FIRST_ROW}:I{last}", "textLength", "lessThanOrEqual", "2000", error_title="Too long", error=note
            )
        )

    def _break_pages(self, sheet: Sheet, width: float) -> None:
        groups: list[list[tuple[int, float]]] = [[] for _ in self.rubric.levels]
        for row, line in enumerate(self.rubric.rows, start=FIRST_ROW):
            groups[self.rubric.levels.index(line.level)].append((row, sheet.height_of(row) or 30))
        room = page_rows(width, taken=32)
        break_pages(sheet, paginate(groups, room, room - 114))

    @property
    def _attained(self) -> str:
        return self.result.attained or f"Below {self.rubric.levels[0]}"

    def _add_summary(self) -> None:
        widths = [24.0, 6, 11, 9, 8, 8, 10, 10, 11, 10]
        sheet = self.book.sheet(SUMMARY, widths)
        purpose = "The result of the ratings on the sheet Score."
        add_head(self.book, sheet, f"Summary: {self.origin.title}", purpose, sum(widths))
        values = _result_values(self.rubric, self.result, self._attained)
        for row, label in enumerate(RESULT_LABELS, start=4):
            self.book.put(sheet, f"A{row}", label, styles.LABEL)
            look = {5: styles.RESULT, 6: styles.SHARE}.get(row, styles.VALUE)
            self.book.formula(sheet, f"B{row}", scoring.results(self.cells)[f"B{row}"], values[row - 4], look)
            set_height(sheet, row, 18)
        self._header(sheet, scoring.LEVEL_HEADER_ROW, LEVEL_HEADERS, "A")
        for step, result in enumerate(self.result.levels):
            self._add_level_row(sheet, step, result)
        last = self.cells.last_level
        area = f"A{scoring.LEVEL_HEADER_ROW}:J{last}"
        self.book.table(sheet, "LevelResults", area, "Statements, ratings and share met of each level")
        end = self._add_chart(sheet, last + 2)
        set_page(sheet, f"A1:J{end}", one_page=len(self.rubric.levels) <= 12)
        set_header(sheet, self.title, self.origin)
        protect(sheet)

    def _add_level_row(self, sheet: Sheet, step: int, result: LevelResult) -> None:
        row = self.cells.first_level + step
        tint = styles.level_fill(step, len(self.rubric.levels))
        self.book.put(sheet, f"A{row}", result.level, styles.CELL, fill=tint)
        self.book.put(sheet, f"B{row}", step + 1, styles.CELL_CENTRE)
        values = _level_values(result, self.rubric.rules.share_required)
        for letter, formula in scoring.level_row(row, self.cells.first_level).items():
            look = styles.CELL_SHARE if letter in "GH" else styles.CELL_CENTRE
            self.book.formula(sheet, f"{letter}{row}", formula, values[letter], look)
        set_height(sheet, row, max(20, row_height([(result.level, 24)])))

    def _add_chart(self, sheet: Sheet, top: int) -> int:
        """The bars of the share met, from row `top`; gives the last row they take."""
        end = top + min(40, 8 + 2 * len(self.rubric.levels))
        first, last = self.cells.first_level, self.cells.last_level
        names, shares = (f"{SUMMARY}!${letter}${first}:${letter}${last}" for letter in "AG")
        bars = Bars(names, (Series("", shares),), place=f"A{top}:J{end - 1}", percent=True)
        levels = ", ".join(self.rubric.levels)
        about = f"Bar chart: the share of statements met for each level ({levels})."
        self.book.chart(sheet, bars, "Share met by level", about)
        return end


def _level_values(result: LevelResult, required: float) -> dict[str, Value]:
    return {
        "C": result.statements,
        "D": result.left_out,
        "E": result.rated,
        "F": result.met,
        "G": result.share,
        "H": required,
        "I": result.still_to_meet,
        "J": "Yes" if result.attained else "No",
    }


def _result_values(rubric: Rubric, result: RubricResult, attained: str) -> list[Value]:
    still = next((each.still_to_meet for each in result.levels if not each.attained), 0)
    provisional = " (provisional)" if result.is_provisional else ""
    rated = f"{result.rated} of {result.rateable} rated{provisional}"
    return ["", attained, result.weighted_score, rated, result.next_level or scoring.ALL_ATTAINED, still]
