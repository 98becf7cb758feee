"""Filling a workbook in as a trainer does, without another program's changes: the XML of single cells is replaced."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Value = str | int | float | date | None


def filled(path: Path, target: Path, cells: Mapping[str, Mapping[str, Value]]) -> Path:
    """A copy of the workbook with these values, by sheet title and place; charts and styles stay as they are."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    book = etree.fromstring(parts["xl/workbook.xml"])
    targets = {
        each.get("Id"): each.get("Target")
        for each in etree.fromstring(parts["xl/_rels/workbook.xml.rels"]).iter("{*}Relationship")
    }
    for sheet in book.iter(f"{MAIN}sheet"):
        wanted = cells.get(sheet.get("name"))
        if wanted:
            part = "xl/" + targets[sheet.get(f"{REL}id")].removeprefix("/xl/")
            parts[part] = _changed(parts[part], wanted)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def _changed(xml: bytes, wanted: Mapping[str, Value]) -> bytes:
    root = etree.fromstring(xml)
    by_place = {cell.get("r"): cell for cell in root.iter(f"{MAIN}c")}
    for place, value in wanted.items():
        cell = by_place[place]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            cell.append(etree.fromstring(f'<is xmlns="{MAIN[1:-1]}"><t xml:space="preserve">{escape(value)}</t></is>'))
        elif value is not None:
            days = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
            etree.SubElement(cell, f"{MAIN}v").text = repr(days)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
