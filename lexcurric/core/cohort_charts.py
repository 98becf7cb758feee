"""
What the charts of a cohort show, as plain values: which levels were reached, and what is met least.

Shares are of what was rated: not rated and NA count as neither met nor missed. What draws them is none of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lexcurric.core.cohort import Edition, Member
from lexcurric.core.cohort_tables import Line, attained_counts, hardest, lines

LEAST_SHOWN = 12
_NO_CRITERION = "Without a criterion"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` of `of`, such as 12 of 20 ratings; `note` says more, such as which level a statement is of."""

    label: str
    value: int
    of: int
    note: str = ""

    @property
    def share(self) -> float:
        """The value divided by the whole, 0 to 1; 0 of nothing."""
        return self.value / self.of if self.of else 0.0

    @property
    def words(self) -> str:
        """The value in words, such as `12 of 20 (60%)`."""
        return f"{self.value:,} of {self.of:,} ({self.share:.0%})"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from top to bottom; `about` says what a bar is, `heads` are the columns of the same as a table."""

    key: str
    title: str
    about: str
    heads: tuple[str, str]
    bars: tuple[Bar, ...]
    empty: str = ""
    """What is said where there is no bar."""


def cohort_charts(members: Sequence[Member], editions: Sequence[Edition]) -> tuple[Chart, ...]:
    """The level profile, the criteria by the share met, and the statements that are met least."""
    listed = lines(members, editions)
    return (level_profile(members), by_criterion(listed), least_met(listed))


def level_profile(members: Sequence[Member]) -> Chart:
    """How many trainees have which level as their highest, from the lowest up."""
    bars = tuple(Bar(level, count, len(members)) for level, count in attained_counts(members))
    about = "The highest level that each trainee has reached."
    return Chart("levels", "Levels reached", about, ("Level", "Trainees"), bars, "Nobody is rated yet.")


def by_criterion(listed: Iterable[Line]) -> Chart:
    """What share of the ratings of each criterion is met, the smallest first; without criteria, by level."""
    rated = [each for each in listed if each.rated]
    has_criteria = any(each.row.criterion for each in rated)
    found: dict[str, tuple[int, int]] = {}
    for each in rated:
        name = (each.row.criterion or _NO_CRITERION) if has_criteria else each.row.level
        met, of = found.get(name, (0, 0))
        found[name] = (met + each.met, of + each.rated)
    bars = [Bar(name or "All", met, of) for name, (met, of) in found.items()]
    what = "criterion" if has_criteria else "level"
    rest = "" if has_criteria else " These statements have no criteria, so levels are shown."
    return Chart(
        "gaps",
        f"Gaps by {what}",
        f"The share of ratings that are met, the smallest first.{rest}",
        (what.capitalize(), "Ratings met"),
        tuple(sorted(bars, key=lambda bar: (bar.share, -bar.of))),
        "Nothing is rated yet.",
    )


def least_met(listed: Iterable[Line], count: int = LEAST_SHOWN) -> Chart:
    """The things rated that the smallest share of trainees meets, with where each stands."""
    bars = tuple(
        Bar(each.row.text or each.row.criterion, each.met, each.rated, f"{each.row.ref} {each.row.level}".strip())
        for each in hardest(listed, count)
    )
    about = "The share of trainees rated on each that meet it, the smallest first."
    return Chart("least", "Met least", about, ("Statement", "Trainees"), bars, "Everything that is rated is met.")
