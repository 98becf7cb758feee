"""
Word marks: what was taken out of a wording and what was put in, in whole words, without confetti.

Words are aligned by the heaviest chain of equal ones (`core/chain.py`), where a word with a meaning of its own weighs
more than `the` or `of`, and a run of neighbors more than the same words strewn about.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from lexcurric.core.chain import heaviest_chain
from lexcurric.core.wording import SMALL_WORDS, normal, stem, tokens


class Mark(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


Words = tuple[tuple[Mark, str], ...]
Run = tuple[list[str], list[str], list[str]]
_DASH = "\u2014"


@lru_cache(maxsize=4096)
def mark_words(old: str, new: str) -> Words:
    """
    The runs of words that stayed, went and came, of the two texts in their normal form.

    The equal and deleted runs joined are the old text, the equal and inserted ones the new. Small words left standing
    between two replacements are taken into them, since a reader cannot follow marks that jump from word to word; a
    capital, a comma or an ending that changed is marked alone.

    >>> for mark, run in mark_words("Loaves — score by hand.", "Loaves — score evenly with a lame."):
    ...     print(mark, repr(run))
    equal 'Loaves — score '
    delete 'by hand'
    insert 'evenly with a lame'
    equal '.'
    """
    marked: list[tuple[Mark, str]] = []
    for equal, gone, come in _runs(tokens(normal(old)), tokens(normal(new))):
        for mark, run in ((Mark.EQUAL, equal), (Mark.DELETE, gone), (Mark.INSERT, come)):
            if run:
                marked.append((mark, "".join(run)))
    return tuple(marked)


def find_moves(marked: Words) -> tuple[tuple[str, str], ...]:
    """
    The phrases that were taken out at one place and put in at another, each as it stood and as it stands.

    They are the same words, but for case, endings and punctuation, and at least one has a meaning of its own. One word
    alone counts where it is all that was taken out there and put in here.

    >>> find_moves(mark_words("Dough — scale by weight, on a scale.", "Dough — on a scale, scale by weight."))
    (('on a scale', 'on a scale'),)
    """
    gone, come = (_pieces(marked, mark) for mark in (Mark.DELETE, Mark.INSERT))
    found: list[tuple[int, int, int, int]] = []
    while gone and come and (longest := _longest_shared(gone, come, found)):
        found.append(longest)
    found.sort()
    return tuple((_phrase(gone, a, end), _phrase(come, b, last)) for a, end, b, last in found)


class _Piece(NamedTuple):
    """
    A word that came or went: how it is compared (empty where it also stands in what took its place, or was there),
    what stands before it in its run, and whether it is the only such word there with a meaning of its own.
    """

    key: str
    token: str
    before: str
    run: int
    alone: bool


def _pieces(marked: Words, wanted: Mark) -> list[_Piece]:
    """Every word of the runs with one mark, with the spaces and marks that stand before it in its run."""
    found: list[_Piece] = []
    for index, (mark, run) in enumerate(marked):
        if mark is not wanted:
            continue
        beside = _words_beside(marked, index)
        listed = tokens(run)
        keys = {_key(token) for token in listed if _is_word(token)} - beside
        alone = len(keys - SMALL_WORDS) == 1
        between = ""
        for token in listed:
            if _is_word(token):
                found.append(_Piece("" if _key(token) in beside else _key(token), token, between, index, alone))
            between = "" if _is_word(token) else between + token
    return found


def _words_beside(marked: Words, index: int) -> set[str]:
    """The words of the run that took the place of a deleted one, or whose place an inserted one took."""
    other = index + 1 if marked[index][0] is Mark.DELETE else index - 1
    if not 0 <= other < len(marked) or marked[other][0] in (Mark.EQUAL, marked[index][0]):
        return set()
    return {_key(token) for token in tokens(marked[other][1]) if _is_word(token)}


def _longest_shared(
    gone: list[_Piece], come: list[_Piece], found: list[tuple[int, int, int, int]]
) -> tuple[int, int, int, int] | None:
    """Where the weightiest phrase that both sides have, at two places, begins and ends on each; not one of `found`."""
    taken = {place for a, end, _, _ in found for place in range(a, end)}
    taken_there = {place for _, _, b, last in found for place in range(b, last)}
    spots: dict[str, list[int]] = {}
    for place, piece in enumerate(come):
        if piece.key and place not in taken_there:
            spots.setdefault(piece.key, []).append(place)
    best: tuple[int, tuple[int, int, int, int]] | None = None
    before: dict[int, tuple[int, int]] = {}
    for place, piece in enumerate(gone):
        here: dict[int, tuple[int, int]] = {}
        for there in spots.get(piece.key, ()) if place not in taken else ():
            other = come[there]
            weight, size = before.get(there - 1, (0, 0))
            if size and (gone[place - 1].run, come[there - 1].run) != (piece.run, other.run):
                weight, size = 0, 0
            weight, size = weight + (1 if piece.key in SMALL_WORDS else 100), size + 1
            here[there] = weight, size
            counts = weight > 100 or (weight == 100 and piece.alone and other.alone)
            if counts and (best is None or weight > best[0]):
                best = weight, (place + 1 - size, place + 1, there + 1 - size, there + 1)
        before = here
    return best[1] if best else None


def _phrase(pieces: list[_Piece], start: int, end: int) -> str:
    return pieces[start].token + "".join(piece.before + piece.token for piece in pieces[start + 1 : end])


def _runs(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """What stayed, and what went for what came, in turn."""
    runs: list[Run] = []
    here = there = 0
    for a, b in [*_matches(before, after), (len(before), len(after))]:
        _push_gap(runs, list(before[here:a]), list(after[there:b]))
        if a < len(before):
            _push(runs, *(([before[a]], [], []) if before[a] == after[b] else ([], [before[a]], [after[b]])))
        here, there = a + 1, b + 1
    return _without_confetti(runs)


def _matches(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which tokens stand for each other: words, whatever their case and ending, and dashes."""
    old, new = ([index for index, token in enumerate(side) if _anchors(token)] for side in (before, after))
    keys = [_key(before[index]) for index in old], [_key(after[index]) for index in new]
    return [(old[a], new[b]) for a, b in heaviest_chain(*keys, _weight)]


def _anchors(token: str) -> bool:
    return token == _DASH or _is_word(token)


def _is_word(token: str) -> bool:
    return token[:1].isalnum()


def _key(token: str) -> str:
    return stem(token.casefold()) or token


def _weight(key: str) -> float:
    """How much an equal word proves: less than nothing for a small word that no neighbor supports."""
    return -0.5 if key in SMALL_WORDS else 2.0 + min(len(key), 8) / 4


def _push_gap(runs: list[Run], gone: list[str], come: list[str]) -> None:
    """Adds what stands between two matches; spaces and marks that are the same at its ends stayed."""
    shortest = min(len(gone), len(come))
    start = next((index for index in range(shortest) if gone[index] != come[index]), shortest)
    rest = shortest - start
    end = next((index for index in range(rest) if gone[-1 - index] != come[-1 - index]), rest)
    _push(runs, gone[:start], [], [])
    _push(runs, [], gone[start : len(gone) - end], come[start : len(come) - end])
    _push(runs, gone[len(gone) - end :], [], [])


def _push(runs: list[Run], equal: list[str], gone: list[str], come: list[str]) -> None:
    """Adds a run, to the last one where that is of the same sort."""
    if not equal and not gone and not come:
        return
    if runs and bool(runs[-1][0]) == bool(equal):
        last = runs[-1]
        runs[-1] = (last[0] + equal, last[1] + gone, last[2] + come)
    else:
        runs.append((equal, gone, come))


def _without_confetti(runs: list[Run]) -> list[Run]:
    """The runs, where small words between two changes of which one is a replacement belong to the change."""
    folded: list[Run] = []
    for index, run in enumerate(runs):
        between = 0 < index < len(runs) - 1
        if run[0] and between and _divides_nothing(folded[-1], run[0], runs[index + 1]):
            folded[-1] = ([], folded[-1][1] + run[0], folded[-1][2] + run[0])
        else:
            _push(folded, *run)
    trimmed: list[Run] = []
    for equal, gone, come in folded:
        _push(trimmed, equal, [], [])
        _push_gap(trimmed, gone, come)
    return trimmed


def _divides_nothing(before: Run, equal: list[str], after: Run) -> bool:
    """True where what stayed is too small to stand between two changes of words."""
    if _DASH in equal:
        return False
    replaced = [side for side in (before, after) if _word_count(side[1]) and _word_count(side[2])]
    if len(replaced) == 2 and all(token.isspace() for token in equal):
        return True
    sizes = [max(map(_word_count, side[1:])) for side in (before, after) if _is_of_words(side)]
    if len(sizes) < 2 or not replaced:
        return False
    content = [token for token in equal if _is_word(token) and _key(token) not in SMALL_WORDS]
    return not content or (len(content) == 1 and len(replaced) == 2 and min(sizes) >= 4)


def _is_of_words(run: Run) -> bool:
    """True where words came or went, and not only their case, endings or the marks around them."""
    gone, come = ([_key(token) for token in side if _is_word(token)] for side in run[1:])
    return gone != come


def _word_count(side: list[str]) -> int:
    return sum(map(_is_word, side))


def merge_words(base: str, ours: str, theirs: str) -> str | None:
    """
    The wording with both sides' changes, where they touch different words; None where they do not.

    It is a proposal for a person to confirm: words that do not touch can still belong together.

    >>> merge_words("Loaves — score at dawn.", "Rye loaves — score at dawn.", "Loaves — score at noon.")
    'Rye loaves — score at noon.'
    """
    before = tokens(normal(base))
    mine, new = _changes(before, ours), _changes(before, theirs)
    # A change that both made stands beside neighbors of its own side only.
    own, their = ([each for each in side if each not in other] for side, other in ((mine, new), (new, mine)))
    if any(one[0] <= other[1] + 1 and other[0] <= one[1] + 1 for one in own for other in their):
        return None
    changes = sorted({*mine, *new})
    merged: list[str] = []
    place = 0
    for start, end, words in changes:
        merged += [*before[place:start], *words]
        place = end
    return "".join([*merged, *before[place:]])


def kept_words(old: str, new: str) -> list[int | None]:
    """
    For each token of the new text, which token of the old one it is; None for one that came.

    Just the runs that `mark_words` shows as equal; both texts in their normal form.
    """
    found: list[int | None] = []
    place = 0
    for equal, gone, come in _runs(tokens(normal(old)), tokens(normal(new))):
        found += range(place, place + len(equal))
        found += [None] * len(come)
        place += len(equal) + len(gone)
    return found


def _changes(before: list[str], after: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Which tokens, from and up to which place, a side replaced by which."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    place = 0
    for equal, gone, come in _runs(before, tokens(normal(after))):
        if not equal:
            found.append((place, place + len(gone), tuple(come)))
        place += len(equal) + len(gone)
    return found
