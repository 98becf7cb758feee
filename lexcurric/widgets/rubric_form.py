"""What the form of the rubric builder shows: the choices there are, those that were made, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lexcurric.core.rubric import LANGUAGES, THEMES, Options, Paper, RubricKind
from lexcurric.core.rubric.make import distinct_labels
from lexcurric.workspace.rubric_choices import LOOSE, READY, criterion_rows, loose_counts, whole_options

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot
    from lexcurric.core.rubric import Rating, Rubric
    from lexcurric.widgets.rubric_builder import RubricBuilder
    from lexcurric.workspace.criteria import CriteriaProposal

KINDS = {
    RubricKind.CHECKLIST: (
        "Checklist",
        "Each statement is rated on its own: for watching somebody at work, and for sign-off. Always possible.",
    ),
    RubricKind.ANALYTIC: (
        "Analytic",
        "Each criterion is rated by the level that was reached: for feedback that shows the next step. Needs criteria.",
    ),
    RubricKind.SINGLE_POINT: (
        "Single-point",
        "The statements of the target level only, with room for what falls short and what goes further: for talks on "
        "the way.",
    ),
    RubricKind.HOLISTIC: (
        "Holistic",
        "One level for the work as a whole: for a quick judgment of a finished piece.",
    ),
}
LANGUAGE_NAMES = {"en": "English", "es": "Español (Spanish)"}
PAPER_NAMES = {Paper.A4: "A4", Paper.LETTER: "Letter (US)"}
COLOUR_NAMES = {
    "header": "Headings",
    "level_low": "Lowest level",
    "level_high": "Highest level",
    "input": "Cells to fill in",
    "accent": "Bars of the charts",
}
_THEME_NAMES = {"grey": "Grey, for printers without colour"}
_SHOWN_NAMES = 200


def form_view(builder: RubricBuilder) -> dict[str, Any]:
    """The form as plain JSON values."""
    snapshot, kind = builder.seen, RubricKind(builder.kind)
    chosen = builder.fitting_options
    options = whole_options(chosen)
    record = builder.made.record if builder.made is not None else None
    return {
        "title": snapshot.content.title,
        "soc": snapshot.content.soc,
        "kinds": [{"key": str(key), "label": label, "about": about} for key, (label, about) in KINDS.items()],
        "versions": _versions(builder),
        "levels": _levels(snapshot, options),
        "targets": _targets(snapshot, options, record),
        "criteria": _criteria(builder, snapshot, options, kind),
        "proposal": _proposal(builder.proposal),
        "scale": _scale(builder.options, options, record, kind),
        "rules": _rules(builder.options, options, record, kind),
        "looks": _looks(builder, options),
        "trainees": {
            "text": "\n".join(builder.trainees[:_SHOWN_NAMES]),
            "count": len(builder.trainees),
            "hidden": max(0, len(builder.trainees) - _SHOWN_NAMES),
        },
        "notes": _notes(builder, chosen),
        "sheets": builder.pages.sheets if builder.pages is not None else [],
        "trouble": builder.trouble,
        "wrong": builder.wrong,
        "file": builder.offer_made(f"{builder.kind}-options.yaml", lambda: builder._options_text().encode()),
        "news": builder.news_view(),
    }


def _versions(builder: RubricBuilder) -> list[dict[str, str]]:
    own = builder.framework
    found = [{"key": "", "label": f"Your draft ({builder.draft_name})"}]
    frame = own.versions
    listed = zip(reversed(list(frame["label"])), reversed(list(frame["line"])), strict=True)
    return found + [
        {"key": str(label), "label": f"{label} (release)" if line == "upstream" else str(label)}
        for label, line in listed
    ]


def _levels(snapshot: Snapshot, options: Options) -> list[dict[str, Any]]:
    content, labels = snapshot.content, distinct_labels(snapshot.content)
    return [
        {
            "key": key,
            "label": label,
            "count": len(content.by_level.get(key, ())),
            "chosen": not options.levels or key in options.levels,
        }
        for key, label in labels.items()
    ]


def _targets(snapshot: Snapshot, options: Options, record: Rubric | None) -> dict[str, Any]:
    labels = distinct_labels(snapshot.content)
    usual = record.levels[record.target - 1] if record is not None and not options.target else ""
    there = [
        {"key": key, "label": label} for key, label in labels.items() if not options.levels or key in options.levels
    ]
    name = f"As usual: {usual}" if usual else "As usual: the last level but one"
    return {"chosen": options.target, "listed": [{"key": "", "label": name}, *there]}


def _criteria(builder: RubricBuilder, snapshot: Snapshot, options: Options, kind: RubricKind) -> dict[str, Any]:
    content = snapshot.content
    rows, loose = criterion_rows(content), loose_counts(content)
    weights = options.weights
    is_weighted = kind is not RubricKind.HOLISTIC
    listed = [
        {
            "label": row.label,
            "counts": list(row.counts),
            "count": sum(row.counts),
            "missing": list(row.missing),
            "chosen": not options.criteria or row.label in options.criteria,
            "weight": _short(weights.get(row.label, 1)),
        }
        for row in rows
    ]
    counted = [
        weights.get(row.label, 1)
        for row in rows
        if sum(row.counts) and (not options.criteria or row.label in options.criteria)
    ]
    other = {name: weight for name, weight in weights.items() if name not in {row.label for row in rows}}
    return {
        "rows": listed,
        "loose": sum(loose),
        "looseChosen": not options.criteria or LOOSE in options.criteria,
        "all": not options.criteria,
        "weighted": is_weighted and bool(rows),
        "sum": _short(sum(counted)),
        "other": [f"{name}: {_short(weight)}" for name, weight in other.items()],
        "isDraft": not builder.version,
        "missing": sum(len(row.missing) for row in rows),
    }


def _proposal(proposal: CriteriaProposal | None) -> list[dict[str, Any]]:
    if proposal is None:
        return []
    by_id = proposal.content.by_id
    levels = distinct_labels(proposal.content)
    return [
        {
            "label": thread.label,
            "isNew": thread.criterion is None,
            "members": [
                {"level": levels[by_id[member.id].level], "text": by_id[member.id].text, "why": member.why}
                for member in thread.members
            ],
        }
        for thread in proposal.threads
    ]


def _scale(chosen: Mapping[str, Any], options: Options, record: Rubric | None, kind: RubricKind) -> dict[str, Any]:
    rows = [_rating(each) for each in (options.scale or (record.scale if record is not None else ()))]
    ready = next(
        (name for name, (_, scales) in READY.items() if _codes(scales[options.language]) == _codes(options.scale)), ""
    )
    return {
        "possible": not kind.is_across_levels,
        "chosen": ready or ("own" if options.scale else "usual"),
        "choices": [
            {"key": "usual", "label": "The usual one of this kind"},
            *({"key": key, "label": label} for key, (label, _) in READY.items()),
            {"key": "own", "label": "Your own"},
        ],
        "rows": rows,
    }


def _codes(scale: Sequence[Rating]) -> list[tuple[Any, ...]]:
    return [(each.code, each.meaning, each.points, each.met) for each in scale]


def _rating(rating: Rating) -> dict[str, Any]:
    points = "" if rating.points is None else _short(rating.points)
    return {"code": rating.code, "meaning": rating.meaning, "points": points, "met": rating.met, "short": rating.short}


def _rules(chosen: Mapping[str, Any], options: Options, record: Rubric | None, kind: RubricKind) -> dict[str, Any]:
    said = (
        not kind.is_across_levels
        and record is not None
        and any(rating.met is None and rating.points is not None for rating in record.scale)
    )
    return {
        "share": _short(round(options.share_required * 100, 4)),
        "shareUsed": kind is not RubricKind.HOLISTIC,
        "met": "" if options.met_rating is None else _short(options.met_rating),
        "usualMet": _short(record.rules.met_rating) if record is not None else "",
        "metUsed": said,
    }


def _looks(builder: RubricBuilder, options: Options) -> dict[str, Any]:
    theme = options.theme
    full = THEMES.get(theme.name, THEMES["blue"])
    return {
        "papers": [{"key": str(key), "label": PAPER_NAMES[key]} for key in Paper],
        "paper": str(options.paper),
        "languages": [{"key": key, "label": LANGUAGE_NAMES.get(key, key)} for key in LANGUAGES],
        "language": options.language,
        "themes": [
            {
                "key": key,
                "label": _THEME_NAMES.get(key, key.capitalize()),
                "colours": [each.header, each.level_high, each.level_low],
            }
            for key, each in THEMES.items()
        ],
        "theme": theme.name,
        "colours": [
            {"key": key, "label": label, "own": getattr(theme, key), "usual": getattr(full, key)}
            for key, label in COLOUR_NAMES.items()
        ],
        "logo": bool(builder.logo),
    }


def _notes(builder: RubricBuilder, chosen: Mapping[str, Any]) -> list[str]:
    if builder.made is None:
        return []
    said = list(builder.made.notes())
    if said and said[0].startswith("No statement has a criterion yet"):
        # The lines are for the command; here there is a button for it.
        said[0] = (
            f"No statement has a criterion yet, so this rubric has one row with all {builder.made.loose} statements. "
            "Propose criteria on the left, look through them and accept them."
        )
    unused = [
        name for name in ("levels", "criteria", "target", "scale", "met_rating", "weights") if name in builder.options
    ]
    gone = [_UNUSED[name] for name in unused if not chosen.get(name)]
    return [*said, *gone]


_UNUSED = {
    "levels": "The levels that you chose are not in this version, or are all there are: all are used.",
    "criteria": "The criteria that you chose are not in this version: all are used.",
    "target": "The target that you chose is not among the levels of this rubric: the usual one is used.",
    "scale": "Your scale is kept, and not used here: the ratings of this kind are the levels.",
    "met_rating": "The rating that counts as met is kept, and not used here.",
    "weights": "Your weights are kept, and not used here.",
}


def _short(number: float) -> str:
    return f"{number:.10g}"
