"""
Tags suggested by example: a statement without a tag is given what the tagged statements most like it have.

Nearest neighbours: half by the words that two statements share, each by its rarity (the cosine of `Vectors`), half by
what they are about (`compare_statements`, which knows families of words). A suggestion changes nothing, and each names
the statements that it rests on. How well it does on the sample: `tests/core/test_tag_suggest.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lexcurric.core.criteria.likeness import compare_statements
from lexcurric.core.errors import EditError
from lexcurric.core.matching.vectors import Terms, Vectors, count
from lexcurric.core.model import Content, Record, Scope, Statement
from lexcurric.core.terms import GLUE, key_of
from lexcurric.core.wording import SMALL_WORDS, normal, words

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Floats

NEIGHBOURS = 5
"""So many of the tagged statements that are most like one have a say."""
FAINT = 0.08
"""Two statements less alike than this share nothing that tells; suggestions need one neighbour above it."""
SURE = 0.6
"""From this confidence on suggestions are accepted together; below it a person should look at each."""
ALONE = 0.5
"""The most that counts while one term alone is in use: nothing could speak against it."""
MANY_SHARE = 0.5
"""Of a vocabulary with many terms a statement, a term is suggested that has at least this share of the say."""
MOST_WORDS = 4


class Evidence(Record):
    """A tagged statement that a suggestion rests on: how alike it is (0 to 1), and the rarest words that both have."""

    id: str
    text: str
    likeness: float
    shares: tuple[str, ...]


class Suggestion(Record):
    """
    A tag for a statement that has none of its vocabulary. `confidence` is the share of the say that speaks for it, less
    where nothing is much alike; from 0 to 1, and no probability.
    """

    id: str
    text: str
    tag: str
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def why(self) -> str:
        """The evidence in words."""
        listed = (f"“{each.text}” (shares {', '.join(each.shares)})" for each in self.evidence)
        return f"as on {'; '.join(listed)}"


def suggest_tags(content: Content, vocabulary: str) -> tuple[Suggestion, ...]:
    """
    Suggestions for the active statements without a tag of this vocabulary, the surest first.

    Raises EditError where there is no such vocabulary, and where no statement has a tag of it to learn from.
    """
    found = content.vocabulary(vocabulary)
    if found is None:
        names = ", ".join(each.name for each in content.vocabularies) or "none yet"
        raise EditError(f"no vocabulary {vocabulary!r} in {content.soc}; there are {names}")
    known = {each.id: own for each in content.active if (own := _own(each, vocabulary))}
    if not known:
        raise EditError(f"no statement has a {vocabulary!r} tag yet; tag a few, and the others are suggested by them")
    retired = {f"{vocabulary}:{each.term}" for each in found.terms if each.deprecated}
    alike = _Alike(content.active)
    listed = [
        each
        for statement in content.active
        if statement.id not in known
        for each in alike.suggest(statement, known, found.scope is Scope.ONE)
        if each.tag not in retired
    ]
    return tuple(sorted(listed, key=lambda each: -each.confidence))


def held_out(content: Content, vocabulary: str) -> tuple[tuple[Suggestion, bool], ...]:
    """
    How well it does here: for each tagged statement what would be suggested if it alone had no tag, and whether it has
    that (leave one out).
    """
    found = content.vocabulary(vocabulary)
    known = {each.id: own for each in content.active if (own := _own(each, vocabulary))}
    alike = _Alike(content.active)
    return tuple(
        (each, each.tag in tags)
        for key, tags in known.items()
        for each in alike.suggest(
            content.by_id[key],
            {other: own for other, own in known.items() if other != key},
            found is not None and found.scope is Scope.ONE,
        )
    )


def _own(statement: Statement, vocabulary: str) -> tuple[str, ...]:
    return tuple(tag for tag in statement.tags if tag.startswith(f"{vocabulary}:"))


class _Alike:
    """The statements with how alike each two are."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.place = {each.id: at for at, each in enumerate(statements)}
        self.written: list[dict[str, str]] = [_keys(each.text) for each in statements]
        terms = Terms([list(each) for each in self.written])
        vectors = Vectors(count(terms.row, terms.flat, (terms.texts, terms.width)))
        self.unit = vectors.unit()
        self.about = compare_statements(statements)
        self.rarity = {key: float(vectors.rarity[at]) for key, at in terms.numbers.items()}

    def suggest(self, statement: Statement, known: dict[str, tuple[str, ...]], is_one: bool) -> list[Suggestion]:
        """What the nearest of the known statements have: the best alone, or each that half of the say is for."""
        likeness = self._row(self.place[statement.id])
        near = sorted(known, key=lambda each: (-likeness[self.place[each]], self.place[each]))[:NEIGHBOURS]
        near = [each for each in near if likeness[self.place[each]] > 0]
        if not near or likeness[self.place[near[0]]] < FAINT:
            return []
        is_alone = len({tag for tags in known.values() for tag in tags}) == 1
        say: dict[str, float] = defaultdict(float)
        for each in near:
            for tag in known[each]:
                # Squared, so that one good example outweighs several that share a common word.
                say[tag] += float(likeness[self.place[each]]) ** 2
        whole = sum(float(likeness[self.place[each]]) ** 2 for each in near)
        ranked = sorted(say, key=lambda tag: (-say[tag], tag))
        taken = ranked[:1] if is_one else [tag for tag in ranked if say[tag] / whole >= MANY_SHARE]
        found = []
        for tag in taken:
            bearers = [each for each in near if tag in known[each]]
            best = float(likeness[self.place[bearers[0]]])
            confidence = say[tag] / whole * min(1.0, best / (3 * FAINT))
            if is_alone:
                confidence = min(confidence, ALONE)
            evidence = tuple(self._evidence(statement, each, float(likeness[self.place[each]])) for each in bearers[:3])
            found.append(
                Suggestion(
                    id=statement.id, text=statement.text, tag=tag, confidence=round(confidence, 3), evidence=evidence
                )
            )
        return found

    def _row(self, at: int) -> Floats:
        product = self.unit @ self.unit[at].T
        whole = product if isinstance(product, np.ndarray) else product.toarray()
        alike: Floats = (np.asarray(whole, dtype=float).ravel() + self.about.table[at]) / 2
        return alike

    def _evidence(self, statement: Statement, other: str, likeness: float) -> Evidence:
        mine, theirs = self.written[self.place[statement.id]], self.written[self.place[other]]
        shared = sorted(mine.keys() & theirs.keys(), key=lambda key: (-self.rarity[key], key))[:MOST_WORDS]
        shares = tuple(mine[key] for key in shared)
        if not shares:
            one, two = self.place[statement.id], self.place[other]
            common = self.about.shared(one, self.about.having([two]))
            shares = tuple(f"words of {key[1]}" for key, _ in common[:MOST_WORDS])
        text = self.statements[self.place[other]].text
        return Evidence(id=other, text=text, likeness=round(likeness, 3), shares=shares)


def _keys(text: str) -> dict[str, str]:
    """The words that tell, as they are compared, each with how it is written."""
    listed = (word.casefold() for word in words(normal(text)))
    return {key_of(word): word for word in listed if word not in SMALL_WORDS and word not in GLUE and len(word) > 1}
