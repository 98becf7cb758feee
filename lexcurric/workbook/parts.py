"""
What openpyxl cannot write, put into the finished file part by part: values beside formulas, row heights that may grow,
alt texts of charts, and fixed times, so that the same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_TERMS = "http://purl.org/dc/terms/"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Value = str | int | float


@dataclass
class Additions:
    """What to add: values by sheet number (from 1) and cell, alt texts (title, description) by drawing number, time."""

    values: dict[int, dict[str, Value]] = field(default_factory=dict)
    alt_texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    time: str = "1980-01-01T00:00:00Z"


def finish(raw: bytes, additions: Additions) -> bytes:
    """The bytes of a workbook file with the additions made: names in order, times fixed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(info, _part(name, old.read(name), additions))
    return target.getvalue()


def _part(name: str, data: bytes, additions: Additions) -> bytes:
    sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
    if sheet:
        return _sheet(data, additions.values.get(int(sheet[1]), {}))
    drawing = re.fullmatch(r"xl/drawings/drawing(\d+)\.xml", name)
    if drawing and int(drawing[1]) in additions.alt_texts:
        return _drawing(data, additions.alt_texts[int(drawing[1])])
    return _core(data, additions.time) if name == "docProps/core.xml" else data


def _sheet(data: bytes, values: Mapping[str, Value]) -> bytes:
    root = etree.fromstring(data)
    for row in root.iter(f"{{{MAIN}}}row"):
        # With customHeight a row would no longer grow when a trainer types a long note.
        row.attrib.pop("customHeight", None)
    for cell in root.iter(f"{{{MAIN}}}c"):
        if len(cell) == 0:
            # Some programs read an empty cell of type number as 0.
            cell.attrib.pop("t", None)
        elif cell.find(f"{{{MAIN}}}f") is not None:
            _put_value(cell, values[cell.attrib["r"]])
    return _bytes(root)


def _put_value(cell: etree._Element, value: Value) -> None:
    found = cell.find(f"{{{MAIN}}}v")
    place = etree.SubElement(cell, f"{{{MAIN}}}v") if found is None else found
    place.text = value if isinstance(value, str) else repr(value)
    if isinstance(value, str):
        cell.set("t", "str")
    else:
        cell.attrib.pop("t", None)


def _drawing(data: bytes, alt_text: tuple[str, str]) -> bytes:
    root = etree.fromstring(data)
    for shape in root.iter(f"{{{_DRAWING}}}cNvPr"):
        shape.set("title", alt_text[0])
        shape.set("descr", alt_text[1])
    return _bytes(root)


def _core(data: bytes, time: str) -> bytes:
    root = etree.fromstring(data)
    for name in ("created", "modified"):
        for element in root.iter(f"{{{_TERMS}}}{name}"):
            element.text = time
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
