"""Reports for a terminal: plain text without colour codes, words marked as [-gone-]{+come+}."""

from __future__ import annotations

import textwrap

from lexcurric.core.diff import Change, Differences, MetadataChange
from lexcurric.core.explain import reasons
from lexcurric.core.merge import Decision, MergeRecord
from lexcurric.core.merge_report import (
    NEEDS_SUBJECT,
    merge_groups,
    merge_headline,
    merge_sides,
    merge_summary,
    taken_words,
)
from lexcurric.core.report import (
    PLEASE_LOOK,
    confidence_words,
    departure,
    headline,
    marks_of,
    one_line,
    place_words,
    sections,
    side_names,
    significance_words,
    summary_line,
    value_text,
)
from lexcurric.core.words import Mark, Words

WIDTH = 100
_MARKS = {Mark.EQUAL: "{}", Mark.DELETE: "[-{}-]", Mark.INSERT: "{{+{}+}}"}


def render_text(diff: Differences, width: int = WIDTH, *, with_reasons: bool = False) -> str:
    """
    What changed, level by level, in lines of at most `width` characters.

    Reasons stand where a look is asked for, and everywhere with `with_reasons`.
    """
    old, new = side_names(diff)
    lines = [*_wrap(f"{one_line(diff.title)} ({one_line(diff.soc)}): {old} → {new}", width)]
    lines += _wrap(summary_line(diff), width)
    for section in sections(diff):
        lines += ["", *_title(section.title, width)]
        for change in section.changes:
            lines += _wrap(_headline(change, diff.levels), width, "* ", "  ")
            lines += _bodies(change, diff.levels, width)
            if with_reasons or (isinstance(change, Change) and change.review):
                lines += _reasons(change, diff.levels, width)
        for left in section.departures:
            lines += _wrap(departure(left, diff.levels), width, "> ", "  ")
    for name, side in zip((old, new), (diff.old, diff.new), strict=True):
        owner = one_line(side.attribution) or "owner not stated in the export"
        lines += ["", *_wrap(f"{name}: {owner}. Content hash {side.sha256}", width)]
    return "\n".join(lines) + "\n"


def _title(title: str, width: int) -> list[str]:
    said = _wrap(one_line(title), width)
    return [*said, "=" * max(map(len, said))]


def _reasons(change: Change | MetadataChange, levels: dict[str, str], width: int) -> list[str]:
    lines: list[str] = []
    for each in reasons(change, levels):
        lines += _wrap(each.label + ":", width, "    ")
        for text in each.texts:
            lines += _wrap(text, width, "    · ", "      ")
    return lines


def _headline(change: Change | MetadataChange, levels: dict[str, str]) -> str:
    look = PLEASE_LOOK.upper() if isinstance(change, Change) and change.review else ""
    return " · ".join(each for each in (headline(change, levels), confidence_words(change), look) if each)


def _bodies(change: Change | MetadataChange, levels: dict[str, str], width: int) -> list[str]:
    if marks := marks_of(change):
        return _wrap(_marked(marks), width, "    ")
    if isinstance(change, MetadataChange):
        return _side("-", value_text(change.old), width) + _side("+", value_text(change.new), width)
    if len(change.old) == len(change.new) == 1:
        return _wrap(one_line(change.text), width, "    ")
    lines: list[str] = []
    for sign, places in (("-", change.old), ("+", change.new)):
        for place in places:
            lines += _side(sign, f"{place_words(place, levels)}: {one_line(place.text)}", width)
    return lines


def _side(sign: str, text: str, width: int) -> list[str]:
    return _wrap(text, width, f"    {sign} ", "      ")


def render_merge_text(record: MergeRecord, width: int = WIDTH) -> str:
    """The decisions of a merge, conflicts first, each with its id and its three sides."""
    named = f"{one_line(record.soc)}: merge of {one_line(record.theirs)} into {one_line(record.ours)}"
    lines = [*_wrap(f"{named}, original {one_line(record.base)}", width), *_wrap(merge_summary(record), width)]
    for note in record.notes:
        lines += _wrap(one_line(note), width, "! ", "  ")
    for title, decisions in merge_groups(record):
        lines += ["", *_title(title, width)]
        for decision in decisions:
            lines += _decision(decision, record.levels, width)
    return "\n".join(lines) + "\n"


def _decision(decision: Decision, levels: dict[str, str], width: int) -> list[str]:
    said = [merge_headline(decision, levels), taken_words(decision) if decision.take else ""]
    said.append(PLEASE_LOOK.upper() if decision.review else "")
    lines = _wrap(" · ".join(filter(None, said)), width, "* ", "  ")
    lines += ["    id: " + one_line(decision.id)]
    sides = merge_sides(decision, levels)
    if decision.field in NEEDS_SUBJECT:
        lines += _labelled("Statement", one_line(decision.subject), width)
    if decision.judged:
        weight = significance_words(decision.significance, decision.judged, decision.why)
        lines += _labelled("The change", one_line(weight), width)
    for title, texts in sides:
        for words in texts:
            lines += _labelled(title, _marked(words), width)
    return lines


def _labelled(label: str, text: str, width: int) -> list[str]:
    return _wrap(text, width, f"    {label + ':':<14}", " " * 18)


def _marked(words: Words) -> str:
    return "".join(_MARKS[mark].format(run) for mark, run in words)


def _wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines; words are cut only where one alone is longer than a line."""
    after = first if rest is None else rest
    return textwrap.wrap(
        text, max(width, len(after) + 10), initial_indent=first, subsequent_indent=after, break_on_hyphens=False
    ) or [first.rstrip()]
