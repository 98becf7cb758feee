"""The rubric workbook as a file: its sheets, tables, protection, pages, texts and bytes, for every kind."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from lexcurric.core.errors import EditError, FileError
from lexcurric.core.model import replace
from lexcurric.core.rubric import THEMES, Options, Rubric, RubricKind, Theme, labels_of, make_rubric
from lexcurric.formats.rubric import write_rubric
from lexcurric.formats.rubric.lines import TALLEST, cell_texts
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, FIRST_ROW, HEADER_ROW, NAMES_ROW, PLAN_HEADER_ROW, Places
from lexcurric.workbook.looks import STATUS_LOOKS, contrast, look_of
from tests.formats.rubrics import FUNCTIONS, MAIN, SAMPLES, bakers, made_up, write

# Layer 1: the file itself.

KEYS = ("start", "score", "summary", "plan", "cohort", "cohortSummary", "sources")


def sheets_of(rubric: Rubric, book: Any) -> dict[str, Any]:
    return {key: book[title] for key, title in Places(rubric).sheets.items()}


def test_the_sheets_come_in_order_and_the_first_is_shown(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    assert book.sheetnames == [*(Places(rubric).sheets[key] for key in KEYS), "_lexcurric"]
    assert book.active.title == book.sheetnames[0]
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 7 + ["veryHidden"]


def test_tables_name_their_columns_as_the_cells_do(sample: tuple[Rubric, Any]) -> None:
    rubric, places = sample[0], Places(sample[0])
    tables = [(sheet, table) for sheet in sample[1] for table in sheet.tables.values()]
    assert [table.displayName for _, table in tables] == [
        *("RatingScale", "ScoringRules", "Scores"),
        *(["Descriptions"] if rubric.kind.value == "holistic" else []),
        "LevelResults",
        *(["AreaResults"] if places.areas else []),
        *(["RatingCounts"] if places.has_counts else []),
        *("ActionPlan", "CohortScores", "CohortResults", "LevelCounts", "SourceInfo"),
    ]
    for sheet, table in tables:
        cells = [cell.value for cell in sheet[table.ref][0]]
        names = [column.name for column in table.tableColumns]
        assert names == cells
        assert all(isinstance(name, str) and "\n" not in name for name in names)
        assert len({name.casefold() for name in names}) == len(names)
        assert table.autoFilter is None
        assert all(cell.value is not None for row in sheet[table.ref][1:] for cell in row[:1]) or sheet.title in (
            places.sheets["score"],
        )


def test_each_visible_sheet_has_a_title_and_a_purpose_and_no_merged_cells(sample: tuple[Rubric, Any]) -> None:
    for sheet in sample[1].worksheets[:7]:
        assert sheet["A1"].value
        assert sheet["A2"].value
        assert sheet["A1"].style == "Heading 1"
        assert not sheet.merged_cells.ranges


def inputs_of(rubric: Rubric) -> dict[str, set[str]]:
    """The cells that may be filled in, sheet by sheet."""
    places = Places(rubric)
    keys = [key for key in ("rating", "comment", "beyond") if key in places.letters]
    score = {f"{places.letters[key]}{line.row}" for line in places.first_lines for key in keys}
    score |= {target.split("!")[1].replace("$", "") for target in places.inputs.values()}
    last = PLAN_HEADER_ROW + places.plan_rows
    plan = {f"{letter}{row}" for letter in "EF" for row in range(PLAN_HEADER_ROW + 1, last + 1)}
    below = last + (1 if places.most_open > places.plan_rows else 0)
    plan |= {f"C{below + 3}", f"E{below + 3}", f"C{below + 4}", f"E{below + 4}", f"C{below + 5}"}
    rows = [NAMES_ROW, *range(COHORT_HEADER_ROW + 1, places.cohort_last + 1)]
    cohort = {f"{places.cohort_letter(at)}{row}" for at in range(places.cohort_size) for row in rows}
    return {"score": score, "plan": plan, "cohort": cohort}


def test_every_sheet_is_protected_and_only_the_input_cells_are_open(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    titles = {title: key for key, title in Places(rubric).sheets.items()}
    for sheet in book:
        found = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert found == inputs_of(rubric).get(titles.get(sheet.title, ""), set()), sheet.title
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatRows
    assert book.security.lockStructure


def test_formulas_use_old_functions_only_and_no_table_references(sample: tuple[Rubric, Any]) -> None:
    names = set(sample[1].defined_names)
    for sheet in sample[1]:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            bare = re.sub(r"'[^']*'!", "", re.sub(r'"[^"]*"', "", cell.value))
            assert set(re.findall(r"([A-Z][A-Z.]*)\(", bare)) <= FUNCTIONS, cell.value
            assert not re.search(r"[\[;]|_xlfn", bare)
            assert set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", bare)) <= names
            assert len(cell.value) < 8192


def test_what_the_framework_says_stays_text(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    places, words = Places(rubric), Places(rubric).labels
    sheet = book[places.sheets["score"]]
    for line in places.first_lines:
        row = rubric.rows[line.at]
        wanted = {"ref": row.ref, "id": row.id, "check": row.text_check, "level": row.level, "statement": row.text}
        wanted["criterion"] = row.criterion or (words.overall if row.cells else "")
        for key in ("ref", "id", "check", "level", "statement", "criterion"):
            if key in places.letters and wanted[key]:
                cell = sheet[f"{places.letters[key]}{line.row}"]
                assert (cell.value, cell.data_type) == (wanted[key], "s")
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f" or not str(cell.value).startswith(("=1+1", "=Object", "=Dough", "=Bo"))


def test_a_statement_has_the_hash_of_its_wording_beside_it() -> None:
    row = make_rubric(bakers()).rows[0]
    assert row.text_check == hashlib.sha256(row.text.encode()).hexdigest()[:12]


def test_every_statement_of_a_thread_stands_in_its_level_and_no_row_is_too_tall(tmp_path: Path) -> None:
    for name in ("analytic", "analytic with gaps", "analytic without criteria", "analytic, tall"):
        rubric = SAMPLES[name]()
        places = Places(rubric)
        sheet = load_workbook(write(rubric, tmp_path))[places.sheets["score"]]
        for at, row in enumerate(rubric.rows):
            lines = [line.row for line in places.lines if line.at == at]
            for step, text in enumerate(cell_texts(row), start=1):
                parts = [sheet[f"{places.letters[f'cell{step}']}{number}"].value for number in lines]
                assert " ".join(" ".join(part for part in parts if part).split()) == " ".join((text or "–").split())
        heights = [sheet.row_dimensions[line.row].height for line in places.lines]
        assert max(heights) <= TALLEST + 10
        if name == "analytic, tall":
            assert len(places.lines) > len(rubric.rows)
            parts = [line for line in places.lines if line.part]
            assert {sheet[f"{places.letters['criterion']}{line.row}"].value for line in parts} == {"(continued)"}
            assert {sheet[f"{places.letters['id']}{line.row}"].value for line in parts} == {None}


def test_a_thread_offers_only_the_levels_that_it_has_statements_for(tmp_path: Path) -> None:
    rubric = SAMPLES["analytic with gaps"]()
    places = Places(rubric)
    book: Any = load_workbook(write(rubric, tmp_path))
    offered = {}
    for rule in book["Score"].data_validations.dataValidation:
        if rule.type == "list":
            area = rule.formula1.split("!")[1].replace("$", "")
            codes = [row[0].value for row in book["Start"][area]]
            offered |= {cell: codes for piece in rule.sqref.ranges for row in piece.rows for cell in row}
    for line in places.first_lines:
        row = rubric.rows[line.at]
        codes = offered[(line.row, places.columns.index(next(c for c in places.columns if c.key == "rating")) + 1)]
        assert codes == [each.code for each in rubric.scale if each.points is None or each.points <= row.top]
    assert len({tuple(codes) for codes in offered.values()}) > 1


def test_drop_downs_take_ranges_and_keep_to_excels_limits(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    places, start = Places(rubric), Places(rubric).sheets["start"]
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            limits = ((rule.promptTitle, 32), (rule.errorTitle, 32), (rule.prompt, 255), (rule.error, 224))
            assert all(len(text or "") <= limit for text, limit in limits)
            if rule.type == "list":
                title, area = rule.formula1.split("!")
                assert title.strip("'") == start
                codes = [str(row[0].value) for row in book[start][area.replace("$", "")]]
                wanted = [
                    rating.mark if sheet.title == places.sheets["cohort"] else rating.code for rating in rubric.scale
                ]
                assert codes == wanted[-len(codes) :]
    kinds = {rule.type for rule in book[places.sheets["score"]].data_validations.dataValidation}
    assert kinds == {"list", "date", "textLength"}


def test_defined_names_point_at_cells_that_are_there(sample: tuple[Rubric, Any]) -> None:
    book = sample[1]
    for name, defined in book.defined_names.items():
        title, area = defined.attr_text.split("!")
        cells = book[title.strip("'")][area.replace("$", "")]
        flat = [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]
        assert flat
        is_open = name == "ScoreRating" or name.startswith("In")
        assert is_open or flat[0].value is not None, name


def test_pages_are_fitted_to_the_width_with_header_and_footer(sample: tuple[Rubric, Any]) -> None:
    rubric, book = sample
    size = {"a4": "9", "letter": "1"}[rubric.options.paper.value]
    words = labels_of(rubric.options.language)
    for sheet in book.worksheets[:7]:
        # One page wide is what a missing number says.
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert str(sheet.page_setup.paperSize) == size
        assert sheet.print_area
        assert rubric.provenance.short_hash in str(sheet.oddHeader)
        assert words.page_of.split(" ")[0] in str(sheet.oddFooter)
        for part in (sheet.oddHeader, sheet.oddFooter):
            text = str(part)
            assert len(text.encode("utf-16-le")) // 2 <= 255
            bare = re.sub(r"&(&|[LRPN]|8 |K[0-9A-F]{6})", "", text.replace("_x000D_", ""))
            assert "&" not in bare


def test_a_checklist_breaks_its_pages_at_the_levels() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        rubric = make_rubric(bakers())
        sheet = load_workbook(write(rubric, Path(folder)))["Score"]
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.freeze_panes == "D8"
    edges = {
        row
        for row, (line, after) in enumerate(zip(rubric.rows, rubric.rows[1:], strict=False), start=FIRST_ROW)
        if line.level != after.level
    }
    assert {each.id for each in sheet.row_breaks.brk} == edges


def test_charts_have_a_text_for_screen_readers(sample: tuple[Rubric, Any], tmp_path: Path) -> None:
    rubric, words = sample[0], labels_of(sample[0].options.language)
    with zipfile.ZipFile(write(rubric, tmp_path)) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if "/drawings/drawing" in name]
    texts = [text for drawing in drawings for text in re.findall(r'descr="([^"]+)"', drawing)]
    charts = sum(drawing.count("<xdr:graphicFrame ") for drawing in drawings)
    assert len(texts) == charts >= 2
    assert any(text.startswith(words.chart_cohort_text.split("(")[0]) for text in texts)


def test_row_heights_are_given_and_rows_may_still_grow(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(made_up(3)), tmp_path)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/sheet" in name]
    assert any('ht="' in sheet for sheet in sheets)
    assert not any("customHeight" in sheet for sheet in sheets)


OWN = Theme(header="FFD54F", level_low="FFFFFF", level_high="AED581", input="FFFFFF", accent="FFF176")


@pytest.mark.parametrize("theme", [*THEMES.values(), OWN], ids=lambda theme: theme.header)
def test_colours_can_be_told_apart(theme: Theme) -> None:
    look, ink = look_of(theme), "1F2933"
    pairs = [*STATUS_LOOKS.values(), (look.on_header, look.header), ("5F6B76", "FFFFFF"), (look.title, "FFFFFF")]
    pairs += [(ink, ground) for ground in (look.level_low, look.level_high, look.input)]
    assert all(contrast(one, other) >= 4.5 for one, other in pairs)
    assert contrast("8A94A0", "FFFFFF") >= 3
    assert all(contrast(bar, "FFFFFF") >= 3 for bar in look.bars)


def test_a_theme_of_ones_own_and_a_logo_are_taken(tmp_path: Path) -> None:
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00\x00\x00\x04\x08\x02\x00\x00\x00<\xaf\xe9\xa7"
        b"\x00\x00\x00\x0bIDATx\x9cc`\xa0\x06\x00\x00\x00d\x00\x01\x1f\xcb\xf1\xd8\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    rubric = make_rubric(bakers(), options=Options(theme=Theme(header="#004d40")))
    write_rubric(rubric, tmp_path / "logo.xlsx", png)
    with zipfile.ZipFile(tmp_path / "logo.xlsx") as archive:
        assert png in [archive.read(name) for name in archive.namelist() if "media" in name]
        assert "004D40" in archive.read("xl/styles.xml").decode()
    with pytest.raises(EditError, match="not a PNG or JPEG picture"):
        write_rubric(rubric, tmp_path / "bad.xlsx", b"GIF89a")
    assert not (tmp_path / "bad.xlsx").exists()


def test_the_trainees_of_the_list_head_the_cohort_and_the_trainee_heads_the_score(tmp_path: Path) -> None:
    book: Any = load_workbook(write(SAMPLES["single-point"](), tmp_path))
    places = Places(SAMPLES["single-point"]())
    names = [book["Cohort"][f"{places.cohort_letter(at)}{NAMES_ROW}"] for at in range(3)]
    assert [(cell.value, cell.data_type) for cell in names] == [("Ana", "s"), ("=Bo", "s"), ("Li", "s")]
    assert places.cohort_size == 3
    rubric = SAMPLES["holistic, odd levels"]()
    book = load_workbook(write(rubric, tmp_path))
    place = book.defined_names["InTrainee"].attr_text.split("!")[1].replace("$", "")
    assert book["Score"][place].value == "Zoë 😀"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_steps_fit_the_workbook(language: str, theme: str, tmp_path: Path) -> None:
    for kind in RubricKind:
        for trainee in ("", "Ana"):
            options = Options(language=language, theme=Theme(name=theme), trainee=trainee)
            rubric = make_rubric(bakers(), kind, options)
            write_rubric(rubric, path := tmp_path / f"{kind.value}{trainee}.xlsx")
            first = load_workbook(path, read_only=True).worksheets[0]
            cells = [cell for (cell,) in first.iter_rows(6, 10, 2, 2, values_only=True)]
            assert all(cells)
            # A workbook for somebody has no copies to be made of it; the colour of the cells to fill in is a choice.
            own = cells[0] == labels_of(language).first_step_named
            assert own == bool(trainee)
            assert not [each for each in cells if re.search("cream|crema", each)]


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    snapshot = bakers()
    book: Any = load_workbook(write(make_rubric(snapshot), tmp_path))
    facts = {row[0].value: row[1].value for row in book["_lexcurric"].iter_rows()}
    properties = {each.name: each.value for each in book.custom_doc_props.props}
    assert properties == {f"lexcurric.{key}": value for key, value in facts.items()}
    assert facts["sha256"] == snapshot.content.sha256
    assert (facts["kind"], facts["version"], facts["soc"]) == ("checklist", "v.26.05", "51-3011.00")
    assert (facts["formatVersion"], facts["options"]) == ("2", "{}")
    assert json.loads(facts["columns"])["rating"] == "Rating"
    assert json.loads(facts["sheets"])["plan"] == "Action plan"
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
        ("a_x000D_b", "a_x000D_b"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("  space  ", "  space  "),
    ],
)
def test_any_text_is_written_as_text(text: str, shown: str, tmp_path: Path) -> None:
    made = make_rubric(made_up(1))
    made = replace(made, rows=(replace(made.rows[0], text="x"),))
    # A lone surrogate has no hash, so the row is made without validation of its check.
    row = made.rows[0].model_copy(update={"text": text.replace("\ud800", "\ufffd")})
    cell = load_workbook(write(made.model_copy(update={"rows": (row,)}), tmp_path))["Score"]["C8"]
    assert (cell.value, cell.data_type) == (shown, "s")


def test_a_text_too_long_for_a_cell_is_refused_with_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    write_rubric(make_rubric(made_up(1, text="😀" * 16_383)), tmp_path / "fits.xlsx")
    with pytest.raises(FileError, match=r"Score!C8: the text has 32,768 characters, and an Excel cell holds 32,767"):
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


def test_the_parts_hold_no_empty_typed_cells(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(make_rubric(bakers()), tmp_path)) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    assert not [cell for cell in root.iter(f"{MAIN}c") if len(cell) == 0 and cell.get("t")]
    assert all(cell.find(f"{MAIN}v") is not None for cell in root.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None)


def test_the_print_area_covers_every_input_and_every_visible_column(sample: tuple[Rubric, Any]) -> None:
    places = Places(sample[0])
    sheet = sample[1][places.sheets["score"]]
    area = sheet.print_area.split("!")[1].replace("$", "")
    last_column, last_row = range_boundaries(area)[2:]
    assert (get_column_letter(last_column or 0), last_row) == (places.last_shown, sheet.max_row)
