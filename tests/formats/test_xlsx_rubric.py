"""The rubric workbook: its parts, its formulas against the scores in Python, and its pages."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from lexcurric.core.errors import FileError
from lexcurric.core.export import content_from_export
from lexcurric.core.json_text import read_json_text
from lexcurric.core.model import Content, Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.rubric import Rubric, RubricResult, Rules, make_rubric, score
from lexcurric.formats.xlsx_rubric import write_rubric
from lexcurric.workbook import styles
from lexcurric.workbook.scoring import FIRST_ROW, LEVEL_HEADER_ROW

DATA = Path(__file__).parents[2] / "data" / "51-3011.00.v.26.05.json"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FUNCTIONS = frozenset(
    (
        "IF",
        "AND",
        "OR",
        "LEN",
        "ISNUMBER",
        "COUNTIF",
        "COUNTIFS",
        "SUM",
        "SUMIFS",
        "INDEX",
        "MATCH",
        "ROUND",
        "ROUNDUP",
        "MAX",
    )
) | {"MIN"}
LABELS = ('=1+1 "Basic"', ">3", "a*", "A*", "+Expert", "Very " + "long " * 20 + "label & more")
Ratings = Mapping[str, str | int | None]


@cache
def bakers() -> Snapshot:
    node, problems = read_json_text(DATA.read_text())
    assert problems == []
    value = node.plain()
    assert isinstance(value, dict)
    return Snapshot(content=content_from_export(value), ref="bakers", version="v.26.05", time=str(value["exportedAt"]))


def made_up(*sizes: int, text: str = "=Object {n} {m} — perform, measure, and record it to the standard.") -> Snapshot:
    levels = tuple(Level(key=f"k{n}", label=LABELS[n], rank=f"{n:02d}") for n in range(len(sizes)))
    statements = tuple(
        Statement(id=f"s{n}-{m}", level=f"k{n}", rank=f"{m:04d}", text=text.format(n=n, m=m))
        for n, size in enumerate(sizes)
        for m in range(size)
    )
    document: Any = {"occupation": {"title": "R&D @ +Bakers " + "x" * 300}, "attribution": "© A & B " + "&" * 300}
    content = Content(soc="51-3011.00", document=document, levels=levels, statements=statements)
    return Snapshot(content=content, ref="test", version="v.1 & 2")


def with_criteria() -> Snapshot:
    content = made_up(3, 3).content
    statements = tuple(replace(each, criterion="c1") for each in content.statements)
    content = replace(content, statements=statements, criteria=(Criterion(id="c1", label="=Dough", rank="a"),))
    return Snapshot(content=content, ref="test", version="v.1")


def weighted() -> Rubric:
    made = make_rubric(made_up(2, 3, 1))
    return replace(made, rows=tuple(replace(row, weight=1 + at % 3) for at, row in enumerate(made.rows)))


SAMPLES: dict[str, Callable[[], Rubric]] = {
    "bakers": lambda: make_rubric(bakers()),
    "three levels": lambda: make_rubric(made_up(4, 0, 7)),
    "six levels": lambda: make_rubric(made_up(3, 2, 5, 1, 1, 4)),
    "one statement": lambda: make_rubric(made_up(1)),
    "criteria": lambda: make_rubric(with_criteria()),
    "weights": weighted,
    "nothing required": lambda: make_rubric(made_up(2, 2), rules=Rules(share_required=0.0)),
}


def write(rubric: Rubric, folder: Path, name: str = "rubric.xlsx") -> Path:
    path = folder / name
    write_rubric(rubric, path)
    return path


@pytest.fixture(params=list(SAMPLES))
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Rubric, Any]:
    rubric = SAMPLES[request.param]()
    return rubric, load_workbook(write(rubric, tmp_path))


# Layer 1: the file itself.


def test_the_sheets_come_in_order_and_the_first_is_shown(sample: tuple[Rubric, Any]) -> None:
    book = sample[1]
    assert book.sheetnames == ["Start", "Score", "Summary", "Sources", "_lexcurric"]
    assert book.active.title == "Start"
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 4 + ["veryHidden"]


def test_tables_name_their_columns_as_the_cells_do(sample: tuple[Rubric, Any]) -> None:
    tables = [(sheet, table) for sheet in sample[1] for table in sheet.tables.values()]
    assert [table.displayName for _, table in tables] == [
        *("RatingScale", "ScoringRules", "Scores", "LevelResults", "SourceInfo")
    ]
    for sheet, table in tables:
        cells = [cell.value for cell in sheet[table.ref][0]]
        names = [column.name for column in table.tableColumns]
        assert names == cells
        assert len({name.casefold() for name in names}) == len(names)
        assert table.autoFilter is None
        assert all(cell.value is not None for row in sheet[table.ref] for cell in row[:1])


def test_each_visible_sheet_has_a_title_and_a_purpose_and_no_merged_cells(sample: tuple[Rubric, Any]) -> None:
    for sheet in sample[1].worksheets[:4]:
        assert sheet["A1"].value
        assert sheet["A2"].value
        assert sheet["A1"].style == "Heading 1"
        assert not sheet.merged_cells.ranges


def test_every_sheet_is_protected_and_only_the_input_cells_are_open(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    rows = range(FIRST_ROW, FIRST_ROW + len(rubric.rows))
    inputs = {"D3", "D4", "D5", "I3"} | {f"E{row}" for row in rows} | {f"I{row}" for row in rows}
    for sheet in book:
        found = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert found == (inputs if sheet.title == "Score" else set())
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatRows
    assert book.security.lockStructure


def test_formulas_use_old_functions_only_and_no_table_references(sample: tuple[Rubric, Any]) -> None:
    names = set(sample[1].defined_names)
    for sheet in sample[1]:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            bare = re.sub(r'"[^"]*"', "", cell.value)
            assert set(re.findall(r"([A-Z][A-Z.]*)\(", bare)) <= FUNCTIONS, cell.value
            assert not re.search(r"[\[;]|_xlfn", bare)
            assert set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", bare)) <= names


def test_what_the_framework_says_stays_text(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    for row, line in enumerate(rubric.rows, start=FIRST_ROW):
        cells = [book["Score"][f"{letter}{row}"] for letter in "ABCDJK"]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        wanted = (line.ref, line.level, line.criterion or None, line.text, line.statement_id, line.text_check)
        assert tuple(cell.value for cell in cells) == wanted
        assert line.text_check == hashlib.sha256(line.text.encode()).hexdigest()[:12]
    labels = [book["Summary"][f"A{LEVEL_HEADER_ROW + step}"] for step in range(1, len(rubric.levels) + 1)]
    assert [(cell.value, cell.data_type) for cell in labels] == [(label, "s") for label in rubric.levels]


def test_drop_downs_take_ranges_and_keep_to_excels_limits(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    rules = book["Score"].data_validations.dataValidation
    assert [rule.type for rule in rules] == ["list", "date", "textLength"]
    target = rules[0].formula1.removeprefix("=")
    assert target == book.defined_names["RatingCodes"].attr_text
    codes = [row[0].value for row in book["Start"][target.split("!")[1].replace("$", "")]]
    assert [str(code) for code in codes] == [rating.code for rating in rubric.scale]
    for rule in rules:
        limits = ((rule.promptTitle, 32), (rule.errorTitle, 32), (rule.prompt, 255), (rule.error, 224))
        assert all(len(text or "") <= limit for text, limit in limits)


def test_defined_names_point_at_cells_that_are_filled(sample: tuple[Rubric, Any]) -> None:
    book = sample[1]
    for name, defined in book.defined_names.items():
        title, area = defined.attr_text.split("!")
        cells = book[title][area.replace("$", "")]
        flat = [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]
        assert flat
        assert name == "ScoreRating" or all(cell.value is not None for cell in flat), name


def test_pages_are_fitted_and_break_at_levels(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    for sheet in book.worksheets[:4]:
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert sheet.print_area
        for part in (sheet.oddHeader, sheet.oddFooter):
            text = str(part)
            assert len(text.encode("utf-16-le")) // 2 <= 255
            bare = re.sub(r"&(&|[LRPN]|8 |K[0-9A-F]{6})", "", text.replace("_x000D_", ""))
            assert "&" not in bare
    score_sheet = book["Score"]
    assert score_sheet.print_title_rows == "$7:$7"
    assert score_sheet.freeze_panes == "E8"
    edges = {
        row
        for row, (line, after) in enumerate(zip(rubric.rows, rubric.rows[1:], strict=False), start=FIRST_ROW)
        if line.level != after.level
    }
    breaks = {each.id for each in score_sheet.row_breaks.brk}
    if rubric.provenance.title == "Bakers":
        assert breaks == edges
    assert not breaks & {FIRST_ROW, FIRST_ROW + len(rubric.rows) - 1}


def test_charts_have_a_text_for_screen_readers(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(bakers()), tmp_path)) as archive:
        drawings = [name for name in archive.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        assert len(drawings) == 1
        assert 'descr="Bar chart: the share of statements met' in archive.read(drawings[0]).decode()


def test_row_heights_are_given_and_rows_may_still_grow(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(made_up(3)), tmp_path)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/sheet" in name]
    assert any('ht="' in sheet for sheet in sheets)
    assert not any("customHeight" in sheet for sheet in sheets)


def test_colours_can_be_told_apart() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    pairs = [*styles.STATUS_LOOKS.values(), (styles.WHITE, styles.HEADER), (styles.SOFT, styles.WHITE)]
    pairs += [(styles.INK, ground) for ground in (styles.LEVEL_LOW, styles.LEVEL_HIGH, styles.INPUT)]
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)
    assert contrast(styles.LINE_COLOUR, styles.WHITE) >= 3


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    snapshot = bakers()
    book: Any = load_workbook(write(make_rubric(snapshot), tmp_path))
    facts = {row[0].value: row[1].value for row in book["_lexcurric"].iter_rows()}
    properties = {each.name: each.value for each in book.custom_doc_props.props}
    assert properties == {f"lexcurric.{key}": value for key, value in facts.items()}
    assert facts["sha256"] == snapshot.content.sha256
    assert (facts["kind"], facts["version"], facts["soc"]) == ("checklist", "v.26.05", "51-3011.00")
    assert book.properties.title == "Skills checklist: Bakers"
    assert book.properties.created.isoformat() == "2026-05-15T09:00:00"
    assert book.properties.created == book.properties.modified
    said = {cell.value for row in book["Sources"].iter_rows() for cell in row}
    assert "© 2026 the lexcurric authors. Sample framework, CC BY 4.0" in said
    assert any(isinstance(text, str) and "USDOL/ETA" in text for text in said)


def test_the_same_rubric_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rubric = make_rubric(made_up(2, 3))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = write(rubric, tmp_path, "a.xlsx").read_bytes()
    assert write(rubric, tmp_path, "b.xlsx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2023-11-14T22:13:20Z" in archive.read("docProps/core.xml")


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_xlsx_rubric as t; from pathlib import Path;"
        "t.write(t.make_rubric(t.bakers()), Path(sys.argv[2]), sys.argv[3])"
    )
    import os
    import sys

    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path), f"{seed}.xlsx"]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+1 — do.", "+1 — do."),
        ("-1", "-1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("#N/A", "#N/A"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("a\x00b\x0bc\ufffe\ud800", "a b c\ufffd\ufffd"),
        ("one\r\ntwo", "one\ntwo"),
        ("a_x000D_b", "a_x005F_x000D_b"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("  space  ", "  space  "),
    ],
)
def test_any_text_is_written_as_text(text: str, shown: str, tmp_path: Path) -> None:
    made = make_rubric(made_up(1))
    made = replace(made, rows=(replace(made.rows[0], text="x"),))
    # A lone surrogate has no hash, so the row is made without validation of its check.
    row = made.rows[0].model_copy(update={"text": text.replace("\ud800", "\ufffd")})
    cell = load_workbook(write(made.model_copy(update={"rows": (row,)}), tmp_path))["Score"]["D8"]
    assert (cell.value, cell.data_type) == (shown, "s")


def test_a_text_too_long_for_a_cell_is_refused_with_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    write_rubric(make_rubric(made_up(1, text="😀" * 16_383)), tmp_path / "fits.xlsx")
    with pytest.raises(FileError, match=r"Score!D8: the text has 32,768 characters, and an Excel cell holds 32,767"):
        write_rubric(make_rubric(made_up(1, text="😀" * 16_384)), tmp_path / "long.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["fits.xlsx"]


def test_a_rubric_without_statements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no active statement to rate"):
        write_rubric(make_rubric(made_up(0, 0)), tmp_path / "empty.xlsx")


def test_a_path_that_cannot_be_written_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    rubric = make_rubric(made_up(1))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="cannot be written"):
        write_rubric(rubric, tmp_path / "file" / "a.xlsx")
    (tmp_path / "file").unlink()
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        write_rubric(rubric, tmp_path / "folder.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


# Layer 2: the formulas, calculated by IronCalc, against `score`.


class Sheet:
    """A rubric's workbook inside a calculation engine."""

    def __init__(self, rubric: Rubric, path: Path) -> None:
        self.rubric = rubric
        write_rubric(rubric, path)
        names = load_workbook(path).sheetnames
        self.start, self.score, self.summary = (names.index(name) for name in ("Start", "Score", "Summary"))
        self.model: Any = ironcalc.load_from_xlsx(str(path), "en", "UTC")
        self.rules_row = load_workbook(path).defined_names["MetRating"].attr_text.rsplit("$", 1)[1]

    def calculate(self, ratings: Ratings, rules: Rules) -> None:
        self.model.update_cell_with_number(self.start, int(self.rules_row), 3, rules.met_rating)
        self.model.update_cell_with_number(self.start, int(self.rules_row) + 1, 3, rules.share_required)
        for row, line in enumerate(self.rubric.rows, start=FIRST_ROW):
            rating = ratings.get(line.statement_id)
            if rating is None:
                self.model.clear_cell_contents(self.score, row, 5)
            elif isinstance(rating, int):
                self.model.update_cell_with_number(self.score, row, 5, rating)
            else:
                self.model.update_cell_with_text(self.score, row, 5, rating)
        self.model.evaluate()

    def values(self, sheet: int, row: int, columns: range) -> list[Any]:
        return [self.model.get_cell_value(sheet, row, column) for column in columns]


def expected_rows(result: RubricResult, rules: Rules) -> list[list[Any]]:
    return [
        [
            *(each.level, step, each.statements, each.left_out, each.rated, each.met),
            *(pytest.approx(each.share), rules.share_required, each.still_to_meet, "Yes" if each.attained else "No"),
        ]
        for step, each in enumerate(result.levels, start=1)
    ]


def expected_top(rubric: Rubric, result: RubricResult) -> list[Any]:
    still = next((each.still_to_meet for each in result.levels if not each.attained), 0)
    provisional = " (provisional)" if result.is_provisional else ""
    return [
        result.attained or f"Below {rubric.levels[0]}",
        pytest.approx(result.weighted_score),
        f"{result.rated} of {result.rateable} rated{provisional}",
        result.next_level or "None: every level is attained",
        still,
    ]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    folder = tmp_path_factory.mktemp("engines")
    made = {"four": make_rubric(bakers()), "three": make_rubric(made_up(4, 0, 7)), "weights": weighted()}
    made["six"] = make_rubric(made_up(3, 2, 5, 1, 1, 4))
    return {name: Sheet(rubric, folder / f"{name}.xlsx") for name, rubric in made.items()}


@pytest.mark.parametrize("name", ["three", "four", "six", "weights"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_formulas_say_what_the_scores_in_python_say(
    name: str, engines: dict[str, Sheet], data: st.DataObject
) -> None:
    sheet = engines[name]
    usual: list[str | int | None] = data.draw(
        st.sampled_from([[4, 3, "NA"], [None, "NA", 0, 1, 2, 3, 4]]), label="ratings to draw from"
    )
    ratings = {row.statement_id: data.draw(st.sampled_from(usual)) for row in sheet.rubric.rows}
    share = data.draw(st.sampled_from([0.0, 0.5, 2 / 3, 0.7, 0.75, 0.8, 0.9, 1.0]))
    rules = Rules(met_rating=data.draw(st.integers(0, 4)), share_required=share)
    sheet.calculate(ratings, rules)
    rubric = replace(sheet.rubric, rules=rules)
    result = score(rubric, ratings)
    rows = [
        sheet.values(sheet.summary, row, range(1, 11))
        for row in range(LEVEL_HEADER_ROW + 1, LEVEL_HEADER_ROW + 1 + len(rubric.levels))
    ]
    assert rows == expected_rows(result, rules)
    top = [sheet.model.get_cell_value(sheet.summary, row, 2) for row in range(5, 10)]
    assert top == expected_top(rubric, result)
    assert sheet.model.get_cell_value(sheet.score, 4, 9) == top[0]
    words = [sheet.model.get_cell_value(sheet.score, row, 6) for row in range(FIRST_ROW, FIRST_ROW + len(rubric.rows))]
    assert words == [_word(ratings[row.statement_id], rules) for row in rubric.rows]


def _word(rating: str | int | None, rules: Rules) -> str:
    if rating is None:
        return "To rate"
    if isinstance(rating, str):
        return "Left out"
    return "Met" if rating >= rules.met_rating else "Not yet"


@pytest.mark.parametrize("wrong", [7, 2.5, -1, "x", "3 of 4"])
def test_a_rating_that_was_pasted_in_and_is_not_on_the_scale_counts_for_nothing(
    wrong: float | str, engines: dict[str, Sheet]
) -> None:
    sheet = engines["four"]
    sheet.calculate({}, Rules())
    put = sheet.model.update_cell_with_text if isinstance(wrong, str) else sheet.model.update_cell_with_number
    put(sheet.score, FIRST_ROW, 5, wrong)
    sheet.model.evaluate()
    assert sheet.model.get_cell_value(sheet.score, FIRST_ROW, 6) == "Check"
    assert sheet.model.get_cell_value(sheet.summary, 6, 2) == 0


def test_the_values_in_the_file_are_those_of_a_trainee_who_is_not_rated(
    sample: tuple[Rubric, Any], tmp_path: Path
) -> None:
    rubric = sample[0]
    book: Any = load_workbook(write(rubric, tmp_path, "again.xlsx"), data_only=True)
    result, summary = score(rubric, {}), book["Summary"]
    rows = summary.iter_rows(min_row=LEVEL_HEADER_ROW + 1, max_row=LEVEL_HEADER_ROW + len(rubric.levels), max_col=10)
    assert [[cell.value for cell in row] for row in rows] == expected_rows(result, rubric.rules)
    assert [summary[f"B{row}"].value for row in range(5, 10)] == expected_top(rubric, result)
    assert {book["Score"][f"F{FIRST_ROW + at}"].value for at in range(len(rubric.rows))} == {"To rate"}
    model: Any = ironcalc.load_from_xlsx(str(tmp_path / "again.xlsx"), "en", "UTC")
    model.evaluate()
    for number, sheet in enumerate(sample[1].worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            calculated = model.get_cell_value(number, cell.row, cell.column)
            shown = book[sheet.title][cell.coordinate].value
            assert ("" if calculated is None else calculated) == ("" if shown is None else shown), cell.coordinate


# Layer 3: LibreOffice.


def soffice(kind: str, files: list[Path], folder: Path) -> Path:
    """Convert files in one call, under a profile of its own; gives the folder with the results."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed, so nothing is recalculated or printed here")
    out = folder / f"out-{kind}"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return out


def cases(rubric: Rubric) -> dict[str, Ratings]:
    ids = [row.statement_id for row in rubric.rows]
    mixed: list[int | str | None] = [4, 3, 3, "NA", 3, 4, 3, 3, 2, 3, 0, 1, None]
    return {
        "all-met": dict.fromkeys(ids, 4),
        "mixed": {each: mixed[at % len(mixed)] for at, each in enumerate(ids)},
        "first-level": {each: 3 if at < 9 else None for at, each in enumerate(ids)},
    }


def test_libreoffice_calculates_what_the_scores_in_python_say(tmp_path: Path) -> None:
    rubric = make_rubric(bakers())
    plain = write(rubric, tmp_path)
    files = []
    for name, ratings in cases(rubric).items():
        book: Any = load_workbook(plain)
        for row, line in enumerate(rubric.rows, start=FIRST_ROW):
            book["Score"][f"E{row}"].value = ratings[line.statement_id]
        files.append(tmp_path / f"{name}.xlsx")
        book.save(files[-1])
    out = soffice("xlsx", files, tmp_path)
    for name, ratings in cases(rubric).items():
        book = load_workbook(out / f"{name}.xlsx", data_only=True)
        result, summary = score(rubric, ratings), book["Summary"]
        rows = summary.iter_rows(min_row=LEVEL_HEADER_ROW + 1, max_row=LEVEL_HEADER_ROW + 4, max_col=10)
        assert [[cell.value for cell in row] for row in rows] == expected_rows(result, rubric.rules)
        assert [summary[f"B{row}"].value for row in range(5, 10)] == expected_top(rubric, result)
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]


def many() -> Rubric:
    text = "Object {n} {m} — perform, measure, and record the work to the written standard, then report each deviation."
    snapshot = made_up(*[40] * 5, text=text)
    levels = tuple(replace(level, label=f"Level {n}") for n, level in enumerate(snapshot.content.levels, start=1))
    return make_rubric(replace(snapshot, content=replace(snapshot.content, levels=levels)))


def test_printed_pages_hold_every_statement_in_full_and_no_page_a_lone_row(tmp_path: Path) -> None:
    rubrics = {"bakers": make_rubric(bakers()), "many": many()}
    files = [write(rubric, tmp_path, f"{name}.xlsx") for name, rubric in rubrics.items()]
    out = soffice("pdf", files, tmp_path)
    for name, rubric in rubrics.items():
        command = ["pdftotext", "-layout", str(out / f"{name}.pdf"), "-"]
        pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
        raw = subprocess.run([*command[:1], *command[2:]], check=True, capture_output=True, text=True).stdout
        joined = " ".join(raw.split())
        assert [row.ref for row in rubric.rows if " ".join(row.text.split()) not in joined] == []
        assert f"Page 1 of {len(pages)}" in pages[0]
        counts = [len(re.findall(r"^\s*[A-Z0-9-]{1,4}\d\d\s", page, re.MULTILINE)) for page in pages]
        assert 1 not in counts
        assert sum(counts) == len(rubric.rows)
        assert all("Evidence" in page for page, count in zip(pages, counts, strict=True) if count)
    # Start, a page for each level, Summary, Sources.
    assert len(subprocess.run(["pdfinfo", str(out / "bakers.pdf")], check=True, capture_output=True).stdout) > 0
    bakers_pages = subprocess.run(
        ["pdftotext", str(out / "bakers.pdf"), "-"], check=True, capture_output=True, text=True
    )
    assert bakers_pages.stdout.count("\f") == 7


def test_the_parts_hold_no_empty_typed_cells(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(bakers()), tmp_path)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    assert not [cell for cell in root.iter(f"{MAIN}c") if len(cell) == 0 and cell.get("t")]
    assert all(cell.find(f"{MAIN}v") is not None for cell in root.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None)


def test_the_print_area_covers_every_input_and_every_visible_column(sample: tuple[Rubric, Any]) -> None:
    sheet = sample[1]["Score"]
    area = sheet.print_area.split("!")[1].replace("$", "")
    last_column, last_row = range_boundaries(area)[2:]
    assert (get_column_letter(last_column or 0), last_row) == ("I", sheet.max_row)
