"""A cohort from plain records: ratings read and refused, rows matched, and the tables that come of them."""

from __future__ import annotations

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from lexcurric.core.cohort import Edition, Member, Reader, doubles, match_rows
from lexcurric.core.cohort_tables import (
    TIDY_COLUMNS,
    attained_counts,
    hardest,
    level_names,
    lines,
    result_row,
    tidy_rows,
)
from lexcurric.core.errors import EditError
from lexcurric.core.rebuild import kind_of, rebuild, start_scale
from lexcurric.core.rubric import Rating, Rubric, RubricKind, make_rubric, score
from lexcurric.core.scored import Comment, Filled, Given, Layout, RowKey, json_object, roles_of, row_keys, shared_facts
from tests.samples import release_of, snapshot

HEADS = ("Ref", "Level", "Statement", "Weight", "Statement ID", "Text check")
OLD = snapshot(["Oven — load.", "Dough — mix."], ["Oven — repair.", "Dough — develop."])
NEW = release_of(OLD, ["Oven — load.", "Dough — mix by hand."], ["Oven — repair.", "Icing — spread."])
CHECKLIST = make_rubric(OLD)
EDITION = Edition(CHECKLIST, "v.1", is_known=True)


def layout_of(rubric: Rubric, heads: tuple[str, ...] = HEADS) -> Layout:
    columns = {
        "Ref": [row.ref for row in rubric.rows],
        "Level": [row.level for row in rubric.rows],
        "Statement": [row.text for row in rubric.rows],
        "Weight": [str(row.weight) for row in rubric.rows],
        "Statement ID": [row.id for row in rubric.rows],
        "Text check": [row.text_check for row in rubric.rows],
    }
    rows = tuple(tuple(columns[head][at] for head in heads) for at in range(len(rubric.rows)))
    facts = (("kind", rubric.kind.value), ("soc", rubric.provenance.soc), ("version", rubric.provenance.version))
    return Layout(facts, heads, rows)


def filled(*texts: str, rubric: Rubric = CHECKLIST, name: str = "Ann", day: str = "2026-05-15") -> Filled:
    given = tuple(Given(at, f"E{8 + at}", text) for at, text in enumerate(texts) if text)
    return Filled("Score", "D3", name, "Tom", day, "", layout_of(rubric), given, (Comment(1, "seen twice"),))


def member(*texts: str, edition: Edition = EDITION, name: str = "Ann", day: str = "2026-05-15") -> Member:
    one = filled(*texts, rubric=edition.rubric, name=name, day=day)
    found, findings = Reader(edition).member("ann.xlsx", one, match_rows(one.layout, edition))
    assert findings == []
    return found


# Ratings


@pytest.mark.parametrize(
    ("text", "code"),
    [("3", "3"), (" 3 ", "3"), ("3.0", "3"), ("3.000", "3"), ("NA", "NA"), ("na", "NA"), (" Na ", "NA"), ("0", "0")],
)
def test_spaces_capitals_and_decimals_of_nothing_do_not_matter(text: str, code: str) -> None:
    found = Reader(EDITION).rating(Given(0, "E8", text), CHECKLIST.rows[0], is_cohort=False)
    assert isinstance(found, Rating)
    assert found.code == code


@pytest.mark.parametrize("text", ["2.5", "5", "-1", "3.", "N/B", "three", "3 4", "٣", "3.1"])
def test_what_is_not_on_the_scale_is_refused_with_what_is(text: str) -> None:
    found = Reader(EDITION).rating(Given(0, "E8", text), CHECKLIST.rows[0], is_cohort=False)
    assert found == f"expected one of 4, 3, 2, 1, 0, NA, or nothing; found “{text}”"


@settings(max_examples=50, deadline=None)
@examples(st.lists(st.sampled_from(["", "0", "1", "2", "3", "4", "NA"]), min_size=4, max_size=4))
def test_the_result_is_that_of_the_scores(codes: list[str]) -> None:
    found = member(*codes)
    expected = score(CHECKLIST, {row.id: code for row, code in zip(CHECKLIST.rows, codes, strict=True)})
    assert (found.attained, found.score, found.rated) == (expected.attained, expected.weighted_score, expected.rated)
    assert [each.share for each in found.levels] == [each.share for each in expected.levels]
    assert found.result() == expected


def test_a_cell_that_cannot_be_read_and_a_row_with_two_ratings_are_findings() -> None:
    one = filled("7", "3")
    layout = Layout(one.layout.facts, one.layout.heads, (*one.layout.rows, one.layout.rows[1], ("Z9",) * 6))
    given = (*one.given, Given(4, "E12", "2"), Given(5, "E13", "4"))
    one = Filled("Score", "D3", "Ann", "", "", "", layout, given)
    found, findings = Reader(EDITION).member("ann.xlsx", one, match_rows(layout, EDITION))
    assert found.ratings == (None, "3", None, None)
    assert [str(each) for each in findings] == [
        "ann.xlsx: Score!E8: expected one of 4, 3, 2, 1, 0, NA, or nothing; found “7”",
        "ann.xlsx: Score!E12: E02 has two ratings, 3 and 2; the first was taken".replace("E02", CHECKLIST.rows[1].ref),
        "ann.xlsx: Score!E13: a rating stands in a row that is none of the rubric's",
    ]


# Rows


@pytest.mark.parametrize("left", [HEADS, HEADS[:4] + HEADS[5:], HEADS[:4], HEADS[:2], HEADS[2:3]])
def test_rows_are_found_by_whatever_is_left_of_them(left: tuple[str, ...]) -> None:
    found = match_rows(layout_of(CHECKLIST, left), EDITION)
    assert found.places == [0, 1, 2, 3]
    assert found.oddities == []
    assert bool(found.notes) == ("Statement ID" not in left)


def test_two_rows_of_one_text_are_told_apart_by_their_refs() -> None:
    twice = make_rubric(snapshot(["Oven — load.", "Oven — load."]))
    layout = layout_of(twice, HEADS[:4])
    assert match_rows(layout, Edition(twice, "v.1", True)).places == [0, 1]


def test_rows_of_another_version_are_said_to_be_worded_otherwise() -> None:
    found = match_rows(layout_of(make_rubric(NEW)), EDITION)
    assert None in found.places
    assert any("of another wording than v.1 has (by the Text check)" in each for each in found.oddities)
    assert any("not there any more, and count as not rated" in each for each in found.oddities)


def test_headings_are_known_in_every_language_and_as_the_workbook_states_them() -> None:
    assert roles_of(("Ref.", "Enunciado", "Valoración", "Statement ID")) == {
        "id": (3,),
        "rating": (2,),
        "ref": (0,),
        "text": (1,),
    }
    stated = roles_of(("Mark", "Rating"), '{"rating": "mark"}')
    assert stated["rating"] == (0,)
    assert roles_of(("Criterion", "Level"))["rating"] == (1,)
    assert roles_of(("Ref", "Evidence and comments", "What still falls short"))["comment"][0] == 1


def test_facts_that_differ_from_copy_to_copy_are_left_out() -> None:
    one = shared_facts({"kind": "checklist", "options": '{"trainee": "Ann", "target": "L1"}', "sheets": "{}"})
    two = shared_facts({"kind": "checklist", "options": '{"target": "L1", "trainee": "Bea"}', "sheets": '{"a": 1}'})
    assert one == two == (("kind", "checklist"), ("options", '{"target":"L1"}'))
    assert json_object("no json") == json_object("{broken") == json_object("[1]") == json_object("{" * 100_000) == {}


def test_a_row_without_an_id_continues_the_one_above_where_there_are_ids() -> None:
    layout = Layout((), ("Ref", "Statement ID"), (("C01", "a"), ("", ""), ("C02", "b")))
    assert row_keys(layout)[1] == RowKey("", "", "", "")
    assert row_keys(Layout((), ("Ref",), (("C01",),))) == [RowKey("", "", "C01", "")]


# A rubric made again


def test_a_rubric_made_again_is_the_one_that_was_issued() -> None:
    again = rebuild(layout_of(CHECKLIST))
    assert again.rows == CHECKLIST.rows
    assert (again.scale, again.rules, again.levels) == (CHECKLIST.scale, CHECKLIST.rules, CHECKLIST.levels)


def test_without_any_facts_the_headings_say_which_kind_it_is() -> None:
    bare = Layout((), layout_of(CHECKLIST).heads, layout_of(CHECKLIST).rows)
    assert kind_of(bare) is RubricKind.CHECKLIST
    assert rebuild(bare).rows == CHECKLIST.rows
    assert kind_of(Layout((), ("Ref", "Criterion", "L1", "L2"), ())) is RubricKind.ANALYTIC
    assert kind_of(Layout((), ("Ref", "What it looks like"), ())) is RubricKind.HOLISTIC


def test_what_is_not_enough_is_said() -> None:
    with pytest.raises(EditError, match="the levels that can be chosen are not in the workbook any more"):
        rebuild(Layout((("kind", "holistic"),), ("Ref", "Statement ID"), (("H1", "holistic"),)))
    with pytest.raises(EditError, match="no statement to rate is left"):
        rebuild(Layout((("kind", "checklist"),), HEADS, ()))
    with pytest.raises(EditError, match="options that do not fit"):
        rebuild(Layout((("kind", "checklist"), ("options", '{"share_required": 7}')), HEADS, ()))


def test_the_scale_on_the_first_sheet_ends_with_its_table() -> None:
    start = (
        ("Rating", "Meaning", "Points"),
        ("Good", "well done", "2"),
        ("NA", "not asked", "–"),
        ("", "", ""),
        ("x", "", "9"),
    )
    assert [(each.code, each.points) for each in start_scale(Layout((), (), (), start))] == [("Good", 2), ("NA", None)]
    assert start_scale(Layout((), (), ())) == []


# Tables


def test_the_same_name_date_and_rubric_twice_is_a_finding() -> None:
    ann, again, later = member("4"), member("3", name=" ann "), member("4", day="2026-06-01")
    (found,) = doubles([ann, again, later])
    assert found.what == " ann  is there twice on 2026-05-15: see also ann.xlsx (Score); both are counted"
    assert not found.is_note


def test_a_statement_is_one_line_over_all_versions() -> None:
    newer = Edition(make_rubric(NEW), "v.2", is_known=True)
    ann, bea = member("4", "1", "3", "0"), member("2", "3", edition=newer, name="Bea")
    found = lines([ann, bea], [newer, EDITION])
    assert len({each.row.id for each in found}) == len(found)
    by_text = {each.row.text: each for each in found}
    load = by_text["Oven — load."]
    assert (load.ratings, load.rated, load.met, load.share) == (("4", "2"), 2, 1, 0.5)
    assert by_text["Dough — mix by hand."].ratings == ("1", "3")
    assert by_text["Icing — spread."].ratings == (None, None)
    hard = hardest(found)
    assert [each.share for each in hard] == sorted(each.share for each in hard)
    assert all(each.met < each.rated for each in hard)


def test_levels_are_counted_from_the_lowest_up() -> None:
    members = [member("4", "4", "4", "4"), member("4", "4"), member("0"), member()]
    assert level_names(members) == ["L1", "L2"]
    assert attained_counts(members) == [("Below L1", 1), ("Not rated yet", 1), ("L1", 1), ("L2", 1)]


def test_rows_for_people_who_compute_have_every_column() -> None:
    rows = [dict(zip(TIDY_COLUMNS, each, strict=True)) for each in tidy_rows([member("4", "", "NA", "1")])]
    assert [each["rating"] for each in rows] == ["4", None, "NA", "1"]
    assert [each["points"] for each in rows] == [4, None, None, 1]
    assert [each["status"] for each in rows] == ["met", "to rate", "left out", "not yet"]
    assert [each["comment"] for each in rows] == ["", "seen twice", "", ""]
    assert result_row(member("4"))["standing"] == "current"
    unknown = Edition(CHECKLIST, "v.1", is_known=False)
    assert unknown.standing == "not known"
