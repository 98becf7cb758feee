"""Why two statements are taken to be one, and what speaks against it: sentences that a designer reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexcurric.core.statement import DASH, parse_statement
from lexcurric.core.wording import NEGATIONS, SMALL_WORDS, content_stems, figures, signs, stem, word_stems

if TYPE_CHECKING:
    from lexcurric.core.matching.likeness import Stems
    from lexcurric.core.matching.place import Place

RARE_WORDS = 4
TELLING_PLACE = 1.0


@dataclass(frozen=True)
class Known:
    """What the sentences are made from: texts and levels of both lists, and what the search found out about them."""

    texts: tuple[Sequence[str], Sequence[str]]
    levels: tuple[Sequence[str], Sequence[str]]
    stems: Stems
    place: Place


def reasons_of(known: Known, old: int, new: int, row: int, column: int, place: tuple[float, float]) -> tuple[str, ...]:
    """Why the pair (indexes `old`, `new`) is taken to be one statement; `row`, `column` count among the left-overs."""
    before, after = known.texts[0][old], known.texts[1][new]
    levels = known.levels[0][old], known.levels[1][new]
    found = (_shared_words(known.stems, row, column), *_same_parts(before, after), *_same_place(levels, place))
    return tuple(each for each in found if each)


def _same_parts(before: str, after: str) -> list[str]:
    """The object and the actions that both statements have, where both follow the grammar."""
    if DASH not in before or DASH not in after:
        return []
    old, new = parse_statement(before), parse_statement(after)
    if not (old.verbs and new.verbs):
        return []
    stems = {stem(each.casefold()) for each in old.verbs}
    common = [verb for verb in new.verbs if stem(verb.casefold()) in stems]
    same_object = content_stems(old.object) == content_stems(new.object)
    return [
        f"the same object: {new.object.strip()}" if same_object else "",
        f"the same action: {', '.join(common)}" if common else "",
    ]


def _same_place(levels: tuple[str, str], place: tuple[float, float]) -> list[str]:
    """What order and level say, where they say much."""
    order = "it stands at the same place, between the same neighbors" if place[0] >= TELLING_PLACE else ""
    if levels[0] != levels[1]:
        return [order, "but it stands in another level now" if all(levels) else ""]
    return [order, "it stands in the same level" if place[1] >= TELLING_PLACE else ""]


def _shared_words(stems: Stems, row: int, column: int) -> str:
    """The shared words that are rarest in the two lists, as they stand in the new text."""
    old, new = stems.old[row], stems.new[column]
    said: dict[str, str] = {}
    for word in stems.new.words[column]:
        for each in word_stems(word):
            if each in old and word not in SMALL_WORDS:
                said.setdefault(each, word)
    if not said:
        return ""
    rare = sorted(said, key=lambda each: -stems.rarity[each])[:RARE_WORDS]
    named = ", ".join(f"“{said[each]}”" for each in said if each in rare)
    share = stems.weight(old & new) / (min(stems.weight(old), stems.weight(new)) or 1.0)
    how = "nearly all words" if share > 0.85 else "most words" if share > 0.5 else "some words"
    return f"{how} are shared, among them {named}"


def doubts_of(known: Known, old: int, new: int, row: int, column: int) -> tuple[str, ...]:
    """What speaks against a pair though it may be right: it asks a person to look."""
    found = []
    turned = [NEGATIONS.intersection(words) for words in (known.stems.old.words[row], known.stems.new.words[column])]
    if turned[0] != turned[1]:
        found.append("but a word such as “not” or “without” came or went")
    numbers = [set(figures(text)) for text in (known.texts[0][old], known.texts[1][new])]
    if all(numbers) and numbers[0] != numbers[1]:
        found.append("but the figures are others")
    return (*found, *sign_doubts(known.texts[0][old], known.texts[1][new]))


def sign_doubts(before: str, after: str) -> tuple[str, ...]:
    """What a sign that came, went or changed speaks against a pair: `≥` for `≤` is no matter of punctuation."""
    return ("but a sign such as “+” or “≥” changed",) if Counter(signs(before)) != Counter(signs(after)) else ()


def part_reasons(known: Known, is_split: bool, row: int, column: int) -> tuple[str, ...]:
    """Why a statement is taken for a part of a split or join: how much of it the whole says."""
    whole, part = (
        (known.stems.old[row], known.stems.new[column]) if is_split else (known.stems.new[column], known.stems.old[row])
    )
    share = known.stems.weight(whole & part) / (known.stems.weight(part) or 1.0)
    amount = "all" if share > 0.95 else "most" if share > 0.6 else "part"
    which = "the old statement said already" if is_split else "the new statement still says"
    return (f"{amount} of it is what {which}",)
