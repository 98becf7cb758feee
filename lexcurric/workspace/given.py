"""What a designer gives beside the statements (reasons, messages, names, values), looked at on its way in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError

if TYPE_CHECKING:
    from pydantic import JsonValue

LONGEST_LABEL = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def plain(text: str, what: str) -> str:
    """
    The text, which any database can hold. Raises EditError for control characters other than line ends and tabs.

    SQLite would take them, and the workspace could then not be copied to a server.
    """
    found = _CONTROL.search(text)
    if found:
        raise EditError(
            f"{what} has a control character (U+{ord(found[0]):04X}) at place {found.start() + 1}; leave that out"
        )
    return text


def plain_label(label: str) -> str:
    """The label of a version. Raises EditError for one too long to read, or that turns the writing direction."""
    plain(label, "the label")
    if len(label) > LONGEST_LABEL:
        raise EditError(f"a version's label has at most {LONGEST_LABEL} characters, this one has {len(label)}")
    found = _DIRECTION.search(label)
    if found:
        raise EditError(
            f"a version's label cannot change the writing direction: leave out U+{ord(found[0]):04X} at place "
            f"{found.start() + 1}"
        )
    return label


def json_value(value: Any, what: str) -> JsonValue:
    """The value as JSON keeps it. Raises EditError for what JSON has no word for, such as NaN or a date."""
    try:
        found: JsonValue = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise EditError(
            f"{what} can be a text, a number, true, false, null, or lists and objects of these, not "
            f"{value!r:.80}: {error}"
        ) from None
    return found
