"""What a statement's verbs ask for, with the reason: which verb, in which sense, on which scale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lexcurric.core.demand.records import Bloom, Dave, Sense, Verb
from lexcurric.core.demand.verbs import VerbList, own_verbs
from lexcurric.core.model import Record
from lexcurric.core.statement import parse_statement, read_verbs
from lexcurric.core.wording import normal

_LEAD = re.compile(
    r"(?:(?:the\s+)?(?:learners?|trainees?|students?|candidates?|participants?|workers?|employees?|individuals?)\s+"
    r"(?=(?:is|are|can|will|must|should|be|has|have)\b)|"
    r"(?:is|are|be|being)?\s*(?:able|ability)\s+to\s+|(?:can|will|must|should|to)\s+|"
    r"(?!(?:apply|supply|rely|comply|multiply|reply|assembly|family|only|fly|imply|tally)\b)\w+ly\s+)",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:is|are|be|being|become|becomes|has|have|having|gain|gains|acquire|acquires)\s+"
    r"(?:an?\s+|the\s+)?(?:\w+\s+)?(aware|familiar|knowledge|understanding|insight|awareness)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:(?:an?|the|basic|good|general|sound|thorough|working|deep|broad|advanced|detailed)\s+)*"
    r"(knowledge|understanding|awareness|appreciation|familiarity|comprehension)\s+(?:of|with|about|that|how)\b",
    re.IGNORECASE,
)
_NAMED = {"aware": "be aware", "awareness": "be aware", "familiar": "be familiar", "familiarity": "be familiar",
          "knowledge": "know", "understanding": "understand", "comprehension": "comprehend", "insight": "gain insight",
          "appreciation": "appreciate"}  # fmt: skip


class Performance(NamedTuple):
    """What is done, as far as its verbs can be read: where it begins in the text, and its main verbs as written."""

    start: int
    verbs: tuple[str, ...]
    end: int
    """Where the list of verbs ends."""


class VerbUse(Record):
    """A main verb of a statement: the word as written, its verb in the list (or None), the sense that fits."""

    word: str
    verb: Verb | None = None
    sense: Sense | None = None

    @property
    def why(self) -> str:
        """In words, on both scales: “draft” asks for create and articulate."""
        return self.why_of("bloom", "dave")

    def why_of(self, *scales: str) -> str:
        """In words, on these scales: “draft” asks for create."""
        if self.verb is None:
            return f"“{self.word}” is not in the list of verbs"
        if self.sense is None:
            return f"“{self.word}” cannot be observed"
        steps = {"bloom": self.sense.bloom, "dave": self.sense.dave}
        asks = " and ".join(step for scale in scales if (step := steps[scale])) or "nothing on this scale"
        meaning = f" ({self.sense.meaning})" if self.sense.meaning and len(self.verb.senses) > 1 else ""
        return f"“{self.word}”{meaning} asks for {asks}"


class Demand(Record):
    """What a statement asks for: the highest of its verbs on each scale (None where no verb says), and each verb."""

    uses: tuple[VerbUse, ...] = ()

    @property
    def bloom(self) -> Bloom | None:
        """The highest cognitive process."""
        found = [each.sense.bloom for each in self.uses if each.sense and each.sense.bloom]
        return max(found, key=lambda each: each.rank, default=None)

    @property
    def dave(self) -> Dave | None:
        """The highest practical level."""
        found = [each.sense.dave for each in self.uses if each.sense and each.sense.dave]
        return max(found, key=lambda each: each.rank, default=None)

    @property
    def why(self) -> str:
        """Why, verb by verb, on both scales."""
        return self.why_of("bloom", "dave")

    def why_of(self, *scales: str) -> str:
        """Why, verb by verb, on these scales."""
        return "; ".join(each.why_of(*scales) for each in self.uses) or "no verb was found"


@lru_cache(maxsize=16_384)
def performance_of(text: str) -> Performance:
    """
    The main verbs of a statement, whether it reads `Object — performance.` or begins with its verbs.

    >>> performance_of("Dough — mix and rest by the clock.").verbs, performance_of("Is able to bake bread.").verbs
    (('mix', 'rest'), ('bake',))
    """
    parsed = parse_statement(text)
    start = len(parsed.object) + len(parsed.divider) if parsed.divider else 0
    while lead := _LEAD.match(text, start):
        start = lead.end()
    verbs, phrase = read_verbs(text[start:])
    return Performance(start, verbs, start + len(phrase))


@lru_cache(maxsize=16_384)
def demand_of(text: str, verbs: VerbList | None = None) -> Demand:
    """
    What a statement asks for, by its main verbs.

    >>> demand_of("Conflicts in the schedule — identify and resolve.").bloom
    <Bloom.EVALUATE: 'evaluate'>
    """
    listed = verbs or own_verbs()
    plain = normal(text)
    found = performance_of(plain)
    rest = plain[found.start :]
    state = _STATE.match(rest) or _NOUN.match(rest)
    if state is not None:
        verb = listed.find(_NAMED.get(state[1].casefold(), "know"))
        return Demand(uses=(VerbUse(word=state[0], verb=verb),))
    said = plain.casefold()
    return Demand(uses=tuple(_use(each, said, listed) for each in found.verbs))


def _use(word: str, said: str, listed: VerbList) -> VerbUse:
    verb = listed.find(word)
    return VerbUse(word=word, verb=verb, sense=_sense(verb, said) if verb and verb.senses else None)


def _sense(verb: Verb, said: str) -> Sense:
    """The sense whose neighboring words stand in the statement; else the one that asks for none, or the first."""
    for sense in verb.senses:
        if any(re.search(rf"\b{re.escape(near)}", said) for near in sense.near):
            return sense
    return next((each for each in verb.senses if not each.near), verb.senses[0])
