"""What the editor shows in each row, and how close together; remembered for whoever works at this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import LexcurricError

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

COLUMNS = ("position", "tags", "criterion", "note", "findings", "changes")
"""What can stand in a row beside the wording."""
DENSITIES = ("comfortable", "compact")
LAYOUTS = ("list", "matrix")
"""The levels one below the other, or side by side."""
_REMEMBERED = ("columns", "density", "layout", "show_filters", "in_hand")


class Arranged(traitlets.HasTraits):
    """
    How an editor's rows look.

    - `columns`: what is shown in each row: `position`, `tags`, `criterion`, `note`, `findings`, `changes`.
    - `density`: `comfortable` or `compact`.
    - `layout`: `list`, the levels one below the other, or `matrix`, the levels side by side.

    They are kept in the preferences beside the workspace, with `show_filters` and `in_hand`, and are there again the
    next time.
    """

    columns = traitlets.List(traitlets.Unicode(), list(COLUMNS)).tag(sync=True)
    layout = traitlets.Enum(LAYOUTS, "list").tag(sync=True)
    density = traitlets.Enum(DENSITIES, "comfortable").tag(sync=True)

    _own: Framework

    def remembered(self) -> dict[str, Any]:
        """The settings of the last time, those that still fit."""
        found = {name: self._own.workspace.preferences.get(f"editor/{name}") for name in _REMEMBERED}
        vocabularies = {each.name for each in self._own.vocabularies}
        fits = {
            "columns": lambda value: isinstance(value, list) and set(value) <= set(COLUMNS),
            "density": lambda value: value in DENSITIES,
            "layout": lambda value: value in LAYOUTS,
            "show_filters": lambda value: isinstance(value, bool),
            "in_hand": lambda value: value in vocabularies,
        }
        return {name: value for name, value in found.items() if value is not None and fits[name](value)}

    @traitlets.validate("columns")
    def _known_columns(self, proposal: Mapping[str, Any]) -> list[str]:
        wanted = proposal["value"]
        if strange := [each for each in wanted if each not in COLUMNS]:
            raise LexcurricError(f"no column {strange[0]!r}; there are {', '.join(COLUMNS)}")
        return [each for each in COLUMNS if each in wanted]

    @traitlets.observe(*_REMEMBERED)
    def _remember(self, change: Mapping[str, Any]) -> None:
        self._own.workspace.preferences.set(f"editor/{change['name']}", change["new"])
