"""The sheet Score: what is rated, row by row, with the cells that a trainer fills in."""

from __future__ import annotations

from dataclasses import dataclass

from lexcurric.core.rubric import Rubric, RubricKind, RubricRow
from lexcurric.formats.rubric.descriptions import add_descriptions
from lexcurric.formats.rubric.formulas import RESULT_KEYS, ScoreFormulas
from lexcurric.formats.rubric.lines import Line, cell_texts
from lexcurric.formats.rubric.places import FIRST_ROW, HEADER_ROW, RESULTS_ROW, distinct_heads
from lexcurric.formats.rubric.work import Work
from lexcurric.workbook import styles
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.looks import STATUS_LOOKS
from lexcurric.workbook.page import break_pages, page_rows, paginate, set_height
from lexcurric.workbook.places import column_number
from lexcurric.workbook.sheet import Format, Sheet, Validation

MOST_NOTE = 2000
"""The longest note, in characters."""
MOST_FULL, MOST_ALONE = 112.0, 380.0
"""
How tall the text of a thread may be in the action plan, in points, and where there is one thread only; of what goes
beyond it, the refs stand there.
"""
PLAN_WIDTH = 44.0
"""The width of what to work on, in the action plan."""
_HEAD_POINTS = 114.0
"""What the rows above the table take on the first page."""
_INPUTS = ("rating", "comment", "beyond")


def add_score(work: Work) -> None:
    """Adds the sheet."""
    places = work.places
    title = f"{places.sheets['score']}: {work.origin.title}"
    widths = [column.width for column in places.columns]
    sheet = work.sheet("score", widths, title, work.kind.score_purpose, places.shown_width)
    sheet.hide(*(places.letters[column.key] for column in places.columns if column.hidden))
    _add_inputs(work, sheet)
    heads = distinct_heads([column.heading for column in places.columns])
    work.heads(
        sheet,
        HEADER_ROW,
        dict(zip(places.letters.values(), heads, strict=True)),
        " ".join(places.letters[key] for key in places.letters if key not in ("ref", "rating", "status", "weight")),
        [column.width for column in places.columns if not column.hidden],
    )
    writer = _Rows(work, sheet)
    for line in places.lines:
        writer.add(line)
    last = places.last_row
    work.book.table(
        sheet, "Scores", f"A{HEADER_ROW}:{list(places.letters.values())[-1]}{last}", work.words.scores_table
    )
    _add_validation(work, sheet)
    status = places.letters["status"]
    styles.colour_status(sheet, f"{status}{FIRST_ROW}:{status}{last}", work.status_looks())
    _mark_reached(work, sheet)
    sheet.freeze = f"{_frozen(work)}{FIRST_ROW}"
    end = last
    if work.rubric.kind is RubricKind.HOLISTIC:
        end = add_descriptions(work, sheet, last + 2)
        sheet.title_rows = (last + 2, last + 2)
    else:
        sheet.title_rows = (HEADER_ROW, HEADER_ROW)
        _break_pages(work, sheet)
    work.finish(sheet, f"A1:{places.last_shown}{end}", landscape=True)


def _frozen(work: Work) -> str:
    """The first column that scrolls: what names a row stays in sight."""
    letters = work.places.letters
    match work.rubric.kind:
        case RubricKind.ANALYTIC:
            return letters["cell1"]
        case RubricKind.CHECKLIST:
            return letters["rating"]
        case _:
            return "A"


def _add_inputs(work: Work, sheet: Sheet) -> None:
    words, book, places = work.words, work.book, work.places
    left, left_in, right, right_in = places.head_letters
    for row, label in ((3, words.trainee), (4, words.date), (5, words.place)):
        book.put(sheet, f"{left}{row}", label, styles.LABEL)
        typed = work.rubric.options.trainee if row == 3 else ""
        book.put(sheet, f"{left_in}{row}", typed or None, styles.IN_DATE if row == 4 else styles.IN)
        set_height(sheet, row, max(20, row_height([(typed, sheet.widths[column_number(left_in) - 1])])))
    for row, label in ((3, words.trainer), (4, words.level_attained), (5, words.weighted_score)):
        book.put(sheet, f"{right}{row}", label, styles.LABEL_IN)
    book.put(sheet, f"{right_in}3", None, styles.IN)
    attained, share = (
        places.on("summary", f"$B${RESULTS_ROW + RESULT_KEYS.index(key)}") for key in ("attained", "score")
    )
    book.formula(sheet, f"{right_in}4", f"={attained}", words.not_rated, styles.BODY)
    room = sheet.widths[column_number(right_in) - 1]
    said = (*work.rubric.levels, work.below, words.not_rated)
    set_height(sheet, 4, max(20, row_height([(each, room) for each in said])))
    book.formula(sheet, f"{right_in}5", f"={share}", "", styles.SHARE)
    set_height(sheet, 6, 8)
    note = Validation(
        f"{left_in}4",
        "date",
        formula1="36526",
        formula2="73415",
        error_title=words.not_a_date,
        error=words.date_like,
    )
    sheet.add(note)


@dataclass
class _Rows:
    """Writes the rows of the table."""

    work: Work
    sheet: Sheet

    def __post_init__(self) -> None:
        self.formulas = ScoreFormulas(self.work.places)
        self.open = list(self.work.result.open)
        self.areas = self.work.places.areas
        self.styles = self._cell_styles()

    def _cell_styles(self) -> dict[str, str]:
        across = self.work.rubric.kind is RubricKind.ANALYTIC
        found = {}
        for column in self.work.places.columns:
            if column.hidden:
                found[column.key] = styles.CELL_SMALL
            elif column.key in ("ref", "status", "weight", "points"):
                # The status stands beside the rating, in the middle of however tall a row.
                found[column.key] = styles.TOP_CENTRE if across and column.key == "ref" else styles.CELL_CENTRE
            else:
                found[column.key] = styles.TOP if across else styles.CELL
        found |= {"rating": styles.IN_CENTRE, "comment": styles.IN, "beyond": styles.IN}
        return found

    def add(self, line: Line) -> None:
        row = self.work.rubric.rows[line.at]
        if line.part:
            self._add_continued(line, row)
            return
        constants = self._constants(line, row)
        calculated = self._calculated(line, row)
        heights = []
        for column in self.work.places.columns:
            key, place = column.key, f"{self.work.places.letters[column.key]}{line.row}"
            look = self.styles[key]
            if key in calculated:
                formula, value = calculated[key]
                self.work.book.formula(self.sheet, place, formula, value, look)
                continue
            fill = self.work.level_fill(row.step) if key == "level" else ""
            self.work.book.put(self.sheet, place, constants.get(key), look, fill=fill)
            if not column.hidden:
                heights.append((str(constants.get(key) or ""), column.width))
        set_height(self.sheet, line.row, max(30, row_height(heights)))

    def _add_continued(self, line: Line, row: RubricRow) -> None:
        heights = []
        texts: dict[str, str] = {"criterion": self.work.words.continued}
        texts |= {f"cell{step}": text for step, text in enumerate(line.cells, start=1)}
        for column in self.work.places.columns:
            look = self.styles[column.key]
            if column.key in _INPUTS:
                look = styles.CELL
            text = texts.get(column.key)
            self.work.book.put(self.sheet, f"{self.work.places.letters[column.key]}{line.row}", text, look)
            if not column.hidden:
                heights.append((text or "", column.width))
        set_height(self.sheet, line.row, max(30, row_height(heights)))

    def _constants(self, line: Line, row: RubricRow) -> dict[str, str | int | float]:
        words = self.work.words
        found: dict[str, str | int | float] = {
            "ref": row.ref,
            "level": row.level,
            "criterion": row.criterion or (words.overall if row.cells else ""),
            "statement": row.text,
            "id": row.id,
            "check": row.text_check,
            "step": row.step,
            "top": row.top,
            "weight": row.weight,
            "most": row.weight * row.top,
            "area": self.areas.index(row.criterion) + 1 if row.criterion in self.areas else 0,
        }
        found |= {f"cell{step}": text or words.no_statement for step, text in enumerate(line.cells, start=1)}
        found |= {f"asked{step}": int(self.work.rubric.asks(row, step)) for step in self.work.places.asked_steps}
        return found | {f"full{step}": text for step, text in enumerate(full_texts(self.work.rubric, row), start=1)}

    def _calculated(self, line: Line, row: RubricRow) -> dict[str, tuple[str, str | int | float]]:
        formulas, words = self.formulas, self.work.words
        gap = self.open.index(row.id) + 1 if row.id in self.open else ""
        found: dict[str, tuple[str, str | int | float]] = {
            "code": (formulas.code(line.row), 0),
            "status": (formulas.status(line.row, row), words.to_rate),
            "reached": (formulas.reached(line.row), ""),
            "points": (formulas.points(line.row), ""),
            "gap": (formulas.gap(line.row), gap),
        }
        if row.cells:
            found["next"] = (formulas.next_step(line.row, row), row.described_near(self.work.rubric.target))
        return found


def full_texts(rubric: Rubric, row: RubricRow) -> list[str]:
    """The statements of each level for the action plan: in full what fits into a row there, and refs of the rest."""
    most = MOST_FULL if len(rubric.rows) > 1 else MOST_ALONE
    pairs = zip(cell_texts(row), row.cells, strict=True)
    return [_full_text(text.split("\n"), [entry.ref for entry in cell], most) for text, cell in pairs]


def _full_text(lines: list[str], refs: list[str], most: float) -> str:
    for count in range(len(refs), 0, -1):
        rest = [f"… {', '.join(refs[count:])}"] if count < len(refs) else []
        text = "\n".join(lines[:count] + rest)
        if row_height([(text, PLAN_WIDTH)]) <= most:
            return text
    return ", ".join(refs)[:2000]


def _add_validation(work: Work, sheet: Sheet) -> None:
    words, places = work.words, work.places
    letter = places.letters["rating"]
    tops: dict[int | float, list[str]] = {}
    for line in places.first_lines:
        tops.setdefault(work.rubric.rows[line.at].top, []).append(f"{letter}{line.row}")
    for top, cells in tops.items():
        codes = ", ".join(
            rating.code
            for rating in work.rubric.scale
            if not work.rubric.kind.is_across_levels or rating.points is None or rating.points <= top
        )
        shown = codes if len(codes) <= 110 else codes[:109] + "…"
        sheet.add(
            Validation(
                _area(cells),
                "list",
                formula1=places.ratings_of(top, "A"),
                prompt_title=words.rating,
                prompt=words.choose.format(codes=shown, sheet=places.sheets["start"]),
                error_title=words.not_a_rating,
                error=words.choose_one.format(codes=shown),
            )
        )
    for key in ("comment", "beyond"):
        if key in places.letters:
            cells = [f"{places.letters[key]}{line.row}" for line in places.first_lines]
            sheet.add(
                Validation(
                    _area(cells),
                    "textLength",
                    operator="lessThanOrEqual",
                    formula1=str(MOST_NOTE),
                    error_title=words.too_long,
                    error=words.keep_short,
                )
            )


def _area(cells: list[str]) -> str:
    """Cells of one column as ranges, such as `E8:E12 E14`."""
    letter = cells[0].rstrip("0123456789")
    rows = sorted(int(cell[len(letter) :]) for cell in cells)
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return " ".join(f"{letter}{run[0]}:{letter}{run[-1]}" if len(run) > 1 else f"{letter}{run[0]}" for run in runs)


def _mark_reached(work: Work, sheet: Sheet) -> None:
    """The description of the level that was reached is tinted; the rating beside it says the same in words."""
    places = work.places
    if work.rubric.kind is not RubricKind.ANALYTIC:
        return
    for step in range(1, len(work.rubric.levels) + 1):
        letter, reached = places.letters[f"cell{step}"], places.letters["reached"]
        ink, ground = STATUS_LOOKS["Met"]
        area = f"{letter}{FIRST_ROW}:{letter}{places.last_row}"
        sheet.add(Format(area, "expression", f"${reached}{FIRST_ROW}={step}", ink=ink, ground=ground))


def _break_pages(work: Work, sheet: Sheet) -> None:
    places, rubric = work.places, work.rubric
    heights = {line.row: sheet.height_of(line.row) or 30.0 for line in places.lines}
    groups: list[list[tuple[int, float]]]
    if rubric.kind is RubricKind.CHECKLIST:
        groups = [[] for _ in rubric.levels]
        for line in places.lines:
            groups[rubric.rows[line.at].step - 1].append((line.row, heights[line.row]))
    else:
        groups = [[(line.row, heights[line.row]) for line in places.lines]]
    room = page_rows(places.shown_width, taken=sheet.height_of(HEADER_ROW) or 32, paper=work.paper)
    break_pages(sheet, paginate(groups, room, room - _HEAD_POINTS))
