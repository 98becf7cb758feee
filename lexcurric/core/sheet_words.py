"""The sentences of a sheet's plan: what is asked for, and, where nothing is applied, why and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from lexcurric.core.model import Vocabulary
from lexcurric.core.sheet_cells import cell_text
from lexcurric.core.wording import normal

REMOVED = "Its Status is Remove; the statement will be retired, and its history kept."
REWORDED_SINCE = "was reworded in the framework after the sheet was made, and the sheet asks to remove it"
RETIRED_SINCE = "was retired in the framework after the sheet was made; reinstate it there first if it is to stay"
NEW_ID = (
    "its Status is New, and the row has the id of a statement that is there: set the Status to Keep to reword that "
    "statement, or give the new one a free row and put this wording back"
)
_MARKS = {ord(char): form for form, chars in (('"', "“”„«»″"), ("'", "‘’‚′`"), ("-", "–—‐‑−")) for char in chars}


def changed_both(name: str) -> str:
    """What a conflict says about one field."""
    return f"has a {name} that was changed both in the sheet and in the framework since; nothing is applied"


def unknown_before(name: str) -> str:
    """What a conflict says about one field where nothing tells what was issued."""
    return (
        f"has another {name} in the framework, and nothing tells any more which one the sheet was issued with; "
        "nothing is applied"
    )


def reordered(level: str, old: str, new: str) -> str:
    """What a new place says; it may have the old number, where others went past it."""
    if old == new:
        return f"Others in {level} went past it; its place is {new} again."
    return f"Its place in {level} was changed from {old} to {new}."


def new_criterion(label: str, labels: Iterable[str]) -> str:
    """Says of a criterion that nobody has made yet that it is made, and which is like it."""
    return f" No criterion is called {normal(label)!r} yet; it is made{nearest(label, labels)}."


def new_terms(vocabularies: Iterable[Vocabulary], tags: Iterable[str]) -> str:
    """Says which of the tags open vocabularies gain as new terms, and what each is like; empty where there are none."""
    known = {each.name: each for each in vocabularies}
    found = []
    for tag in tags:
        name, _, term = tag.partition(":")
        has = known.get(name)
        if term and (has is None or (has.open and has.meant(term) is None)):
            found.append(f"{tag}{nearest(tag, _every_tag(known.values()))}")
    return f" New among the tags: {', '.join(found)}." if found else ""


def _every_tag(vocabularies: Iterable[Vocabulary]) -> list[str]:
    return [f"{each.name}:{term.term}" for each in vocabularies for term in each.terms]


def is_autocorrect(old: str, new: str) -> bool:
    """
    True where two texts differ in their quotation marks and dashes only, as programs change them while one types.

    >>> is_autocorrect("the baker's bench - clean", "the baker’s bench – clean")
    True
    """
    return old != new and _plain(old) == _plain(new)


def _plain(text: str) -> str:
    return normal(text).translate(_MARKS).replace("...", "…")


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that a misspelt one is most like, if any is; in a half sentence."""
    by_fold = {name.casefold(): name for name in names}
    found = get_close_matches(normal(cell_text(word)).casefold(), by_fold, 1, 0.6)
    return f"; the nearest is {by_fold[found[0]]}" if found else ""


def unknown_level(cell: str, word: str, names: Iterable[str]) -> str:
    """What an unknown level says: its cell, the levels there are, and the nearest."""
    listed = list(names)
    found = f"expected one of the levels {', '.join(listed)}; found {word or 'nothing'!r}{nearest(word, listed)}"
    return f"{cell}: {found}."
