"""What can be chosen about a rubric, as plain data: scale, rules, weights, target, paper, language, looks, trainees."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from lexcurric.core.model import Record

MOST_TRAINEES = 30
"""The most columns of a Cohort sheet."""
_MOST_CODE, _MOST_MEANING = 40, 200
_ODD = re.compile(r"[*?~<>=\"\n\r\t]|^[+\-@]")


def _code(text: str) -> str:
    if not text.strip() or text != text.strip() or len(text) > _MOST_CODE or _ODD.search(text):
        raise ValueError(
            f"a rating is a short text (up to {_MOST_CODE} characters) without spaces around it and without"
            f' * ? ~ < > = " in it; found {text!r}'
        )
    return _number(text)


def _mark(text: str) -> str:
    return _code(text) if text else ""


def _number(text: str) -> str:
    """A number as every program has it once it is typed, whatever the country: `3` for `3.0`, `2.5` for `2,50`."""
    found = re.fullmatch(r"(0|[1-9][0-9]*)[.,]([0-9]*?)0*", text)
    if not found:
        return text
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


def _colour(text: str) -> str:
    if not re.fullmatch(r"#?[0-9A-Fa-f]{6}", text):
        raise ValueError(f"a colour is six hex digits such as 1F3864; found {text!r}")
    return text.removeprefix("#").upper()


Colour = Annotated[str, AfterValidator(_colour)]


class Rating(Record):
    """
    One step of a scale: what is written in a cell (`code`), what it means, and the points it gives.

    `points` is None for a rating that leaves the row out; `met` says whether it counts as met (None: by the rules).
    `short` is what stands in the narrow columns of a cohort.
    """

    code: Annotated[str, AfterValidator(_code)]
    meaning: str = Field(default="", max_length=_MOST_MEANING)
    points: int | float | None
    met: bool | None = None
    short: Annotated[str, AfterValidator(_mark)] = ""

    @property
    def mark(self) -> str:
        """What stands for it in a narrow column."""
        return self.short or self.code


class Rules(Record):
    """How ratings become results: the points that count as met, and the share of a level that must be met (0 to 1)."""

    met_rating: int | float = 3
    share_required: float = Field(default=0.8, ge=0, le=1)


class Paper(StrEnum):
    """The paper that a workbook is set up for."""

    A4 = "a4"
    LETTER = "letter"


class Theme(Record):
    """
    The colours of a workbook as hex digits; an empty one is taken from the theme called `name`.

    `logo` is the SHA-256 of the picture on the first sheet, whose bytes are handed over apart from the options.
    """

    name: str = "blue"
    header: Colour | Literal[""] = ""
    level_low: Colour | Literal[""] = ""
    level_high: Colour | Literal[""] = ""
    input: Colour | Literal[""] = ""
    accent: Colour | Literal[""] = ""
    logo: str = ""


class Options(Record):
    """
    Everything that can be chosen about a rubric beside its kind; the same version and options give the same bytes.

    `scale` is for the kinds that rate statements (empty: the usual one). `weights` go by statement id, ref (`E01`) or
    criterion. `target` and `levels` name levels by key or label; `criteria` names those whose statements are rated, by
    label or id (an empty one stands for the statements without a criterion). `trainees` head the columns of the sheet
    Cohort; `trainee` is the one whose workbook it is.
    """

    scale: tuple[Rating, ...] = ()
    met_rating: int | float | None = None
    share_required: float = Field(default=0.8, ge=0, le=1)
    weights: dict[str, int | float] = Field(default_factory=dict)
    target: str = ""
    levels: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    paper: Paper = Field(default=Paper.A4, strict=False)
    language: str = "en"
    theme: Theme = Theme()
    trainee: str = Field(default="", max_length=200)
    trainees: tuple[str, ...] = Field(default=(), max_length=MOST_TRAINEES)
    cohort: int = Field(default=12, ge=1, le=MOST_TRAINEES)

    @model_validator(mode="after")
    def _fits(self) -> Options:
        for key, weight in self.weights.items():
            if not 0 < weight <= 1000:
                raise ValueError(f"a weight is more than 0 and at most 1,000; {key!r} has {weight}")
        _check_scale(self.scale)
        return self


def _check_scale(scale: tuple[Rating, ...]) -> None:
    if not scale:
        return
    codes = [rating.code.casefold() for rating in scale]
    double = next((code for code in codes if codes.count(code) > 1), None)
    if double is not None:
        raise ValueError(f"the scale has the rating {double!r} twice")
    for rating in scale:
        others = {text.casefold() for each in scale if each is not rating for text in (each.code, each.short)}
        if rating.short.casefold() in others - {""}:
            raise ValueError(
                f"the short {rating.short!r} of {rating.code!r} is that of another rating, or another rating"
            )
    points = [rating.points for rating in scale if rating.points is not None]
    if len(scale) > 12 or not points or max(points) <= 0 or min(points) < 0:
        raise ValueError("a scale has up to 12 ratings, with points of 0 or more and at least one above 0")
    if sum(rating.points is None for rating in scale) > 1:
        raise ValueError("a scale has at most one rating without points, which leaves the row out")
