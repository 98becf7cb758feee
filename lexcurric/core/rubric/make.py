"""From a framework to a rubric: which things are rated, in which order, with which weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lexcurric.core.errors import EditError
from lexcurric.core.model import Content, Snapshot, Statement
from lexcurric.core.provenance import provenance
from lexcurric.core.rubric.labels import labels_of
from lexcurric.core.rubric.options import Options, Rating, Rules
from lexcurric.core.rubric.records import Entry, Gap, Rubric, RubricKind, RubricRow
from lexcurric.core.rubric.scales import (
    checklist_scale,
    level_scale,
    numbered_levels,
    single_point_scale,
    with_marks,
)
from lexcurric.core.wording import normal


def make_rubric(snapshot: Snapshot, kind: RubricKind = RubricKind.CHECKLIST, options: Options | None = None) -> Rubric:
    """
    The rubric of a framework, with a row for each thing to rate in reading order.

    Raises EditError for a level, criterion, weight or language that there is not.
    """
    options = options or Options()
    plan = _Plan(snapshot, kind, options)
    return Rubric(
        kind=kind,
        provenance=provenance(snapshot),
        levels=plan.labels,
        rows=tuple(plan.rows()),
        scale=plan.scale,
        rules=plan.rules,
        options=options,
        target=plan.target,
        gaps=tuple(plan.gaps()),
        loose=len(plan.loose) if kind is RubricKind.ANALYTIC else 0,
    )


class _Plan:
    """What of a framework a rubric takes: its levels, their statements, refs and weights."""

    def __init__(self, snapshot: Snapshot, kind: RubricKind, options: Options) -> None:
        self.content, self.kind, self.options = snapshot.content, kind, options
        self.words = labels_of(options.language)
        self.keys = _chosen(self.content, options.levels)
        names = distinct_labels(self.content)
        self.labels = tuple(names[key] for key in self.keys)
        self.entries = _entries(self.content, self.keys, self.labels, _criteria_ids(self.content, options.criteria))
        self.target = self._target()
        self.scale = self._scale()
        self.rules = Rules(met_rating=self._met_rating(), share_required=self._share())
        self.loose = [each for key in self.keys for each in self.entries[key] if not self._criterion_of(each)]
        self._weights = dict(options.weights)

    # Rows

    def rows(self) -> list[RubricRow]:
        rows = self._threads() if self.kind.is_across_levels else self._statements()
        if self._weights and self.kind is RubricKind.HOLISTIC:
            raise EditError(
                "a holistic rubric rates the whole at once, so nothing in it has a weight; leave weights out"
            )
        if self._weights:
            unknown = ", ".join(repr(key) for key in list(self._weights)[:3])
            raise EditError(f"no statement or criterion is called {unknown}; weights go by id, ref (E01) or criterion")
        return rows

    def gaps(self) -> list[Gap]:
        """The empty cells of the matrix but those that are meant to be; for an analytic rubric only."""
        if self.kind is not RubricKind.ANALYTIC:
            return []
        meant = {each.id: each.empty for each in self.content.criteria}
        named = [(meant[uid], label, self._cells(members)) for uid, label, members in self._criteria()]
        return [
            Gap(criterion=label, level=level)
            for empty, label, cells in named
            for key, level, cell in zip(self.keys, self.labels, cells, strict=True)
            if not cell and key not in empty
        ]

    def _statements(self) -> list[RubricRow]:
        steps = [self.target] if self.kind is RubricKind.SINGLE_POINT else range(1, len(self.keys) + 1)
        top = max(rating.points for rating in self.scale if rating.points is not None)
        return [
            RubricRow(
                ref=entry.ref,
                id=entry.id,
                level=self.labels[step - 1],
                step=step,
                criterion=self._criterion_of(entry),
                text=entry.text,
                weight=self._weight(entry.id, entry.ref, self._criterion_of(entry)),
                top=top,
            )
            for step in steps
            for entry in self.entries[self.keys[step - 1]]
        ]

    def _threads(self) -> list[RubricRow]:
        if self.kind is RubricKind.HOLISTIC:
            everything = [each for key in self.keys for each in self.entries[key]]
            return [self._thread("H1", "holistic", "", everything)] if everything else []
        rows = [
            self._thread(f"C{at:02d}", key, label, members)
            for at, (key, label, members) in enumerate(self._criteria(), start=1)
        ]
        if self.loose:
            rows.append(self._thread(f"C{len(rows) + 1:02d}", "other", self.words.no_criterion, self.loose))
        return rows

    def _thread(self, ref: str, key: str, label: str, members: Sequence[Entry]) -> RubricRow:
        cells = self._cells(members)
        described = [step for step, cell in enumerate(cells, start=1) if cell]
        return RubricRow(
            ref=ref, id=key, criterion=label, cells=cells, top=max(described), weight=self._weight(key, ref, label)
        )

    def _cells(self, members: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
        wanted = {entry.id for entry in members}
        return tuple(tuple(each for each in self.entries[key] if each.id in wanted) for key in self.keys)

    def _criteria(self) -> list[tuple[str, str, list[Entry]]]:
        """Each criterion that has statements here: its id, label, and statements."""
        found: dict[str, list[Entry]] = {}
        for key in self.keys:
            for entry in self.entries[key]:
                criterion = self.content.by_id[entry.id].criterion
                if criterion and self._criterion_of(entry):
                    found.setdefault(criterion, []).append(entry)
        ordered = sorted(self.content.criteria, key=lambda each: (each.rank, each.id))
        return [(each.id, each.label, found[each.id]) for each in ordered if each.id in found]

    def _criterion_of(self, entry: Entry) -> str:
        wanted = self.content.by_id[entry.id].criterion
        return next((each.label for each in self.content.criteria if each.id == wanted), "") if wanted else ""

    # What was chosen

    def _weight(self, *names: str) -> int | float:
        for name in names:
            key = next((each for each in self.options.weights if each and _is(each, name)), None)
            if key is not None:
                self._weights.pop(key, None)
                return self.options.weights[key]
        return 1

    def _target(self) -> int:
        if self.options.target:
            return self.keys.index(_key_of(self.content, self.options.target, self.keys)) + 1
        filled = [step for step, key in enumerate(self.keys, start=1) if self.entries[key]]
        if not filled:
            return len(self.keys)
        # The last level but one is what most schemes ask of everybody; the top is for those who go further.
        return filled[-2] if len(filled) > 2 else filled[-1]

    def _scale(self) -> tuple[Rating, ...]:
        if self.kind.is_across_levels:
            if self.options.scale:
                raise EditError(f"the ratings of {self.kind.value} rubrics are the levels; leave the scale out")
            return level_scale(self.labels, self.target, self.words)
        if self.options.scale:
            return with_marks(self.options.scale)
        is_single = self.kind is RubricKind.SINGLE_POINT
        return single_point_scale(self.words) if is_single else checklist_scale(self.words)

    def _met_rating(self) -> int | float:
        points = sorted({rating.points for rating in self.scale if rating.points is not None})
        if self.kind.is_across_levels:
            return self.target
        if self.options.met_rating is None:
            usual = Rules().met_rating
            return usual if usual in points else points[-2] if len(points) > 2 else points[-1]
        if self.options.met_rating > points[-1]:
            raise EditError(
                f"the rating that counts as met is {self.options.met_rating}, and the highest of the scale {points[-1]}"
            )
        return self.options.met_rating

    def _share(self) -> float:
        # One rating says which level is reached: there is no share of it.
        return 1.0 if self.kind is RubricKind.HOLISTIC else self.options.share_required


def _entries(
    content: Content, keys: Sequence[str], labels: Sequence[str], criteria: frozenset[str]
) -> Mapping[str, tuple[Entry, ...]]:
    """The statements of each level, of these criteria if any are named; a ref is the same with fewer of them."""
    found = {}
    known = {each.id for each in content.criteria}
    for key, prefix in zip(keys, level_prefixes(list(labels)), strict=True):
        row: tuple[Statement, ...] = content.by_level.get(key, ())
        found[key] = tuple(
            Entry(ref=f"{prefix}{place:02d}", id=each.id, text=each.text)
            for place, each in enumerate(row, start=1)
            if not criteria or (each.criterion if each.criterion in known else "") in criteria
        )
    return found


def _criteria_ids(content: Content, wanted: Sequence[str]) -> frozenset[str]:
    """The ids of the criteria that were named; an empty one for the statements without."""
    found = set()
    for each in wanted:
        known = next((one.id for one in content.criteria if each == one.id or _is(each, one.label)), None)
        if each and known is None:
            there = ", ".join(one.label for one in content.criteria) or "none yet"
            raise EditError(f"no criterion {each!r}; there is {there}")
        found.add(known or "")
    return frozenset(found)


def _chosen(content: Content, wanted: Sequence[str]) -> list[str]:
    keys = [level.key for level in content.levels]
    if not wanted:
        return keys
    chosen = {_key_of(content, each, keys) for each in wanted}
    return [key for key in keys if key in chosen]


def _key_of(content: Content, wanted: str, keys: Sequence[str]) -> str:
    for key in keys:
        if wanted == key:
            return key
    labels = distinct_labels(content)
    for key in keys:
        if _is(wanted, labels[key]) or _is(wanted, content.level_label(key)):
            return key
    there = ", ".join(labels[key] for key in keys)
    raise EditError(f"no level {wanted!r}; there is {there}")


def _is(wanted: str, name: str) -> bool:
    return wanted == name or normal(wanted).casefold() == normal(name).casefold()


def level_prefixes(labels: list[str]) -> list[str]:
    """
    A short prefix for each level's references: the fewest first letters (up to 3) that no lower level has taken.

    Levels that begin alike and have numbers go by those, such as `E3-` for `EQF 3`.
    """
    numbered = numbered_levels(labels)
    if numbered:
        return [f"{each}-" for each in numbered]
    prefixes: list[str] = []
    for number, label in enumerate(labels, start=1):
        letters = "".join(char for char in label.upper() if char.isalpha())
        choices = [letters[:count] for count in (1, 2, 3) if letters[:count]]
        prefixes.append(next((choice for choice in choices if choice not in prefixes), f"L{number}-"))
    return prefixes


def distinct_labels(content: Content) -> dict[str, str]:
    """Each level's label by its key, told apart by the key where two levels share a label."""
    labels = [level.label for level in content.levels]
    return {
        level.key: f"{level.label} ({level.key})" if labels.count(level.label) > 1 else level.label
        for level in content.levels
    }
