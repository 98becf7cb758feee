"""The colours and style sheets of the HTML reports; letters stand out from their ground by 4.5:1 or more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

COLOURS = {
    "ink": ("#1c2630", "#e6ebf0"),
    "muted": ("#4f5d6b", "#a7b3bf"),
    "paper": ("#ffffff", "#15191e"),
    "soft": ("#f5f7f9", "#1e242b"),
    "line": ("#d3dae1", "#3a444f"),
    "edge": ("#77838f", "#7d8995"),
    "gone-ink": ("#8f1d1d", "#ffb8b4"),
    "gone": ("#fde7e7", "#4a1e20"),
    "come-ink": ("#0a5230", "#a9ebc4"),
    "come": ("#dff5e7", "#123d29"),
    "look-ink": ("#664100", "#ffdd8f"),
    "look": ("#fff0cc", "#463408"),
    "strong-ink": ("#ffffff", "#10161c"),
    "strong": ("#33475b", "#b9c9d9"),
    "link": ("#0b5cad", "#85bdf5"),
}
LIGHT = {name: pair[0] for name, pair in COLOURS.items()}
DARK = {name: pair[1] for name, pair in COLOURS.items()}
# Which colour of letters stands on which ground.
PAIRS = (
    *(("ink", "paper"), ("ink", "soft"), ("muted", "paper"), ("muted", "soft"), ("link", "paper"), ("link", "soft")),
    *(("gone-ink", "gone"), ("come-ink", "come"), ("look-ink", "look"), ("strong-ink", "strong")),
)
# What is no letter, such as the edge of a button and the ring of the focus, on its ground.
EDGES = (("edge", "paper"), ("edge", "soft"), ("link", "paper"), ("link", "soft"))
_IN_LAB = {
    "ink": "var(--jp-ui-font-color1, #1c2630)",
    "paper": "var(--jp-layout-color1, #fff)",
    "soft": "var(--jp-layout-color2, #f5f7f9)",
    "line": "var(--jp-border-color2, #d3dae1)",
}


@cache
def read_part(name: str) -> str:
    """The text of a style sheet or script beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _colours(selector: str, colours: Mapping[str, str]) -> str:
    return f"{selector} {{ {' '.join(f'--lx-{name}: {value};' for name, value in colours.items())} }}\n"


@cache
def page_style() -> str:
    """The style of a page of its own: the system's theme, unless the reader chose one; print is always light."""
    system = _colours(':root:not([data-theme="light"])', DARK)
    chosen = _colours(':root[data-theme="dark"]', DARK)
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{system}}}\n@media screen {{\n{chosen}}}\n"
    return _colours(":root", LIGHT) + dark + read_part("report.css") + read_part("page.css")


@cache
def cell_style() -> str:
    """The style of a notebook cell: JupyterLab says by an attribute of the body whether its theme is dark."""
    dark = _colours('body[data-jp-theme-light="false"] .lx-report', DARK | _IN_LAB)
    return f"<style>\n{_colours('.lx-report', LIGHT | _IN_LAB)}{dark}{read_part('report.css')}</style>"
