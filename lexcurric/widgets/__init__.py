"""The widgets: screens in a notebook, thin over the workspace."""

from __future__ import annotations

from lexcurric.widgets.changes import DiffReview
from lexcurric.widgets.editor import Editor, edit, tag
from lexcurric.widgets.history import History, history
from lexcurric.widgets.review import Review, review

__all__ = ["DiffReview", "Editor", "History", "Review", "edit", "history", "review", "tag"]
