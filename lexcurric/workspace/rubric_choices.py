"""What there is to choose for a rubric of a framework, what of the choices fits, and their file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.core.rubric import Options, Rating, RubricKind, make_rubric
from lexcurric.core.rubric.make import distinct_labels
from lexcurric.core.wording import normal
from lexcurric.workspace.rubrics import RubricFile, options_of, read_chosen

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

Scale = tuple[Rating, ...]
FIELDS = tuple(name for name in Options.model_fields if name not in ("trainee", "trainees", "cohort"))
"""The options that hold for every trainee."""
LOOSE = ""
"""What stands for the statements without a criterion among the chosen criteria."""


def _ratings(*rows: tuple[str, str, float | None, bool | None]) -> Scale:
    return tuple(Rating(code=code, meaning=meaning, points=points, met=met) for code, meaning, points, met in rows)


READY: Mapping[str, tuple[str, Mapping[str, Scale]]] = {
    "yes-no": (
        "Yes or no",
        {
            "en": _ratings(
                ("Yes", "Does it as the statement says", 1, True),
                ("No", "Does not do it yet", 0, False),
                ("NA", "Not applicable in this workplace; left out of the result", None, None),
            ),
            "es": _ratings(
                ("Sí", "Lo hace como dice el enunciado", 1, True),
                ("No", "Todavía no lo hace", 0, False),
                ("NA", "No se aplica en este lugar de trabajo; queda fuera del resultado", None, None),
            ),
        },
    ),
    "three": (
        "Three steps, 2 to 0",
        {
            "en": _ratings(
                ("2", "Does it without help", 2, True),
                ("1", "Does it with help", 1, False),
                ("0", "Does not do it yet", 0, False),
                ("NA", "Not applicable in this workplace; left out of the result", None, None),
            ),
            "es": _ratings(
                ("2", "Lo hace sin ayuda", 2, True),
                ("1", "Lo hace con ayuda", 1, False),
                ("0", "Todavía no lo hace", 0, False),
                ("NA", "No se aplica en este lugar de trabajo; queda fuera del resultado", None, None),
            ),
        },
    ),
}
"""Scales to begin with, beside the usual one of a kind: what each is called, and its ratings by language."""


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as a rubric takes it: how many statements it has at each level, and where some are missing."""

    id: str
    label: str
    counts: tuple[int, ...]
    missing: tuple[str, ...]


def criterion_rows(content: Content) -> tuple[CriterionRow, ...]:
    """The criteria in the framework's order."""
    labels = distinct_labels(content)
    rows = []
    for each in sorted(content.criteria, key=lambda one: (one.rank, one.id)):
        counts = tuple(
            sum(statement.criterion == each.id for statement in content.by_level.get(level.key, ()))
            for level in content.levels
        )
        missing = tuple(
            labels[level.key]
            for level, count in zip(content.levels, counts, strict=True)
            if not count and level.key not in each.empty
        )
        rows.append(CriterionRow(each.id, each.label, counts, missing))
    return tuple(rows)


def loose_counts(content: Content) -> tuple[int, ...]:
    """How many statements without a criterion there are at each level."""
    known = {each.id for each in content.criteria}
    return tuple(
        sum(statement.criterion not in known for statement in content.by_level.get(level.key, ()))
        for level in content.levels
    )


def checked_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as plain data, without those that are as usual. Raises EditError for one that there is not, or wrong."""
    unknown = [name for name in given if name not in FIELDS]
    if unknown:
        raise EditError(f"no option {unknown[0]!r} of a rubric; there is {', '.join(FIELDS)}")
    found: dict[str, Any] = options_of(given).model_dump(mode="json", exclude_defaults=True)
    return found


def fitting(snapshot: Snapshot, kind: RubricKind, options: Mapping[str, Any]) -> dict[str, Any]:
    """
    Of these options, those that this kind of rubric and this version of the framework take.

    A designer who looks at another kind loses no choice by it: what does not fit is only not used.
    """
    content, found = snapshot.content, dict(options)
    labels = distinct_labels(content)
    levels = _there(found.pop("levels", ()), {**{key: key for key in labels}, **{v: k for k, v in labels.items()}})
    if levels and len(levels) < len(labels):
        found["levels"] = levels
    ids = {each.label: each.id for each in content.criteria} | {each.id: each.id for each in content.criteria}
    criteria = _there(found.pop("criteria", ()), {**ids, LOOSE: LOOSE})
    if criteria:
        names = {each.id: each.label for each in content.criteria}
        found["criteria"] = [names.get(each, LOOSE) for each in criteria]
    target = _there([found.pop("target", "")], {**{key: key for key in labels}, **{v: k for k, v in labels.items()}})
    if target and target[0] in (levels or labels):
        found["target"] = target[0]
    if kind.is_across_levels:
        found.pop("scale", None)
        found.pop("met_rating", None)
    if "met_rating" in found and found["met_rating"] > _top(snapshot, kind, found):
        found.pop("met_rating")
    weights = found.pop("weights", {})
    if kind is not RubricKind.HOLISTIC and weights:
        rows = make_rubric(snapshot, kind, options_of(found)).rows
        named = {normal(each).casefold() for row in rows for each in (row.id, row.ref, row.criterion) if each}
        weights = {key: value for key, value in weights.items() if normal(key).casefold() in named}
        found.update({"weights": weights} if weights else {})
    return found


def _there(wanted: Any, known: Mapping[str, str]) -> list[str]:
    """The keys of what is named, by key or label in any case; what there is not is left out."""
    folded = {normal(name).casefold(): key for name, key in known.items()}
    found = (known.get(each, folded.get(normal(each).casefold())) for each in wanted if each is not None)
    return list(dict.fromkeys(each for each in found if each is not None))


def _top(snapshot: Snapshot, kind: RubricKind, options: Mapping[str, Any]) -> int | float:
    """The most points of the scale."""
    scale = {"scale": options["scale"]} if "scale" in options and not kind.is_across_levels else {}
    return make_rubric(snapshot, kind, options_of(scale)).top_points


def misfits(snapshot: Snapshot, kind: RubricKind, options: Mapping[str, Any]) -> list[str]:
    """A sentence for each level, criterion, weight or rating in the options that there is not in this version."""
    content = snapshot.content
    labels = distinct_labels(content)
    levels = {**labels, **{label: label for label in labels.values()}}
    names = {each.label: each.label for each in content.criteria} | {each.id: each.id for each in content.criteria}
    said = [
        f"no level {name!r}; there is {', '.join(labels.values())}"
        for name in (*options.get("levels", ()), *filter(None, [options.get("target")]))
        if not _there([name], levels)
    ]
    said += [
        f"no criterion {name!r}; there is {', '.join(each.label for each in content.criteria) or 'none yet'}"
        for name in options.get("criteria", ())
        if name and not _there([name], names)
    ]
    weighed = {normal(each).casefold() for each in _weighed(snapshot)} if options.get("weights") else set()
    said += [
        f"no statement or criterion is called {name!r}; weights go by id, ref (E01) or criterion"
        for name in options.get("weights", ())
        if normal(name).casefold() not in weighed
    ]
    if "met_rating" in options and not kind.is_across_levels:
        top = _top(snapshot, kind, options)
        if options["met_rating"] > top:
            said.append(f"nothing would count as met from {options['met_rating']} on: the scale ends at {top}")
    return said


def _weighed(snapshot: Snapshot) -> set[str]:
    """All that may have a weight in some kind of rubric."""
    rows = [row for kind in (RubricKind.CHECKLIST, RubricKind.ANALYTIC) for row in make_rubric(snapshot, kind).rows]
    criteria = [name for each in snapshot.content.criteria for name in (each.id, each.label)]
    return {name for row in rows for name in (row.id, row.ref, row.criterion) if name} | set(criteria)


def make_file(
    snapshot: Snapshot, kind: RubricKind, workspace: Workspace | None, logo: bytes | None, options: Mapping[str, Any]
) -> RubricFile:
    """The rubric with these choices, as far as they fit. Raises EditError, in words, for one that cannot be."""
    return RubricFile(snapshot, kind.value, workspace, logo, **fitting(snapshot, kind, options))


def with_names(file: RubricFile, names: tuple[str, ...], many: str) -> RubricFile:
    """The rubric as the first of the workbooks is: of one trainee, or of the first group of a cohort."""
    if not names or many == "one":
        return file
    if many == "each":
        return file.of_trainee(names[0])
    from lexcurric.workspace.many_rubrics import groups_of

    return file.of_cohort(next(groups_of(names)))


def options_text(kind: RubricKind, options: Mapping[str, Any]) -> str:
    """The choices as the file that `--options` of the command takes."""
    import yaml

    listed = {"kind": kind.value, **options}
    if isinstance(listed.get("scale"), list):
        listed["scale"] = [{key: value for key, value in each.items() if value != ""} for each in listed["scale"]]
    head = "# A rubric's options: lexcurric rubric FRAMEWORK -o rubric.xlsx --options FILE\n"
    return head + yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)


def read_options_file(path: Path) -> tuple[RubricKind, dict[str, Any], bytes | None]:
    """Kind, options and logo in such a file. Raises LexcurricError, in words, for one that is none."""
    from lexcurric.workspace.rubrics import _with_files, read_logo

    given = _with_files(read_chosen(path, {}))
    logo = given.pop("logo", None)
    kind = str(given.pop("kind", RubricKind.CHECKLIST.value))
    for name in ("trainee", "trainees", "cohort"):
        given.pop(name, None)
    if kind not in map(str, RubricKind):
        raise LexcurricError(f"no rubric kind {kind!r}; there is {', '.join(RubricKind)}")
    return RubricKind(kind), checked_options(given), read_logo(Path(logo)) if logo else None


def whole_options(options: Mapping[str, Any]) -> Options:
    """The options with what is usual filled in."""
    return options_of(options)


def free_path(path: Path) -> Path:
    """The path, with a number where something is there already."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found


def without_logo(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options without the hash of a logo, which the picture itself gives."""
    theme = replace(options_of(options).theme, logo="").model_dump(mode="json", exclude_defaults=True)
    rest = {name: value for name, value in options.items() if name != "theme"}
    return {**rest, "theme": theme} if theme else rest
