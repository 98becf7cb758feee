"""The parts of a workbook beside its sheets: what there is, how it hangs together, the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lexcurric.workbook.chart import RELATIONSHIPS
from lexcurric.workbook.places import absolute, quoted
from lexcurric.workbook.sheet import Sheet
from lexcurric.workbook.styles_xml import MAIN
from lexcurric.workbook.xml_text import DECLARATION, attribute, content, cut

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "xl/workbook.xml": f"{_SHEETS}.sheet.main+xml",
    "xl/worksheets/": f"{_SHEETS}.worksheet+xml",
    "xl/tables/": f"{_SHEETS}.table+xml",
    "xl/styles.xml": f"{_SHEETS}.styles+xml",
    "xl/sharedStrings.xml": f"{_SHEETS}.sharedStrings+xml",
    "xl/theme/": "application/vnd.openxmlformats-officedocument.theme+xml",
    "xl/drawings/": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/charts/": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
"""The type of each part, by how its name begins."""
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
APP = (
    f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"><Application>lexcurric</Application></Properties>'
)


@dataclass(frozen=True)
class Description:
    """What a file says about itself to search and to screen readers."""

    title: str = ""
    subject: str = ""
    keywords: str = ""
    category: str = ""
    description: str = ""
    language: str = "en"


@lru_cache(maxsize=64)
def content_types(names: tuple[str, ...]) -> bytes:
    """The part that says what type each part has."""
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = {"rels": relations, "xml": "application/xml"}
    defaults |= {kind: f"image/{kind}" for kind in ("png", "jpeg") if any(name.endswith(f".{kind}") for name in names)}
    found = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items())
    for name in names:
        kind = next((kind for start, kind in _PARTS.items() if name.startswith(start)), "")
        if kind and not name.endswith(".rels"):
            found += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{found}</Types>'.encode()


@lru_cache(maxsize=256)
def relationships(targets: tuple[tuple[str, str], ...]) -> bytes:
    """The part that says what a part refers to: kind and target of each, called `rId1` and so on."""
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_kind(kind)}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'.encode()


def _kind(kind: str) -> str:
    return f"{_PACKAGE}/relationships/metadata/{kind}" if kind == "core-properties" else f"{RELATIONSHIPS}/{kind}"


def workbook_xml(sheets: Sequence[Sheet], names: Mapping[str, str]) -> bytes:
    """The part that lists the sheets (with the relationships `rId1` and so on) and the defined names."""
    listed = "".join(
        f'<sheet name="{attribute(sheet.title)}" sheetId="{number}"{_state(sheet)} r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    # Programs calculate all formulas anew when they open the file, whoever wrote the values beside them.
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr/>'
        f'<workbookProtection lockStructure="1"/><bookViews><workbookView activeTab="0"/></bookViews>'
        f'<sheets>{listed}</sheets>{_names(sheets, names)}<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    ).encode()


def _state(sheet: Sheet) -> str:
    return ' state="veryHidden"' if sheet.very_hidden else ""


def _names(sheets: Sequence[Sheet], names: Mapping[str, str]) -> str:
    found = [(name.casefold(), -1, _name(name, "", target)) for name, target in names.items()]
    for sheet in sheets:
        title, local = quoted(sheet.title), f' localSheetId="{sheet.index}"'
        if sheet.print_area:
            area = f"{title}!{absolute(sheet.print_area)}"
            found.append(("_xlnm.print_area", sheet.index, _name("_xlnm.Print_Area", local, area)))
        if sheet.title_rows:
            first, last = sheet.title_rows
            rows = f"{title}!${first}:${last}"
            found.append(("_xlnm.print_titles", sheet.index, _name("_xlnm.Print_Titles", local, rows)))
    elements = "".join(xml for _, _, xml in sorted(found))
    return f"<definedNames>{elements}</definedNames>" if elements else ""


def _name(name: str, local: str, target: str) -> str:
    return f'<definedName name="{attribute(name)}"{local}>{content(target)}</definedName>'


def strings_xml(items: Sequence[str]) -> bytes:
    """The part with the texts of all cells, each once."""
    inner = "</si><si>".join(items)
    return f'{DECLARATION}<sst xmlns="{MAIN}" uniqueCount="{len(items)}"><si>{inner}</si></sst>'.encode()


def core_xml(said: Description, time: str) -> bytes:
    """The part with title, subject and the like, and the one time that the file carries."""
    stated = "".join(
        f"<{element}>{content(cut(text, 255))}</{element}>"
        for element, text in (
            ("dc:title", said.title),
            ("dc:subject", said.subject),
            ("dc:creator", "lexcurric"),
            ("cp:keywords", said.keywords),
            ("dc:description", said.description),
            ("cp:lastModifiedBy", "lexcurric"),
        )
        if text
    )
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{time}</dcterms:{name}>' for name in ("created", "modified")
    )
    after = "".join(
        f"<{element}>{content(cut(text, 255))}</{element}>"
        for element, text in (("cp:category", said.category), ("dc:language", said.language))
        if text
    )
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{DECLARATION}<cp:coreProperties {spaces}>{stated}{times}{after}</cp:coreProperties>".encode()


def custom_xml(properties: Mapping[str, str]) -> bytes:
    """The part with properties of our own."""
    # The numbers 0 and 1 are Office's own.
    found = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{attribute(name)}">'
        f"<vt:lpwstr>{content(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties.items(), start=2)
    )
    spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{DECLARATION}<Properties {spaces}>{found}</Properties>".encode()
