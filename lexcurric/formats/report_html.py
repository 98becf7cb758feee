"""Reports as HTML: a page of its own, and fragments for a notebook cell. Nothing in them is fetched or runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from lexcurric.core.diff import Change, ChangeKind, Differences, MetadataChange, Place
from lexcurric.core.merge import Decision, MergeRecord
from lexcurric.core.merge_report import (
    AS_ORIGINAL,
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
    marks_of,
    one_line,
    place_words,
    provenance_rows,
    sections,
    side_names,
    summary_line,
    value_text,
)
from lexcurric.core.words import Mark, Words

COLOURS = {
    "ink": ("#1c2630", "#e6ebf0"),
    "muted": ("#4f5d6b", "#a7b3bf"),
    "paper": ("#ffffff", "#15191e"),
    "soft": ("#f5f7f9", "#1e242b"),
    "line": ("#d3dae1", "#3a444f"),
    "gone-ink": ("#8f1d1d", "#ffb8b4"),
    "gone": ("#fde7e7", "#4a1e20"),
    "come-ink": ("#0a5230", "#a9ebc4"),
    "come": ("#dff5e7", "#123d29"),
    "look-ink": ("#664100", "#ffdd8f"),
    "look": ("#fff0cc", "#463408"),
    "strong-ink": ("#ffffff", "#10161c"),
    "strong": ("#33475b", "#b9c9d9"),
    "link": ("#0b5cad", "#85bdf5"),
}
LIGHT = {name: pair[0] for name, pair in COLOURS.items()}
DARK = {name: pair[1] for name, pair in COLOURS.items()}
# Which colour of letters stands on which ground.
PAIRS = (
    *(("ink", "paper"), ("ink", "soft"), ("muted", "paper"), ("muted", "soft"), ("link", "paper"), ("link", "soft")),
    *(("gone-ink", "gone"), ("come-ink", "come"), ("look-ink", "look"), ("strong-ink", "strong")),
)
_IN_LAB = {
    "ink": "var(--jp-ui-font-color1, #1c2630)",
    "paper": "var(--jp-layout-color1, #fff)",
    "soft": "var(--jp-layout-color2, #f5f7f9)",
    "line": "var(--jp-border-color2, #d3dae1)",
}

_STYLE = """
.lx-report { color: var(--lx-ink); background: var(--lx-paper); font-size: 15px; line-height: 1.5;
  font-family: var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif); }
.lx-report * { box-sizing: border-box; }
.lx-report h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; font-weight: 650; }
.lx-report h2 { font-size: 20px; margin: 36px 0 10px; padding-bottom: 6px; border-bottom: 2px solid var(--lx-line);
  break-after: avoid; font-weight: 650; }
.lx-report h2 small { font-size: 14px; font-weight: 400; color: var(--lx-muted); margin-inline-start: 8px; }
.lx-report h3 { font-size: 15px; margin: 0; font-weight: 600; flex: 1 1 16em; line-height: 1.45; display: flex;
  flex-wrap: wrap; gap: 4px 8px; align-items: baseline; }
.lx-report h3 bdi { flex: 1 1 14em; }
.lx-report p { margin: 4px 0; }
.lx-report a { color: var(--lx-link); }
.lx-report .lx-muted { color: var(--lx-muted); font-size: 14px; }
.lx-report .lx-change { border: 1px solid var(--lx-line); border-radius: 8px; margin: 12px 0; overflow: hidden;
  break-inside: avoid; }
.lx-report .lx-head { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; padding: 8px 14px;
  background: var(--lx-soft); border-bottom: 1px solid var(--lx-line); }
.lx-report .lx-badge { border: 1px solid currentColor; border-radius: 4px; padding: 0 7px; font-size: 13px;
  font-weight: 600; white-space: nowrap; line-height: 20px; color: var(--lx-muted); background: var(--lx-paper); }
.lx-report .lx-badge-added { color: var(--lx-come-ink); background: var(--lx-come); }
.lx-report .lx-badge-removed { color: var(--lx-gone-ink); background: var(--lx-gone); }
.lx-report .lx-badge-substantive { color: var(--lx-strong-ink); background: var(--lx-strong);
  border-color: var(--lx-strong); }
.lx-report .lx-badge-look { color: var(--lx-look-ink); background: var(--lx-look); }
.lx-report .lx-sure { color: var(--lx-muted); font-size: 13px; white-space: nowrap; }
.lx-report .lx-sides { display: grid; grid-template-columns: 1fr 1fr; }
.lx-report .lx-one { grid-template-columns: 1fr; }
.lx-report .lx-side { padding: 10px 14px; min-width: 0; overflow-wrap: anywhere; }
.lx-report .lx-side + .lx-side { border-inline-start: 1px solid var(--lx-line); }
.lx-report .lx-where { color: var(--lx-muted); font-size: 13px; margin: 0 0 2px; }
.lx-report .lx-text { margin: 0 0 6px; unicode-bidi: isolate; }
.lx-report .lx-text:last-child { margin-bottom: 0; }
.lx-report .lx-text + .lx-where { margin-top: 12px; }
.lx-report del, .lx-report ins { border-radius: 3px; padding: 0 2px; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.lx-report del { color: var(--lx-gone-ink); background: var(--lx-gone); text-decoration: line-through; }
.lx-report ins { color: var(--lx-come-ink); background: var(--lx-come); text-decoration: underline;
  text-underline-offset: 2px; }
.lx-report .lx-left { color: var(--lx-muted); font-size: 14px; margin: 8px 0 0; padding-inline-start: 14px;
  border-inline-start: 3px solid var(--lx-line); }
.lx-report .lx-wide { overflow-x: auto; }
.lx-report table { border-collapse: collapse; margin: 12px 0; font-size: 14px; color: var(--lx-ink); }
.lx-report th, .lx-report td { border: 1px solid var(--lx-line); padding: 5px 10px; text-align: start;
  vertical-align: top; background: var(--lx-paper); overflow-wrap: break-word; white-space: normal; }
.lx-report thead th, .lx-report tfoot th, .lx-report tfoot td { background: var(--lx-soft); }
.lx-report th { font-weight: 600; }
.lx-report td.lx-number { text-align: end; font-variant-numeric: tabular-nums; }
.lx-report caption { text-align: start; font-weight: 600; padding-bottom: 4px; }
.lx-report .lx-full { width: 100%; table-layout: fixed; }
.lx-report .lx-full th:first-child { width: 20%; }
.lx-report .lx-merge th:last-child:not(:first-child) { width: 11%; }
.lx-report .lx-group th { background: var(--lx-soft); font-size: 15px; }
.lx-report tr.lx-open > td:first-of-type { border-inline-start: 4px solid var(--lx-look-ink); }
.lx-report footer { margin-top: 44px; }
@media screen and (max-width: 640px) {
  .lx-report .lx-sides { grid-template-columns: 1fr; }
  .lx-report .lx-side + .lx-side { border-inline-start: 0; border-top: 1px dashed var(--lx-line); }
}
"""
_PAGE_STYLE = """
html { color-scheme: light dark; background: var(--lx-paper); }
body { margin: 0; }
body.lx-report main, body.lx-report > header, body.lx-report > footer { max-width: 1120px; margin-inline: auto;
  padding-inline: 24px; }
body.lx-report > header { padding-top: 32px; }
body.lx-report > footer { padding-bottom: 48px; }
@page { margin: 16mm 14mm; }
@media print {
  html { color-scheme: light; }
  body.lx-report { font-size: 10.5pt; }
  body.lx-report main, body.lx-report > header, body.lx-report > footer { max-width: none; padding: 0; }
  body.lx-report .lx-badge, body.lx-report .lx-head { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def _colours(selector: str, colours: Mapping[str, str]) -> str:
    return f"{selector} {{ {' '.join(f'--lx-{name}: {value};' for name, value in colours.items())} }}\n"


def _page_style() -> str:
    dark = "@media screen and (prefers-color-scheme: dark) {\n" + _colours(":root", DARK) + "}"
    return _colours(":root", LIGHT) + dark + _PAGE_STYLE + _STYLE


def _cell_style() -> str:
    """The style of a notebook cell: JupyterLab says by an attribute of the body whether its theme is dark."""
    dark = _colours('body[data-jp-theme-light="false"] .lx-report', DARK | _IN_LAB)
    return f"<style>\n{_colours('.lx-report', LIGHT | _IN_LAB)}{dark}{_STYLE}</style>"


def render_html(diff: Differences, old: Provenance, new: Provenance) -> str:
    """A whole page: counts, every change side by side in reading order, and where both sides come from."""
    title = f"{one_line(diff.title)} ({one_line(diff.soc)})"
    names = " → ".join(side_names(diff))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_safe(f"Changes: {title}, {names}")}</title>
<style>
{_page_style()}</style>
</head>
<body class="lx-report">
<header>
<p class="lx-muted">Changes from {_bdi(side_names(diff)[0])} to {_bdi(side_names(diff)[1])}</p>
<h1>{_bdi(title)}</h1>
<p>{_safe(_lead(diff))}</p>
{_contents(diff)}</header>
<main>
{_changes(diff, anchors=True)}</main>
<footer>
<h2>Where the two sides come from</h2>
{_origins(side_names(diff), provenance_rows(old, new))}
</footer>
</body>
</html>
"""


def render_fragment(diff: Differences) -> str:
    """The changes for a notebook cell, in the colours of its theme."""
    names = " to ".join(map(_bdi, side_names(diff)))
    head = f"<p><strong>{_bdi(f'{diff.title} ({diff.soc})')}</strong>: changes from {names}</p>"
    body = f"{head}\n<p>{_safe(_lead(diff))}</p>\n{_changes(diff, anchors=False)}"
    return f'{_cell_style()}\n<div class="lx-report" lang="en">\n{body}</div>\n'


def _lead(diff: Differences) -> str:
    same = diff.summary.get("unchanged", 0)
    return f"{NO_DIFFERENCES}: all {same} statements are the same." if diff.is_empty else f"{summary_line(diff)}."


def _safe(text: str) -> str:
    return escape(one_line(text), quote=True)


def _bdi(text: str) -> str:
    return f"<bdi>{_safe(text)}</bdi>"


def _contents(diff: Differences) -> str:
    """The table of counts, kind by level, and links to what a person should look at."""
    if diff.is_empty:
        return ""
    groups = sections(diff)[: -1 if diff.metadata_changes else None]
    top = "".join(f'<th scope="col"><a href="#part-{n}">{_bdi(each.title)}</a></th>' for n, each in enumerate(groups))
    rows = "".join(_count_row(count, groups) for count in counts(diff))
    table = (
        f'<div class="lx-wide"><table>\n<caption>How many changes, and where</caption>\n<thead><tr><th scope="col">'
        f'Change</th>{top}<th scope="col">All</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'
    )
    return table + _look_list(diff)


def _count_row(count: Count, groups: Sequence[Section]) -> str:
    numbers = [sum(1 for each in group.changes if each.kind == count.kind.value) for group in groups]
    cells = "".join(f'<td class="lx-number">{number or ""}</td>' for number in (*numbers, count.count))
    detail = f' <span class="lx-muted">({_safe(count.detail)})</span>' if count.detail else ""
    name = KIND_WORDS[count.kind].capitalize()
    if count.kind is ChangeKind.METADATA:
        name = f'<a href="#part-{len(groups)}">{name}</a>'
    return f'<tr><th scope="row">{name}{detail}</th>{cells}</tr>\n'


def _look_list(diff: Differences) -> str:
    links = [
        f'<li><a href="#change-{index}">{_safe(headline(each, diff.levels))}</a>: {_bdi(each.old[0].text)}</li>'
        for index, each in enumerate(diff.changes)
        if isinstance(each, Change) and each.review
    ]
    head = f"<p>{_badge('look', PLEASE_LOOK)} It is not certain that these belong together:</p>"
    return f"{head}\n<ul>{''.join(links)}</ul>\n" if links else ""


def _changes(diff: Differences, anchors: bool) -> str:
    places = {id(each): index for index, each in enumerate(diff.changes)}
    parts: list[str] = []
    for number, group in enumerate(sections(diff)):
        size = f"{len(group.changes)} change{'s' if len(group.changes) != 1 else ''}"
        anchor = f' id="part-{number}"' if anchors else ""
        parts.append(f"<section{anchor}>\n<h2>{_bdi(group.title)} <small>{size}</small></h2>\n")
        for change in group.changes:
            anchor = f' id="change-{places[id(change)]}"' if anchors else ""
            parts.append(
                f'<article class="lx-change"{anchor}>\n{_head(change, diff)}\n{_body(change, diff)}</article>\n'
            )
        parts += [f'<p class="lx-left">{_bdi(departure(each, diff.levels))}</p>\n' for each in group.departures]
        parts.append("</section>\n")
    return "".join(parts)


def _badge(sort: str, words: str) -> str:
    return f'<span class="lx-badge lx-badge-{sort}">{_safe(words)}</span>'


def _head(change: Change | MetadataChange, diff: Differences) -> str:
    if isinstance(change, MetadataChange):
        return f'<div class="lx-head"><h3>{_bdi(headline(change, diff.levels))}</h3></div>'
    badges = [_badge(change.kind.value, KIND_WORDS[change.kind].capitalize())]
    if change.significance:
        badges.append(_badge(change.significance.value, change.significance.value.capitalize()))
    said = " ".join([*badges, _bdi(_said(change, diff))])
    sure = f'<span class="lx-sure">{confidence_words(change)}</span>' if confidence_words(change) else ""
    return f'<div class="lx-head"><h3>{said}</h3> {sure} {_badge("look", PLEASE_LOOK) if change.review else ""}</div>'


def _said(change: Change, diff: Differences) -> str:
    """The headline, without what the badges before it say already."""
    plain = change.kind is ChangeKind.REWORDED and change.significance and change.fields == ("wording",)
    return change.why[:1].upper() + change.why[1:] if plain and change.why else headline(change, diff.levels)


def _body(change: Change | MetadataChange, diff: Differences) -> str:
    marks, names = marks_of(change), side_names(diff)
    if isinstance(change, MetadataChange):
        sides = [
            _side(name, [("", _marked(marks, mark) if marks else _safe(value_text(value)))])
            for name, value, mark in zip(names, (change.old, change.new), (Mark.DELETE, Mark.INSERT), strict=True)
        ]
    elif not marks and len(change.old) == len(change.new) == 1:
        sides = [_unworded(change, diff)]
    else:
        sides = [
            _side(name, [(place_words(place, diff.levels), _text(place, marks, mark)) for place in places])
            for name, places, mark in zip(names, (change.old, change.new), (Mark.DELETE, Mark.INSERT), strict=True)
        ]
    return f'<div class="lx-sides{" lx-one" if len(sides) == 1 else ""}">{"".join(sides)}</div>\n'


def _unworded(change: Change, diff: Differences) -> str:
    """A statement whose wording stayed: shown once."""
    before, after = place_words(change.old[0], diff.levels), place_words(change.new[0], diff.levels)
    where = f"{before} → {after}" if before != after else after
    return _side("", [(f"{where} · same wording", _safe(change.text))])


def _text(place: Place, marks: Words, mark: Mark) -> str:
    return _marked(marks, mark) if marks else _safe(place.text)


def _side(name: str, texts: Sequence[tuple[str, str]]) -> str:
    """One side of a change: for each text, already safe, where it stands and the text."""
    said = ""
    for where, text in texts or [("", '<span class="lx-muted">Not in this version</span>')]:
        label = " · ".join(_bdi(each) for each in (name, where) if each)
        said += f'<p class="lx-where">{label}</p><p class="lx-text" dir="auto">{text}</p>'
    return f'<div class="lx-side">{said}</div>'


def _marked(words: Words, shown: Mark | None = None) -> str:
    """The runs as HTML; with `shown`, only what stands on that side."""
    tags = {Mark.DELETE: "del", Mark.INSERT: "ins"}
    said = ""
    for mark, run in words:
        if mark is Mark.EQUAL:
            said += f'<span class="lx-muted">{escape(run)}</span>' if run == AS_ORIGINAL else escape(run)
        elif shown in (None, mark):
            before, after = run[: len(run) - len(run.lstrip())], run[len(run.rstrip()) :] if run.strip() else ""
            said += f"{before}<{tags[mark]}>{escape(run.strip())}</{tags[mark]}>{after}"
    return said


def _origins(names: Sequence[str], rows: Iterable[tuple[str, str, str]]) -> str:
    top = "".join(f'<th scope="col">{_bdi(each)}</th>' for each in ("", *names))
    body = ""
    for label, old, new in rows:
        cells = (
            [f'<td colspan="2">{_bdi(old)}</td>'] if old == new else [f"<td>{_bdi(each)}</td>" for each in (old, new)]
        )
        body += f'<tr><th scope="row">{_bdi(label)}</th>{"".join(cells)}</tr>\n'
    return f'<table class="lx-full">\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table>'


def render_merge_fragment(record: MergeRecord) -> str:
    """The decisions of a merge as a table for a notebook cell, conflicts first and marked."""
    named = f"merge of {_bdi(record.theirs)} into {_bdi(record.ours)}, original {_bdi(record.base)}"
    head = f"<p><strong>{_bdi(record.soc)}</strong>: {named}</p>\n<p>{_safe(merge_summary(record))}.</p>\n"
    columns = ("What happened", *SIDE_NAMES.values(), "Takes")
    top = "".join(f'<th scope="col">{each}</th>' for each in columns)
    body = "".join(_merge_group(title, decisions) for title, decisions in merge_groups(record))
    table = (
        f'<div class="lx-wide"><table class="lx-full lx-merge">\n<thead><tr>{top}</tr></thead>\n{body}</table></div>\n'
    )
    return f'{_cell_style()}\n<div class="lx-report" lang="en">\n{head}{table if body else ""}</div>\n'


def _merge_group(title: str, decisions: Sequence[Decision]) -> str:
    head = f'<tr class="lx-group"><th scope="colgroup" colspan="5">{_safe(title)} ({len(decisions)})</th></tr>\n'
    return f"<tbody>\n{head}{''.join(map(_merge_row, decisions))}</tbody>\n"


def _merge_row(decision: Decision) -> str:
    sides = dict(merge_sides(decision))
    cells = "".join(f"<td>{_cell(sides[name])}</td>" for name in SIDE_NAMES.values())
    badges = _badge("look", "Conflict") if decision.conflict else ""
    badges += _badge("look", PLEASE_LOOK) if decision.review else ""
    about = f'<p class="lx-text" dir="auto">{_safe(decision.subject)}</p>' if decision.field in NEEDS_SUBJECT else ""
    what = f"<p>{badges} {_bdi(merge_headline(decision))}</p>{about}"
    taken = taken_words(decision).removeprefix("takes ").capitalize() + (":" if decision.value else "")
    written = _cell(sides["Written"]) if "Written" in sides else ""
    if PROPOSED in sides:
        written = f"<p>Suggested, to be confirmed:</p>{_cell(sides[PROPOSED])}"
    kind = ' class="lx-open"' if decision.is_open else ""
    return f"<tr{kind}><td>{what}</td>{cells}<td>{_safe(taken)}{written}</td></tr>\n"


def _cell(texts: Iterable[Words]) -> str:
    return "".join(f'<p class="lx-text" dir="auto">{_marked(words)}</p>' for words in texts)
