"""A DataFrame that a notebook shows as designers read it: whole texts, wrapped and to the left, short ids."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from pandas import DataFrame, isna

SHOWN = 200
"""So many rows are shown; of longer tables, the first and the last half of that."""
_ID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_CELL = "text-align:left;vertical-align:top;white-space:pre-wrap;max-width:32em"
_SHORT = "text-align:left;vertical-align:top;white-space:nowrap"
_NARROW = 20
"""Texts of up to so many characters are not broken."""


class ReadableFrame(DataFrame):
    """A DataFrame like any other, but for what a notebook shows of it. What is made of it is one, too."""

    @property
    def _constructor(self) -> type[ReadableFrame]:
        return ReadableFrame

    def _repr_html_(self) -> str:
        names = [str(each) for each in self.columns]
        heads = "".join(f'<th style="{_SHORT}">{escape(_head(name))}</th>' for name in names)
        rows = list(self.itertuples(index=False, name=None))
        left_out = len(rows) - SHOWN
        shown = [_row(each) for each in (rows if left_out <= 0 else [*rows[: SHOWN // 2], *rows[-SHOWN // 2 :]])]
        if left_out > 0:
            note = f"… {left_out:,} more rows …"
            shown.insert(SHOWN // 2, f'<tr><td style="{_SHORT}" colspan="{len(names)}">{note}</td></tr>')
        count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
        body = "".join(shown)
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div style="overflow-x:auto">{table}<p>{count}</p></div>'


def _head(name: str) -> str:
    return "time (UTC)" if name == "time" else name.replace("_", " ")


def _row(values: tuple[Any, ...]) -> str:
    return f"<tr>{''.join(_cell(each) for each in values)}</tr>"


def _cell(value: Any) -> str:
    if isinstance(value, tuple | list):
        said = ", ".join(str(each) for each in value)
    elif value is None or value is False or (not isinstance(value, str) and isna(value)):
        said = ""
    else:
        said = "yes" if value is True else str(value)
    style = _SHORT if len(said) <= _NARROW else _CELL
    if _ID.match(said):
        return f'<td style="{_SHORT}" title="{said}"><code>{said[:8]}</code></td>'
    return f'<td style="{style}">{escape(said)}</td>'
