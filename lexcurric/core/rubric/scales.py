"""The scales: the usual ones of each kind in the workbook's language, and the marks for narrow columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lexcurric.core.rubric.labels import Labels
from lexcurric.core.rubric.options import Rating

_NUMBER = re.compile(r"[0-9]{1,3}")
_NARROW = 4
"""What fits into a narrow column, in characters."""


def checklist_scale(labels: Labels) -> tuple[Rating, ...]:
    """From 4 (independently, and can guide others) to 0 (cannot do it yet), and NA."""
    steps = zip(range(4, -1, -1), labels.performance, strict=True)
    listed = [Rating(code=str(points), meaning=meaning, points=points) for points, meaning in steps]
    return (*listed, left_out(labels))


def single_point_scale(labels: Labels) -> tuple[Rating, ...]:
    """Not yet, met, beyond, and NA; going beyond gives no more points, since one standard is aimed at."""
    listed = (
        Rating(code=labels.beyond, meaning=labels.beyond_means, points=1, met=True),
        Rating(code=labels.reached, meaning=labels.reached_means, points=1, met=True),
        Rating(code=labels.not_reached, meaning=labels.not_reached_means, points=0, met=False),
    )
    return with_marks((*listed, left_out(labels)))


def level_scale(levels: Sequence[str], target: int, labels: Labels) -> tuple[Rating, ...]:
    """The levels from the top down, a rating for being below all of them, and NA; met is the target level and above."""
    codes = level_codes(levels, labels)
    numbered = numbered_levels(codes) or [""] * len(levels)
    listed = [
        Rating(
            code=codes[step - 1],
            short=numbered[step - 1],
            meaning=labels.works_at.format(level=_short(levels[step - 1])),
            points=step,
            met=step >= target,
        )
        for step in range(len(levels), 0, -1)
    ]
    below = Rating(
        code=labels.below_all, meaning=labels.below_means.format(level=_short(levels[0])), points=0, met=False
    )
    marked = with_marks((*listed, below, left_out(labels)))
    if any(rating.mark.startswith("#") for rating in marked):
        # Too many levels begin alike: their places say more than the places of the ratings on the scale.
        listed = [each.model_copy(update={"short": f"L{len(levels) - at}"}) for at, each in enumerate(listed)]
        marked = with_marks((*listed, below, left_out(labels)))
    return marked


def numbered_levels(levels: Sequence[str]) -> list[str]:
    """
    A letter and the number of each level, such as `E3` for `EQF 3`.

    Empty where levels have no numbers of their own, or their first letters tell them apart.
    """
    letters = [next((char for char in label.upper() if char.isalpha()), "") for label in levels]
    numbers = [_NUMBER.search(label) for label in levels]
    marks = [f"{letter}{number[0]}" for letter, number in zip(letters, numbers, strict=True) if letter and number]
    is_plain = len(set(letters)) == len(letters)
    return [] if is_plain or len(set(marks)) < len(levels) else marks


def level_codes(levels: Sequence[str], labels: Labels) -> list[str]:
    """
    What is chosen for each level: its label, or such as `Level 2` where a label cannot stand for a rating.

    It cannot where it is empty, too long or like a formula, or where another level or rating is called the same.
    """
    lines = [" ".join(level.split()) for level in levels]
    folds = [line.casefold() for line in lines]
    taken = {labels.below_all.casefold(), labels.not_applicable.casefold()}
    good = [
        _can_be_code(line) and folds.count(fold) == 1 and fold not in taken
        for line, fold in zip(lines, folds, strict=True)
    ]
    taken |= {fold for fold, is_good in zip(folds, good, strict=True) if is_good}
    codes = []
    for step, (line, is_good) in enumerate(zip(lines, good, strict=True), start=1):
        code = line if is_good else f"{labels.level} {step}"
        while not is_good and code.casefold() in taken:
            code = f"{code} ({step})"
        taken.add(code.casefold())
        codes.append(code)
    return codes


def _can_be_code(label: str) -> bool:
    is_odd = len(label) > 40 or any(char in label for char in '*?~<>="') or label[:1] in "+-@"
    return bool(label) and not is_odd


def left_out(labels: Labels) -> Rating:
    """The rating that leaves a row out of the result."""
    return Rating(code=labels.not_applicable, meaning=labels.not_applicable_means, points=None)


def with_marks(scale: Iterable[Rating]) -> tuple[Rating, ...]:
    """The scale with a mark for each rating: the code where it is short, else its first letters."""
    listed = list(scale)
    taken = {rating.code.casefold() for rating in listed if len(rating.code) <= _NARROW}
    taken |= {rating.short.casefold() for rating in listed if rating.short}
    marked = []
    for at, rating in enumerate(listed, start=1):
        mark = rating.short or (rating.code if len(rating.code) <= _NARROW else _mark(rating.code, taken, at))
        taken.add(mark.casefold())
        marked.append(rating.model_copy(update={"short": mark}))
    return tuple(marked)


def _mark(code: str, taken: set[str], at: int) -> str:
    words = [word for word in code.split() if word[0].isalpha()]
    letters = "".join(char for char in code if char.isalpha())
    initials = "".join(word[0] for word in words) if len(words) > 1 else ""
    choices = [initials, *(letters[:count] for count in (1, 2, 3))]
    free = (choice.upper() for choice in choices if choice and choice.casefold() not in taken)
    return next(free, f"#{at}")


def _short(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= 120 else line[:119] + "…"
