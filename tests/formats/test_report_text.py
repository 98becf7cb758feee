from __future__ import annotations

import pytest

from lexcurric.core import report
from lexcurric.core.continuity import continue_from
from lexcurric.core.decide import decide
from lexcurric.core.diff import MetadataChange, diff
from lexcurric.core.explain import kind_groups
from lexcurric.core.merge import Decision, DecisionField, MergeRecord, Side
from lexcurric.core.merge_report import merge_headline, taken_words
from lexcurric.core.model import Snapshot, replace
from lexcurric.core.wording import normal
from lexcurric.core.words import Mark
from lexcurric.formats.report_text import render_merge_text, render_text
from tests.samples import content, continued, known_changes, release_of, sample_pair, snapshot

A, B, C = "Bread — bake at dawn.", "Cakes — ice by hand.", "Ovens — clean weekly."


def sample_text(width: int = 100) -> str:
    return render_text(diff(*sample_pair()), width)


def flowing(text: str) -> str:
    return " ".join(text.split())


def merge_record(base: Snapshot, mine: list[str], theirs: list[str]) -> MergeRecord:
    ours = replace(
        base, content=continue_from(base.content, content(mine)).content, version="v.1+draft", ref="11-1111.00"
    )
    release = release_of(base, theirs)
    decisions = decide(base, ours, release)
    return MergeRecord(
        soc="11-1111.00", base="v.1", ours="v.1+draft", theirs="v.2", theirs_sha256="0" * 64, decisions=decisions
    )


def test_the_summary_of_the_sample_names_only_what_occurs() -> None:
    assert report.summary_line(diff(*sample_pair())) == (
        "22 unchanged, 10 reworded (6 editorial, 4 substantive), 2 moved (1 also reworded), 2 added, 2 removed, "
        "1 split, 1 joined, 1 reordered, 3 about the framework"
    )


def test_a_headline_says_all_that_happened_to_a_statement() -> None:
    differences = diff(*sample_pair())
    said = [report.headline(each, differences.levels) for each in differences.changes]
    assert "Moved from Emerging to Developing, reworded (substantive: another action: match → issue, inspect)" in said
    assert "Moved up within Emerging, from place 8 to place 2" in said
    assert "Split: 1 statement became 2" in said
    assert "Source: onet changed" in said


def test_sections_stand_in_reading_order_and_hold_every_change_once() -> None:
    differences = diff(*sample_pair())
    found = report.sections(differences)
    assert [each.title for each in found] == ["Emerging", "Developing", "Proficient", "Advanced", report.ABOUT]
    assert [change for each in found for change in each.changes] == list(differences.changes)
    assert [each.text[:12] for each in found[0].departures] == ["Color-coded "]


def test_a_new_level_stands_where_the_new_side_has_it() -> None:
    old = snapshot([A], [C])
    new = continued(old, snapshot([A], [B], [C]))
    assert [each.title for each in report.sections(diff(old, new))] == ["L2", "L3", report.ABOUT]


def test_a_confidence_is_never_rounded_up_to_certain() -> None:
    change = diff(*sample_pair()).statement_changes[1]
    assert report.confidence_words(replace(change, confidence=0.999)) == "99 % sure"
    assert report.confidence_words(replace(change, confidence=0.29)) == "29 % sure"
    assert report.confidence_words(replace(change, confidence=1.0)) == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "(nothing)"), (True, "yes"), (["a", "b"], "a, b"), ({"a": [1]}, '{"a":[1]}'), ("", "(nothing)"), (3, "3")],
)
def test_a_value_of_any_shape_is_one_line(value: object, said: str) -> None:
    assert report.value_text(value) == said  # type: ignore[arg-type]


def test_every_known_change_of_the_sample_is_in_the_text() -> None:
    text = flowing(sample_text())
    for change in known_changes()["changes"]:
        if change["kind"] in ("added", "removed", "split", "joined"):
            for place in (*change["old"], *change["new"]):
                assert place["text"] in text
    plain = flowing("".join(run for each in diff(*sample_pair()).changes for _, run in report.marks_of(each)))
    unmarked = text.replace("[-", "").replace("-]", "").replace("{+", "").replace("+}", "")
    assert flowing(plain)[:60] in unmarked
    assert "[-v30.2-]{+v31.0+} (CC BY 4.0)" in text


@pytest.mark.parametrize("width", [40, 72, 100])
def test_no_line_is_longer_than_the_width(width: int) -> None:
    assert max(map(len, sample_text(width).splitlines())) <= width


def test_an_unsure_match_asks_to_look() -> None:
    assert flowing(sample_text()).count("PLEASE LOOK") == 2


def test_reasons_stand_where_a_look_is_asked_for_and_everywhere_if_wanted() -> None:
    old, new = sample_pair()
    split = next(each for each in diff(old, new).statement_changes if each.review)
    sure = next(each for each in diff(old, new).statement_changes if each.words and not each.review)
    because = {split.new[0].id: ("both parts name the deck oven",), sure.new[0].id: ("the same object\x1b[2J",)}
    added = next(each for each in diff(old, new).statement_changes if not each.old)
    alike = {added.new[0].id: (old.content.active[0].id,)}
    found = diff(old, replace(new, reasons=because, similar=alike))
    assert "Taken to be the same: · both parts name the deck oven" in flowing(render_text(found))
    assert "the same object" not in render_text(found)
    more = flowing(render_text(found, with_reasons=True))
    assert "Taken to be the same: · the same object [2J" in more
    assert "Similar in the older version: · Emerging, place 1: Personal hygiene rules" in more


def test_kinds_for_release_notes_hold_every_change_once_by_level() -> None:
    differences = diff(*sample_pair())
    groups = kind_groups(differences)
    assert [title for title, _ in groups] == [
        *("Added", "Removed", "Reworded, substantive", "Split", "Joined", "Moved to another level"),
        *("Reworded, editorial", "Reordered", report.ABOUT),
    ]
    listed = [change for _, parts in groups for part in parts for change in part.changes]
    assert len(listed) == len(differences.changes)
    assert all(change in listed for change in differences.changes)
    assert [part.title for part in dict(groups)["Reworded, editorial"]] == [
        "Emerging",
        "Developing",
        "Proficient",
        "Advanced",
    ]


def test_no_differences_are_said_in_words() -> None:
    old, _ = sample_pair()
    assert "No differences" in render_text(diff(old, old))


def test_nothing_in_a_statement_can_steer_a_terminal() -> None:
    old = snapshot([A])
    new = release_of(old, [A, "Evil\x1b[2J\u202e — do\nmore."])
    text = render_text(diff(old, new))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "do more." in text
    assert report.one_line("half \ud800 a pair") == "half \ufffd a pair"


def test_metadata_of_any_shape_is_shown_on_both_sides() -> None:
    old = snapshot([A], own={"a": None, "b": [1, {"c": 2}]}, gone="x")
    new = continued(old, snapshot([A], own={"a": {"deep": True}, "b": []}))
    text = render_text(diff(old, new))
    assert '- [1,{"c":2}]' in text
    assert "gone removed" in text.lower()
    assert "own / a / deep added" in text.lower()


def test_a_merge_lists_conflicts_first_with_ids_and_all_three_sides() -> None:
    record = merge_record(
        snapshot([A, B]), ["Bread — bake at noon.", B], ["Bread — bake at dusk.", "Cakes — ice well."]
    )
    text = render_merge_text(record)
    assert "1 conflict to decide" in text
    assert text.index("Both reworded: choose your version, the new export, or write one") < text.index("Will be taken")
    for decision in record.decisions:
        assert decision.id in text
    assert "Original:     Bread — bake at dawn." in text
    assert "Your version: Bread — bake at [-dawn-]{+noon+}." in text
    assert "New export:   Bread — bake at [-dawn-]{+dusk+}." in text
    assert "(as the original)" in text


def test_a_decided_conflict_says_what_it_takes() -> None:
    record = merge_record(snapshot([A]), ["Bread — bake at noon."], ["Bread — bake at dusk."])
    taken = replace(
        record,
        decisions=tuple(
            each.taking(Side.EDITED, "Bread — bake at tea.") if each.is_open else each for each in record.decisions
        ),
    )
    text = flowing(render_merge_text(taken))
    assert "Both reworded · takes the wording that you wrote" in text
    assert "Written: Bread — bake at tea." in text


@pytest.mark.parametrize("field", DecisionField)
def test_every_field_of_a_decision_has_words(field: DecisionField) -> None:
    decision = Decision(id="x", field=field, subject="/own/field", base="a", ours="a", theirs="b", take=Side.THEIRS)
    assert merge_headline(decision)[0].isupper()
    assert taken_words(decision).startswith("takes ")


def test_an_empty_merge_says_so() -> None:
    record = merge_record(snapshot([A]), [A], [A])
    assert "Nothing to merge" in render_merge_text(replace(record, decisions=()))


def test_metadata_texts_get_word_marks() -> None:
    marks = report.marks_of(MetadataChange(pointer="/attribution", old="one two", new="one three"))
    assert [(mark, run) for mark, run in marks if mark is not Mark.EQUAL] == [
        (Mark.DELETE, "two"),
        (Mark.INSERT, "three"),
    ]
    assert normal("one two") == "".join(run for mark, run in marks if mark is not Mark.INSERT)
