from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.significance import Significance, propose
from lexcurric.core.terms import is_misspelling
from tests.samples import known_changes

EDITORIAL = [
    ("Rolls — bake and cool.", "Rolls — bake, and cool.", "punctuation"),
    ("Rolls — organise by size.", "Rolls — organize by size.", "spelling: organise → organize"),
    ("Colour charts — follow.", "Color charts — follow.", "spelling: colour → color"),
    ("The rolls — bake.", "Rolls — bake.", "a small word: the"),
    (
        "Pans, trays and racks — oil.",
        "Trays, pans, and racks — oil.",
        "the same words but for the order of a list; punctuation; capitals",
    ),
    ("Heat-proof gloves — wear.", "Heatproof gloves — wear.", "a hyphen or a space"),
    (
        "Hygiene rules — ensure that they are kept.",
        "Hygiene rules — ensures that they are kept.",
        "another form of a word: ensure → ensures",
    ),
    ("Ovens — clean each week.", "Ovens — clean weekly.", "the same in other words: each week → weekly"),
    (
        "Dough — mix flour, salt, and yeast.",
        "Dough — mix salt, flour, and yeast.",
        "the same words but for the order of a list",
    ),
    (
        "Flour deliveries — check.",
        "Deliveries of flour — check.",
        "the same words but for the order of a list; a small word: of",
    ),
    (
        "Allergens — identify in all recipes.",
        "In all recipes, allergens — identify.",
        "a phrase stands elsewhere: in all recipes; punctuation; capitals",
    ),
    (
        "Cakes — finish with toppings such as nuts, seeds, and glaze.",
        "Cakes — finish with toppings such as nuts, seeds, or glaze.",
        "a small word: and → or",
    ),
    ("Plans — draw with computer-aided design (CAD).", "Plans — draw with CAD.", "an abbreviation"),
    ("Plans — draw with computer-aided design.", "Plans — draw with computer-aided design (CAD).", "an abbreviation"),
    ("Goods — recieve.", "Goods — receive.", "spelling: recieve → receive"),
    ("Guests — accomodate.", "Guests — accommodate.", "spelling: accomodate → accommodate"),
    ("Two trays — load.", "2 trays — load.", "a number in figures or in words: two → 2"),
    (
        "Loaves — bake, and cool.",
        "Loaf — baked and cooling.",
        "another form of a word: loaves → loaf, bake → baked and 1 more; punctuation",
    ),
    (
        "Supervisor — ask with a customer's permission.",
        "Supervisor — ask with the customers' permission.",
        "another form of a word: customer's → customers; a small word: a → the",
    ),
    ("Flour — order 1,000 kg.", "Flour — order 1000 kg.", "punctuation"),
    ("Orders — utilise the form.", "Orders — use the form.", "the same in other words: utilise → use"),
    ("Orders — take prior to noon.", "Orders — take before noon.", "the same in other words: prior to → before"),
    ("Bread — slice and/or wrap.", "Bread — slice or wrap.", "punctuation"),
    ("Sinks — sanitise after use.", "Sinks — sanitize after use.", "spelling: sanitise → sanitize"),
    ("Fibre content — label.", "Fiber content — label.", "spelling: fibre → fiber"),
    ("Catalogue entries — analyse.", "Catalog entries — analyze.", "spelling: catalogue → catalog, analyse → analyze"),
    ("Travelling expenses — record.", "Traveling expenses — record.", "spelling: travelling → traveling"),
    ("Grey flour — sift.", "Gray flour — sift.", "spelling: grey → gray"),
    ("Non-slip mats — lay.", "Nonslip mats — lay.", "a hyphen or a space"),
    ("Time sheet — sign.", "Timesheet — sign.", "the same in other words: Time sheet → Timesheet"),
    (
        "Child's meal — plate.",
        "Children's meals — plate.",
        "another form of a word: child's → children's, meal → meals",
    ),
    ("Shelves — clean.", "Shelf — clean.", "another form of a word: shelves → shelf"),
    ("Orders — have been taken.", "Orders — had been taken.", "another form of a word: have → had"),
    (
        "Menus — write and print.",
        "Menus — written and printed.",
        "another form of a word: write → written, print → printed",
    ),
    ("Bakers' tools — sharpen.", "Baker's tools — sharpen.", "another form of a word: bakers → baker's"),
    ("Till — count the cash.", "Till — count cash.", "a small word: the"),
    ("Till — count cash, cards; and vouchers.", "Till — count cash, cards, and vouchers.", "punctuation"),
    ("TILL — COUNT CASH.", "Till — count cash.", "capitals"),
    ("Allergens, e.g. nuts — list.", "Allergens, such as nuts — list.", "punctuation"),
    ("Rota — plan for every shift.", "Rota — plan for each shift.", "the same in other words: every → each"),
    ("Flour — store as well as rotate.", "Flour — store and rotate.", "the same in other words: as well as → and"),
    ("Enviromental checks — carry out.", "Environmental checks — carry out.", "spelling: enviromental → environmental"),
    ("Seperate bins — label.", "Separate bins — label.", "spelling: seperate → separate"),
    ("Hazard Analysis and Critical Control Points (HACCP) — apply.", "HACCP — apply.", "an abbreviation"),
    ("Personal protective equipment — wear.", "Personal protective equipment (PPE) — wear.", "an abbreviation"),
    ("10% of loaves — weigh.", "10 percent of loaves — weigh.", "the same in other words: % → percent"),
    ("Six loaves — weigh.", "6 loaves — weigh.", "a number in figures or in words: six → 6"),
    (
        "Using a lame, score loaves.",
        "Score loaves using a lame.",
        "a phrase stands elsewhere: score loaves; punctuation; capitals",
    ),
    (
        "Knives and peelers — sharpen.",
        "Peelers and knives — sharpen.",
        "the same words but for the order of a list; capitals",
    ),
    ("Bakes bread.", "Baked bread.", "another form of a word: bakes → baked"),
    ("Bake bread", "Bake bread.", "punctuation"),
    ("Bread — bake, cool, and slice.", "Bread — slice, bake, and cool.", "the same words but for the order of a list"),
]
SUBSTANTIVE = [
    ("Rolls — bake at 200 degrees.", "Rolls — bake at 220 degrees.", "another figure: 200 → 220"),
    ("Rolls — bake with steam.", "Rolls — bake without steam.", "the meaning is turned round: with → without"),
    ("Rolls — bake by eye.", "Rolls — inspect by eye.", "another action: bake → inspect"),
    (
        "Rolls — bake under supervision.",
        "Rolls — bake independently.",
        "another degree of independence: under supervision → independently",
    ),
    ("White rolls — bake by eye.", "Rye loaves — bake by eye.", "another object: White rolls → Rye loaves"),
    ("Flour sacks — lift up to 5 kg.", "Flour sacks — lift up to 10 kg.", "another figure: 5 → 10"),
    ("Ovens — may be left on.", "Ovens — must be left on.", "another obligation: may → must"),
    ("Ovens — clean weekly.", "Ovens — clean daily.", "another frequency: weekly → daily"),
    (
        "Dough — shape under supervision.",
        "Dough — shape without supervision.",
        "the meaning is turned round: under → without",
    ),
    (
        "Faults — report to the manager before the customer.",
        "Faults — report to the customer before the manager.",
        "the same words in another order, which can mean something else",
    ),
    (
        "Dough — mix rye flour and salt.",
        "Dough — mix rye salt and flour.",
        "the same words in another order, which can mean something else",
    ),
    ("Dough — weigh and record.", "Dough — weigh or record.", "not the same is asked for: “and” became “or”"),
    ("Rolls — form.", "Rolls — from.", "another action: form → from"),
    ("Only rolls — bake.", "Rolls — bake only.", "the same words in another order, which can mean something else"),
    (
        "Dough — mix, then rest, then bake.",
        "Dough — rest, then mix, then bake.",
        "the same words in another order, which can mean something else",
    ),
    ("Dough — weigh.", "Dough — weigh, and record.", "an action was added: record"),
    ("Dough — weigh, and record.", "Dough — weigh.", "an action was taken out: record"),
    ("Dough — rest.", "Dough — rest under a cloth.", "a condition was added: under a cloth"),
    (
        "Dough — rest for two hours under a cloth.",
        "Dough — rest for two hours.",
        "a condition was taken out: under a cloth",
    ),
    ("Staff — train to a safe standard.", "Staff — train to an unsafe standard.", "other words: a safe → an unsafe"),
    ("Weigh dough by hand.", "Measure dough by hand.", "another action: Weigh → Measure"),
    (
        "Loaves — bake with seeds and cool on racks.",
        "Loaves — bake and cool on racks with seeds.",
        "the same words in another order, which can mean something else",
    ),
    ("Flour — order at least 50 kg.", "Flour — order at most 50 kg.", "another limit: least → most"),
    ("Flour — order 1.5 kg.", "Flour — order 15 kg.", "another figure: 1.5 → 15"),
    ("All recipes — cost.", "Some recipes — cost.", "another object: All recipes → Some recipes"),
    (
        "Errors — report to managers.",
        "Managers — report to errors.",
        "the same words in another order, which can mean something else",
    ),
    ("Complaints — handle.", "Compliant — handle.", "another object: Complaints → Compliant"),
    ("Trainees — assist.", "Trainers — assist.", "another object: Trainees → Trainers"),
    ("Bread — slice and/or wrap.", "Bread — slice and wrap.", "not the same is asked for: “or” became “and”"),
    ("Prices — increase.", "Prices — decrease.", "another action: increase → decrease"),
    ("Dough — knead.", "Dough — knead, under direct supervision.", "a condition was added: under direct supervision"),
    ("Dough — knead with guidance.", "Dough — knead.", "a condition was taken out: with guidance"),
    (
        "Dough — knead with minimal supervision.",
        "Dough — knead with close supervision.",
        "other words: minimal → close",
    ),
    ("Dough — assist in kneading.", "Dough — knead.", "an action was taken out: assist"),
    ("Till — can open.", "Till — must open.", "another obligation: can → must"),
    ("Till — should balance.", "Till — may balance.", "another obligation: should → may"),
    ("Food — never leave out.", "Food — leave out.", "the meaning is turned round: “never” was taken out"),
    ("Orders — take without errors.", "Orders — take with errors.", "the meaning is turned round: without → with"),
    ("Products — recall unless sold.", "Products — recall if sold.", "the meaning is turned round: unless → if"),
    ("Fridges — check twice a day.", "Fridges — check once a day.", "another frequency: twice → once"),
    ("Fridges — check regularly.", "Fridges — check hourly.", "another frequency: regularly → hourly"),
    ("Fridges — keep at 5 degrees.", "Fridges — keep below 5 degrees.", "other words: at → below"),
    ("Fridges — keep at 5 °C ± 1.", "Fridges — keep at 5 °C ± 2.", "another figure: 1 → 2"),
    ("Dough — divide to within 2 percent.", "Dough — divide to within 5 percent.", "another figure: 2 → 5"),
    ("Dough — divide into ten pieces.", "Dough — divide into twelve pieces.", "another figure: ten → twelve"),
    ("Bread — bake before dawn.", "Bread — bake after dawn.", "other words: before → after"),
    ("Bread — bake in the deck oven.", "Bread — bake in the rack oven.", "other words: deck → rack"),
    (
        "Bread — bake to the house standard.",
        "Bread — bake to the customer's specification.",
        "other words: house standard → customer's specification",
    ),
    ("Bread — bake.", "Bread — bake when ordered.", "a condition was added: when ordered"),
    ("Bread — bake from a written formula.", "Bread — bake.", "a condition was taken out: from a written formula"),
    ("Apprentices — train.", "Apprentices — train and assess.", "an action was added: assess"),
    ("Apprentices — train, assess, and coach.", "Apprentices — train.", "an action was taken out: assess, coach"),
    ("Apprentices — supervise.", "Apprentices — evaluate.", "another action: supervise → evaluate"),
    ("Apprentices — identify their needs.", "Apprentices — analyze their needs.", "another action: identify → analyze"),
    ("Bread and rolls — bake.", "Bread or rolls — bake.", "not the same is asked for: “and” became “or”"),
    ("Sweet dough — mix.", "Sour dough — mix.", "another object: Sweet dough → Sour dough"),
    ("Dough — mix.", "Dough and batter — mix.", "another object: Dough → Dough and batter"),
    ("Records — keep for inside use.", "Records — keep for outside use.", "other words: inside → outside"),
    ("Staff — employ trained bakers.", "Staff — employ untrained bakers.", "other words: trained → untrained"),
    ("Imported goods — log.", "Exported goods — log.", "another object: Imported goods → Exported goods"),
    (
        "Interviews with employees — hold.",
        "Interviews with employers — hold.",
        "another object: Interviews with employees → Interviews with employers",
    ),
    (
        "Complements to a dish — plan.",
        "Compliments to a dish — plan.",
        "another object: Complements to a dish → Compliments to a dish",
    ),
    (
        "Tasks — delegate to bakers from managers.",
        "Tasks — delegate to managers from bakers.",
        "the same words in another order, which can mean something else",
    ),
    (
        "Dough — first rest, then shape.",
        "Dough — first shape, then rest.",
        "the same words in another order, which can mean something else",
    ),
    (
        "Only trained staff — operate the slicer.",
        "Trained staff — operate the slicer.",
        "another object: Only trained staff → Trained staff",
    ),
    ("Waste — reduce by 10 kg a week.", "Waste — reduce by 10 kg a month.", "another frequency: week → month"),
    ("Suppliers — pay within 30 days.", "Suppliers — pay in 30 days.", "other words: within → in"),
    ("Understand how to bake bread.", "Explain how to bake bread.", "another action: Understand → Explain"),
    ("All spills — mop.", "Spills — mop.", "another object: All spills → Spills"),
    ("Gas — turn on.", "Gas — turn off.", "other words: on → off"),
]


SIGNS = [
    ("Cold store — keep at ≥ 63 °C.", "Cold store — keep at ≤ 63 °C.", "another sign: ≥ → ≤"),
    ("Cold store — keep at > 63 °C.", "Cold store — keep at < 63 °C.", "another sign: > → <"),
    ("Cold store — keep at +5 °C.", "Cold store — keep at -5 °C.", "another sign: + → −"),
    ("Cold store — keep at 5 °C.", "Cold store — keep at −5 °C.", "another sign: “−” was added"),
    ("Petty cash — pay up to $50.", "Petty cash — pay up to €50.", "another sign: $ → €"),
    ("Reports — write in C.", "Reports — write in C++.", "another sign: “+ +” was added"),
    ("Reports — write in C#.", "Reports — write in C.", "another sign: “#” was taken out"),
    ("Guests — welcome 👍.", "Guests — welcome 👎.", "another sign: 👍 → 👎"),
    ("Floors — mix at 1:10.", "Floors — mix at 1:100.", "another figure: 1:10 → 1:100"),
    ("Forms — complete accurately.", "Forms — complete without error.", "other words: accurately → without error"),
    ("Forms — sign in ink.", "Forms — sign in ink or by key 2 with a seal.", "a figure was added: 2"),
]


@pytest.mark.parametrize(("old", "new", "why"), SIGNS)
def test_a_sign_or_figure_that_changed_is_substantive(old: str, new: str, why: str) -> None:
    assert propose(old, new) == (Significance.SUBSTANTIVE, why)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rolls — bake 5–10 minutes.", "Rolls — bake 5-10 minutes."),
        ("Heat-proof 3-way valves — fit.", "Heat-proof 3‑way valves — fit."),
    ],
)
def test_a_hyphen_or_a_dash_in_a_range_is_no_sign(old: str, new: str) -> None:
    assert propose(old, new)[0] is Significance.EDITORIAL


@pytest.mark.parametrize(("old", "new", "why"), EDITORIAL)
def test_what_keeps_the_meaning_is_editorial(old: str, new: str, why: str) -> None:
    assert propose(old, new) == (Significance.EDITORIAL, why)


@pytest.mark.parametrize(("old", "new", "why"), SUBSTANTIVE)
def test_what_asks_for_something_else_is_substantive_and_its_words_are_named(old: str, new: str, why: str) -> None:
    assert propose(old, new) == (Significance.SUBSTANTIVE, why)


@pytest.mark.parametrize(("old", "new"), [case[:2] for case in [*EDITORIAL, *SUBSTANTIVE]])
def test_the_proposal_is_the_same_the_other_way_round(old: str, new: str) -> None:
    assert propose(old, new)[0] is propose(new, old)[0]


def test_the_sample_release_is_judged_as_its_authors_do() -> None:
    for change in known_changes()["changes"]:
        if change.get("significance"):
            found, why = propose(change["old"][0]["text"], change["new"][0]["text"])
            assert found.value == change["significance"], why


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("recieve", "receive", True),
        ("accomodate", "accommodate", True),
        ("enviroment", "environment", True),
        ("seperate", "separate", True),
        ("form", "from", False),
        ("complaint", "compliant", False),
        ("desert", "dessert", False),
        ("trainee", "trainer", False),
        ("safe", "unsafe", False),
        ("inside", "outside", False),
        ("increase", "decrease", False),
        ("internal", "external", False),
        ("same", "same", False),
    ],
)
def test_a_slip_is_told_from_another_word(one: str, other: str, slip: bool) -> None:
    assert is_misspelling(one, other) is is_misspelling(other, one) is slip


words = st.sampled_from(
    ["Dough", "dough", "doughs", "the", "mix", "and", "or", ",", "—", "not", "5", "ten", "under", "supervision", "(PPE)",
     "using", "a", "weekly", "colour", "color", "of", "flour", ".", "such", "as", "then", "may", "è", "-", "and/or"]
)  # fmt: skip
texts = st.lists(words, max_size=10).map(" ".join)


@given(texts, texts)
def test_any_two_texts_have_a_proposal_and_a_reason(old: str, new: str) -> None:
    found, why = propose(old, new)
    assert why
    assert propose(new, old)[0] is found
    assert propose(old, old) == (Significance.EDITORIAL, "the same words")


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_strange(old: str, new: str) -> None:
    assert propose(old, new)[1]
