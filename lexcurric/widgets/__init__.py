"""The widgets: screens in a notebook, thin over the workspace."""

from __future__ import annotations

from lexcurric.widgets.editor import Editor, edit, tag

__all__ = ["Editor", "edit", "tag"]
