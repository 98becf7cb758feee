"""The screen that a next step leads to, opened where the step is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcurric.widgets.base import Panel
from lexcurric.workspace.incoming import Screen

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

OPENS = {
    Screen.EDITOR: "Open the editor here",
    Screen.MERGE: "Review the merge here",
    Screen.ALIGN: "Align the statements here",
}
"""What the buttons that open a screen say."""


def open_screen(screen: Screen, framework: Framework) -> Panel:
    """The screen of a next step for a framework; a merge is planned anew."""
    if screen is Screen.MERGE:
        from lexcurric.widgets.review import review

        return review(framework.merge())
    if screen is Screen.ALIGN:
        from lexcurric.widgets.alignment import align

        return align(framework)
    from lexcurric.widgets.editor import edit

    return edit(framework)
