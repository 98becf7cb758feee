"""Reports as HTML: pages of their own, and fragments for a notebook cell. Nothing in them is fetched."""

from lexcurric.formats.report_html.differences import render_fragment, render_html
from lexcurric.formats.report_html.look import COLOURS, EDGES, PAIRS
from lexcurric.formats.report_html.merging import render_merge_fragment, render_merge_html
from lexcurric.formats.report_html.tables import render_tables

__all__ = [
    "COLOURS",
    "EDGES",
    "PAIRS",
    "render_fragment",
    "render_html",
    "render_merge_fragment",
    "render_merge_html",
    "render_tables",
]
