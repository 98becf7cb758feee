"""What the commands share: the options of every command, the workspace, and ways to say things."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.workspace import Workspace


MANY = 10
Thing = TypeVar("Thing")


@dataclass
class Settings:
    """The options that stand before any command."""

    workspace: str | None = None
    author: str | None = None
    quiet: bool = False
    as_json: bool = False


settings = Settings()


def opened() -> Workspace:
    """The workspace that the options name."""
    from lexcurric.workspace.workspace import open_workspace

    return open_workspace(settings.workspace, settings.author)


def say(text: str) -> None:
    """Says what was done, unless told to be quiet or to answer in JSON."""
    if not settings.quiet and not settings.as_json:
        typer.echo(text)


def note(text: str) -> None:
    """Says on stderr what to know beside the answer, unless told to be quiet."""
    if not settings.quiet:
        typer.echo(text, err=True)


def answer(text: str) -> None:
    """Prints what was asked for."""
    typer.echo(text)


def answer_json(value: Any) -> None:
    """Prints an answer for a program."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return list(value) if isinstance(value, tuple | set | frozenset) else str(value)


def done(value: Mapping[str, Any], text: str) -> None:
    """Says what an action did: in JSON if asked, else in words."""
    if settings.as_json:
        answer_json(dict(value))
    else:
        say(text)


def records_of(frame: DataFrame) -> list[dict[Any, Any]]:
    """The rows of a table, with None where there is nothing."""
    found: list[dict[Any, Any]] = frame.astype(object).where(frame.notna(), None).to_dict(orient="records")
    return found


_WHOLE = ("edit", "time", "label", "framework", "author")
_HEADS = {"time": "time (UTC)"}


def answer_frame(frame: DataFrame, columns: Iterable[str]) -> None:
    """Prints a table: in JSON every column, else these, in columns as wide as the terminal allows."""
    records = records_of(frame)
    if settings.as_json:
        answer_json(records)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = list(columns)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        # What is typed again, such as a label, must not be broken.
        table.add_column(_HEADS.get(name, name.replace("_", " ")), overflow="fold", no_wrap=name in _WHOLE)
    for record in records:
        table.add_row(*[Text(short_time(record[name]) if name == "time" else _cell(record[name])) for name in names])
    Console(width=width(), highlight=False).print(table)


def progress(things: Sequence[Thing], title: str) -> Iterable[Thing]:
    """The things one by one, with a bar on stderr where there are many and a person looks at a terminal."""
    if len(things) < MANY or settings.quiet or settings.as_json or not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, title, console=Console(stderr=True))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(str(each) for each in value)
    return "yes" if value is True else "" if value is False else str(value)


def short_time(time: Any) -> str:
    """A time of the log for people: 2026-05-15 12:40, in UTC."""
    return str(time)[:16].replace("T", " ")


def width() -> int:
    """The width to print in: the terminal's, at most 120."""
    return min(shutil.get_terminal_size((100, 40)).columns, 120)


def indented(text: str, first: str, rest: str) -> str:
    """A text wrapped to the terminal, behind a first and a further indent."""
    return textwrap.fill(text, width=width(), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
