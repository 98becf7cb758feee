"""What the charts of a cohort show: counts and shares, sorted, with words beside every bar."""

from __future__ import annotations

from lexcurric.core.cohort import Edition
from lexcurric.core.cohort_charts import Bar, by_criterion, least_met, level_profile
from lexcurric.core.cohort_tables import Line
from lexcurric.core.rubric import RubricKind, RubricRow, make_rubric
from lexcurric.workspace.charts_svg import chart_svg, charts_html
from tests.formats.rubrics import bakers


def line(text: str, met: int, rated: int, criterion: str = "", level: str = "Emerging") -> Line:
    row = RubricRow(ref="E01", id=text, level=level, step=1, criterion=criterion, text=text)
    edition = Edition(make_rubric(bakers(), RubricKind.CHECKLIST), "v.1", True)
    return Line(row, edition, (), rated, met)


def test_a_bar_says_its_value_in_words() -> None:
    assert Bar("Shaping", 12, 20).words == "12 of 20 (60%)"
    assert Bar("Nothing", 0, 0).words == "0 of 0 (0%)"


def test_criteria_are_sorted_by_the_share_met_and_what_has_none_is_named() -> None:
    found = by_criterion(
        [line("a", 1, 4, "Mixing"), line("b", 4, 4, "Mixing"), line("c", 1, 2), line("d", 0, 0, "Shaping")]
    )
    assert found.title == "Gaps by criterion"
    assert [(each.label, each.value, each.of) for each in found.bars] == [
        ("Without a criterion", 1, 2),
        ("Mixing", 5, 8),
    ]


def test_without_criteria_levels_are_shown_and_that_is_said() -> None:
    found = by_criterion([line("a", 1, 4), line("b", 4, 4, level="Advanced")])
    assert (found.title, [each.label for each in found.bars]) == ("Gaps by level", ["Emerging", "Advanced"])
    assert "no criteria" in found.about


def test_what_is_met_least_comes_first_and_what_all_meet_is_left_out() -> None:
    found = least_met([line("a", 3, 4), line("b", 0, 4), line("c", 4, 4), line("d", 0, 0)])
    assert [each.label for each in found.bars] == ["b", "a"]
    assert found.bars[0].note == "E01 Emerging"


def test_where_there_is_nothing_a_chart_says_so() -> None:
    html = charts_html([level_profile([]), by_criterion([]), least_met([line("a", 4, 4)])])
    assert "<svg" not in html
    assert "Nobody is rated yet." in html
    assert "Nothing is rated yet." in html
    assert "Everything that is rated is met." in html


def test_drawn_charts_escape_what_stands_in_statements() -> None:
    drawn = chart_svg(least_met([line("<script>alert('x')</script> & more", 0, 1)]))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "0 of 1 (0%)" in drawn
