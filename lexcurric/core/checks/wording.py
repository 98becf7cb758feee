"""Rules on the words: how many, how hard, whose, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lexcurric.core.checks.inclusive import FOLLOWED, HINTS, PATTERN, WORDS
from lexcurric.core.checks.look import Line, Look
from lexcurric.core.checks.records import Found, Rule, Severity
from lexcurric.core.checks.settings import Spelling
from lexcurric.core.checks.spelling import other_spelling

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:(?<![le])e|(?<![tde])ed|(?<![szxcgh])es)$")
FEWEST_FOR_GRADE = 8


def syllables(word: str) -> int:
    """
    About how many syllables an English word has: its groups of vowels, without a silent e.

    >>> [syllables(each) for each in ("bake", "supervision", "the", "able", "created")]
    [1, 4, 1, 2, 3]
    """
    plain = word.casefold()
    count = len(_VOWELS.findall(plain))
    if count > 1 and _SILENT.search(plain):
        count -= 1
    if re.search(r"(?:ia|io(?!n)|eo|ua|ea(?:t(?:e|i)))", plain):
        count += 1
    return max(1, count)


def reading_grade(text: str) -> float:
    """
    The Flesch-Kincaid grade of a statement read as one sentence: years of school (Kincaid et al., 1975).

    >>> round(reading_grade("Bread — bake at dawn in a hot oven with much steam."), 1)
    1.6
    """
    words = _WORD.findall(text)
    parts = [part for word in words for part in word.split("-")]
    if not parts:
        return 0.0
    return 0.39 * len(words) + 11.8 * sum(map(syllables, parts)) / len(parts) - 15.59


def _length(line: Line, look: Look) -> Iterator[Found]:
    limits, count = look.settings.limits, len(line.words)
    if line.text and count < limits.shortest and not _is_whole(line, look):
        yield Found(f"{count} words, where {limits.shortest} at least are asked for: is it a whole statement?", line)
    elif count > limits.longest:
        yield Found(f"{count} words, where at most {limits.longest} are asked for", line)


def _is_whole(line: Line, look: Look) -> bool:
    """True for a verb with its object, such as “Carve meat.”: what that leaves out, the rule `context` says."""
    return len(line.words) > 1 and any(look.verbs.find(each) for each in line.performance.verbs)


def _reading(line: Line, look: Look) -> Iterator[Found]:
    if len(line.words) < FEWEST_FOR_GRADE:
        return
    grade = reading_grade(line.text)
    if grade > look.settings.limits.grade:
        hard = sorted({each for each in _WORD.findall(line.text) if syllables(each) >= 5}, key=str.casefold)
        why = f"; long words: {', '.join(hard[:4])}" if hard else ""
        yield Found(f"reading grade {grade:.0f}, where {look.settings.limits.grade:g} is the limit{why}", line)


def _jargon(line: Line, look: Look) -> Iterator[Found]:
    said = line.text.casefold()
    found = []
    for word, instead in look.settings.jargon.items():
        if re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?:s|es)?(?![\w-])", said):
            found.append((word, instead))
    if found:
        parts = [f"“{word}”" + (f" (write “{instead}”)" if instead else "") for word, instead in found]
        yield Found(f"on your list of words to avoid: {', '.join(parts)}", line, part=found[0][0])


def _inclusive(line: Line, look: Look) -> Iterator[Found]:
    if HINTS.isdisjoint(line.words):
        return
    allowed = {each.casefold() for each in look.settings.inclusive_allowed}
    found: dict[str, str] = {}
    for each in PATTERN.finditer(line.text):
        word = each[0].casefold()
        noun = word.startswith("the ") and FOLLOWED.match(line.text, each.end())
        capital = each[0][0].isupper() and each.start() > 0
        if word not in allowed and not noun and not capital:
            found[each[0]] = WORDS[word]
    if found:
        parts = [f"“{word}” (write “{instead}”)" for word, instead in found.items()]
        yield Found(f"leaves people out: {', '.join(parts)}", line, part=next(iter(found)))


def _respelled(line: Line, look: Look) -> dict[str, str]:
    wanted = look.settings.spelling
    found: dict[str, str] = {}
    for each in _PART.finditer(line.raw) if wanted is not Spelling.NONE else ():
        # A capital inside a statement is a name: the World Trade Center keeps its spelling.
        is_name = each[0][0].isupper() and each.start() > 0
        other = None if is_name else other_spelling(each[0], wanted.value)
        if other is not None:
            found[each[0]] = other
    return found


def _spelling(line: Line, look: Look) -> Iterator[Found]:
    found = _respelled(line, look)
    if found:
        whose = "American" if look.settings.spelling is Spelling.US else "British"
        parts = [f"“{word}” → “{other}”" for word, other in found.items()]
        yield Found(f"not the {whose} spelling: {', '.join(parts)}", line, part=next(iter(found)))


def _respell(line: Line, look: Look) -> str:
    found = _respelled(line, look)
    return _PART.sub(lambda each: found.get(each[0], each[0]), line.raw)


RULES = (
    Rule(
        "length",
        Severity.NOTE,
        "A word or two without a verb say nothing of what is done; a very long statement is not read to its end.",
        "Bread.",
        "Bread — bake at dawn.",
        of_line=_length,
    ),
    Rule(
        "reading",
        Severity.NOTE,
        "Learners, trainers and assessors read statements in a hurry, and not all in their first language.",
        "Organizational communication infrastructures — systematically operationalize interdepartmental accountability "
        "methodologies incorporating multidisciplinary administrative considerations.",
        "Messages between teams — pass on in plain words within the day.",
        of_line=_reading,
        default_on=False,
    ),
    Rule(
        "jargon",
        Severity.NOTE,
        "Words on your own list, which your readers do not use.",
        "Bread — utilize at dawn.",
        "Bread — bake at dawn.",
        of_line=_jargon,
    ),
    Rule(
        "inclusive",
        Severity.WARNING,
        "A statement is for every learner: words that name one sex or a weakness leave people out (APA, 2020).",
        "Manpower — plan for the shift at dawn.",
        "Staff — plan for the shift at dawn.",
        of_line=_inclusive,
    ),
    Rule(
        "spelling",
        Severity.NOTE,
        "One spelling throughout, American or British, as you choose in the settings.",
        "Colour of the crust — judge by eye.",
        "Color of the crust — judge by eye.",
        of_line=_spelling,
        repair=_respell,
        repairs="spells it as you chose",
    ),
)
