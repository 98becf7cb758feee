"""What a designer has set of the checks: rules on and off, severities, limits, spelling, words of her own."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field, JsonValue, ValidationError

from lexcurric.core.checks.records import Severity
from lexcurric.core.demand import Bloom, Dave, Sense, Verb, VerbList, own_verbs
from lexcurric.core.errors import Problem
from lexcurric.core.json_text import pointer
from lexcurric.core.model import Record


class Spelling(StrEnum):
    """Whose spelling is asked for."""

    NONE = "none"
    US = "us"
    UK = "uk"


class Limits(Record):
    """The limits of the rules that measure; words are counted as a reader counts them."""

    shortest: int = Field(default=3, ge=0)
    """The fewest words of a statement."""
    longest: int = Field(default=35, ge=1)
    """The most words of a statement."""
    grade: float = Field(default=20, gt=0)
    """The highest Flesch-Kincaid grade: years of school in the United States."""
    performances: int = Field(default=2, ge=1)
    """How many verbs may stand in the list after the dash."""
    alike: float = Field(default=0.8, gt=0, le=1)
    """From which share of common words on (Dice) two statements are near-duplicates."""
    level_sizes: float = Field(default=2, ge=1)
    """How many times as many statements as the smallest level the largest may have."""


class CheckSettings(Record):
    """
    The settings; all have defaults. `rules` switches rules on and off by id, `severities` weighs them anew.

    `jargon` is a designer's list: words to avoid, each with what to write instead (or nothing). `verbs` holds changes
    to the list of verbs; None takes one out. `newest` names the newest known release of each source.
    """

    rules: dict[str, bool] = Field(default_factory=dict)
    severities: dict[str, Severity] = Field(default_factory=dict)
    limits: Limits = Field(default_factory=Limits)
    spelling: Spelling = Spelling.NONE
    jargon: dict[str, str] = Field(default_factory=dict)
    inclusive_allowed: tuple[str, ...] = ()
    verbs: dict[str, Verb | None] = Field(default_factory=dict)
    newest: dict[str, str] = Field(default_factory=dict)

    def verb_list(self) -> VerbList:
        """The list of verbs with the designer's changes."""
        return own_verbs().with_changes(self.verbs) if self.verbs else own_verbs()


def parse_settings(value: JsonValue, rules: frozenset[str]) -> tuple[CheckSettings, list[Problem]]:
    """The settings in a file's value, and what is wrong with it; `rules` are the ids there are."""
    if value is None:
        return CheckSettings(), []
    if not isinstance(value, dict):
        return CheckSettings(), [Problem("", "expected settings such as `spelling: us`, found something else")]
    problems: list[Problem] = []
    given: dict[str, Any] = {str(key): each for key, each in value.items() if each is not None}
    if isinstance(given.get("jargon"), list):
        given["jargon"] = {str(each): "" for each in given["jargon"]}
    for part in ("jargon", "newest"):
        said = given.get(part)
        if isinstance(said, dict):
            given[part] = {str(key): "" if each is None else str(each) for key, each in said.items()}
    for part in ("rules", "severities"):
        said = given.get(part)
        strange = [name for name in said if name not in rules] if isinstance(said, dict) else []
        what = f"no such rule; there are {', '.join(sorted(rules))}"
        problems += [Problem(pointer(part, name), what) for name in strange]
    if "verbs" in given:
        given["verbs"] = _verbs(given["verbs"], problems)
    if problems:
        return CheckSettings(), problems
    try:
        return CheckSettings.model_validate(given, strict=False), []
    except ValidationError as error:
        return CheckSettings(), [Problem(pointer(*each["loc"]), each["msg"]) for each in error.errors()]


def _verbs(value: JsonValue, problems: list[Problem]) -> dict[str, Verb | None]:
    """The verbs of a file: `plait: {dave: precise}`, a list of such senses, or `false` to leave one out."""
    if not isinstance(value, dict):
        problems.append(Problem("/verbs", "expected verbs with what they ask for, such as `plait: {dave: precise}`"))
        return {}
    found: dict[str, Verb | None] = {}
    for name, said in value.items():
        verb = str(name).casefold()
        if said is None or said is False:
            found[verb] = None
            continue
        if isinstance(said, dict) and set(said) == {"instead"}:
            found[verb] = Verb(verb=verb, instead=str(said["instead"]))
            continue
        senses = said if isinstance(said, list) else [said]
        try:
            found[verb] = Verb(verb=verb, senses=tuple(_sense(each) for each in senses))
        except (ValidationError, TypeError, ValueError):
            what = (
                f"expected `bloom:` ({', '.join(Bloom)}) or `dave:` ({', '.join(Dave)}), with `meaning:` and `near:` "
                "where a verb has several senses; or `instead:` for what cannot be observed"
            )
            problems.append(Problem(pointer("verbs", name), what))
    return found


def _sense(value: JsonValue) -> Sense:
    if not isinstance(value, dict) or not ({"bloom", "dave"} & set(value)):
        raise TypeError("a sense names a scale")
    near = value.get("near", [])
    words = near.split() if isinstance(near, str) else near
    return Sense.model_validate({**value, "near": tuple(words) if isinstance(words, list) else words}, strict=False)
