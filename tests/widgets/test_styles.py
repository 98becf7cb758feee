"""Style sheets of several screens stand on one page: what one says must not reach into another."""

from __future__ import annotations

import re

import pytest

from tests.samples import ROOT

STATIC = ROOT / "lexcurric" / "widgets" / "static"
SHEETS = sorted(path for path in STATIC.glob("*.css") if path.name != "common.css")


def selectors(text: str) -> list[str]:
    """The selectors of a style sheet, without what stands in its braces."""
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    heads = re.findall(r"([^{}]+)\{", plain)
    return [each.strip() for head in heads if not head.strip().startswith("@") for each in head.split(",")]


def reaching(sheet: str) -> set[str]:
    """The classes that a sheet styles in every screen, for its selectors begin with `.lx` and nothing narrower."""
    found = set()
    for each in selectors(sheet):
        wide = re.match(r'(?:\[data-jp-theme-light="false"\] )?\.lx (?:> )?[a-z]*\.(lx-[\w-]+)', each)
        if wide:
            found.add(wide[1])
    return found


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_what_a_sheet_styles_in_every_screen_no_other_sheet_has_a_use_for(path) -> None:
    wide = reaching(path.read_text(encoding="utf-8"))
    for other in SHEETS:
        if other != path:
            named = set(re.findall(r"\.(lx-[\w-]+)", other.read_text(encoding="utf-8")))
            assert wide & named == set(), f"{path.name} reaches into {other.name}"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_rule_stands_under_our_own_class(path) -> None:
    for each in selectors(path.read_text(encoding="utf-8")):
        assert re.search(r"\.lx\b|^\d+%$|^from$|^to$", each), f"{path.name}: {each}"
