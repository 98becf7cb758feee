"""
Whether a change of wording is editorial or substantive: a proposal with its reason; the judgment is the designer's.

Source of the two words: CASE 1.1 implementation guide, §4.3. Editorial are punctuation, capitals, spelling, forms of a
word, articles and other small words, the order of a list, a phrase that stands elsewhere, and an abbreviation written
out. Anything else asks for something else, and the reason names the words. In doubt the proposal is substantive: a
reader who looks once too often loses less than one who does not look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from lexcurric.core.small_changes import small_changes
from lexcurric.core.statement import parse_statement
from lexcurric.core.terms import GLUE, Term, find_slips, is_figure, key_of, left_over, read_terms
from lexcurric.core.word_order import OPENERS, WordOrder, action_verbs
from lexcurric.core.wording import normal, signs
from lexcurric.core.words import Mark, mark_words


class Significance(StrEnum):
    """An editorial change keeps the meaning; a substantive one asks for something else."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


# fmt: off
_NEGATIONS = frozenset({
    "not", "no", "never", "without", "except", "excluding", "unless", "neither", "nor", "non", "none", "nobody",
})
_OBLIGATIONS = frozenset({"may", "must", "should", "shall", "can", "could", "might", "will", "would", "ought"})
_DEGREES = {
    "degree of independence": (
        "supervis", "independent", "unsupervised", "autonom", "guidance", "guided", "assist", "support", "alone",
        "oversight", "direction", "unaided", "help",
    ),
    "frequency": (
        "daily", "dayly", "weekly", "monthly", "hourly", "quarterly", "yearly", "annual", "fortnight", "day", "week",
        "month", "hour", "quarter", "year", "shift", "once", "twice", "always", "often", "sometimes", "regular",
        "occasional", "periodic", "constant", "continuous",
    ),
    "limit": (
        "least", "most", "minimum", "maximum", "more", "less", "than", "over", "under", "above", "below", "between",
        "exactly", "approximate", "about", "up", "within", "all", "some", "any", "only",
    ),
}
# fmt: on
_EXAMPLES = re.compile(r"\b(?:such as|including|includes?|like|e\.\s?g\.|for example|for instance)\b", re.IGNORECASE)
_FIGURE, _TURNED, _OBLIGED = "another figure", "the meaning is turned round", "another obligation"
_CONTRARY: dict[str, Callable[[Term], bool]] = {
    _FIGURE: lambda term: is_figure(term.key),
    _TURNED: lambda term: term.word in _NEGATIONS,
    _OBLIGED: lambda term: term.word in _OBLIGATIONS,
}
_FEW = 8
_REMEMBERED = 8192
"""So many proposals are kept: a plan, its diff and its screen ask for the same ones one after the other."""
_LINKED = "not the same is asked for"
_LINKS = frozenset({"and", "or"})


@lru_cache(maxsize=_REMEMBERED)
def propose(old: str, new: str, *, moved: bool = False) -> tuple[Significance, str]:
    """
    The proposal for a rewording, and the reason in plain words. Both ways round the proposal is the same.

    One that also `moved` to another level asks for something else, whatever its words.

    >>> propose("Doughs — mix, and rest.", "Dough — mix and rest.")
    (<Significance.EDITORIAL: 'editorial'>, 'another form of a word: doughs → dough; punctuation')
    >>> propose("Dough — weigh by hand.", "Dough — measure by hand.")
    (<Significance.SUBSTANTIVE: 'substantive'>, 'another action: weigh → measure')
    """
    found = _Rewording(normal(old), normal(new))
    evidence = found.contrary() or found.other_words() or found.order.other() or found.other_links()
    if evidence:
        return Significance.SUBSTANTIVE, evidence
    if moved:
        return Significance.SUBSTANTIVE, f"another level; in the wording only: {found.editorial()}"
    return Significance.EDITORIAL, found.editorial()


class _Rewording:
    """Two wordings with their terms, and those that only one of them has."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.before, self.after = read_terms(old, new)
        gone, come = left_over(self.before, self.after)
        self.slips = find_slips(gone, come)
        self.gone = [term for term in gone if term not in {one for one, _ in self.slips}]
        self.come = [term for term in come if term not in {other for _, other in self.slips}]
        self.order = WordOrder(old, new, self.before, self.after, self.slips)

    def contrary(self) -> str:
        """What alone makes a change substantive: signs, figures, negations, and how binding it is."""
        before, after = Counter(signs(self.old)), Counter(signs(self.new))
        if before != after:
            went, came = (" ".join((one - other).elements()) for one, other in ((before, after), (after, before)))
            return f"another sign: {_fate(went, came)}"
        for what, belongs in _CONTRARY.items():
            gone, come = ([each for each in side if belongs(each)] for side in (self.gone, self.come))
            if gone or come:
                went, came = self._near(gone, come)
                if what == _TURNED and self._is_said_otherwise(went, came):
                    return f"other words: {_fate(went, came)}"
                if what == _FIGURE and not (went and came):
                    went, came = (", ".join(term.word for term in side) for side in (gone, come))
                if what == _TURNED or (went and came):
                    return f"{what}: {_fate(went, came)}"
                one = what.replace("another", "an" if what == _OBLIGED else "a")
                return f"{one} was added: {_short(came)}" if came else f"{one} was taken out: {_short(went)}"
        return ""

    def _is_said_otherwise(self, went: str, came: str) -> bool:
        """True where other words changed with the negation: `accurately` for `without error` turns nothing round."""
        rest = [
            {term.key for term in read_terms(text, "")[0] if term.word not in _NEGATIONS | GLUE}
            for text in (went, came)
        ]
        return bool(rest[0] and rest[1]) and rest[0] != rest[1]

    def _near(self, gone: list[Term], come: list[Term]) -> tuple[str, str]:
        """What went and came where the first of these words did; the words alone where that is much."""
        keys = {term.key for term in gone}, {term.key for term in come}
        for went, came, _ in _changes(self.old, self.new):
            if (_has(went, keys[0]) or _has(came, keys[1])) and len(f"{went} {came}".split()) <= _FEW:
                return went, came
        return ", ".join(term.word for term in gone), ", ".join(term.word for term in come)

    def other_words(self) -> str:
        """The first change of words with a meaning of their own, named for what it is; empty where there is none."""
        gone, come = ({term.key for term in side if term.word not in GLUE} for side in (self.gone, self.come))
        if not gone and not come:
            return ""
        return self._other_action(gone, come) or self._other_object(gone, come) or self._other_phrase(gone, come)

    def _other_action(self, gone: set[str], come: set[str]) -> str:
        before, after = action_verbs(self.old), action_verbs(self.new)
        went = [verb for verb in before if key_of(verb.casefold()) in gone]
        came = [verb for verb in after if key_of(verb.casefold()) in come]
        if went and came:
            return f"another action: {', '.join(went)} → {', '.join(came)}"
        if not before or not after or not (went or came):
            return ""
        return f"an action was added: {', '.join(came)}" if came else f"an action was taken out: {', '.join(went)}"

    def _other_object(self, gone: set[str], come: set[str]) -> str:
        before, after = parse_statement(self.old), parse_statement(self.new)
        if not (before.verbs and after.verbs):
            return ""
        changed = _has(before.object, gone) or _has(after.object, come)
        return f"another object: {_short(before.object)} → {_short(after.object)}" if changed else ""

    def _other_phrase(self, gone: set[str], come: set[str]) -> str:
        for went, came, _ in _changes(self.old, self.new):
            if not (_has(went, gone) or _has(came, come)):
                continue
            for name, words in _DEGREES.items():
                if _is_of(went, words, gone) and _is_of(came, words, come):
                    return f"another {name}: {_fate(went, came)}"
            if went and came:
                return f"other words: {_fate(went, came)}"
            what, said = ("was added", came) if came else ("was taken out", went)
            opens = said.split(maxsplit=1)[0].casefold() in OPENERS
            return f"a condition {what}: {_short(said)}" if opens else f"“{_short(said)}” {what}"
        return f"other words: {_fate(', '.join(sorted(gone)), ', '.join(sorted(come)))}"

    def other_links(self) -> str:
        """
        Where `and` became `or`, or the reverse: all of it is asked for, or a part.

        Among examples (`such as …`) neither asks for anything, so there it is editorial.
        """
        counts = [Counter(term.word for term in side if term.word in _LINKS) for side in (self.before, self.after)]
        if counts[0] == counts[1]:
            return ""
        return _exchanged_link(self.old, self.new) or (_exchanged_link(self.new, self.old) and _LINKED)

    def editorial(self) -> str:
        """What changed without changing what is asked for, most telling first."""
        found = [*self.order.harmless(), *small_changes(self.old, self.new, self.slips)]
        if not found and self.old != self.new:
            others = [(went, came) for went, came, _ in _changes(self.old, self.new) if went or came]
            found = [f"the same in other words: {_fate(*others[0])}" if others else "punctuation"]
        return "; ".join(found) or "the same words"


def _changes(old: str, new: str) -> list[tuple[str, str, str]]:
    """What went and what came at each place, and what stood before it in its clause."""
    found: list[tuple[str, str, str]] = []
    clause = went = ""
    for mark, run in (*mark_words(old, new), (Mark.EQUAL, "")):
        if mark is Mark.DELETE:
            went = run
            continue
        came = run if mark is Mark.INSERT else ""
        if went or came:
            found.append((_core(went), _core(came), clause))
        clause = re.split(r"[—;.]", clause + went + (run if mark is Mark.EQUAL else ""))[-1]
        went = ""
    return found


def _exchanged_link(old: str, new: str) -> str:
    for went, came, clause in _changes(old, new):
        one, other = ({term.word for term in read_terms(text, "")[0]} & _LINKS for text in (went, came))
        if one and other and one != other and not _EXAMPLES.search(clause):
            return f"{_LINKED}: “{min(one - other or one)}” became “{min(other - one or other)}”"
    return ""


def _core(run: str) -> str:
    return run.strip(" ,;:.()")


def _has(text: str, left: set[str]) -> bool:
    return any(term.key in left for term in read_terms(text, "")[0])


def _is_of(text: str, words: Sequence[str], left: set[str]) -> bool:
    """True where one of the words left over in a text is of a family, given by its words and longer stems."""
    said = [term.word for term in read_terms(text, "")[0] if term.key in left]
    return any(word == each or (len(each) > 5 and word.startswith(each)) for word in said for each in words)


def _fate(went: str, came: str) -> str:
    if went and came:
        return f"{_short(went)} → {_short(came)}"
    return f"“{_short(came)}” was added" if came else f"“{_short(went)}” was taken out"


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69].rsplit(" ", 1)[0] + " …"
