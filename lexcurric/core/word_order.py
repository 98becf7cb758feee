"""The order of the same words: that of a list, a phrase that stands elsewhere, or one that can mean something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lexcurric.core.statement import DASH, parse_statement
from lexcurric.core.terms import GLUE, Term, key_of, read_terms
from lexcurric.core.words import Mark, Words, find_moves, mark_words

ELSEWHERE = "a phrase stands elsewhere"
# fmt: off
OPENERS = frozenset({
    "under", "with", "without", "when", "whenever", "if", "before", "after", "within", "until", "while", "during", "by",
    "at", "in", "on", "for", "to", "according", "from", "where", "unless", "as", "against", "throughout", "only",
    "such",
})
"""Words that open a phrase which says how, when, where or to which standard."""
_SEQUENCE = frozenset({"then", "first", "next", "finally", "before", "after", "followed", "last", "subsequently"})
# fmt: on
_PIECE = re.compile(rf"[,;:()]|{DASH}|\b(?:and/or|and|or)\b|[^\W_]+(?:['’.,/-][^\W_]+)*", re.IGNORECASE)
_BREAK, _OF = ",", "of"
_FIXED = (GLUE - {"and", "or"}) | {DASH, _BREAK}


def action_verbs(text: str) -> tuple[str, ...]:
    """The verbs of a statement; where it has no dash, its first word."""
    parsed = parse_statement(text)
    if parsed.verbs or parsed.divider:
        return parsed.verbs
    first = re.match(r"[^\W\d_]+", text)
    return (first[0],) if first else ()


class WordOrder:
    """Two wordings of the same words, and what the order of those words says."""

    def __init__(
        self, old: str, new: str, before: Sequence[Term], after: Sequence[Term], slips: Sequence[tuple[Term, Term]]
    ) -> None:
        self.old, self.new = old, new
        self.words = {term.word for term in before}
        same = {one.key: other.key for one, other in slips}
        first = [same.get(term.key, term.key) for term in before if term.word not in GLUE]
        self.is_kept = first == [term.key for term in after if term.word not in GLUE]
        self.verbs = {key_of(verb.casefold()) for verb in (*action_verbs(old), *action_verbs(new))}

    def other(self) -> str:
        """What makes another order more than editorial, in words; empty where nothing does."""
        if self.is_kept:
            return ""
        if not self._same_items():
            both = moved_phrases(self.old, self.new) and moved_phrases(self.new, self.old)
            return "" if both else "the same words in another order, which can mean something else"
        sequence = _SEQUENCE & self.words
        return f"another order of steps that follow each other (“{min(sequence)}”)" if sequence else ""

    def harmless(self) -> list[str]:
        """What is editorial about the order, in words; nothing where it is kept."""
        if self.is_kept:
            return []
        if self._same_items():
            return ["the same words but for the order of a list"]
        return [f"{ELSEWHERE}: {', '.join(moved_phrases(self.old, self.new))}"]

    def _same_items(self) -> bool:
        """
        True where the same items stand in another order: what is between commas, `and` and `or`.

        What both begin with is left aside up to a verb or a small word, since it belongs to the whole list:
        `mix flour and salt`, but not `rye flour and salt`, where `rye` belongs to the first.
        """
        one, other = self._pieces(self.old, self.new), self._pieces(self.new, self.old)
        shortest = min(len(one), len(other))
        start = next((index for index in range(shortest) if one[index] != other[index]), shortest)
        while start and not (one[start - 1] in self.verbs or one[start - 1] in _FIXED):
            start -= 1
        rest = shortest - start
        end = next((index for index in range(rest) if one[-1 - index] != other[-1 - index]), rest)
        return _items(one[start : len(one) - end]) == _items(other[start : len(other) - end])

    @staticmethod
    def _pieces(text: str, other: str) -> list[str]:
        """The keys of a text's words, with small words as they are and breaks between items as commas."""
        found: list[str] = []
        for piece in _PIECE.findall(text.removesuffix(".")):
            low = piece.casefold()
            if low in _FIXED and low != _BREAK:
                found.append(low)
            elif not piece[0].isalnum() or low in ("and", "or", "and/or"):
                if found and found[-1] != _BREAK:
                    found.append(_BREAK)
            else:
                found.extend(term.key for term in read_terms(piece, other)[0])
        return found


def moved_phrases(old: str, new: str) -> list[str]:
    """The phrases that stand elsewhere, where nothing else changed places and none of them can change the sense."""
    marked = mark_words(old, new)
    moves = find_moves(marked)
    stayed = _without([went for went, _ in moves], old), _without([came for _, came in moves], new)
    first, second = ([term.key for term in side if term.word not in GLUE] for side in read_terms(*stayed))
    harmless = all(_is_free(marked, went, came) for went, came in moves)
    return [went for went, _ in moves] if moves and first == second and harmless else []


def _items(pieces: Sequence[str]) -> list[Counter[tuple[str, ...]]]:
    """The items of each side of the dash; `the price of bread` is the `bread price`."""
    sides: list[list[list[str]]] = [[[]]]
    for piece in pieces:
        if piece == DASH:
            sides.append([[]])
        elif piece == _BREAK:
            sides[-1].append([])
        else:
            sides[-1][-1].append(piece)
    return [Counter(filter(None, map(_turned, items))) for items in sides]


def _turned(item: list[str]) -> tuple[str, ...]:
    if item.count(_OF) == 1:
        at = item.index(_OF)
        item = item[at + 1 :] + item[:at]
    return tuple(word for word in item if word not in GLUE)


def _without(phrases: Sequence[str], text: str) -> str:
    for phrase in phrases:
        text = text.replace(phrase, "", 1)
    return text


def _is_free(marked: Words, went: str, came: str) -> bool:
    """
    True where a phrase that says how, when or where passed the rest, or the rest passed it: front or end, it says the
    same. Not so where it passed an `and` or `or`, since it can belong to something else now.
    """
    spots = [
        next((index for index, (mark, run) in enumerate(marked) if mark is wanted and phrase in run), 0)
        for wanted, phrase in ((Mark.DELETE, went), (Mark.INSERT, came))
    ]
    start = min(spots)
    start -= 1 if start and marked[start][0] is Mark.INSERT and marked[start - 1][0] is Mark.DELETE else 0
    stayed = "".join(run for mark, run in marked[start : max(spots) + 1] if mark is not Mark.INSERT)
    passed = stayed.replace(went, "", 1).strip(" ,")
    links = re.search(r"\b(?:and|or)\b|;", f"{passed} {went}".casefold())
    return not links and ((_can_move(went) and _can_move(came)) or _can_move(passed))


def _can_move(phrase: str) -> bool:
    """True for a phrase that can stand at the front or at the end."""
    first = phrase.split(maxsplit=1)[0].casefold() if phrase else ""
    return (first in OPENERS and first != "only") or first.endswith("ing")
