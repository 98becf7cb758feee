"""A diff in HTML: a page with filters and two views, and a fragment for a notebook cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lexcurric.core.diff import Change, ChangeKind, Differences, MetadataChange, Place
from lexcurric.core.explain import LOOK_NOTE, SAME, SIGNIFICANCE_NOTE, level_words, reasons
from lexcurric.core.provenance import Provenance
from lexcurric.core.report import (
    KIND_WORDS,
    NO_DIFFERENCES,
    PLEASE_LOOK,
    Count,
    Section,
    confidence_words,
    counts,
    departure,
    headline,
    level_titles,
    marks_of,
    moved_words,
    one_line,
    place_words,
    provenance_rows,
    sections,
    side_names,
    summary_line,
    value_text,
)
from lexcurric.core.significance import Significance
from lexcurric.core.words import Mark, Words
from lexcurric.formats.report_html.look import cell_style
from lexcurric.formats.report_html.marks import badge, bdi, marked, origins, safe, side, text_line
from lexcurric.formats.report_html.page import Facet, Page, item_attributes, origin_head, render_page

Unchanged = Mapping[str, Sequence[Place]]
"""The statements that stayed as they were, by the name of their level."""


def render_html(diff: Differences, old: Provenance, new: Provenance, unchanged: Unchanged | None = None) -> str:
    """
    A whole page: counts, every change in reading order with its reasons, and where both sides come from.

    Statements in `unchanged` are listed folded, at the end of their level.
    """
    title = f"{one_line(diff.title)} ({one_line(diff.soc)})"
    names = side_names(diff)
    head = (
        f'<p class="lx-muted">Changes from {bdi(names[0])} to {bdi(names[1])}</p>\n<h1>{bdi(title)}</h1>\n'
        f'<p class="lx-lead">{safe(_lead(diff))}</p>\n{origin_head(("From", "To"), (old, new))}{_contents(diff)}'
    )
    return render_page(
        Page(
            title=f"Changes: {title}, {' → '.join(names)}",
            head=head,
            main=_changes(diff, anchors=True, unchanged=unchanged or {}),
            foot=f"<h2>Where the two sides come from</h2>\n{origins(names, provenance_rows(old, new))}",
            facets=() if diff.is_empty else _facets(diff),
        )
    )


def render_fragment(diff: Differences) -> str:
    """The changes for a notebook cell, in the colours of its theme."""
    names = " to ".join(map(bdi, side_names(diff)))
    head = f"<p><strong>{bdi(f'{diff.title} ({diff.soc})')}</strong>: changes from {names}</p>"
    body = f"{head}\n<p>{safe(_lead(diff))}</p>\n{_changes(diff, anchors=False, unchanged={})}"
    return f'{cell_style()}\n<div class="lx-report" lang="en">\n{body}</div>\n'


def _lead(diff: Differences) -> str:
    same = diff.summary.get("unchanged", 0)
    return f"{NO_DIFFERENCES}: all {same} statements are the same." if diff.is_empty else f"{summary_line(diff)}."


def _facets(diff: Differences) -> tuple[Facet, ...]:
    """What the changes can be filtered by; only answers that occur."""
    kinds = {each.kind.value: KIND_WORDS[each.kind].capitalize() for each in counts(diff)}
    judged = {each.significance for each in diff.statement_changes}
    levels = {token: name for name, token in _level_tokens(diff).items()}
    facets = [
        Facet("kind", "What happened", kinds),
        Facet(
            "significance",
            "Significance",
            {each.value: each.value.capitalize() for each in Significance if each in judged},
        ),
        Facet("level", "Level", levels),
        Facet("look", "Doubt", {"yes": PLEASE_LOOK} if any(each.review for each in diff.statement_changes) else {}),
    ]
    return tuple(each for each in facets if each.choices)


def _level_tokens(diff: Differences) -> dict[str, str]:
    """A token for each level that has changes, by its name: a name may be any text, a token is one word."""
    used = {_level_of(place, diff) for each in diff.statement_changes for place in (*each.old, *each.new)}
    known = [name for name in map(one_line, diff.levels.values()) if name in used]
    names = dict.fromkeys([*known, *sorted(used - set(known))])
    return {name: f"l{number}" for number, name in enumerate(names)}


def _level_of(place: Place, diff: Differences) -> str:
    return level_words([place], diff.levels)


def _item(change: Change | MetadataChange, tokens: Mapping[str, str], diff: Differences) -> str:
    if isinstance(change, MetadataChange):
        return item_attributes({"kind": [ChangeKind.METADATA.value]})
    levels = dict.fromkeys(tokens[_level_of(place, diff)] for place in (*change.old, *change.new))
    significance = [change.significance.value] if change.significance else []
    look = ["yes"] if change.review else []
    return item_attributes({"kind": [change.kind.value], "significance": significance, "level": levels, "look": look})


def _contents(diff: Differences) -> str:
    """The table of counts, kind by level, and links to what a person should look at."""
    if diff.is_empty:
        return ""
    groups = sections(diff)[: -1 if diff.metadata_changes else None]
    top = "".join(f'<th scope="col"><a href="#part-{n}">{bdi(each.title)}</a></th>' for n, each in enumerate(groups))
    rows = "".join(_count_row(count, groups) for count in counts(diff))
    table = (
        f'<div class="lx-wide"><table>\n<caption>How many changes, and where</caption>\n<thead><tr><th scope="col">'
        f'Change</th>{top}<th scope="col">All</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'
    )
    look = _look_list(diff)
    note = " ".join([SIGNIFICANCE_NOTE, *([LOOK_NOTE] if look else [])])
    return f'{table}<p class="lx-muted">{safe(note)}</p>\n{look}'


def _count_row(count: Count, groups: Sequence[Section]) -> str:
    numbers = [sum(1 for each in group.changes if each.kind == count.kind.value) for group in groups]
    cells = "".join(f'<td class="lx-number">{number or ""}</td>' for number in (*numbers, count.count))
    detail = f' <span class="lx-muted">({safe(count.detail)})</span>' if count.detail else ""
    name = KIND_WORDS[count.kind].capitalize()
    if count.kind is ChangeKind.METADATA:
        name = f'<a href="#part-{len(groups)}">{name}</a>'
    return f'<tr><th scope="row">{name}{detail}</th>{cells}</tr>\n'


def _look_list(diff: Differences) -> str:
    links = [
        f'<li><a href="#change-{index}">{safe(headline(each, diff.levels))}</a>: '
        f"{bdi((each.old or each.new)[0].text)}</li>\n"
        for index, each in enumerate(diff.changes)
        if isinstance(each, Change) and each.review
    ]
    head = f"<p>{badge('look', PLEASE_LOOK)} It is not certain that these belong together:</p>"
    return f"{head}\n<ul>\n{''.join(links)}</ul>\n" if links else ""


def _changes(diff: Differences, anchors: bool, unchanged: Unchanged) -> str:
    places = {id(each): index for index, each in enumerate(diff.changes)}
    tokens, waiting = _level_tokens(diff), dict(unchanged)
    parts: list[str] = []
    order = level_titles(diff)
    for number, group in enumerate(sections(diff)):
        before = order[: order.index(group.title)] if group.title in order else order
        parts += [_same(name, waiting.pop(name)) for name in before if name in waiting]
        size = f"{len(group.changes)} change{'s' if len(group.changes) != 1 else ''}"
        anchor = f' id="part-{number}" data-section' if anchors else ""
        parts.append(f"<section{anchor}>\n<h2>{bdi(group.title)} <small data-size>{size}</small></h2>\n")
        for change in group.changes:
            index = places[id(change)]
            anchor = (
                f' id="change-{index}" aria-labelledby="head-{index}"{_item(change, tokens, diff)}' if anchors else ""
            )
            name = f' id="head-{index}"' if anchors else ""
            said = f"{_head(change, diff, name)}\n{_body(change, diff, anchors)}"
            parts.append(f'<article class="lx-change"{anchor}>\n{said}</article>\n')
        parts += [f'<p class="lx-left">{bdi(departure(each, diff.levels))}</p>\n' for each in group.departures]
        parts += [_folded(waiting.pop(group.title, ())), "</section>\n"]
    return "".join([*parts, *(_same(name, kept) for name, kept in waiting.items())])


def _same(name: str, kept: Sequence[Place]) -> str:
    """A level in which nothing changed."""
    head = f"<h2>{bdi(name)} <small>no changes</small></h2>"
    return f'<section class="lx-same">\n{head}\n{_folded(kept)}</section>\n'


def _folded(places: Sequence[Place]) -> str:
    if not places:
        return ""
    rows = "".join(f'<li value="{each.position}" dir="auto">{safe(each.text)}</li>\n' for each in places)
    count = f"{len(places)} statement{'s' if len(places) != 1 else ''} unchanged"
    return f'<details class="lx-kept">\n<summary>{count}</summary>\n<ol>\n{rows}</ol>\n</details>\n'


def _head(change: Change | MetadataChange, diff: Differences, name: str) -> str:
    if isinstance(change, MetadataChange):
        return f'<div class="lx-head"><h3{name}>{bdi(headline(change, diff.levels))}</h3></div>'
    badges = [badge(change.kind.value, KIND_WORDS[change.kind].capitalize())]
    if change.significance:
        badges.append(badge(change.significance.value, change.significance.value.capitalize()))
    said = " ".join([*badges, bdi(_said(change, diff))])
    sure = f'<span class="lx-sure">{confidence_words(change)}</span>' if confidence_words(change) else ""
    look = badge("look", PLEASE_LOOK) if change.review else ""
    return f'<div class="lx-head"><h3{name}>{said}</h3> {sure} {look}</div>'


def _said(change: Change, diff: Differences) -> str:
    """The headline, without what the badges before it say already."""
    plain = change.kind is ChangeKind.REWORDED and change.significance and change.fields == ("wording",)
    if not plain or not change.why:
        return headline(change, diff.levels)
    said = ", ".join(filter(None, (change.why, moved_words(change))))
    return one_line(said[:1].upper() + said[1:])


def _body(change: Change | MetadataChange, diff: Differences, both_views: bool) -> str:
    """Both sides, the same inline for a page that can show that, and the reasons."""
    marks, sides = marks_of(change), _sides(change, diff)
    one = " lx-one" if len(sides) == 1 else ""
    inline = f'<div class="lx-inline">{_inline(change, marks, diff)}</div>' if marks and both_views else ""
    pair = " lx-pair" if marks else ""
    return f'<div class="lx-sides{one}{pair}">{"".join(sides)}</div>{inline}\n{_reasons(change, diff)}'


def _inline(change: Change | MetadataChange, marks: Words, diff: Differences) -> str:
    """Both wordings in one, where the statement stood before it."""
    places = [] if isinstance(change, MetadataChange) else [change.old[0], change.new[0]]
    where = " → ".join(dict.fromkeys(place_words(each, diff.levels) for each in places))
    return side("", [(where, marked(marks))]) if where else f'<div class="lx-side">{text_line(marked(marks))}</div>'


def _sides(change: Change | MetadataChange, diff: Differences) -> list[str]:
    marks, names = marks_of(change), side_names(diff)
    signs = (Mark.DELETE, Mark.INSERT)
    if isinstance(change, MetadataChange):
        values = zip(names, (change.old, change.new), signs, strict=True)
        return [
            side(name, [("", marked(marks, mark) if marks else safe(value_text(value)))])
            for name, value, mark in values
        ]
    if not marks and len(change.old) == len(change.new) == 1:
        return [_unworded(change, diff)]
    if len(change.old) + len(change.new) == 1:
        # An empty half says nothing that the badge does not say.
        place = (*change.old, *change.new)[0]
        return [side(names[0 if change.old else 1], [(place_words(place, diff.levels), safe(place.text))])]
    return [
        side(name, [(place_words(place, diff.levels), _text(place, marks, mark)) for place in places])
        for name, places, mark in zip(names, (change.old, change.new), signs, strict=True)
    ]


def _unworded(change: Change, diff: Differences) -> str:
    """A statement whose wording stayed: shown once."""
    before, after = place_words(change.old[0], diff.levels), place_words(change.new[0], diff.levels)
    where = f"{before} → {after}" if before != after else after
    return side("", [(f"{where} · same wording", safe(change.text))])


def _text(place: Place, marks: Words, mark: Mark) -> str:
    return marked(marks, mark) if marks else safe(place.text)


def _reasons(change: Change | MetadataChange, diff: Differences) -> str:
    rows = ""
    for each in reasons(change, diff.levels):
        said = "".join(f"<dd>{bdi(text)}</dd>" for text in each.texts)
        # Sentences run on in one line, statements stand in a line each.
        kind = "" if each.label == SAME else ' class="lx-alike"'
        rows += f"<div{kind}><dt>{safe(each.label)}</dt>{said}</div>\n"
    return f'<dl class="lx-reasons">\n{rows}</dl>\n' if rows else ""
