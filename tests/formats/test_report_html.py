from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lexcurric.core.diff import Change, diff
from lexcurric.core.explain import unchanged
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.provenance import provenance
from lexcurric.core.report import confidence_words
from lexcurric.core.wording import normal
from lexcurric.formats.report_html import (
    COLOURS,
    EDGES,
    PAIRS,
    render_fragment,
    render_html,
    render_merge_fragment,
    render_merge_html,
)
from tests.formats.test_report_text import A, B, C, merge_record
from tests.samples import continued, known_changes, release_of, sample_pair, snapshot

HOSTILE = [
    "Forms — <script>alert('x')</script> & \"quote\" <img src=https://evil.example/x onerror=alert(1)>.",
    "Tables — fill | pipes ** and __ `code` [link](javascript:alert(1)).",
    "Lines — read\nthe next\r\nline.",
    "עברית — לאפות לחם \u202eevil.",
    "Emoji 👩‍🍳🥖 — bake 🔥 at dawn.",
]
_VOID = {"meta", "br", "img", "link", "hr", "input"}


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balance:
    found = Balance()
    found.feed(html)
    found.close()
    assert found.open == []
    return found


def page(old: Snapshot, new: Snapshot) -> str:
    return render_html(diff(old, new), provenance(old), provenance(new))


def hostile_pair() -> tuple[Snapshot, Snapshot]:
    old = snapshot([A, *HOSTILE[:2]], attribution='© <b>"evil"</b>', own="<i>")
    return old, release_of(old, [A, *[each.replace(".", ", twice.") for each in HOSTILE[:2]], *HOSTILE[2:]])


def words_of(html: str) -> str:
    return " ".join(lxml.html.document_fromstring(html).text_content().split())


def test_every_known_change_of_the_sample_is_in_the_page() -> None:
    text = words_of(page(*sample_pair()))
    for change in known_changes()["changes"]:
        for side in ("old", "new"):
            texts = [change[side]] if change["kind"] == "metadata" else [each["text"] for each in change[side]]
            assert all(normal(each) in text for each in texts)


def test_the_marked_words_are_those_of_the_change() -> None:
    old, new = sample_pair()
    root = lxml.html.document_fromstring(page(old, new))
    for index, change in enumerate(diff(old, new).changes):
        if isinstance(change, Change) and change.words:
            (article,) = root.xpath(f"//article[@id='change-{index}']")
            for tag, mark in (("del", "delete"), ("ins", "insert")):
                runs = [run.strip() for kind, run in change.words if kind == mark]
                for view in ("lx-sides", "lx-inline"):
                    marked = article.xpath(f".//div[contains(@class, '{view}')]//{tag}")
                    assert [each.text_content() for each in marked] == runs


@pytest.mark.parametrize("pair", [sample_pair, hostile_pair])
def test_a_page_is_balanced_and_loads_nothing(pair: object) -> None:
    old, new = pair()  # type: ignore[operator]
    html = page(old, new)
    found = parsed(html)
    assert not {"img", "link", "iframe", "object", "b", "i"} & set(found.seen)
    assert found.seen.count("script") == found.seen.count("style") == 1
    assert "style" not in [name for name, _ in found.attributes]
    assert all((value or "").startswith("#") for name, value in found.attributes if name in ("src", "href"))
    assert not any(name.startswith("on") or "http" in (value or "") for name, value in found.attributes)
    styles = "".join(re.findall(r"<style>.*?</style>", html, re.S))
    assert "url(" not in styles
    assert "@import" not in styles


def test_hostile_statements_are_text_in_page_and_fragments() -> None:
    old, new = hostile_pair()
    for html in (page(old, new), render_fragment(diff(old, new))):
        assert "<script>alert" not in html
        assert html.count("<script") == html.count("<!DOCTYPE")
        assert "alert('x')" in words_of(html)
        assert "\u202e" not in html
        assert "👩" in html
    record = merge_record(snapshot([A]), ["Bread — bake <b>at noon."], ["Bread — bake <i>at dusk."])
    assert not {"b", "i"} & set(parsed(render_merge_fragment(record)).seen)


def shape(wording: str) -> list[str]:
    old = snapshot([A])
    new = release_of(old, [A, f"Xylophones — {wording}"])
    return parsed(page(old, new)).seen


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
@example("</style></script><script>")
@example("-->]]><!--")
@example("' onmouseover='x")
def test_no_wording_adds_an_element_to_the_page(wording: str) -> None:
    assert shape(wording) == shape("tune")


def test_links_inside_the_page_lead_somewhere() -> None:
    root = lxml.html.document_fromstring(page(*sample_pair()))
    ids = set(root.xpath("//@id"))
    targets = [each.removeprefix("#") for each in root.xpath("//a/@href")]
    assert targets
    assert set(targets) <= ids


def test_the_page_has_a_language_headings_and_right_to_left_text() -> None:
    root = lxml.html.document_fromstring(page(*hostile_pair()))
    assert root.get("lang") == "en"
    assert len(root.xpath("//h1")) == 1
    assert root.xpath("//h2")
    assert all(each.get("dir") == "auto" for each in root.xpath("//p[@class='lx-text']"))


def test_badges_say_kind_significance_and_doubt_in_words() -> None:
    root = lxml.html.document_fromstring(page(*sample_pair()))
    badges = {each.text_content() for each in root.xpath("//article//span[contains(@class, 'lx-badge')]")}
    assert badges == {
        *("Reworded", "Moved", "Added", "Removed", "Split", "Joined", "Reordered"),
        *("Editorial", "Substantive", "Please look"),
    }
    said = words_of(page(*sample_pair()))
    unsure = [each for each in diff(*sample_pair()).statement_changes if each.review]
    assert unsure
    assert all(confidence_words(each) in said for each in unsure)


def test_the_footer_has_version_hash_attribution_and_licence_of_both_sides() -> None:
    old, new = sample_pair()
    footer = lxml.html.document_fromstring(page(old, new)).xpath("//footer")[0].text_content()
    for side in map(provenance, (old, new)):
        for said in (side.version, side.sha256, side.attribution, *(text for _, text in side.lines)):
            assert said in footer
    bare = replace(provenance(old), lines=())
    html = render_html(diff(old, new), bare, bare)
    assert bare.sha256 in html


def test_an_empty_diff_says_that_nothing_differs() -> None:
    old, _ = sample_pair()
    assert "No differences: all 40 statements are the same." in words_of(page(old, old))
    assert "No differences" in render_fragment(diff(old, old))


def test_metadata_of_any_shape_is_shown_on_both_sides() -> None:
    old = snapshot([A], own={"a": None, "b": [1, {"c": "<"}]}, gone="x")
    new = continued(old, snapshot([A], own={"a": {"deep": True}, "b": []}))
    text = words_of(page(old, new))
    assert '[1,{"c":"<"}]' in text
    assert "gone removed" in text


def test_a_fragment_stays_within_its_class_and_cell() -> None:
    record = merge_record(snapshot([A, B]), ["Bread — bake at noon.", B], ["Bread — bake at dusk.", B])
    for html in (render_fragment(diff(*sample_pair())), render_merge_fragment(record)):
        found = parsed(html)
        assert not {"html", "head", "body"} & set(found.seen)
        assert "id" not in [name for name, _ in found.attributes]
        style = re.sub(r"@media[^{]*\{", "", html.partition("<style>")[2].partition("</style>")[0])
        selectors = [each for rule in re.findall(r"([^{}]+)\{", style) for each in rule.split(",")]
        assert all(".lx-report" in each for each in selectors)
        assert "var(--jp-layout-color1, #fff)" in html


def test_a_merge_shows_conflicts_first_and_names_the_three_sides() -> None:
    record = merge_record(
        snapshot([A, B]), ["Bread — bake at noon.", B], ["Bread — bake at dusk.", "Cakes — ice well."]
    )
    html = render_merge_fragment(record)
    root = lxml.html.document_fromstring(html)
    assert [each.text_content() for each in root.xpath("//thead//th")] == [
        *("What happened", "Original", "Your version", "New export", "Takes"),
    ]
    rows = root.xpath("//tbody/tr[not(@class='lx-group')]")
    assert [each.get("class") for each in rows][:2] == ["lx-open", None]
    assert "Conflict" in rows[0].text_content()
    assert rows[0].text_content().rstrip().endswith("Not decided")
    assert rows[1].text_content().rstrip().endswith("The new export")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def explained() -> tuple[Snapshot, Snapshot]:
    """A pair whose newer side says why, with texts that mean harm."""
    old = snapshot([A, B, C])
    new = release_of(old, ["Bread — bake at dusk.", B, "Xylophones — tune."])
    first, last = new.content.active[0], new.content.active[2]
    because = {first.id: ("both begin with <b>Bread</b>", 'the words `at` | "bake" are shared\u202e')}
    alike = {last.id: tuple(each.id for each in old.content.active[1:])}
    return old, replace(new, reasons=because, similar=alike)


def test_reasons_say_why_two_statements_are_one_and_what_else_is_alike() -> None:
    old, new = explained()
    for html in (page(old, new), render_fragment(diff(old, new))):
        root = lxml.html.document_fromstring(html)
        said = [" ".join(each.text_content().split()) for each in root.xpath("//dl[@class='lx-reasons']/div")]
        assert said == [
            'Taken to be the sameboth begin with <b>Bread</b>the words `at` | "bake" are shared',
            f"Similar in the older versionL1, place 2: {B}L1, place 3: {C}",
        ]


def test_what_stayed_is_listed_folded_at_the_end_of_its_level() -> None:
    old, new = sample_pair()
    found = diff(old, new)
    html = render_html(found, provenance(old), provenance(new), unchanged(found, new.content))
    root = lxml.html.document_fromstring(html)
    kept = root.xpath("//details[@class='lx-kept']")
    assert [each.find("summary").text_content() for each in kept] == [
        *("5 statements unchanged", "6 statements unchanged", "5 statements unchanged", "6 statements unchanged"),
    ]
    assert sum(len(each.xpath(".//li")) for each in kept) == found.summary["unchanged"]
    assert not any(each.get("open") for each in kept)


def test_a_level_without_changes_is_there_with_what_stayed() -> None:
    old = snapshot([A], [B])
    new = release_of(old, [A], ["Cakes — ice with care, by hand."])
    html = render_html(diff(old, new), provenance(old), provenance(new), unchanged(diff(old, new), new.content))
    assert "L1 no changes 1 statement unchanged" in words_of(html)


def test_a_level_without_changes_stands_in_reading_order() -> None:
    old = snapshot([A], [B], ["Ovens — clean weekly."])
    new = release_of(old, ["Cakes — ice with care, by hand."], [B], ["Ovens — clean weekly, when cold."])
    html = render_html(diff(old, new), provenance(old), provenance(new), unchanged(diff(old, new), new.content))
    root = lxml.html.document_fromstring(html)
    heads = [each.text_content().split()[0] for each in root.xpath("//main//h2")]
    assert heads == ["L1", "L2", "L3", "About"]


def test_the_policy_lets_only_the_own_script_and_style_run() -> None:
    html = page(*hostile_pair())
    root = lxml.html.document_fromstring(html)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        text = html.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_controls_wait_for_the_script_and_offer_only_what_occurs() -> None:
    root = lxml.html.document_fromstring(page(*sample_pair()))
    assert [each.get("hidden") for each in root.xpath("//div[@class='lx-bar'] | //form")] == ["", ""]
    names = {each.get("name") for each in root.xpath("//form//input[@type='checkbox']")}
    assert names == {"kind", "significance", "level", "look"}
    for box in root.xpath("//form//input[@type='checkbox']"):
        key, value = box.get("name"), box.get("value")
        assert any(value in each.get(f"data-{key}", "").split() for each in root.xpath("//*[@data-item]"))
    assert all(each.get("hidden") is None for each in root.xpath("//article"))


def test_a_merge_as_a_page_has_conflicts_first_three_sides_outcome_and_a_place_to_sign() -> None:
    base = snapshot([A, B])
    record = merge_record(base, ["Bread — bake at <b>noon.", B], ["Bread — bake at <i>dusk.", "Cakes — ice well."])
    html = render_merge_html(record, provenance(base), provenance(release_of(base, [A])))
    assert not {"b", "i", "img"} & set(parsed(html).seen)
    root = lxml.html.document_fromstring(html)
    first, second = root.xpath("//article")
    assert "Conflict" in first.xpath(".//h3")[0].text_content()
    for article in (first, second):
        assert [each.text for each in article.xpath(".//div[contains(@class, 'lx-three')]//p[@class='lx-where']")] == [
            *("Original", "Your version", "New export"),
        ]
    assert "Outcome Not decided: nothing is applied until a person chooses" in words_of(html).replace(
        "OutcomeNot", "Outcome Not"
    )
    assert "Takes the new export: only the new export changed it" in second.text_content()
    assert "1 conflict waits for a decision; until then nothing is applied." in words_of(html)
    assert [each.text for each in root.xpath("//section[@class='lx-sign']//dt")] == ["Reviewed by", "Date", "Signature"]
    targets = {each.removeprefix("#") for each in root.xpath("//a/@href")}
    assert targets <= set(root.xpath("//@id"))


def test_a_merge_with_nothing_to_decide_is_a_page_too() -> None:
    base = snapshot([A])
    html = render_merge_html(replace(merge_record(base, [A], [A]), decisions=()), provenance(base), provenance(base))
    assert "Nothing to merge." in words_of(html)
    assert "lx-bar" not in html.partition("<body")[2].partition("<script>")[0]


def test_a_page_of_four_hundred_changes_is_made_quickly_and_stays_small() -> None:
    old = snapshot([f"Loaf {n} — bake at dawn in the deck oven." for n in range(400)])
    new = release_of(old, [f"Loaf {n} — bake at dusk in the deck oven." for n in range(400)])
    found = diff(old, new)
    began = time.process_time()
    html = render_html(found, provenance(old), provenance(new))
    assert time.process_time() - began < 1
    assert html.count("<article") == len(found.changes) >= 400
    assert len(html) < 1_000_000


@pytest.mark.parametrize("pair", EDGES, ids="-on-".join)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_edge_and_focus_ring_stands_out_from_its_ground(pair: tuple[str, str], theme: int) -> None:
    """WCAG 2.2, success criterion 1.4.11: a contrast of 3 to 1."""
    darker, lighter = sorted(luminance(COLOURS[name][theme]) for name in pair)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_letters_is_readable_on_its_ground(pair: tuple[str, str], theme: int) -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    darker, lighter = sorted(luminance(COLOURS[name][theme]) for name in pair)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
