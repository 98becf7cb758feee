"""What a rubric is: kinds, scales and rules, the rows to rate, the words in each language, and the scores."""

from lexcurric.core.rubric.labels import LANGUAGES, Labels, labels_of
from lexcurric.core.rubric.make import make_rubric
from lexcurric.core.rubric.options import Options, Paper, Rating, Rules, Theme
from lexcurric.core.rubric.records import NOT_APPLICABLE, Entry, Gap, Rubric, RubricKind, RubricRow
from lexcurric.core.rubric.scoring import (
    AreaResult,
    LevelResult,
    Ratings,
    RowStatus,
    RubricResult,
    areas_of,
    rating_of,
    score,
    status_of,
)
from lexcurric.core.rubric.themes import THEMES, full_theme

__all__ = [
    "LANGUAGES",
    "NOT_APPLICABLE",
    "THEMES",
    "AreaResult",
    "Entry",
    "Gap",
    "Labels",
    "LevelResult",
    "Options",
    "Paper",
    "Rating",
    "Ratings",
    "RowStatus",
    "Rubric",
    "RubricKind",
    "RubricResult",
    "RubricRow",
    "Rules",
    "Theme",
    "areas_of",
    "full_theme",
    "labels_of",
    "make_rubric",
    "rating_of",
    "score",
    "status_of",
]
