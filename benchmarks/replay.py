"""
A rubric workbook as a plain description, and other libraries writing the same workbook from it.

Cells with their formats, formulas with their values, validations, conditional formats, tables, charts, names, widths
and heights, print set-up, header and footer, protection and properties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, RadarChart, Reference, Series
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.cell import coordinate_from_string, coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo

Format = tuple[tuple[str, Any], ...]
"""The properties of a format, in XlsxWriter's words."""
_TIME = datetime(2026, 5, 15, tzinfo=UTC)


@dataclass
class Page:
    """One sheet."""

    title: str
    hidden: bool
    cells: list[tuple[int, int, Any, Any, Format]] = field(default_factory=list)
    """Row and column from 0, value or formula, the value beside a formula (else None), format."""
    columns: list[tuple[int, int, float, bool]] = field(default_factory=list)
    heights: list[tuple[int, float]] = field(default_factory=list)
    rules: list[tuple[list[str], dict[str, Any]]] = field(default_factory=list)
    colours: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tables: list[tuple[str, str, list[str]]] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    print: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """A workbook."""

    pages: list[Page]
    names: dict[str, str]
    said: dict[str, str]
    custom: dict[str, str]


def plan_of(path: Path) -> Plan:
    """What stands in a workbook of ours."""
    book: Any = load_workbook(path)
    values: Any = load_workbook(path, data_only=True)
    pages = [_page(sheet, values[sheet.title]) for sheet in book.worksheets]
    names = {name: each.attr_text for name, each in book.defined_names.items()}
    said = book.properties
    return Plan(
        pages,
        names,
        {"title": said.title, "subject": said.subject, "keywords": said.keywords, "comments": said.description},
        {each.name: str(each.value) for each in book.custom_doc_props.props},
    )


def _page(sheet: Any, values: Any) -> Page:
    page = Page(sheet.title, sheet.sheet_state != "visible")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.has_style or cell.value is not None:
                kept = values[cell.coordinate].value if cell.data_type == "f" else None
                page.cells.append((cell.row - 1, cell.column - 1, cell.value, kept, _format(cell)))
    page.columns = [(e.min - 1, e.max - 1, e.width, bool(e.hidden)) for e in sheet.column_dimensions.values()]
    page.heights = [(at - 1, each.height) for at, each in sheet.row_dimensions.items() if each.height]
    page.rules = [
        ([str(each) for each in rule.sqref.ranges], _rule(rule)) for rule in sheet.data_validations.dataValidation
    ]
    for area in sheet.conditional_formatting:
        page.colours += [(str(area.sqref), _colour(rule)) for rule in area.rules]
    page.tables = [(t.ref, t.name, [c.name for c in t.tableColumns]) for t in sheet.tables.values()]
    page.charts = [_chart(each) for each in sheet._charts]
    page.links = [(each.ref, each.location, each.display or "") for each in sheet._hyperlinks]
    setup, breaks = sheet.page_setup, [each.id for each in sheet.row_breaks.brk]
    page.print = {
        "landscape": setup.orientation == "landscape",
        "paper": int(setup.paperSize or 9),
        "fit": (1, setup.fitToHeight if setup.fitToHeight is not None else 1) if setup.paperSize else None,
        "area": sheet.print_area.rpartition("!")[2].replace("$", "") if sheet.print_area else "",
        "titles": sheet.print_title_rows,
        "breaks": breaks,
        "header": sheet.oddHeader.left.text and f"&L&8{sheet.oddHeader.left.text}&R&8{sheet.oddHeader.right.text}",
        "footer": sheet.oddFooter.left.text and f"&L&8{sheet.oddFooter.left.text}&R&8{sheet.oddFooter.right.text}",
        "freeze": sheet.freeze_panes,
    }
    return page


def _format(cell: Any) -> Format:
    font, fill, look = cell.font, cell.fill, cell.alignment
    said: dict[str, Any] = {
        "font_name": font.name,
        "font_size": font.sz,
        "bold": bool(font.b),
        "underline": 1 if font.u else 0,
        "font_color": f"#{font.color.rgb[2:]}" if font.color and isinstance(font.color.rgb, str) else "",
        "bg_color": f"#{fill.fgColor.rgb[2:]}" if fill.fill_type else "",
        "border": 1 if cell.border.left.style else 0,
        "border_color": f"#{cell.border.left.color.rgb[2:]}" if cell.border.left.style else "",
        "align": look.horizontal or "",
        "valign": {"center": "vcenter", "top": "top", "bottom": "bottom"}.get(look.vertical or "", ""),
        "text_wrap": bool(look.wrap_text),
        "indent": int(look.indent or 0),
        "rotation": int(look.text_rotation or 0),
        "num_format": "" if cell.number_format == "General" else cell.number_format,
        "locked": cell.protection.locked,
    }
    return tuple((key, value) for key, value in said.items() if value or key == "locked")


def _rule(rule: Any) -> dict[str, Any]:
    kind = {"list": "list", "date": "date", "textLength": "length", "decimal": "decimal", "whole": "integer"}[rule.type]
    said: dict[str, Any] = {"validate": kind}
    if kind == "list":
        said["source"] = f"={rule.formula1.removeprefix('=')}"
    else:
        said["criteria"] = {"lessThanOrEqual": "<="}.get(rule.operator, rule.operator or "between")
        ends = [float(each) if each else None for each in (rule.formula1, rule.formula2)]
        said |= {"minimum": ends[0], "maximum": ends[1]} if said["criteria"] == "between" else {"value": ends[0]}
    words = {
        "input_title": rule.promptTitle,
        "input_message": rule.prompt,
        "error_title": rule.errorTitle,
        "error_message": rule.error,
    }
    return said | {key: text for key, text in words.items() if text}


def _colour(rule: Any) -> dict[str, Any]:
    look = {"ink": rule.dxf.font.color.rgb[2:] if rule.dxf.font else "", "ground": rule.dxf.fill.bgColor.rgb[2:]}
    return {"kind": rule.type, "formula": rule.formula[0], **look}


def _chart(chart: Any) -> dict[str, Any]:
    first, last = chart.anchor._from, chart.anchor.to
    title = "".join(run.t for each in chart.title.tx.rich.p for run in each.r or [])
    return {
        "kind": "radar" if isinstance(chart, RadarChart) else "column" if chart.type == "col" else "bar",
        "title": title,
        "series": [(each.cat.strRef.f, each.val.numRef.f) for each in chart.series],
        "from": (first.row, first.col),
        "to": (last.row, last.col),
    }


class Plain(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet of XlsxWriter that does not search formulas for functions of newer programs: ours have none."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def with_xlsxwriter(plan: Plan, path: Path, made_as: type | None = None) -> None:
    """The workbook, with XlsxWriter, in memory; `made_as` is the class of its sheets."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    formats: dict[Format, Any] = {}
    for page in plan.pages:
        sheet = book.add_worksheet(page.title, made_as)
        for first, last, width, hidden in page.columns:
            sheet.set_column(first, last, width, None, {"hidden": hidden})
        for row, height in page.heights:
            sheet.set_row(row, height)
        heads = {(row, column): text for ref, _, texts in page.tables for row, column, text in _heads(ref, texts)}
        for row, column, value, kept, look in page.cells:
            form = formats.get(look)
            if form is None:
                form = formats[look] = book.add_format(dict(look))
            if kept is not None or (isinstance(value, str) and value[:1] == "=" and (row, column) not in heads):
                sheet.write_formula(row, column, value, form, "" if kept is None else kept)
            elif value is None:
                sheet.write_blank(row, column, None, form)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, form)
            else:
                sheet.write_number(row, column, value, form)
        _fill_xlsxwriter(book, sheet, page, formats)
    for name, target in plan.names.items():
        book.define_name(name, f"={target}")
    book.set_properties(plan.said | {"created": _TIME.replace(tzinfo=None)})
    for name, text in plan.custom.items():
        book.set_custom_property(name, text)
    book.close()


def _heads(ref: str, texts: list[str]) -> list[tuple[int, int, str]]:
    row, column = coordinate_to_tuple(ref.partition(":")[0])
    return [(row - 1, column - 1 + at, text) for at, text in enumerate(texts)]


def _fill_xlsxwriter(book: Any, sheet: Any, page: Page, formats: dict[Format, Any]) -> None:
    looks = {(row, column): look for row, column, _, _, look in page.cells} if page.tables else {}
    for areas, rule in page.rules:
        ranges = [xlsxwriter.utility.xl_cell_to_rowcol(end) for area in areas for end in (area.split(":") * 2)[:2]]
        pairs = [(*ranges[at], *ranges[at + 1]) for at in range(0, len(ranges), 2)]
        sheet.data_validation(
            *pairs[0], rule | {"other_cells": [list(each) for each in pairs[1:]]} if pairs[1:] else rule
        )
    for area, colour in page.colours:
        key: Format = tuple(
            (k, f"#{colour[v]}") for k, v in (("font_color", "ink"), ("bg_color", "ground")) if colour[v]
        )
        form = formats.setdefault(key, None) or book.add_format(dict(key))
        formats[key] = form
        said = {"type": "formula", "criteria": f"={colour['formula']}", "format": form}
        if colour["kind"] == "cellIs":
            said = {"type": "cell", "criteria": "==", "value": colour["formula"], "format": form}
        sheet.conditional_format(area.split(" ")[0], said)
    for ref, name, texts in page.tables:
        heads = _heads(ref, texts)
        columns = [{"header": text, "header_format": formats[looks[row, at]]} for row, at, text in heads]
        options = {"name": name, "columns": columns, "autofilter": False, "banded_rows": False, "style": None}
        sheet.add_table(ref, options)
    for said in page.charts:
        chart = book.add_chart({"type": said["kind"]})
        for names, numbers in said["series"]:
            chart.add_series({"categories": f"={names}", "values": f"={numbers}", "gap": 60})
        chart.set_title({"name": said["title"], "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        sheet.insert_chart(*said["from"], chart, {"description": said["title"]})
    for place, target, text in page.links:
        sheet.write_url(place, f"internal:{target}", string=text or target)
    _print_xlsxwriter(sheet, page)


def _print_xlsxwriter(sheet: Any, page: Page) -> None:
    said = page.print
    if page.hidden:
        sheet.very_hidden()
    if said["fit"]:
        sheet.set_landscape() if said["landscape"] else sheet.set_portrait()
        sheet.set_paper(said["paper"])
        sheet.fit_to_pages(*said["fit"])
        sheet.set_margins(0.4, 0.4, 0.65, 0.65)
        sheet.center_horizontally()
    if said["area"]:
        sheet.print_area(said["area"])
    if said["titles"]:
        first, last = (int(each) - 1 for each in said["titles"].replace("$", "").split(":"))
        sheet.repeat_rows(first, last)
    if said["breaks"]:
        sheet.set_h_pagebreaks(said["breaks"])
    if said["header"]:
        sheet.set_header(said["header"])
        sheet.set_footer(said["footer"])
    if said["freeze"]:
        sheet.freeze_panes(said["freeze"])
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_rows": True, "format_columns": True})


def with_openpyxl(plan: Plan, path: Path) -> None:
    """The workbook, with openpyxl, which writes no values beside formulas."""
    book: Any = Workbook()
    book.remove(book.active)
    named: dict[Format, str] = {}
    for page in plan.pages:
        sheet: Any = book.create_sheet(page.title)
        for first, last, width, hidden in page.columns:
            for at in range(first, last + 1):
                column = sheet.column_dimensions[xlsxwriter.utility.xl_col_to_name(at)]
                column.width, column.hidden = width, hidden
        for row, height in page.heights:
            sheet.row_dimensions[row + 1].height = height
        for row, at, value, kept, look in page.cells:
            cell = sheet.cell(row + 1, at + 1, value)
            if kept is None and isinstance(value, str):
                cell.data_type = "s"
            if look not in named:
                named[look] = f"look{len(named)}"
                book.add_named_style(_style(named[look], dict(look)))
            cell.style = named[look]
        _fill_openpyxl(sheet, page)
    for name, target in plan.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    book.properties.title = plan.said["title"]
    book.save(path)


def _style(name: str, look: dict[str, Any]) -> NamedStyle:
    def colour(key: str) -> str | None:
        return look[key].removeprefix("#") if key in look else None

    side = Side(style="thin", color=colour("border_color")) if look.get("border") else Side()
    font = Font(look["font_name"], look["font_size"], b=look.get("bold"), color=colour("font_color"))
    fill = PatternFill("solid", fgColor=colour("bg_color")) if "bg_color" in look else PatternFill()
    down = {"vcenter": "center"}.get(look.get("valign", ""), look.get("valign"))
    align = Alignment(
        look.get("align"), down, look.get("rotation", 0), look.get("text_wrap"), indent=look.get("indent", 0)
    )
    style = NamedStyle(name, font, fill, Border(side, side, side, side), align)
    style.protection = Protection(locked=look["locked"])
    style.number_format = look.get("num_format", "General")
    return style


def _fill_openpyxl(sheet: Any, page: Page) -> None:
    for areas, said in page.rules:
        kind = {"length": "textLength", "integer": "whole"}.get(said["validate"], said["validate"])
        rule = DataValidation(kind, said.get("source", said.get("minimum", said.get("value"))), said.get("maximum"))
        rule.operator = {"<=": "lessThanOrEqual"}.get(said.get("criteria", ""), "between")
        rule.errorTitle, rule.error = said.get("error_title"), said.get("error_message")
        rule.promptTitle, rule.prompt = said.get("input_title"), said.get("input_message")
        for area in areas:
            rule.add(area)
        sheet.add_data_validation(rule)
    for area, said in page.colours:
        look = {"font": Font(color=said["ink"]), "fill": PatternFill(bgColor=said["ground"], fill_type="solid")}
        made = (
            CellIsRule("equal", [said["formula"]], **look)
            if said["kind"] == "cellIs"
            else FormulaRule([said["formula"]], **look)
        )
        sheet.conditional_formatting.add(area, made)
    for ref, name, texts in page.tables:
        table = Table(displayName=name, ref=ref, tableStyleInfo=TableStyleInfo("TableStyleLight1"))
        table._initialise_columns()
        for column, text in zip(table.tableColumns, texts, strict=True):
            column.name = text
        sheet.add_table(table)
    for said in page.charts:
        chart: Any = RadarChart() if said["kind"] == "radar" else BarChart()
        for names, numbers in said["series"]:
            chart.append(Series(Reference(sheet, range_string=numbers)))
            chart.set_categories(Reference(sheet, range_string=names))
        chart.title = said["title"]
        letter, row = coordinate_from_string(xlsxwriter.utility.xl_rowcol_to_cell(*said["from"]))
        sheet.add_chart(chart, f"{letter}{row}")
    said = page.print
    if said["fit"]:
        sheet.page_setup.orientation = "landscape" if said["landscape"] else "portrait"
        sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage = said["paper"], True
        sheet.page_setup.fitToHeight = said["fit"][1]
    if said["area"]:
        sheet.print_area = said["area"]
    sheet.print_title_rows, sheet.freeze_panes = said["titles"], said["freeze"]
    for row in said["breaks"]:
        sheet.row_breaks.append(Break(id=row))
    if said["header"]:
        sheet.oddHeader.left.text, sheet.oddFooter.left.text = said["header"][4:], said["footer"][4:]
    sheet.protection.sheet = True
    sheet.sheet_state = "veryHidden" if page.hidden else "visible"
