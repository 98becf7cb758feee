"""
How much a statement asks for: how independently it is done, and how demanding its verbs are.

Two small lists of ours, each behind one function. The steps of autonomy follow the wording of level descriptors such as
those of the European Qualifications Framework (responsibility and autonomy); the verbs, the six steps of the revised
taxonomy of Bloom (Anderson and Krathwohl, 2001).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from lexcurric.core.statement import parse_statement
from lexcurric.core.terms import key_of
from lexcurric.core.wording import normal


class Autonomy(IntEnum):
    """How independently something is done, from 1 (least) up."""

    SUPERVISED = 1
    HELPED = 2
    INDEPENDENT = 3
    GUIDES = 4
    LEADS = 5

    @property
    def words(self) -> str:
        """What the step is called."""
        return _STEPS[self]


_STEPS = {
    Autonomy.SUPERVISED: "under supervision",
    Autonomy.HELPED: "with some help or guidance",
    Autonomy.INDEPENDENT: "independently",
    Autonomy.GUIDES: "guides others",
    Autonomy.LEADS: "leads or designs for others",
}
# The first that is found counts, from the top of this list down: "with minimal oversight" is not "oversight".
_PHRASES: tuple[tuple[Autonomy, tuple[str, ...]], ...] = (
    (
        Autonomy.HELPED,
        (
            r"with (?:minimal|little|limited|reduced|some|occasional|less) "
            r"(?:oversight|supervision|guidance|direction|help|support|assistance)",
            r"(?:under|with) (?:general|indirect|light|periodic) (?:supervision|guidance|oversight|direction)",
            r"with (?:help|guidance|support)\b",
            r"(?:on|for) routine \w+",
            r"routine(?:ly)?\b",
            r"following (?:[\w-]+ ){0,3}(?:templates?|procedures?|instructions|checklists?|guides?)[\w ]*",
            r"consulting (?:an? )?[\w ]*?(?:on|about|where|when|in) (?:doubtful|difficult|unusual|unclear)[\w ]*",
        ),
    ),
    (
        Autonomy.SUPERVISED,
        (
            r"under (?:[\w-]+ ){0,4}?(?:supervision|supervisors?|guidance|direction|instructions?|oversight)\b",
            r"(?:as|when) (?:directed|instructed|told|shown|assigned)(?: by [\w ]+)?",
            r"in a supervised setting|step-by-step|from provided sources|asks? a supervisor|with direct help",
            r"while an? [\w ]*(?:watches|checks|looks on|stands by)",
            r"(?:supplied|provided|given) by (?:[\w-]+ ){0,2}(?:attorneys?|supervisors?|staff|managers?)",
            r"supervising \w+",
        ),
    ),
    (
        Autonomy.LEADS,
        (
            r"(?:firm|company|organization|plant|department|district|system|enterprise|school)-wide",
            r"at organizational scale|leading|strategically",
            r"across (?:all|the) (?:\w+ )?(?:practice groups|departments?|organization)",
        ),
    ),
    (Autonomy.GUIDES, (r"coaching|mentoring|supervise the [\w-]+|guiding others|training others",)),
    (
        Autonomy.INDEPENDENT,
        (
            r"independently|autonomously|unaided|unprompted|unsupervised|end-to-end|escalating only",
            r"without (?:supervision|help|assistance|being (?:told|asked)|waiting to be told)",
            r"on (?:one's|their) own|exercising (?:independent )?judgm?e?nt|independent judgm?e?nt",
        ),
    ),
)
# fmt: off
_VERBS: dict[Autonomy, str] = {
    Autonomy.LEADS: "lead direct establish enforce orchestrate author design redesign engineer govern oversee chair "
                    "champion restructure",
    Autonomy.GUIDES: "coach mentor train supervise teach instruct guide delegate",
}
_DEMAND: tuple[tuple[str, str], ...] = (
    ("remember", "recognize list name recall label match state locate enter record receive follow"),
    ("understand", "distinguish describe explain classify summarize interpret report route discuss read"),
    ("apply", "use apply prepare produce complete operate perform carry load unload weigh wash clean scrape rinse "
              "sanitize grease line dust divide round shape fold score cook cool feed build put take collate send file "
              "refile retrieve organize process maintain gather request compile distribute deliver handle shut mix "
              "calculate measure assemble install schedule scale lock sheet strip rework plan coordinate proofread "
              "consolidate sequence prioritize finalize manage run make cut draw set follow test"),
    ("analyze", "analyze compare inspect investigate trace troubleshoot reconcile audit examine diagnose adjust change "
                "differentiate monitor administer forecast version-control control"),
    ("evaluate", "evaluate assess review judge verify validate approve critique recommend defend justify negotiate "
                 "enforce lead mentor train coach supervise direct warn"),
    ("create", "design develop create author write draft compose establish engineer redesign optimize orchestrate "
               "invent rebalance revise formulate build-up cultivate implement"),
)
# fmt: on
DEMANDS = tuple(name for name, _ in _DEMAND)
_RULES = tuple(
    (step, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for step, patterns in _PHRASES for pattern in patterns
)
_LEADING = {key_of(verb): step for step, row in _VERBS.items() for verb in row.split()}
_STEP_OF = {key_of(verb): place for place, (_, row) in enumerate(_DEMAND, start=1) for verb in row.split()}


class Asked(NamedTuple):
    """
    What one or several statements ask for: their verbs, the step of autonomy (None where no word says it) with the
    words that say it, and the highest step of their verbs from 1 to 6 (0 where none is in the list).
    """

    verbs: tuple[str, ...]
    autonomy: Autonomy | None
    words: str
    demand: int

    @property
    def demand_word(self) -> str:
        """The name of the step of the verbs; empty where none is known."""
        return DEMANDS[self.demand - 1] if self.demand else ""


def asked(text: str) -> Asked:
    """
    What one statement asks for.

    >>> found = asked("Case files — organize and label under direct supervision.")
    >>> found.verbs, found.autonomy.words, found.words, found.demand_word
    (('organize', 'label'), 'under supervision', 'under direct supervision', 'apply')
    """
    parsed = parse_statement(normal(text))
    verbs = tuple(verb.casefold() for verb in parsed.verbs)
    step, said = _autonomy(parsed.context or parsed.text, verbs)
    return Asked(verbs, step, said, max((_STEP_OF.get(key_of(verb), 0) for verb in verbs), default=0))


def asked_together(texts: Sequence[str]) -> Asked:
    """What several statements of one cell ask for: all their verbs, and the most that one of them asks for."""
    each = [asked(text) for text in texts]
    said = [one for one in each if one.autonomy is not None]
    most = max(said, key=lambda one: one.autonomy or 0) if said else None
    verbs = tuple(dict.fromkeys(verb for one in each for verb in one.verbs))
    demand = max((one.demand for one in each), default=0)
    return Asked(verbs, most.autonomy if most else None, most.words if most else "", demand)


def without_autonomy(text: str) -> str:
    """The text without the words that say how independently something is done."""
    for _, rule in _RULES:
        text = rule.sub(" ", text)
    return text


def _autonomy(context: str, verbs: Sequence[str]) -> tuple[Autonomy | None, str]:
    # "Lead independently" says of itself how far the leading goes.
    adverb = re.match(r"\s*(?:independently|autonomously|unaided|unprompted)\b", context, re.IGNORECASE)
    if adverb is not None:
        return Autonomy.INDEPENDENT, adverb[0].strip()
    for verb in verbs:
        step = _LEADING.get(key_of(verb))
        if step is not None:
            return step, verb
    for step, rule in _RULES:
        found = rule.search(context)
        if found is not None:
            return step, found[0].strip()
    return None, ""
