"""Word marks: what was taken out of a wording and what was put in, in whole words, without confetti."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum

from lexcurric.core.wording import normal, tokens


class Mark(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


Words = tuple[tuple[Mark, str], ...]


def mark_words(old: str, new: str) -> Words:
    """
    The runs of words that stayed, went and came, of the two texts in their normal form.

    The equal and deleted runs joined are the old text, the equal and inserted ones the new. Small words left standing
    between two changes are taken into the change, since a reader cannot follow marks that jump from word to word.

    >>> for mark, run in mark_words("Loaves — score by hand.", "Loaves — score evenly with a lame."):
    ...     print(mark, repr(run))
    equal 'Loaves — score '
    delete 'by hand'
    insert 'evenly with a lame'
    equal '.'
    """
    before, after = tokens(normal(old)), tokens(normal(new))
    marked: list[tuple[Mark, str]] = []
    for equal, gone, come in _runs(before, after):
        for mark, run in ((Mark.EQUAL, equal), (Mark.DELETE, gone), (Mark.INSERT, come)):
            if run:
                marked.append((mark, "".join(run)))
    return tuple(marked)


Run = tuple[list[str], list[str], list[str]]


def _runs(before: list[str], after: list[str]) -> list[Run]:
    """What stayed, and what went for what came, in turn."""
    runs: list[Run] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        runs.append((before[a:b], [], []) if operation == "equal" else ([], before[a:b], after[c:d]))
    return _without_confetti(runs)


def _without_confetti(runs: list[Run]) -> list[Run]:
    folded: list[Run] = []
    for index, (equal, gone, come) in enumerate(runs):
        between = 0 < index < len(runs) - 1
        if equal and between and _is_small(equal) and folded and not folded[-1][0]:
            folded[-1] = ([], folded[-1][1] + equal, folded[-1][2] + equal)
        elif not equal and folded and not folded[-1][0]:
            folded[-1] = ([], folded[-1][1] + gone, folded[-1][2] + come)
        else:
            folded.append((equal, gone, come))
    return folded


def _is_small(run: list[str]) -> bool:
    """A run too small to stand between two changes: spaces, marks, one short word."""
    whole = [token for token in run if token[0].isalnum()]
    return len(whole) == 0 or (len(whole) == 1 and len(whole[0]) <= 3)


def merge_words(base: str, ours: str, theirs: str) -> str | None:
    """
    The wording with both sides' changes, where they touch different words; None where they do not.

    It is a proposal for a person to confirm: words that do not touch can still belong together.

    >>> merge_words("Loaves — score at dawn.", "Rye loaves — score at dawn.", "Loaves — score at noon.")
    'Rye loaves — score at noon.'
    """
    before = tokens(normal(base))
    mine, new = _changes(before, ours), _changes(before, theirs)
    if any(one != other and one[0] <= other[1] + 1 and other[0] <= one[1] + 1 for one in mine for other in new):
        return None
    changes = sorted({*mine, *new})
    merged: list[str] = []
    place = 0
    for start, end, words in changes:
        merged += [*before[place:start], *words]
        place = end
    return "".join([*merged, *before[place:]])


def _changes(before: list[str], after: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Which tokens, from and up to which place, a side replaced by which."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    place = 0
    for equal, gone, come in _runs(before, tokens(normal(after))):
        if not equal:
            found.append((place, place + len(gone), tuple(come)))
        place += len(equal) + len(gone)
    return found
