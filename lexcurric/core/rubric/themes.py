"""The colours that come with the program; a designer's own replace them one by one."""

from __future__ import annotations

from lexcurric.core.errors import EditError
from lexcurric.core.rubric.options import Theme

THEMES = {
    "blue": Theme(
        name="blue", header="1F3864", level_low="E8F1FA", level_high="9CC4E6", input="FFF9E5", accent="1F3864"
    ),
    "green": Theme(
        name="green", header="1E4D2B", level_low="EAF5EC", level_high="A3D0AD", input="FFF9E5", accent="1E4D2B"
    ),
    "plum": Theme(
        name="plum", header="4A1F4F", level_low="F6EDF7", level_high="D3ACD8", input="FFF9E5", accent="4A1F4F"
    ),
    "grey": Theme(
        name="grey", header="333333", level_low="F5F5F5", level_high="C8C8C8", input="FFFFFF", accent="333333"
    ),
}
"""`grey` is for printers without colour."""


def full_theme(theme: Theme) -> Theme:
    """The theme with every colour filled in. Raises EditError for a name that there is not."""
    known = THEMES.get(theme.name)
    if known is None:
        raise EditError(f"no theme {theme.name!r}; there is {', '.join(THEMES)}, or give colours of your own")
    own = {name: value for name, value in theme.model_dump().items() if value}
    return Theme.model_validate(known.model_dump() | own)
