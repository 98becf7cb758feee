from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core import edits
from lexcurric.core.checks import (
    IDS,
    RULES,
    CheckSettings,
    Finding,
    Limits,
    Rule,
    Severity,
    Spelling,
    accept,
    check,
    check_statement,
    parse_settings,
    repaired,
)
from lexcurric.core.export import content_from_export
from lexcurric.core.model import Content, Term, Vocabulary, replace
from lexcurric.core.wording import normal, words
from tests.samples import content, export_value

EVERY = {each.id: True for each in RULES}
SETTINGS = CheckSettings(rules=EVERY, spelling=Spelling.US, jargon={"utilize": "use"})
WITH_EXAMPLE = [pytest.param(each, id=each.id) for each in RULES if each.bad]


def example(text: str) -> Content:
    return content(*[[part.strip() for part in level.split("|") if part.strip()] for level in text.split("||")])


def of(rule: str, *texts: str, settings: CheckSettings = SETTINGS) -> list[Finding]:
    return [each for each in check(content(list(texts)), settings) if each.rule == rule]


def fixed(*texts: str, settings: CheckSettings = SETTINGS) -> list[str]:
    made = content(list(texts))
    return list(repaired(made, settings).values())


def test_a_clean_framework_has_no_findings() -> None:
    assert check(content(["Bread — bake at dawn.", "Cakes — ice by hand."])) == ()


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_each_rule_finds_its_bad_example_and_lets_the_good_one_pass(rule: Rule) -> None:
    assert rule.id in {each.rule for each in check(example(rule.bad), SETTINGS)}
    assert rule.id not in {each.rule for each in check(example(rule.good), SETTINGS)}


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_each_repair_leaves_nothing_for_its_rule_to_find(rule: Rule) -> None:
    if rule.repair is None:
        return
    made = example(rule.bad)
    only = CheckSettings(rules={each: each == rule.id for each in IDS}, spelling=Spelling.US)
    texts = repaired(made, only)
    assert texts
    for key, text in texts.items():
        made = edits.reword(made, key, text)
    assert check(made, only) == ()


def test_a_rule_that_is_switched_off_finds_nothing_and_repairs_nothing() -> None:
    off = CheckSettings(rules={"spaces": False})
    assert of("spaces", "Bread —  bake at dawn.", settings=off) == []
    assert fixed("Bread —  bake at dawn.", settings=off) == []


def test_a_severity_is_weighed_anew() -> None:
    (finding,) = of("spaces", "Bread —  bake at dawn.", settings=CheckSettings(severities={"spaces": Severity.ERROR}))
    assert finding.severity is Severity.ERROR


def test_a_framework_of_another_form_is_told_so_once() -> None:
    found = of("grammar", *[f"Bakes {number} loaves at dawn." for number in range(6)])
    assert [each.where for each in found] == ["form"]
    assert len(of("grammar", "Understand bread.", "Bread — bake at dawn.")) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bread - bake at dawn.", "Bread — bake at dawn."),
        ("Bread – bake at dawn.", "Bread — bake at dawn."),
        ("Bread—bake at dawn.", "Bread — bake at dawn."),
        ("Bread -- bake at dawn.", "Bread — bake at dawn."),
        ("Bread - rolls - bake at dawn.", None),
        ("Temperatures - 5 - 10 degrees.", None),
        ("Bread - wholemeal at dawn.", None),
        ("Deep-clean ovens at dawn.", None),
    ],
)
def test_a_dash_is_set_only_where_no_other_can_be_meant(text: str, wanted: str | None) -> None:
    only = CheckSettings(rules={each: each == "grammar" for each in IDS})
    assert fixed(text, settings=only) == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    "text",
    [
        "Yeast — understand how it works in cold dough.",
        "Is aware of the risks of yeast.",
        "Knowledge of yeast in cold dough.",
        "Has a good understanding of yeast.",
        "Able to appreciate good bread.",
    ],
)
def test_what_nobody_can_observe_is_pointed_out_with_another_verb(text: str) -> None:
    (finding,) = of("verb", text)
    assert "ask to " in finding.message


@pytest.mark.parametrize(
    "text",
    ["Yeast — understand and explain to guests.", "Explain what learners know.", "Knowledge bases — update weekly."],
)
def test_a_verb_that_can_be_observed_is_enough(text: str) -> None:
    assert of("verb", text) == []


def test_spaces_that_are_good_typography_and_signs_that_scripts_need_are_let_be() -> None:
    assert of("invisible", "Custard — cool to 41\u00a0°F within the hour.") == []
    assert of("invisible", "نان — می\u200cپزد در صبح.") == []
    assert of("invisible", "\u202bنان\u202c — bake at dawn.") == []
    (finding,) = of("invisible", "Bread\u00a0— bake\u0007 at\u200b dawn.")
    assert finding.fix is not None
    assert finding.fix.text == "Bread — bake  at dawn."


@pytest.mark.parametrize(
    "text", ["Bread, etc., — bake at 4 a.m. for Bakers, Inc.", "Loaves of 1,000 g — bake at 2.5 kg."]
)
def test_abbreviations_and_figures_are_no_slips_of_punctuation(text: str) -> None:
    assert of("punctuation", text) == []


def test_names_keep_their_spelling() -> None:
    assert of("spelling", "Letters to the Labour Party — type at noon.") == []
    (finding,) = of("spelling", "Colour and flavour — judge by mouth.")
    assert finding.fix is not None
    assert finding.fix.text == "Color and flavor — judge by mouth."
    british = CheckSettings(spelling=Spelling.UK)
    assert fixed("Color of crust — judge and organize.", settings=british) == ["Colour of crust — judge and organize."]


def test_all_repairs_of_a_statement_are_made_together() -> None:
    assert fixed("Bread\u200b  - bake  colour , at dawn", "Rolls — bake at noon.") == ["Bread — bake color, at dawn."]


MARKS = st.lists(
    st.sampled_from(
        [
            "Bread",
            "rolls",
            "bake",
            "at dawn",
            "—",
            "-",
            "–",
            ",",
            ";",
            ".",
            "..",
            " ",
            "  ",
            "\u00a0",
            "\u200b",
            "\n",
            "(",
            "e.g.",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(MARKS)
def test_repairs_change_no_word_and_have_nothing_left_to_do(parts: list[str]) -> None:
    text = "".join(parts)
    if not normal(text):
        return
    made = content(["Rolls — bake at noon.", "Cakes — ice by hand.", text])
    texts = repaired(made)
    for key, new in texts.items():
        assert words(new) == words(made.by_id[key].text)
        made = edits.reword(made, key, new)
    assert repaired(made) == {}


def test_near_duplicates_are_found_within_and_across_levels_but_not_where_a_figure_differs() -> None:
    one = "Sourdough loaves — bake at dawn in the deck oven with steam."
    other = "Sourdough loaves — bake at dawn in a deck oven using steam."
    made = content([one], ["Invoices — file by supplier.", other])
    (finding,) = [each for each in check(made, SETTINGS) if each.rule == "near-duplicate"]
    assert finding.where == "L2 2"
    assert finding.others == (made.active[0].id,)
    assert of("near-duplicate", one + " Take 3 loaves.", other + " Take 5 loaves.") == []
    assert of("near-duplicate", one, other.replace("using", "without")) == []


def test_statements_with_a_word_each_of_their_own_are_no_near_duplicates() -> None:
    one = "User documentation of the system — write in plain words for each release."
    assert of("near-duplicate", one, one.replace("User", "Administrator")) == []
    assert len(of("near-duplicate", one, one.replace("plain", "plain short"))) == 1


def test_the_search_for_near_duplicates_misses_no_pair() -> None:
    parts = (("rye", "wheat"), ("loaves", "rolls"), ("dawn", "noon"), ("", "early "), ("", "steam "), ("", "salt "))
    texts = [f"{a} {b} — bake at {c} {d}{e}{f}beside ovens." for a, b, c, d, e, f in product(*parts)]
    made = content(texts)
    found = {frozenset((each.statement_id, one)) for each in check(made, SETTINGS) for one in each.others}
    stems = {each.id: set(each.text.rstrip(".").split()) - {"—", "at"} for each in made.active}
    pairs = {
        frozenset((a, b))
        for a in stems
        for b in stems
        if a != b and stems[a] < stems[b] and 2 * len(stems[a]) >= 0.8 * (len(stems[a]) + len(stems[b]))
    }
    assert len(pairs) > 50
    assert found == pairs


def test_a_fall_of_autonomy_within_a_criterion_is_pointed_out() -> None:
    made = content(["Bread — bake independently."], ["Rolls — bake under direct supervision."])
    made = edits.assign_criterion(made, [each.id for each in made.active], "Baking")
    (finding,) = [each for each in check(made) if each.rule == "progression"]
    assert finding.where == "L2 1"
    assert "under direct supervision" in finding.message
    turned = content(["Rolls — bake under direct supervision."], ["Bread — bake independently."])
    turned = edits.assign_criterion(turned, [each.id for each in turned.active], "Baking")
    assert [each for each in check(turned) if each.rule == "progression"] == []


def test_autonomy_is_held_against_every_lower_level() -> None:
    made = content(
        ["Bread — bake independently."], ["Buns — bake at noon."], ["Rolls — bake under direct supervision."]
    )
    made = edits.assign_criterion(made, [each.id for each in made.active], "Baking")
    assert [each.where for each in check(made) if each.rule == "progression"] == ["L3 1"]


def test_a_fall_of_the_demand_of_verbs_is_pointed_out_with_the_verbs() -> None:
    made = content(["Bread — design for the shop."], ["Rolls — list for the shop."])
    made = edits.assign_criterion(made, [each.id for each in made.active], "Range")
    (finding,) = [each for each in check(made) if each.rule == "progression"]
    assert "“list” asks for remember" in finding.message


def test_an_empty_level_and_missing_source_lines_are_pointed_out() -> None:
    value = export_value(["A — do by hand."], [])
    del value["attribution"]
    value["sources"] = {}
    where = [(each.rule, each.where) for each in check(content_from_export(value)) if not each.statement_id]
    assert where == [("level", "L2"), ("attribution", "/attribution"), ("attribution", "/sources")]


def test_a_licence_is_asked_for_and_an_older_source_is_named() -> None:
    value = export_value(["Bread — bake at dawn."], attribution="The bakers")
    value["sources"] = {"onet": "v30.2"}
    found = check(content_from_export(value), CheckSettings(newest={"onet": "v31.0 (CC BY 4.0)"}))
    assert [(each.rule, each.where) for each in found] == [("licence", "/license"), ("sources-age", "/sources/onet")]
    value["license"] = "https://creativecommons.org/licenses/by/4.0/"
    assert check(content_from_export(value), CheckSettings(newest={"onet": "v30.2"})) == ()


def test_a_required_vocabulary_says_how_many_statements_lack_a_tag() -> None:
    start = content(["Bread — bake at dawn.", "Cakes — ice by hand."])
    skill = Vocabulary(name="skill", label="Skill type", required=True, terms=(Term(term="a"),))
    tagged = edits.tag(replace(start, vocabularies=(skill,)), [start.active[0].id], ["skill:a"])
    (finding,) = check(tagged)
    assert finding.message == "1 of 2 statements have no tag of this required vocabulary"


def test_an_accepted_finding_stays_accepted_until_its_wording_changes() -> None:
    made = content(["Big bread loaves — bake.", "Rolls — bake at dawn."])
    (finding,) = check(made)
    record = accept(finding, made, "short on purpose", "Ada", "2026-01-01T00:00:00.000Z")
    assert record.key == finding.key
    (again,) = check(made, accepted=[record])
    assert again.accepted == "short on purpose"
    moved = edits.move(made, [made.active[0].id], "l1")
    assert [each.accepted for each in check(moved, accepted=[record])] == ["short on purpose"]
    reworded = edits.reword(made, made.active[0].id, "Big rye loaves — bake.")
    assert [each.accepted for each in check(reworded, accepted=[record])] == [""]
    assert check(made, accepted=[replace(record, withdrawn=True)])[0].accepted == ""


def test_what_was_accepted_of_a_statement_that_has_another_id_now_still_holds() -> None:
    made = content(["Big bread loaves — bake.", "Rolls — bake at dawn."])
    (finding,) = check(made)
    record = replace(accept(finding, made, "short on purpose", "Ada", ""), subject="an-older-id")
    assert check(made, accepted=[record])[0].accepted == "short on purpose"
    other = replace(record, subject=made.active[1].id)
    assert check(made, accepted=[other])[0].accepted == ""


def test_a_finding_about_two_statements_is_accepted_until_either_changes() -> None:
    made = content(["Bread — bake at dawn in steam.", "Bread — bake at dawn in steam."])
    (finding,) = check(made)
    record = accept(finding, made, "two shifts", "Ada", "")
    assert check(made, accepted=[record])[0].accepted
    third = edits.add(made, "l1", "Bread — bake at dawn in steam.", 1)[0]
    assert [bool(each.accepted) for each in check(third, accepted=[record])].count(True) == 1


def test_one_statement_is_checked_as_it_is_within_all() -> None:
    near = "Sourdough loaves — bake at dawn in the deck oven with "
    first = ["Bread — bake at dawn.", "Bread — bake at dawn.", "Rolls  - understand", f"{near}steam."]
    made = content(first, ["Cakes - bake.", f"{near}much steam.", f"{near}steam early."])
    for each in made.active:
        alone = check_statement(made, each.id, SETTINGS)
        assert {one.key for one in check(made, SETTINGS) if one.statement_id == each.id} == {one.key for one in alone}


def test_four_thousand_statements_are_checked_in_two_seconds_and_one_of_them_in_a_moment() -> None:
    def odd(number: int) -> str:
        return "".join("bcdfghklmn"[int(digit)] + "o" for digit in str(number))

    words = ("files", "ovens", "loaves", "drafts", "orders", "rolls", "tools", "letters", "pans", "scales")
    texts = [
        f"{words[n % 10].capitalize()} near {words[n // 10 % 10]} {odd(n)} — check {words[n // 100 % 10]} and "
        f"{words[n // 1000 % 10]} against the list of {odd(n * 7)} each day in the shop."
        for n in range(4000)
    ]
    made = content(texts[:2000], texts[2000:])
    assert len(made.active) == 4000
    start = time.perf_counter()
    check(made, SETTINGS)
    assert time.perf_counter() - start < 6
    start = time.perf_counter()
    check_statement(made, made.active[1234].id, SETTINGS)
    assert time.perf_counter() - start < 1


def test_settings_are_read_with_every_problem_named() -> None:
    settings, problems = parse_settings(
        {
            "rules": {"length": False},
            "limits": {"longest": 20},
            "spelling": "uk",
            "jargon": ["synergy"],
            "verbs": {"plait": {"dave": "precise"}, "bake": False, "sense": {"instead": "name it"}},
        },
        IDS,
    )
    assert problems == []
    assert settings.limits == Limits(longest=20)
    assert settings.jargon == {"synergy": ""}
    assert settings.verb_list().find("plaits") is not None
    assert settings.verb_list().find("bake") is None
    _, problems = parse_settings({"rules": {"lenght": True}, "verbs": {"plait": "precise"}}, IDS)
    assert [each.where for each in problems] == ["/rules/lenght", "/verbs/plait"]
    _, problems = parse_settings({"verbs": {1: 2}, "jargon": {3: 4}}, IDS)
    assert [each.where for each in problems] == ["/verbs/1"]
    _, problems = parse_settings({"spelling": "french", "limits": {"longest": 0}}, IDS)
    assert len(problems) == 2
