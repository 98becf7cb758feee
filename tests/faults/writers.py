"""What runs in other processes: writers that say what they begin and what was acknowledged, until they are killed."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

# Loaded here so that a process forked from the one that holds this module has them already.
import pandas  # noqa: F401, ICN001
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite  # noqa: F401

import lexcurric.core.matching.search
import lexcurric.formats.frames
import lexcurric.store.engine
import lexcurric.workspace.merging
import lexcurric.workspace.versions  # noqa: F401
from lexcurric.core.errors import LexcurricError, StaleDraftError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.faults.story import next_step


def tell_story(said: Connection, url: str, folder: str, seed: str, after: int) -> None:
    """Goes on with a story until killed; says (number, kind) before each step and (number, "") after it."""
    with open_workspace(url, "Ada") as workspace:
        number = after
        while True:
            number += 1
            kind, act = next_step(workspace, Path(folder), seed, number)
            said.send((number, kind))
            act()
            said.send((number, ""))
