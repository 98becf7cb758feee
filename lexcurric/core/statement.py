"""
The grammar of a statement: `Object — performance.`

    statement   = object " — " verbs context "."
    verbs       = verb { ", " verb } [ [","] (" and " | " or ") [adverb] verb ]

The object is what is worked on, the verbs what is done with it, and the context how, when and to which standard. A
statement that does not follow the grammar is kept as it is; `ParsedStatement.problems` says what a reader would miss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DASH = "\u2014"
_DIVIDER = re.compile(rf"[^\S\n]+{DASH}[^\S\n]+")
_NEARLY = re.compile(r"\s+[-\u2012\u2013\u2014\u2015]{1,2}\s+|\s*[\u2013\u2014]\s*|\s+:\s+")
_VERB = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"
_LIST = re.compile(
    rf"(?P<first>{_VERB})"
    rf"(?P<middle>(?:,\s+(?:then\s+)?{_VERB}(?=,|\s+(?:and|or|then)\s))*)"
    rf"(?:,?\s+(?:and|or|then|and\s+then)\s+(?:\w+ly\s+)?(?P<last>{_VERB}))?"
)
_LINK = re.compile(r"^(?:and|or|then)\s+|\w+ly$")


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """
    A statement in parts; `str()` of it is the text again, letter for letter.

    `verbs` is empty, and `problems` is not, where the text does not follow the grammar.
    """

    text: str
    object: str
    divider: str
    verb_phrase: str
    context: str
    end: str
    verbs: tuple[str, ...]
    problems: tuple[str, ...] = ()

    @property
    def follows_grammar(self) -> bool:
        """True for `Object — performance.`"""
        return not self.problems

    @property
    def performance(self) -> str:
        """What is done, with its context: all that stands after the dash, without the full stop."""
        return self.verb_phrase + self.context

    def __str__(self) -> str:
        return self.object + self.divider + self.verb_phrase + self.context + self.end


def parse_statement(text: str) -> ParsedStatement:
    """
    The object, action verbs and context of a statement.

    >>> parsed = parse_statement("Dough pieces — divide, round, and rest by weight under supervision.")
    >>> parsed.object, parsed.verbs, parsed.context
    ('Dough pieces', ('divide', 'round', 'rest'), ' by weight under supervision')
    >>> parse_statement("Understand dough.").problems
    ('expected “Object — performance.”, found no dash between spaces',)
    """
    problems: list[str] = []
    body = text.rstrip()
    tail = text[len(body) :]
    end = ("." if body.endswith(".") else "") + tail
    body = body.removesuffix(".")
    if not end.startswith("."):
        problems.append("expected a full stop at the end")
    found = _DIVIDER.search(body)
    if found is None:
        nearly = _NEARLY.search(body)
        what = f"found “{nearly[0].strip()}” where “ {DASH} ” is expected" if nearly else "found no dash between spaces"
        problem = "expected “Object — performance.”, " + what
        return ParsedStatement(text, body, "", "", "", end, (), (problem, *problems))
    subject, performance = body[: found.start()], body[found.end() :]
    if not subject.strip():
        problems.append("expected an object before the dash, found nothing")
    verbs, phrase = read_verbs(performance)
    if not verbs:
        problems.append("expected an action verb after the dash, found none")
    return ParsedStatement(text, subject, found[0], phrase, performance[len(phrase) :], end, verbs, tuple(problems))


def read_verbs(performance: str) -> tuple[tuple[str, ...], str]:
    """The verbs that a performance begins with, and the phrase they stand in; nothing where there are none."""
    match = _LIST.match(performance)
    if match is None:
        return (), ""
    middle = [_LINK.sub("", part.strip()) for part in match["middle"].split(",") if part.strip()]
    if middle and match["last"] is None:
        # "manage, applying care, …": a comma without a closing "and verb" opens the context, not a list of verbs.
        return (match["first"],), match["first"]
    verbs = [match["first"], *middle, *([match["last"]] if match["last"] else [])]
    return tuple(verb for verb in verbs if verb), match[0]
