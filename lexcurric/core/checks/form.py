"""Rules on the form of a statement: what a learner does, whether it can be seen, how much it is, and under what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lexcurric.core.checks.look import Line, Look
from lexcurric.core.checks.records import Found, Rule, Severity
from lexcurric.core.statement import DASH

OTHER_FORM = 0.2
"""With a smaller share of statements in the form than this, the framework has another form: that is said once."""
FEW = 5
_DIVIDER = re.compile(
    rf"(?<=[^\s\d])\s+(?:-{{1,2}}|[\u2012\u2013\u2015])\s+(?=[^\s\d])|(?<=[^\s])\s*{DASH}\s*(?=[^\s])"
)
_CONDITION = re.compile(
    r"\b(?:according|against|as|at|before|after|based|because|between|by|during|every|following|for|from|if|in|into|on|"
    r"per|regarding|so|through|throughout|to|toward|towards|under|unless|until|upon|using|via|when|whenever|where|"
    r"while|with|within|without|across|among|over|about|concerning|\w+ing|\w+ly)\b",
    re.IGNORECASE,
)
_PASSIVE_PARTICIPLES = (
    "done|made|kept|given|taken|written|drawn|built|sent|held|shown|known|seen|chosen|driven|cut|put|set|read|met|paid|"
    "bought|brought|found|led|left|sold|told|understood|worn|begun|broken|grown|run|hung|laid|spent"
)
_PASSIVE = re.compile(
    rf"(?P<be>is|are|was|were|be|been|being)\s+(?:(?!not\b)\w+ly\s+)?(?P<done>\w{{2,}}ed|{_PASSIVE_PARTICIPLES})\b",
    re.IGNORECASE,
)
# fmt: off
_STATES = frozenset({
    "advanced", "committed", "concerned", "dedicated", "detailed", "engaged", "expected", "experienced", "focused",
    "informed", "interested", "involved", "licensed", "limited", "located", "motivated", "need", "needed", "organized",
    "prepared", "qualified", "related", "required", "respected", "skilled", "supposed", "tired", "trusted", "united",
    "used",
})
# fmt: on
"""Participles that say how somebody is, and not what is done."""
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whose|whom|when|whenever|where|while|if|unless|until|once|as|so|because|after|before|how|"
    r"what|whether|to\s+be|ensure|ensuring|to)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:,|;|\band)\s+(?:(?:and|then)\s+)?(?P<verb>[a-z]+(?:-[a-z]+)?)\b")
_SECOND = re.compile(
    r"(?:,|;)\s+(?:and\s+|then\s+|and\s+then\s+)(?P<verb>[a-z]+(?:-[a-z]+)?)\s+"
    r"(?:the|a|an|any|each|every|all|both|its|their|his|her|that|whether|only|new|these|those|it|them|by|through)\b"
)


def _empty(line: Line, _look: Look) -> Iterator[Found]:
    if not line.text:
        yield Found("the statement has no wording", line)


def _grammar(look: Look) -> Iterator[Found]:
    if _has_other_form(look):
        if look.only is None:
            said = f"{look.share_of_form:.0%} of the statements read “Object {DASH} performance.”"
            yield Found(
                f"{said}; if this framework has another form, switch the rule off in the settings", where="form"
            )
        return
    for line in look.wanted:
        problems = [each for each in line.parsed.problems if "full stop" not in each] if line.text else []
        if problems:
            yield Found("; ".join(problems), line)


def _has_other_form(look: Look) -> bool:
    return len(look.active) >= FEW and look.share_of_form < OTHER_FORM


def _set_dash(line: Line, look: Look) -> str:
    """The statement with the one dash that can be meant, where a verb of the list follows it; else as it is."""
    if line.parsed.divider or _has_other_form(look):
        return line.raw
    places = [each for each in _DIVIDER.finditer(line.raw) if each.start() > 0]
    if len(places) != 1:
        return line.raw
    place = places[0]
    follows = re.match(r"[a-z]+(?:-[a-z]+)?", line.raw[place.end() :])
    if follows is None or look.verbs.find(follows[0]) is None:
        return line.raw
    return f"{line.raw[: place.start()]} {DASH} {line.raw[place.end() :]}"


def _unseen(line: Line, look: Look) -> Iterator[Found]:
    uses = [each for each in line.demand.uses if each.verb is not None]
    unseen = [each for each in uses if each.verb and not each.verb.is_observable]
    if not unseen or len(unseen) < len(line.demand.uses):
        return
    first, rest = unseen[0], line.text[line.performance.end :]
    if any(_is_verb(each["verb"], first.word, look) for each in _JOINED.finditer(rest)):
        # “Understands the risks and mitigates them” can be observed.
        return
    instead = first.verb.instead if first.verb else ""
    yield Found(f"“{first.word}” cannot be observed; ask to {instead}", line, part=first.word)


def _is_verb(word: str, beside: str, look: Look) -> bool:
    """True where a word is a verb that can be observed, in the form of the verb beside it (bakes, or bake)."""
    found = look.verbs.find(word)
    is_third = beside.split(maxsplit=1)[0].endswith("s")
    return found is not None and found.is_observable and (word != found.verb) == is_third


def _several(line: Line, look: Look) -> Iterator[Found]:
    verbs = line.performance.verbs
    if not any(look.verbs.find(each) for each in verbs):
        return
    if len(verbs) > look.settings.limits.performances:
        yield Found(
            f"{len(verbs)} performances in one statement ({', '.join(verbs)}): rate them apart, or name one", line
        )
        return
    seconds = (each["verb"] for each in _SECOND.finditer(line.text[line.performance.end :]))
    second = next((each for each in seconds if _is_verb(each, verbs[0], look)), None)
    if second is not None:
        yield Found(f"a second performance begins with “{second}”: split the statement, or name one", line, part=second)


def _context(line: Line, look: Look) -> Iterator[Found]:
    if not any(look.verbs.find(each) for each in line.performance.verbs):
        return
    rest = line.after_verbs
    if line.parsed.divider:
        if len(rest.split()) < 2 and not rest.casefold().endswith("ly"):
            yield Found("nothing says how, when, with what or to which standard", line)
    elif len(line.words) <= 8 and not _CONDITION.search(rest):
        yield Found("nothing says how, when, with what or to which standard", line)


def _passive(line: Line, look: Look) -> Iterator[Found]:
    if any(look.verbs.find(each) for each in line.performance.verbs):
        return
    start = len(line.parsed.object) + len(line.parsed.divider) if line.parsed.divider else 0
    main = line.text[start:].split(". ")[0]
    subordinate = _SUBORDINATE.search(main)
    found = _PASSIVE.search(main[: subordinate.start()] if subordinate else main)
    if found and found["done"].casefold() not in _STATES:
        yield Found(f"“{found[0]}” does not say who does it; write what the learner does", line, part=found[0])


RULES = (
    Rule(
        "empty",
        Severity.ERROR,
        "A statement without wording says nothing to a learner or an assessor.",
        "",
        "Bread — bake at dawn.",
        of_line=_empty,
    ),
    Rule(
        "grammar",
        Severity.WARNING,
        "One form for all, `Object — performance.`, makes statements comparable and lets the program find their verbs.",
        "Bread - bake at dawn.",
        "Bread — bake at dawn.",
        of_all=_grammar,
        repair=_set_dash,
        repairs="writes the dash of the form",
    ),
    Rule(
        "verb",
        Severity.WARNING,
        "Nobody can watch somebody understand: a performance must be seen or heard to be rated (Mager, 1962).",
        "Yeast — understand how it works in cold dough.",
        "Yeast — explain how it works in cold dough.",
        of_line=_unseen,
    ),
    Rule(
        "several",
        Severity.NOTE,
        "A learner may manage one performance and not the other, and then no rating is right.",
        "Bread — mix, shape, and bake at dawn.",
        "Bread — bake at dawn.",
        of_line=_several,
    ),
    Rule(
        "context",
        Severity.NOTE,
        "Without a condition or a standard, two assessors look for two different things.",
        "Bread — bake.",
        "Bread — bake at dawn.",
        of_line=_context,
    ),
    Rule(
        "passive",
        Severity.NOTE,
        "A passive performance does not say that the learner is the one who does it.",
        "Bread — is baked at dawn.",
        "Bread — bake at dawn.",
        of_line=_passive,
    ),
)
