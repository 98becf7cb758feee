"""The widgets: screens in a notebook, thin over the workspace."""

from __future__ import annotations

from lexcurric.widgets.alignment import AlignmentReview, align
from lexcurric.widgets.chosen import Choice, Start, choose, start
from lexcurric.widgets.criteria import CriteriaBoard, criteria
from lexcurric.widgets.diff_review import DiffReview
from lexcurric.widgets.editor import Editor, edit, tag
from lexcurric.widgets.gather import Gather, gather
from lexcurric.widgets.hand_out import HandOut, hand_out
from lexcurric.widgets.history import History, history
from lexcurric.widgets.review import Review, review
from lexcurric.widgets.rubric_builder import RubricBuilder, build_rubric
from lexcurric.widgets.take_in import TakeIn, take_in
from lexcurric.widgets.vocabularies import Vocabularies, vocabularies

__all__ = [
    "AlignmentReview",
    "Choice",
    "CriteriaBoard",
    "DiffReview",
    "Editor",
    "Gather",
    "HandOut",
    "History",
    "Review",
    "RubricBuilder",
    "Start",
    "TakeIn",
    "Vocabularies",
    "align",
    "build_rubric",
    "choose",
    "criteria",
    "edit",
    "gather",
    "hand_out",
    "history",
    "review",
    "start",
    "tag",
    "take_in",
    "vocabularies",
]
