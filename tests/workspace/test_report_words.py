"""What a reader must find in every form of a report, whichever she opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lexcurric.widgets.changes import change_rows
from lexcurric.widgets.decisions import decision_rows
from lexcurric.widgets.matches import Matches
from lexcurric.widgets.review import Review
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.merging import MergePlan
from lexcurric.workspace.views import Diff
from lexcurric.workspace.workspace import open_workspace
from tests.samples import continued, export_bytes, release_of, sample_pair, snapshot

DOUGH = "Dough — scale by weight, on a scale, at noon."
SHIFTED = "Dough — on a scale, scale by weight, at noon."
MOVED = "Vans — load in the order of the round each morning."


def cells(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def every_form(diff: Diff, folder: Path) -> dict[str, str]:
    return {
        "text": " ".join(diff.to_text(with_reasons=True).split()),
        "markdown": diff.to_markdown(),
        "page": diff.to_html(),
        "cell": diff._repr_html_(),
        "workbook": cells(diff.to_excel(folder / "changes.xlsx")),
        "screen": str(change_rows(diff)),
    }


def test_a_phrase_that_only_stands_elsewhere_is_named_in_every_form(tmp_path: Path) -> None:
    old = snapshot([DOUGH, "Ovens — clean weekly."])
    diff = Diff(old, release_of(old, [SHIFTED, "Ovens — clean weekly."]))
    assert diff.record.statement_changes[0].moves
    for form, said in every_form(diff, tmp_path).items():
        assert "moved in the text: “on a scale”" in said, form


def test_a_reason_that_names_the_phrase_already_is_not_said_again(tmp_path: Path) -> None:
    old = snapshot(["Tools — clean in the evening with a brush.", "Ovens — clean weekly."])
    new = release_of(old, ["Tools — in the evening, clean with a brush.", "Ovens — clean weekly."])
    diff = Diff(old, new)
    assert diff.record.statement_changes[0].moves
    assert "a phrase stands elsewhere: clean" in diff.record.statement_changes[0].why
    assert "moved in the text" not in "".join(every_form(diff, tmp_path).values())


def test_why_and_what_is_alike_stand_in_every_form_as_the_matcher_says_it(tmp_path: Path) -> None:
    diff = Diff(*sample_pair())
    reworded = next(each for each in diff.record.statement_changes if each.text.startswith("Ingredient cost"))
    split = next(each for each in diff.record.statement_changes if each.kind == "split")
    assert reworded.because
    assert [each.split("”")[0] for each in split.because] == [f"“{each.text[:59]}…" for each in split.new]
    forms = every_form(diff, tmp_path) | {"screen": str(change_rows(diff, Matches(diff.record)))}
    for form, said in forms.items():
        for reason in (*reworded.because, *split.because):
            assert reason in said, (form, reason)


def test_what_speaks_against_a_match_reads_on_from_what_speaks_for_it() -> None:
    old = snapshot(["Scales — read to the gram within 5 minutes.", "Ovens — clean weekly."])
    new = continued(old, snapshot(["Scales — read to the gram within 9 minutes.", "Ovens — clean weekly."]))
    said = " ".join(Diff(old, new).to_text(with_reasons=True).split())
    assert said.index("Taken to be the same:") < said.index("· but the figures are others")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[MergePlan]:
    """A release that moved a statement to another level."""
    with open_workspace(":memory:", "Ada") as workspace:
        framework: Framework = workspace.import_export(
            written(tmp_path, "v.1", [MOVED, DOUGH], ["Ovens — clean weekly."])
        )
        yield framework.merge(written(tmp_path, "v.2", [DOUGH], ["Ovens — clean weekly.", MOVED]))


def written(folder: Path, version: str, *levels: list[str]) -> Path:
    path = folder / f"{version}.json"
    named = export_bytes(*levels, version=version).replace(b'"L1"', b'"Beginner"').replace(b'"L2"', b'"Expert"')
    path.write_bytes(named)
    return path


def test_a_merge_names_levels_as_people_do_in_every_form(plan: MergePlan, tmp_path: Path) -> None:
    assert plan.record.levels == {"l1": "Beginner", "l2": "Expert"}
    forms = {
        "text": plan.to_text(),
        "page": plan.to_html(),
        "cell": plan._repr_html_(),
        "workbook": cells(plan.to_excel(tmp_path / "plan.xlsx")),
    }
    for form, said in forms.items():
        assert "oved from Beginner to Expert" in said, form
        assert "l2" not in said.replace(plan.decisions[0].id, ""), form
    screen = Review(plan)
    said = [each["headline"] for each in screen.states.values()]
    assert "Moved from Beginner to Expert" in said
    assert "'l2'" not in str([row["sides"] for row in decision_rows(plan, screen.matches)])
