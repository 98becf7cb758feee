from __future__ import annotations

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lexcurric.core.diff import diff
from lexcurric.core.model import Snapshot
from lexcurric.core.provenance import provenance
from lexcurric.core.wording import normal
from lexcurric.core.words import Mark, mark_words
from lexcurric.formats.report_markdown import escape_markdown, mark_markdown, render_markdown
from tests.formats.test_report_html import HOSTILE, explained, hostile_pair
from tests.formats.test_report_text import A, B, C
from tests.samples import continued, known_changes, sample_pair, snapshot

RENDER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def report(old: Snapshot, new: Snapshot) -> str:
    return render_markdown(diff(old, new), provenance(old), provenance(new))


def shown(markdown: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(RENDER.render(markdown), create_parent="div")


def text_of(markdown: str) -> str:
    return " ".join(shown(markdown).text_content().split())


def marked(old: str, new: str) -> tuple[list[str], list[str]]:
    root = shown(mark_markdown(mark_words(old, new)))
    return [each.text_content() for each in root.iter("s", "del")], [
        each.text_content() for each in root.iter("strong")
    ]


def test_every_known_change_of_the_sample_is_in_the_report() -> None:
    old, new = sample_pair()
    markdown = report(old, new)
    text = text_of(markdown)
    struck = [each.text_content() for each in shown(markdown).iter("s", "del")]
    for change in diff(old, new).statement_changes:
        for mark, run in change.words:
            assert run.strip() in (struck if mark is Mark.DELETE else text)
    for change in known_changes()["changes"]:
        if change["kind"] in ("added", "removed", "split", "joined"):
            assert all(place["text"] in text for place in (*change["old"], *change["new"]))


def test_no_sign_of_a_mark_is_left_standing_in_the_sample() -> None:
    text = text_of(report(*sample_pair()))
    assert "~~" not in text
    assert "**" not in text


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("crust, volume and flavor.", "crust, volume, and flavor.", [], [","]),
        ("total weight of it all", "total dough weight of it all", [], ["dough"]),
        ("roll by hand today", "roll with care today", ["by hand"], ["with care"]),
        ("cut fine and sweep up", "cut (very) fine and sweep up", [], ["(very)"]),
        ("use 5% of it", "use 5 of it", ["%"], []),
    ],
)
def test_word_marks_render_whatever_stands_at_their_edges(old: str, new: str, gone: list[str], came: list[str]) -> None:
    assert marked(old, new) == (gone, came)


WORDING = st.text(st.sampled_from("ab1 *_~`|<>&[]()!#\\-+.,—é\u05d0👍$="), min_size=1, max_size=24)


@given(WORDING, WORDING)
def test_marked_words_render_as_the_words_that_went_and_came(old: str, new: str) -> None:
    words = mark_words(old, new)
    root = shown(mark_markdown(words))
    for mark, tags in ((Mark.DELETE, ("s", "del")), (Mark.INSERT, ("strong",))):
        runs = "".join(run.strip() for kind, run in words if kind is mark)
        found = "".join(each.text_content() for each in root.iter(*tags))
        assert re.sub(r"\s", "", found) == re.sub(r"\s", "", runs)
    every = "".join(run for _, run in words)
    assert re.sub(r"\s", "", root.text_content()) == re.sub(r"\s", "", every)


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "# not a heading", "1. not a list", "12) nor this", "- nor this", "+ or this", "> or this", "==="],
)
def test_any_statement_shows_as_it_is(text: str) -> None:
    plain = normal(text)
    assert shown(escape_markdown(plain)).xpath("count(.//*[not(self::p)])") == 0
    assert text_of(escape_markdown(plain)) == plain


def test_hostile_statements_are_text_and_tables_keep_their_columns() -> None:
    root = shown(report(*hostile_pair()))
    assert not root.xpath(".//script | .//img | .//a | .//code")
    for table in root.iter("table"):
        widths = {len(row.findall("td") + row.findall("th")) for row in table.iter("tr")}
        assert len(widths) == 1


def test_release_notes_begin_with_a_sentence_counts_and_what_to_look_at() -> None:
    root = shown(report(*sample_pair()))
    assert text_of(report(*sample_pair())).startswith(
        "Changes: Bakers (51-3011.00) What changed in the competency framework for Bakers from v.26.05 to v.26.11: "
        "22 unchanged, 10 reworded"
    )
    heads = [(each.tag, each.text_content()) for each in root.iter("h2", "h3")]
    assert heads[:4] == [("h2", "⚠ Please look (2)"), ("h2", "Added (2)"), ("h3", "Emerging"), ("h3", "Advanced")]
    assert [name for tag, name in heads if tag == "h2"][2:] == [
        *("Removed (2)", "Reworded, substantive (4)", "Split (1)", "Joined (1)", "Moved to another level (2)"),
        *("Reworded, editorial (6)", "Reordered (1)", "About the framework (3)", "Where the two sides come from"),
    ]


def test_reasons_stand_under_their_change_as_text() -> None:
    old, new = explained()
    text = text_of(report(old, new))
    assert 'Taken to be the same: both begin with <b>Bread</b>; the words `at` | "bake" are shared' in text
    assert f"Similar in the older version: L1, place 2: {B}; L1, place 3: {C}" in text
    assert not shown(report(old, new)).xpath(".//b | .//code")


def test_an_empty_diff_says_that_nothing_differs() -> None:
    old, _ = sample_pair()
    assert "No differences" in text_of(report(old, old))


def test_the_footer_has_version_hash_attribution_and_licence_of_both_sides() -> None:
    old, new = sample_pair()
    text = text_of(report(old, new))
    for side in map(provenance, (old, new)):
        assert side.sha256 in text
        assert all(said in text for _, said in side.lines)


def test_metadata_of_any_shape_is_shown_on_both_sides() -> None:
    old = snapshot([A], own={"a": None, "b": [1, {"c": "<|>"}]}, gone="x")
    new = continued(old, snapshot([A], own={"a": {"deep": True}, "b": []}))
    text = text_of(report(old, new))
    assert '[1,{"c":"<|>"}]' in text
    assert "gone removed" in text
