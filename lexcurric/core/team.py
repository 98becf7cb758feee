"""Who may do what in the workspace of a team."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of a team may do, each more than the one before."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"


OWNER = "owner"
"""Whoever made the workspace, and looks after it; on a file, everybody."""
