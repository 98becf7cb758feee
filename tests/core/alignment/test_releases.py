"""What a newer release of a list changes, and which alignments that touches."""

from __future__ import annotations

from lexcurric.core.alignment.follow import follow
from lexcurric.core.alignment.records import Alignment, AlignmentState, ItemKind, ListItem, onet_list
from lexcurric.core.alignment.releases import ItemFate, compare_releases
from lexcurric.core.items import ALIGNED_LIST, ALIGNMENT
from lexcurric.core.json_text import canonical
from lexcurric.core.model import replace
from lexcurric.core.significance import Significance


def task(code: str, label: str, note: str = "Core") -> ListItem:
    return ListItem(code=code, label=label, kind=ItemKind.TASK, note=note)


OLD = onet_list(
    "29.0",
    "51-3011.00",
    "Bakers",
    (
        task("1", "Weigh flour."),
        task("2", "Bake bread, using ovens."),
        task("3", "Clean all benches and tools."),
        task("4", "Sell bread."),
        task("5", "Sing."),
    ),
)
NEW = onet_list(
    "30.1",
    "51-3011.00",
    "Bakers",
    (
        task("1", "Weigh flour."),
        task("2", "Bake bread or rolls, using gas ovens."),
        task("9", "Clean all benches, floors and tools."),
        task("4", "Sell bread.", "Supplemental"),
        task("7", "Plan the drone fleet."),
    ),
)


def said(code: str, state: AlignmentState = AlignmentState.ACCEPTED, **more: str) -> Alignment:
    return Alignment(statement="s1", list="onet", kind=ItemKind.TASK, code=code, state=state, **more)


def test_each_task_is_followed_by_its_id_and_what_is_aligned_comes_first() -> None:
    news = compare_releases(OLD, NEW, [said("2"), said("5"), said("3", AlignmentState.REJECTED)])
    found = {each.code: each for each in news.changes}
    assert {code: each.fate for code, each in found.items()} == {
        "2": ItemFate.REWORDED,
        "3": ItemFate.GONE,
        "4": ItemFate.NOTED,
        "5": ItemFate.GONE,
        "7": ItemFate.NEW,
        "9": ItemFate.NEW,
    }
    assert found["2"].significance is Significance.SUBSTANTIVE
    assert [each.code for each in news.touching] == ["2", "5"]
    assert [each.code for each in news.changes[:2]] == ["2", "5"]
    assert found["4"].why == "Core → Supplemental"
    assert "2 accepted alignments to look at" in news.line


def test_a_task_that_went_names_the_new_one_that_says_nearly_the_same() -> None:
    found = {each.code: each for each in compare_releases(OLD, NEW).changes}
    assert (found["3"].heir, found["5"].heir) == ("9", "")
    assert found["3"].why.startswith("9 says nearly the same (")


def test_the_same_release_again_is_no_news() -> None:
    assert compare_releases(OLD, OLD).changes == ()
    spaced = replace(OLD, items=(task("1", " Weigh  flour."), *OLD.items[1:]))
    assert compare_releases(OLD, spaced).changes == ()


def test_alignments_follow_statements_to_their_new_ids_and_the_last_word_counts() -> None:
    older, newer = said("1", author="Ada", time="2026-01-01"), said("1", author="Ben", time="2026-02-02")
    bodies = {
        (ALIGNMENT, each.key): canonical(each.model_dump(mode="json"))
        for each in (older, replace(newer, statement="s2"), replace(said("2"), statement="s3"))
    }
    bodies[ALIGNED_LIST, "onet"] = "{}"
    found = follow(bodies, {"s1": "s2"})
    records = [Alignment.model_validate_json(body) for (kind, _), body in found.items() if kind == ALIGNMENT]
    assert {(each.statement, each.code, each.author) for each in records} == {("s2", "1", "Ben"), ("s3", "2", "")}
    assert (ALIGNED_LIST, "onet") in found
    assert follow(bodies, {}) == bodies
