"""
The two scales of demand, and what is known of a verb.

Cognitive: the revised taxonomy of Anderson & Krathwohl (2001), its six processes from remember to create. Practical:
the five levels of Dave (1970), from imitation to naturalization.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from lexcurric.core.model import Record

SOURCES = {
    "bloom": (
        "Anderson, L. W., & Krathwohl, D. R. (Eds.). (2001). A taxonomy for learning, teaching, and assessing: "
        "A revision of Bloom's taxonomy of educational objectives. Longman."
    ),
    "dave": (
        "Dave, R. H. (1970). Psychomotor levels. In R. J. Armstrong (Ed.), Developing and writing behavioral "
        "objectives (pp. 33–34). Educational Innovators Press."
    ),
}
"""Where the two scales are from. Which verb stands where is the project's own judgment, not theirs."""


class Bloom(StrEnum):
    """The cognitive processes of the revised taxonomy, from the least demanding up."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYZE = "analyze"
    EVALUATE = "evaluate"
    CREATE = "create"

    @property
    def rank(self) -> int:
        """1 for remember to 6 for create."""
        return list(Bloom).index(self) + 1


class Dave(StrEnum):
    """The levels of a practical skill, from the least demanding up."""

    IMITATE = "imitate"
    MANIPULATE = "manipulate"
    PRECISE = "precise"
    ARTICULATE = "articulate"
    NATURALIZE = "naturalize"

    @property
    def rank(self) -> int:
        """1 for imitate to 5 for naturalize."""
        return list(Dave).index(self) + 1


class Sense(Record):
    """
    One meaning of a verb, with what it asks: `meaning` in words where a verb has several, and the words beside it in a
    statement that tell this meaning from the others (`near`, as stems of words begin).
    """

    bloom: Bloom | None = Field(default=None, strict=False)
    dave: Dave | None = Field(default=None, strict=False)
    meaning: str = ""
    near: tuple[str, ...] = ()


class Verb(Record):
    """A verb with its senses, the usual one first; one that nobody can observe has none, and says what to write."""

    verb: str
    senses: tuple[Sense, ...] = ()
    instead: str = ""

    @property
    def is_observable(self) -> bool:
        """True where somebody can watch or look at it being done."""
        return bool(self.senses)
