"""What runs in other processes: writers that say what they begin and what was acknowledged, until they are killed."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from pathlib import Path

# Loaded here so that a process forked from the one that holds this module has them already.
import pandas  # noqa: F401
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite  # noqa: F401

import lexcurric.core.matching.search
import lexcurric.formats.frames
import lexcurric.store.engine
import lexcurric.workspace.merging
import lexcurric.workspace.versions  # noqa: F401
from lexcurric.core.errors import LexcurricError, StaleDraftError
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


def edit_own(said: Connection, url: str, soc: str, author: str, share: tuple[int, int, int]) -> None:
    """Edits the statements of its share (first, every, times) with wordings of its own, and says which were saved."""
    first, every, times = share
    with open_workspace(url, author) as workspace:
        framework = workspace.framework(soc)
        ids = sorted(each.id for each in framework.content.active)[first::every]
        said.send("ready")
        said.recv()
        for number in range(times):
            text = f"{author} {number} — write it down."
            try:
                framework.edit(ids[number % len(ids)], text, text)
            except LexcurricError as error:
                said.send(("refused", str(error)))
            else:
                said.send(("saved", text))
    said.send(("done", ""))


def edit_same(said: Connection, url: str, soc: str, author: str, rounds: int) -> None:
    """In each round shows the framework, waits for a sign, and edits the one statement that the other edits too."""
    with open_workspace(url, author) as workspace:
        framework = workspace.framework(soc)
        for number in range(rounds):
            one = framework.content.active[0].id
            said.send("seen")
            said.recv()
            text = f"{author} {number} — write it down."
            try:
                framework.edit(one, text, text)
            except StaleDraftError as error:
                said.send(("conflict", str(error)))
            else:
                said.send(("saved", text))


def edit_through_failures(said: Connection, url: str, soc: str, author: str) -> None:
    """Edits and adds, each wording once, whatever fails; says what came of it until told to stop."""
    with open_workspace(url, author) as workspace:
        framework = workspace.framework(soc)
        ids = sorted(each.id for each in framework.content.active)
        number = 0
        while not said.poll():
            number += 1
            text = f"{author} {number} — write it down."
            try:
                if number % 5:
                    framework.edit(ids[number % len(ids)], text, text)
                else:
                    framework.add("l2", text, reason=text)
            except LexcurricError as error:
                said.send(("refused", text, str(error)))
                time.sleep(0.01)
            else:
                said.send(("saved", text, ""))
    said.send(("done", "", ""))
