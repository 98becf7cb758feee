"""The part of a sheet, its elements in the order that ECMA-376 asks for (18.3.1.99): Excel refuses any other."""

from __future__ import annotations

from lexcurric.core.rubric import Paper
from lexcurric.workbook.chart import RELATIONSHIPS
from lexcurric.workbook.places import column_letter, split_place
from lexcurric.workbook.sheet import Format, Sheet, Table, Validation
from lexcurric.workbook.styles_xml import MAIN, StyleSet
from lexcurric.workbook.xml_text import DECLARATION, attribute, content, cut, escape, plain

PADDING = 5 / 7
"""What Excel adds to a column's width in characters, in characters of the normal font."""
MOST_BREAKS = 1_026
"""As many page breaks as Excel takes on a sheet."""
_MOST_TITLE, _MOST_MESSAGE, _MOST_FORMULA = 32, 255, 255
_PAPER_CODES = {Paper.A4: 9, Paper.LETTER: 1}
_SIDE, _ENDS, _HEADER = 0.4, 0.65, 0.3
_MARGINS = (
    f'<pageMargins left="{_SIDE}" right="{_SIDE}" top="{_ENDS}" bottom="{_ENDS}"'
    f' header="{_HEADER}" footer="{_HEADER}"/>'
)


def sheet_xml(sheet: Sheet, styles: StyleSet) -> bytes:
    """The part of a sheet; its drawing has the relationship `rId1`, its tables those after it."""
    return "".join(
        (
            f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if sheet.page else "",
            f'<dimension ref="{_dimension(sheet)}"/>',
            _view(sheet),
            '<sheetFormatPr defaultRowHeight="15"/>',
            _columns(sheet),
            _rows(sheet),
            _protection(sheet),
            _formats(sheet, styles),
            _validations(sheet),
            _links(sheet),
            _page(sheet),
            _parts(sheet),
            "</worksheet>",
        )
    ).encode()


def _dimension(sheet: Sheet) -> str:
    if not sheet.cells:
        return "A1"
    right = max(max(cells) for cells in sheet.cells.values())
    left = min(min(cells) for cells in sheet.cells.values())
    first, last = f"{column_letter(left)}{min(sheet.cells)}", f"{column_letter(right)}{max(sheet.cells)}"
    return first if first == last else f"{first}:{last}"


def _view(sheet: Sheet) -> str:
    turned = ' rightToLeft="1"' if sheet.right_to_left else ""
    chosen = ' tabSelected="1"' if sheet.index == 0 else ""
    view = f'<sheetView showGridLines="0"{turned}{chosen} workbookViewId="0">{_frozen(sheet)}</sheetView>'
    return f"<sheetViews>{view}</sheetViews>"


def _frozen(sheet: Sheet) -> str:
    if not sheet.freeze:
        return ""
    row, column = split_place(sheet.freeze)
    across = f' xSplit="{column - 1}"' if column > 1 else ""
    down = f' ySplit="{row - 1}"' if row > 1 else ""
    names = {(True, True): "bottomRight", (True, False): "topRight", (False, True): "bottomLeft"}
    pane = names.get((bool(across), bool(down)))
    if pane is None:
        return ""
    return (
        f'<pane{across}{down} topLeftCell="{sheet.freeze}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}" activeCell="{sheet.freeze}" sqref="{sheet.freeze}"/>'
    )


def _columns(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width + PADDING:.6g}"{_hidden(number, sheet)} customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
        if width
    )
    return f"<cols>{columns}</cols>" if columns else ""


def _hidden(number: int, sheet: Sheet) -> str:
    return ' hidden="1"' if number in sheet.hidden else ""


def _rows(sheet: Sheet) -> str:
    found: list[str] = []
    heights, cells = sheet.heights, sheet.cells
    for row in sorted({*heights, *cells}):
        # Without customHeight: with it, a row would no longer grow when a trainer types a long note.
        height = f' ht="{heights[row]:g}"' if row in heights else ""
        here = cells.get(row)
        if here is None:
            found.append(f'<row r="{row}"{height}/>')
            continue
        found.append(f'<row r="{row}"{height}>{"".join([here[column] for column in sorted(here)])}</row>')
    return f"<sheetData>{''.join(found)}</sheetData>"


def _protection(sheet: Sheet) -> str:
    if sheet.protection is None:
        return ""
    # Zero stands for what may be done. No password: it guards against slips.
    filters = ' sort="0" autoFilter="0"' if sheet.protection.filters else ""
    return f'<sheetProtection sheet="1" formatColumns="0" formatRows="0"{filters}/>'


def _formats(sheet: Sheet, styles: StyleSet) -> str:
    areas: dict[str, list[str]] = {}
    for priority, rule in enumerate(sheet.formats, start=1):
        areas.setdefault(rule.area, []).append(_format(rule, priority, styles))
    return "".join(
        f'<conditionalFormatting sqref="{area}">{"".join(rules)}</conditionalFormatting>'
        for area, rules in areas.items()
    )


def _format(rule: Format, priority: int, styles: StyleSet) -> str:
    operator = f' operator="{rule.operator}"' if rule.kind == "cellIs" else ""
    look = styles.colours(rule.ink, rule.ground)
    formula = content(rule.formula.removeprefix("="))
    head = f'<cfRule type="{rule.kind}" dxfId="{look}" priority="{priority}"{operator}>'
    return f"{head}<formula>{formula}</formula></cfRule>"


def _validations(sheet: Sheet) -> str:
    if not sheet.validations:
        return ""
    rules = "".join(_validation(each) for each in sheet.validations)
    return f'<dataValidations count="{len(sheet.validations)}">{rules}</dataValidations>'


def _validation(rule: Validation) -> str:
    formulas = [each.removeprefix("=") for each in (rule.formula1, rule.formula2)]
    if any(len(each) > _MOST_FORMULA for each in formulas):
        raise ValueError(f"the formula of a validation has at most {_MOST_FORMULA} characters; found {formulas}")
    attributes = {
        "type": rule.kind,
        "operator": rule.operator if rule.kind != "list" and rule.operator != "between" else "",
        "allowBlank": "1" if rule.allow_blank else "",
        "showInputMessage": "1",
        "showErrorMessage": "1",
        "errorTitle": _message(rule.error_title, _MOST_TITLE),
        "error": _message(rule.error, _MOST_MESSAGE),
        "promptTitle": _message(rule.prompt_title, _MOST_TITLE),
        "prompt": _message(rule.prompt, _MOST_MESSAGE),
        "sqref": rule.area,
    }
    said = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    inner = "".join(f"<formula{at}>{content(each)}</formula{at}>" for at, each in enumerate(formulas, start=1) if each)
    return f"<dataValidation{said}>{inner}</dataValidation>"


def _message(text: str, most: int) -> str:
    return attribute(escape(cut(text, most)))


def _links(sheet: Sheet) -> str:
    if not sheet.links:
        return ""
    links = "".join(
        f'<hyperlink ref="{place}" location="{attribute(target)}" display="{attribute(escape(plain(text)))}"/>'
        for place, text, target in sheet.links
    )
    return f"<hyperlinks>{links}</hyperlinks>"


def _page(sheet: Sheet) -> str:
    """Everything about printing, from the options to the page breaks."""
    found = ""
    if page := sheet.page:
        way, high = ("landscape" if page.landscape else "portrait"), int(page.one_page)
        found = (
            f'<printOptions horizontalCentered="1"/>{_MARGINS}'
            f'<pageSetup paperSize="{_PAPER_CODES[page.paper]}" fitToWidth="1" fitToHeight="{high}"'
            f' orientation="{way}"/>'
        )
    if sheet.header or sheet.footer:
        found += (
            f"<headerFooter><oddHeader>{content(sheet.header)}</oddHeader>"
            f"<oddFooter>{content(sheet.footer)}</oddFooter></headerFooter>"
        )
    if rows := sorted(set(sheet.breaks))[:MOST_BREAKS]:
        breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in rows)
        found += f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{breaks}</rowBreaks>'
    return found


def _parts(sheet: Sheet) -> str:
    drawing = '<drawing r:id="rId1"/>' if sheet.drawn else ""
    first = 2 if sheet.drawn else 1
    tables = "".join(f'<tablePart r:id="rId{number}"/>' for number in range(first, first + len(sheet.tables)))
    return f'{drawing}<tableParts count="{len(sheet.tables)}">{tables}</tableParts>' if tables else drawing


def table_xml(table: Table) -> bytes:
    """The part of a table."""
    columns = "".join(
        f'<tableColumn id="{number}" name="{_column_name(name)}"/>'
        for number, name in enumerate(table.columns, start=1)
    )
    filters = f'<autoFilter ref="{table.area}"/>' if table.filters else ""
    name, about = attribute(table.name), attribute(escape(cut(table.about, _MOST_MESSAGE)))
    return (
        f'{DECLARATION}<table xmlns="{MAIN}" id="{table.number}" name="{name}" displayName="{name}" comment="{about}"'
        f' ref="{table.area}" totalsRowShown="0">{filters}'
        f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0"'
        ' showColumnStripes="0"/></table>'
    ).encode()


def _column_name(text: str) -> str:
    # Line ends in names of columns are written as codes; Excel mends the file where they are not.
    return attribute(escape(text).replace("\n", "_x000a_"))
