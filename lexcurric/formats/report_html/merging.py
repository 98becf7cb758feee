"""A merge in HTML: a page to decide from and to sign, and a fragment for a notebook cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lexcurric.core.explain import taken_because
from lexcurric.core.merge import Decision, DecisionField, MergeRecord
from lexcurric.core.merge_report import (
    NEEDS_SUBJECT,
    PROPOSED,
    SIDE_NAMES,
    merge_groups,
    merge_headline,
    merge_sides,
    merge_summary,
    taken_words,
)
from lexcurric.core.provenance import Provenance
from lexcurric.core.report import PLEASE_LOOK, one_line, provenance_rows, significance_words
from lexcurric.core.words import Words
from lexcurric.formats.report_html.look import cell_style
from lexcurric.formats.report_html.marks import badge, bdi, marked, origins, safe, text_line
from lexcurric.formats.report_html.page import Facet, Page, item_attributes, origin_head, render_page

_FIELDS = {DecisionField.CONTINUED: "Split or joined", DecisionField.METADATA: "About the framework"}


def render_merge_html(record: MergeRecord, ours: Provenance, theirs: Provenance) -> str:
    """A whole page: a summary to sign, then every decision, conflicts first, with its three sides and what is taken."""
    title = f"{one_line(theirs.title)} ({one_line(record.soc)})"
    named = f"Merge of {bdi(record.theirs)} into {bdi(record.ours)}, both from {bdi(record.base)}"
    head = (
        f'<p class="lx-muted">{named}</p>\n<h1>{bdi(title)}</h1>\n'
        f'<p class="lx-lead">{safe(merge_summary(record))}.</p>\n'
        f"{origin_head((SIDE_NAMES['ours'], SIDE_NAMES['theirs']), (ours, theirs))}"
    )
    names = tuple(SIDE_NAMES[each] for each in ("ours", "theirs"))
    return render_page(
        Page(
            title=f"Merge: {title}, {record.theirs} into {record.ours}",
            head=head + _notes(record) + (_counts(record) if record.decisions else ""),
            main="".join(_section(n, *group, record.levels) for n, group in enumerate(merge_groups(record)))
            + _sign_off(record),
            foot=f"<h2>Where the two sides come from</h2>\n{origins(names, provenance_rows(ours, theirs))}",
            thing=("decision", "decisions"),
            facets=_facets(record) if record.decisions else (),
            views=False,
        )
    )


def _notes(record: MergeRecord) -> str:
    """What is to be known before it is applied."""
    return "".join(f'<p class="lx-lead">{badge("look", "Note")} {safe(each)}</p>\n' for each in record.notes)


def _facets(record: MergeRecord) -> tuple[Facet, ...]:
    groups = {f"g{number}": title for number, (title, _) in enumerate(merge_groups(record))}
    fields = {each.field for each in record.decisions}
    look = {"yes": PLEASE_LOOK} if any(each.review for each in record.decisions) else {}
    weights = {each.significance.value for each in record.decisions if each.significance}
    facets = (
        Facet("state", "State", groups),
        Facet(
            "field", "What it is about", {each.name.lower(): _name_of(each) for each in DecisionField if each in fields}
        ),
        Facet("significance", "The change of wording", {each: each.capitalize() for each in sorted(weights)}),
        Facet("look", "Doubt", look),
    )
    return tuple(each for each in facets if each.choices)


def _name_of(field: DecisionField) -> str:
    """What a field of a decision is called in a table."""
    return _FIELDS.get(field, field.value.capitalize())


def _counts(record: MergeRecord) -> str:
    """How many decisions of each sort there are, and about what."""
    groups = merge_groups(record)
    top = "".join(f'<th scope="col"><a href="#group-{n}">{safe(title)}</a></th>' for n, (title, _) in enumerate(groups))
    rows = ""
    for field in DecisionField:
        numbers = [sum(1 for each in decisions if each.field is field) for _, decisions in groups]
        if any(numbers):
            cells = "".join(f'<td class="lx-number">{number or ""}</td>' for number in (*numbers, sum(numbers)))
            rows += f'<tr><th scope="row">{_name_of(field)}</th>{cells}</tr>\n'
    totals = [len(decisions) for _, decisions in groups]
    foot = "".join(f'<td class="lx-number">{number}</td>' for number in (*totals, sum(totals)))
    return (
        '<div class="lx-wide"><table>\n<caption>What this merge decides</caption>\n'
        f'<thead><tr><th scope="col">About</th>{top}<th scope="col">All</th></tr></thead>\n<tbody>\n{rows}</tbody>\n'
        f'<tfoot><tr><th scope="row">All</th>{foot}</tr></tfoot></table></div>\n'
    )


def _sign_off(record: MergeRecord) -> str:
    said = "Every decision is made; applying them is one edit of the draft, and one undo takes it back."
    if count := len(record.conflicts):
        waits = "1 conflict waits" if count == 1 else f"{count} conflicts wait"
        said = f"{waits} for a decision; until then nothing is applied."
    fields = "".join(f"<div><dt>{each}</dt><dd></dd></div>\n" for each in ("Reviewed by", "Date", "Signature"))
    return f'<section class="lx-sign">\n<h2>Sign-off</h2>\n<p>{said}</p>\n<dl>\n{fields}</dl>\n</section>\n'


def _section(number: int, title: str, decisions: Sequence[Decision], levels: dict[str, str]) -> str:
    size = f"{len(decisions)} decision{'s' if len(decisions) != 1 else ''}"
    rows = "".join(_article(f"{number}-{at}", f"g{number}", each, levels) for at, each in enumerate(decisions))
    head = f"<h2>{safe(title)} <small data-size>{size}</small></h2>"
    return f'<section id="group-{number}" data-section>\n{head}\n{rows}</section>\n'


def _article(name: str, state: str, decision: Decision, levels: dict[str, str]) -> str:
    look = ["yes"] if decision.review else []
    weight = [decision.significance.value] if decision.significance else []
    filters = item_attributes(
        {"state": [state], "field": [decision.field.name.lower()], "significance": weight, "look": look}
    )
    kind = "lx-change lx-waits" if decision.is_open else "lx-change"
    badges = badge("look", "Conflict") if decision.conflict else ""
    badges += f" {badge('look', PLEASE_LOOK)}" if decision.review else ""
    about = text_line(safe(decision.subject)) if decision.field in NEEDS_SUBJECT else ""
    subject = f'<div class="lx-side lx-about"><p class="lx-where">Statement</p>{about}</div>' if about else ""
    sides = dict(merge_sides(decision, levels))
    three = "".join(
        f'<div class="lx-side"><p class="lx-where">{each}</p>{_cell(sides[each])}</div>' for each in SIDE_NAMES.values()
    )
    return (
        f'<article class="{kind}" id="decision-{name}" aria-labelledby="head-{name}"{filters}>\n'
        f'<div class="lx-head"><h3 id="head-{name}">{badges} {bdi(merge_headline(decision, levels))}</h3></div>\n'
        f'{subject}<div class="lx-sides lx-three">{three}</div>\n{_outcome(decision, dict(sides))}</article>\n'
    )


def _outcome(decision: Decision, sides: dict[str, tuple[Words, ...]]) -> str:
    """What is taken and why; while it is open, what could be written."""
    taken = taken_words(decision)
    rows = []
    if decision.significance:
        said = significance_words(decision.significance, decision.judged, decision.why)
        rows.append(("The new wording is", [safe(one_line(said))]))
    rows += [("Outcome", [f"<strong>{safe(taken[:1].upper() + taken[1:])}</strong>: {safe(taken_because(decision))}"])]
    if "Written" in sides:
        rows.append(("Your wording", [marked(each) for each in sides["Written"]]))
    if PROPOSED in sides:
        rows.append(("Suggested, to be confirmed", [marked(each) for each in sides[PROPOSED]]))
    body = ""
    for label, texts in rows:
        said = "".join(f'<dd dir="auto">{text}</dd>' for text in texts)
        body += f"<div><dt>{label}</dt>{said}</div>\n"
    return f'<dl class="lx-reasons">\n{body}</dl>\n'


def render_merge_fragment(record: MergeRecord) -> str:
    """The decisions of a merge as a table for a notebook cell, conflicts first and marked."""
    named = f"merge of {bdi(record.theirs)} into {bdi(record.ours)}, original {bdi(record.base)}"
    head = f"<p><strong>{bdi(record.soc)}</strong>: {named}</p>\n<p>{safe(merge_summary(record))}.</p>\n"
    head += "".join(f"<p>{safe(each)}</p>\n" for each in record.notes)
    columns = ("What happened", *SIDE_NAMES.values(), "Takes")
    top = "".join(f'<th scope="col">{each}</th>' for each in columns)
    body = "".join(_merge_group(title, decisions, record.levels) for title, decisions in merge_groups(record))
    table = (
        f'<div class="lx-wide"><table class="lx-full lx-merge">\n<thead><tr>{top}</tr></thead>\n{body}</table></div>\n'
    )
    return f'{cell_style()}\n<div class="lx-report" lang="en">\n{head}{table if body else ""}</div>\n'


def _merge_group(title: str, decisions: Sequence[Decision], levels: dict[str, str]) -> str:
    head = f'<tr class="lx-group"><th scope="colgroup" colspan="5">{safe(title)} ({len(decisions)})</th></tr>\n'
    return f"<tbody>\n{head}{''.join(_merge_row(each, levels) for each in decisions)}</tbody>\n"


def _merge_row(decision: Decision, levels: dict[str, str]) -> str:
    sides = dict(merge_sides(decision, levels))
    cells = "".join(f"<td>{_cell(sides[name])}</td>" for name in SIDE_NAMES.values())
    badges = badge("look", "Conflict") if decision.conflict else ""
    badges += badge("look", PLEASE_LOOK) if decision.review else ""
    about = text_line(safe(decision.subject)) if decision.field in NEEDS_SUBJECT else ""
    what = f"<p>{badges} {bdi(merge_headline(decision, levels))}</p>{about}"
    taken = taken_words(decision).removeprefix("takes ").capitalize() + (":" if decision.value else "")
    written = _cell(sides["Written"]) if "Written" in sides else ""
    if PROPOSED in sides:
        written = f"<p>Suggested, to be confirmed:</p>{_cell(sides[PROPOSED])}"
    kind = ' class="lx-open"' if decision.is_open else ""
    return f"<tr{kind}><td>{what}</td>{cells}<td>{safe(taken)}{written}</td></tr>\n"


def _cell(texts: Iterable[Words]) -> str:
    return "".join(text_line(marked(words)) for words in texts)
