"""A cohort as tables: a row a trainee, a row a thing rated, a row for each of both, and what was hardest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexcurric.core.cohort import Edition, Member
from lexcurric.core.rubric import RubricRow, status_of


@dataclass(frozen=True, slots=True)
class Line:
    """A thing rated, with the rating of each trainee of the cohort, in their order; None where it is none of theirs."""

    row: RubricRow
    edition: Edition
    ratings: tuple[str | None, ...]
    rated: int
    met: int

    @property
    def share(self) -> float:
        """Met divided by rated; 0 where nobody is rated."""
        return self.met / self.rated if self.rated else 0.0


def lines(members: Sequence[Member], editions: Sequence[Edition]) -> list[Line]:
    """
    A line for each thing that was rated, whatever the version: a statement is its id. Wordings are the newest ones.

    Editions come newest first within a framework and kind.
    """
    order: dict[tuple[str, str, str], tuple[RubricRow, Edition]] = {}
    for edition in editions:
        kind, soc = edition.rubric.kind.value, edition.rubric.provenance.soc
        for row in edition.rubric.rows:
            order.setdefault((soc, kind, row.id), (row, edition))
    chosen = {key: [None] * len(members) for key in order}  # type: dict[tuple[str, str, str], list[str | None]]
    met, rated = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for column, member in enumerate(members):
        rubric = member.edition.rubric
        counted = {each.code: each for each in rubric.scale if each.points is not None}
        for row, code in zip(rubric.rows, member.ratings, strict=True):
            if code is not None:
                key = (rubric.provenance.soc, rubric.kind.value, row.id)
                chosen[key][column] = code
                if code in counted:
                    rated[key] += 1
                    met[key] += rubric.meets(row, counted[code])
    return [Line(row, edition, tuple(chosen[key]), rated[key], met[key]) for key, (row, edition) in order.items()]


def hardest(listed: Iterable[Line], count: int = 10) -> list[Line]:
    """The things rated that the smallest share of trainees meets, the hardest first; only what anybody is rated on."""
    found = [each for each in listed if each.rated and each.met < each.rated]
    return sorted(found, key=lambda each: (each.share, -each.rated))[:count]


def attained_counts(members: Sequence[Member]) -> list[tuple[str, int]]:
    """How many trainees attained each level, from the lowest up; who is below, or not rated yet, comes first."""
    counts = Counter(each.level_words for each in members)
    named = level_names(members)
    before = sorted(each for each in counts if each not in named)
    return [(each, counts[each]) for each in (*before, *named)]


def level_names(members: Sequence[Member]) -> list[str]:
    """The labels of the levels that have results, in order, for all rubrics of the cohort."""
    found: list[str] = []
    for edition in dict.fromkeys(id(each.edition) for each in members):
        member = next(each for each in members if id(each.edition) == edition)
        place = 0
        for level in (each.level for each in member.levels):
            if level in found:
                place = found.index(level) + 1
            else:
                found.insert(place, level)
                place += 1
    return found


RESULT_COLUMNS = (
    *("trainee", "level_attained", "score", "rated", "to_rate", "target_attained", "trainer", "date", "place"),
    *("framework", "kind", "version", "standing", "changes_affecting_scoring", "file", "sheet"),
)


def result_row(member: Member) -> dict[str, object]:
    """One trainee as a row of plain values; the share met of each level is added under its label."""
    edition = member.edition
    values = (
        *(member.name, member.level_words, member.score, member.rated, member.rateable - member.rated),
        *(member.target_attained, member.trainer, member.date, member.place),
        *(edition.rubric.provenance.soc, edition.rubric.kind.value, edition.version, edition.standing),
        *(edition.scored_changes if edition.is_outdated else 0, member.file, member.sheet),
    )
    return dict(zip(RESULT_COLUMNS, values, strict=True))


TIDY_COLUMNS = (
    *("trainee", "date", "trainer", "place", "framework", "kind", "version", "standing"),
    *("id", "ref", "level", "criterion", "statement", "rating", "points", "status", "comment", "file", "sheet"),
)


def tidy_rows(members: Iterable[Member]) -> Iterator[tuple[object, ...]]:
    """A row for each trainee and thing rated, in the columns of `TIDY_COLUMNS`."""
    for member in members:
        edition, rubric = member.edition, member.edition.rubric
        who = (member.name, member.date, member.trainer, member.place)
        which = (rubric.provenance.soc, rubric.kind.value, edition.version, edition.standing)
        where = (member.file, member.sheet)
        scale = {each.code: each for each in rubric.scale}
        for at, (row, code) in enumerate(zip(rubric.rows, member.ratings, strict=True)):
            rating = scale[code] if code is not None else None
            said = (code, rating.points if rating else None, status_of(rubric, row, rating).value)
            thing = (row.id, row.ref, row.level, row.criterion, row.text)
            yield (*who, *which, *thing, *said, member.comments.get(at, ""), *where)
