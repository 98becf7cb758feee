"""Release notes in GitHub-flavored Markdown: ~~gone~~ and **come** in words that render wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lexcurric.core.diff import Change, Differences, MetadataChange
from lexcurric.core.explain import SIGNIFICANCE_NOTE, Reason, kind_groups, reasons
from lexcurric.core.merge import Decision, MergeRecord
from lexcurric.core.merge_report import (
    NEEDS_SUBJECT,
    SIDE_NAMES,
    merge_groups,
    merge_headline,
    merge_sides,
    merge_summary,
    taken_words,
)
from lexcurric.core.provenance import Provenance
from lexcurric.core.report import (
    ABOUT,
    KIND_WORDS,
    NO_DIFFERENCES,
    PLEASE_LOOK,
    Section,
    confidence_words,
    counts,
    headline,
    marks_of,
    one_line,
    place_words,
    provenance_rows,
    side_names,
    significance_words,
    summary_line,
    to_review,
    value_text,
)
from lexcurric.core.tables import Cell, TableReport, TableSheet
from lexcurric.core.words import Mark, Words

_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~!$^=+]|^[-:]|(?P<number>^\d+)[.)]")
_SIGNS = {Mark.DELETE: ("~~", "del"), Mark.INSERT: ("**", "strong")}


def render_markdown(diff: Differences, old: Provenance, new: Provenance) -> str:
    """Release notes: counts, what to look at, every change by kind and level, and where both sides come from."""
    names = side_names(diff)
    lines = [f"# Changes: {_safe(f'{diff.title} ({diff.soc})')}", "", *_intro(diff, names), "", *_counts(diff)]
    lines += _look_list(diff)
    for title, parts in kind_groups(diff):
        lines += [f"## {_safe(title)} ({sum(len(each.changes) for each in parts)})", ""]
        for part in parts:
            lines += [*([f"### {_safe(part.title)}", ""] if part.title != ABOUT else []), *_section(part, diff)]
    lines += ["## Where the two sides come from", "", *_table(("", *names), provenance_rows(old, new))]
    return "\n".join(lines)


def _intro(diff: Differences, names: tuple[str, str]) -> list[str]:
    """One or two sentences that a reader who was not there can start from."""
    title, old, new = _safe(diff.title), _safe(names[0]), _safe(names[1])
    same = diff.summary.get("unchanged", 0)
    if diff.is_empty:
        return [
            f"{NO_DIFFERENCES} between {old} and {new} of the framework for {title}: "
            f"all {same} statements are the same."
        ]
    return [
        f"What changed in the competency framework for {title} from **{old}** to **{new}**: "
        f"{_safe(summary_line(diff))}.",
        *(["", SIGNIFICANCE_NOTE] if any(each.significance for each in diff.statement_changes) else []),
    ]


def _look_list(diff: Differences) -> list[str]:
    """What a person should look at first; what it is in full stands under its kind."""
    found = to_review(diff)
    if not found:
        return []
    lines = [f"## ⚠ {PLEASE_LOOK} ({len(found)})", "", "It is not certain that these belong together:", ""]
    for each in found:
        said = " · ".join(filter(None, (_safe(headline(each, diff.levels)), _safe(confidence_words(each)))))
        lines.append(f"- **{said}**: {_safe((each.old or each.new)[0].text)}")
    return [*lines, ""]


def escape_markdown(text: str) -> str:
    r"""
    The text so that it shows as it is, in a paragraph or a table cell.

    >>> print(escape_markdown("*2 * 3* | <b>"))
    \*2 \* 3\* \| &lt;b&gt;
    """
    whole = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(lambda found: f"{found['number'] or ''}\\{found[0][-1]}", whole)


def _safe(text: str) -> str:
    return escape_markdown(one_line(text))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    top = [_safe(each) or " " for each in head]
    lines = [top, ["---"] * len(top), *([_safe(cell) for cell in row] for row in rows)]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def _counts(diff: Differences) -> list[str]:
    found = [(KIND_WORDS[each.kind].capitalize(), str(each.count), each.detail) for each in counts(diff)]
    unchanged = ("Unchanged", str(diff.summary.get("unchanged", 0)), "")
    return _table(("Change", "How many", "Of these"), [unchanged, *found])


def _section(section: Section, diff: Differences) -> list[str]:
    lines: list[str] = []
    for change in section.changes:
        lines += [f"- {_headline(change, diff)}", *(f"  {each}".rstrip() for each in _body(change, diff))]
        lines += [line for each in reasons(change, diff.levels) for line in ("", f"  {_reason(each)}")] + [""]
    return lines


def _reason(reason: Reason) -> str:
    return f"_{_safe(reason.label)}:_ {_safe('; '.join(reason.texts))}"


def _headline(change: Change | MetadataChange, diff: Differences) -> str:
    said = [f"**{_safe(headline(change, diff.levels)).strip()}**", _safe(confidence_words(change))]
    if isinstance(change, Change):
        said += [f"⚠ {PLEASE_LOOK}" if change.review else "", _where(change, diff)]
    return " · ".join(filter(None, said))


def _where(change: Change, diff: Differences) -> str:
    """Where the statement stood and stands; a split or a join says so at each statement."""
    if len(change.old) > 1 or len(change.new) > 1:
        return ""
    spots = dict.fromkeys(place_words(place, diff.levels) for place in (*change.old, *change.new))
    return _safe(" → ".join(spots))


def _body(change: Change | MetadataChange, diff: Differences) -> list[str]:
    """The lines under a headline: one marked text, or both sides one after the other."""
    if marks := marks_of(change):
        return ["", mark_markdown(marks)]
    if isinstance(change, MetadataChange):
        sides = zip(side_names(diff), (change.old, change.new), strict=True)
        return [f"- {_safe(name)}: {_safe(value_text(value))}" for name, value in sides]
    if len(change.old) <= 1 and len(change.new) <= 1:
        return ["", _safe(change.text)]
    sided = [
        (name, each) for name, side in zip(side_names(diff), (change.old, change.new), strict=True) for each in side
    ]
    return [f"- {_safe(f'{name}, {place_words(each, diff.levels)}')}: {_safe(each.text)}" for name, each in sided]


def mark_markdown(words: Words) -> str:
    """The runs with ~~gone~~ and **come**; a space stands between a word that went and the one that came for it."""
    said = ""
    for index, (mark, run) in enumerate(words):
        if mark is Mark.EQUAL:
            said += escape_markdown(run)
            continue
        follows = words[index + 1][1] if index + 1 < len(words) else ""
        replaced = index > 0 and words[index - 1][0] is Mark.DELETE
        gap = " " if replaced and not (said[-1:].isspace() or run[:1].isspace()) else ""
        said += gap + _mark(mark, run, (said + gap)[-1:], follows[:1])
    return said.strip()


def _mark(mark: Mark, run: str, before: str, after: str) -> str:
    """
    One marked run. Spaces at its edges stand outside, and tags replace the signs where those would not be read as such.

    See "left-flanking" in https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis.
    """
    core = run.strip()
    if not core:
        return run
    sign, tag = _SIGNS[mark]
    start, end = run[: len(run) - len(run.lstrip())], run[len(run.rstrip()) :]
    opens = core[0].isalnum() or not (start or before).strip()
    closes = core[-1].isalnum() or not (end or after).strip()
    text = escape_markdown(core)
    whole = f"{sign}{text}{sign}" if opens and closes else f"<{tag}>{text}</{tag}>"
    return f"{start}{whole}{end}"


def render_merge_markdown(record: MergeRecord, ours: Provenance, theirs: Provenance) -> str:
    """A merge to discuss: what is to be known, every decision under its heading with its sides, and the origins."""
    title = _safe(f"{theirs.title} ({record.soc})")
    sides = " ".join(
        (f"Merge of **{_safe(record.theirs)}** into **{_safe(record.ours)}**,", f"original {_safe(record.base)}.")
    )
    lines = [f"# Merge: {title}", "", sides, "", f"{_safe(merge_summary(record))}.", ""]
    lines += [line for note in record.notes for line in (f"> ⚠ {_safe(note)}", "")]
    for heading, decisions in merge_groups(record):
        lines += [f"## {_safe(heading)} ({len(decisions)})", ""]
        for decision in decisions:
            lines += _decision(decision, record.levels)
    names = (SIDE_NAMES["ours"], SIDE_NAMES["theirs"])
    lines += ["## Where the two sides come from", "", *_table(("", *names), provenance_rows(ours, theirs))]
    return "\n".join(lines)


def _decision(decision: Decision, levels: dict[str, str]) -> list[str]:
    said = [f"**{_safe(merge_headline(decision, levels))}**", _safe(taken_words(decision)) if decision.take else ""]
    said.append(f"⚠ {PLEASE_LOOK}" if decision.review else "")
    lines = [f"- {' · '.join(filter(None, said))}"]
    if decision.field in NEEDS_SUBJECT:
        lines += ["", f"  {_safe(decision.subject)}"]
    for name, texts in merge_sides(decision, levels):
        lines += [line for words in texts for line in ("", f"  _{_safe(name)}:_ {mark_markdown(words)}")]
    if decision.significance:
        weight = significance_words(decision.significance, decision.judged, decision.why)
        lines += ["", f"  _The new wording is:_ {_safe(weight)}"]
    return [*lines, ""]


def render_tables_markdown(report: TableReport) -> str:
    """A report of tables in Markdown, with its sources at the end."""
    lines = [f"# {_safe(report.title)}", "", *(line for said in report.lines for line in (_safe(said), ""))]
    for sheet in report.sheets:
        lines += [f"## {_safe(sheet.title)} ({len(sheet.rows)})", "", _safe(sheet.purpose), ""]
        lines += _cells(sheet) if sheet.rows else ["None.", ""]
    return "\n".join([*lines, "## Sources and licence", "", *_table(("", "Said"), report.sources)])


def _cells(sheet: TableSheet) -> list[str]:
    head = [
        f"| {' | '.join(_safe(each) or ' ' for each in sheet.names)} |",
        f"| {' | '.join(['---'] * len(sheet.names))} |",
    ]
    return [*head, *(f"| {' | '.join(map(_cell, row))} |" for row in sheet.rows), ""]


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return mark_markdown(cell)
    return "<br>".join(_safe(line) for line in str("" if cell is None else cell).split("\n"))
