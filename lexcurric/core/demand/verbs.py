"""The list of verbs as one object: looked up in any form of the verb, and edited by the designer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from lexcurric.core.demand.records import Bloom, Dave, Sense, Verb
from lexcurric.core.demand.words import COGNITIVE, PRACTICAL, SENSES, UNOBSERVABLE

_IRREGULAR = {"has": "have", "is": "be", "are": "be", "does": "do", "goes": "go", "doing": "do"}


class VerbList:
    """The verbs by their plain form; `own_verbs()` is the project's list, `with_changes` the designer's on top."""

    def __init__(self, verbs: Iterable[Verb]) -> None:
        self._verbs = {each.verb: each for each in verbs}

    def __iter__(self) -> Iterator[Verb]:
        return iter(self._verbs.values())

    def __len__(self) -> int:
        return len(self._verbs)

    def find(self, word: str) -> Verb | None:
        """
        The verb that a word is a form of; None where the list does not have it.

        >>> own_verbs().find("Verifies").verb, own_verbs().find("stopped")
        ('verify', None)
        """
        for form in _forms(word.casefold().replace("’", "'")):
            found = self._verbs.get(form)
            if found is not None:
                return found
        return None

    def with_changes(self, changes: Mapping[str, Verb | None]) -> VerbList:
        """The list with a designer's verbs in it; None takes a verb out."""
        kept = {verb: each for verb, each in self._verbs.items() if verb not in changes}
        return VerbList([*kept.values(), *[each for each in changes.values() if each is not None]])


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, ...]:
    """What a word can be a form of: itself, without a third person's s, and in American spelling."""
    forms = [_IRREGULAR.get(word, word)]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    american = [each[: -len(end)] + us for each in forms for end, us in _AMERICAN if each.endswith(end)]
    return tuple(dict.fromkeys([*forms, *american, *[each.replace("-", "") for each in forms if "-" in each]]))


_AMERICAN = (("ise", "ize"), ("yse", "yze"), ("our", "or"), ("practise", "practice"), ("mould", "mold"))


@lru_cache(maxsize=1)
def own_verbs() -> VerbList:
    """The project's own list."""
    bloom = {verb: Bloom(process) for process, text in COGNITIVE.items() for verb in text.split()}
    dave = {verb: Dave(level) for level, text in PRACTICAL.items() for verb in text.split()}
    plain = {
        verb: Verb(verb=verb, senses=(Sense(bloom=bloom.get(verb), dave=dave.get(verb)),)) for verb in {**bloom, **dave}
    }
    several = {verb: Verb(verb=verb, senses=tuple(_sense(*each) for each in senses)) for verb, senses in SENSES.items()}
    unseen = {verb: Verb(verb=verb, instead=instead) for verb, instead in UNOBSERVABLE.items()}
    return VerbList(sorted((plain | several | unseen).values(), key=lambda each: each.verb))


def _sense(bloom: str, dave: str, meaning: str, near: str) -> Sense:
    return Sense(
        bloom=Bloom(bloom) if bloom else None,
        dave=Dave(dave) if dave else None,
        meaning=meaning,
        near=tuple(near.split()),
    )
