"""How much a statement leaves to the learner, by words that say it: from under supervision to leading others."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from lexcurric.core.model import Record


class Autonomy(IntEnum):
    """Steps of standing on one's own; a framework's levels climb them."""

    SUPERVISED = 1
    ROUTINE = 2
    INDEPENDENT = 3
    LEADING = 4


_CUES: tuple[tuple[Autonomy, str], ...] = (
    (
        Autonomy.ROUTINE,
        r"(?:minimal|little|reduced|limited|occasional|general|some) (?:\w+ )?(?:supervision|oversight|guidance|"
        r"direction)|with (?:some|occasional) (?:help|support)|(?:by following|under) (?:standard|established) "
        r"procedures?|on routine \w+",
    ),
    (
        Autonomy.SUPERVISED,
        r"(?:under|with|following|per|at) (?:the )?(?:[\w-]+ ){0,3}(?:supervision|guidance|direction|instructions?|"
        r"oversight)|as (?:directed|instructed|told|shown|assigned)|step-by-step|while (?:an? )?(?:[\w-]+ ){0,3}"
        r"(?:watches|checks|looks on)|with (?:help|assistance)|assist(?:s|ing)? (?:\w+ ){0,2}(?:with|in)",
    ),
    (
        Autonomy.LEADING,
        r"(?:mentor|train|coach|supervise|lead|direct|teach)s? (?:\w+ ){0,3}(?:staff|others|team|teams|colleagues|"
        r"apprentices|employees|trainees|peers)|(?:firm|organization|organisation|company|department|office)-wide|"
        r"across (?:the|all) (?:\w+ )?(?:organization|organisation|company|firm|department|practice groups)|"
        r"set(?:s)? (?:the )?(?:standards?|direction|policy|policies)|establish(?:es)? (?:\w+ )?(?:policies|standards)",
    ),
    (
        Autonomy.INDEPENDENT,
        r"independent(?:ly)?|autonomous(?:ly)?|unaided|unprompted|on (?:one's|their) own|without (?:\w+ ){0,3}"
        r"(?:supervision|guidance|help|assistance|oversight|direction|told|prompting|asking)|end-to-end|"
        r"take(?:s)? (?:full )?responsibility|exercising (?:\w+ )?judgment",
    ),
)
_PATTERNS = tuple((step, re.compile(rf"(?<![\w-])(?:{cue})(?![\w-])", re.IGNORECASE)) for step, cue in _CUES)


class Said(Record):
    """A step of autonomy with the words that say it."""

    step: Autonomy
    words: str


@lru_cache(maxsize=16_384)
def autonomy_of(text: str) -> Said | None:
    """
    What a statement says of autonomy; None where it says nothing. The most that it leaves to the learner counts.

    >>> autonomy_of("Bread — bake under direct supervision.").words
    'under direct supervision'
    """
    found = []
    taken: list[tuple[int, int]] = []
    for step, pattern in _PATTERNS:
        for each in pattern.finditer(text):
            before = text[max(0, each.start() - 12) : each.start()].casefold()
            is_inside = any(start <= each.start() < end or start < each.end() <= end for start, end in taken)
            if not is_inside and not before.rstrip().endswith(("without", "not")):
                taken.append(each.span())
                found.append((step, each[0]))
    if not found:
        return None
    step, words = max(found)
    return Said(step=step, words=words)
