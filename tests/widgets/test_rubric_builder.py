"""The rubric builder without a browser: what is chosen, what does not fit, what is written."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import traitlets
from openpyxl import load_workbook

import lexcurric as lx
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.widgets.rubric_builder import RubricBuilder
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.many_rubrics import FilledInError
from lexcurric.workspace.rubrics import RubricFile, read_chosen
from tests.pages.cases import logo
from tests.samples import export_bytes


@pytest.fixture
def framework() -> Framework:
    return lx.open(":memory:", author="Ada").import_export(lx.sample_file())


@pytest.fixture
def builder(framework: Framework, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RubricBuilder:
    monkeypatch.chdir(tmp_path)
    made = lx.build_rubric(framework)
    made.replies = []
    monkeypatch.setattr(made, "send", lambda content, *_: made.replies.append(content))
    return made


def ask(builder: RubricBuilder, action: str, **these: Any) -> dict[str, Any]:
    builder._receive(builder, {"id": 1, "action": action, "with": these}, [])
    found: dict[str, Any] = builder.replies[-1]
    return found


def choose(builder: RubricBuilder, field: str, value: Any) -> str:
    """Chooses, and gives what is said to be wrong at the field."""
    assert ask(builder, "choose", field=field, value=value)["ok"]
    return str(builder.wrong.get(field, {}).get("said", ""))


def texts(builder: RubricBuilder) -> str:
    return " ".join(cell["text"] for row in builder.drawing["rows"] for cell in row["cells"])


# Choosing


def test_it_begins_as_a_rubric_usually_is(builder: RubricBuilder) -> None:
    assert (builder.kind, builder.options, builder.version, builder.many) == ("checklist", {}, "", "one")
    assert builder.path == "exports/Bakers-checklist.xlsx"
    assert (builder.sheet, builder.page) == ("score", 1)
    assert builder.drawing["title"] == "Score"
    assert repr(builder) == "<RubricBuilder of Bakers (51-3011.00): checklist>"


def test_each_kind_has_a_sentence_on_when_to_use_it(builder: RubricBuilder) -> None:
    assert [each["key"] for each in builder.view["kinds"]] == ["checklist", "analytic", "single-point", "holistic"]
    assert all(each["about"].endswith(".") for each in builder.view["kinds"])


def test_a_choice_changes_the_page_the_sheets_and_the_name_of_the_file(builder: RubricBuilder) -> None:
    assert builder.drawing["width"] > builder.drawing["height"]
    choose(builder, "kind", "single-point")
    assert builder.path == "exports/Bakers-single-point.xlsx"
    assert builder.drawing["of"] == 1
    assert builder.view["notes"] == ["This rubric rates 10 statements, those of Proficient."]
    choose(builder, "target", "developing")
    assert builder.view["notes"] == ["This rubric rates 10 statements, those of Developing."]
    choose(builder, "paper", "letter")
    assert (builder.drawing["width"], builder.drawing["height"]) == (792.0, 612.0)
    choose(builder, "language", "es")
    assert builder.drawing["title"] == "Evaluación"


def test_what_python_sets_the_screen_shows(builder: RubricBuilder) -> None:
    builder.kind = "holistic"
    builder.options = {"levels": ["emerging", "Developing"], "theme": "green"}
    assert [each["chosen"] for each in builder.view["levels"]] == [True, True, False, False]
    assert builder.view["looks"]["theme"] == "green"
    builder.sheet = "sources"
    assert builder.drawing["title"] == "Sources"
    builder.preview = False
    assert builder.drawing == {}
    assert isinstance(builder.rubric, RubricFile)
    assert builder.rubric.record.levels == ("Emerging", "Developing")


def test_changes_can_be_observed(builder: RubricBuilder) -> None:
    seen: list[Any] = []
    builder.observe(lambda change: seen.append((change["name"], change["new"])), names=["options", "kind"])
    choose(builder, "share", "75 %")
    builder.kind = "holistic"
    assert seen == [("options", {"share_required": 0.75}), ("kind", "holistic")]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("share", "120", "The share required is from 0 to 100 %; found 120"),
        ("share", "most", "The share required is a number, such as 2 or 1.5; found 'most'"),
        ("met", "9", "Nothing would count as met from 9 on: the scale ends at 4"),
        ("levels", [], "A rubric has at least one level: tick one"),
        ("criteria", [], "Nothing would be rated: tick at least one criterion"),
        ("criteria", ["Icing"], "No criterion 'Icing'; there is none yet"),
        ("weight:Icing", "2", "No statement or criterion is called 'Icing'; weights go by id, ref (E01) or criterion"),
        ("weight:Icing", "-1", "A weight is more than 0 and at most 1,000; found -1"),
        ("colour:header", "blue", "A colour is six hex digits such as 1F3864; found 'blue'"),
        ("scale", [{"code": "", "points": "1"}], "Row 1 of the scale has no rating: write one, or take the row away"),
        ("scale", [{"code": "A", "points": "x"}], "The points of A is a number, such as 2 or 1.5; found 'x'"),
        ("scale", [{"code": "A", "points": "1"}, {"code": "a", "points": "0"}], "The scale has the rating 'a' twice"),
        ("scale", [{"code": "A", "points": "0"}], "A scale has up to 12 ratings, with points of 0 or more and at"),
        ("trainees", "Ana\tRuiz\nBen\x07\tLi", "What was pasted.csv: row 2"),
        ("trainees", "A" * 201, "The name "),
        ("kind", "best", "The 'kind' trait"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_changes_nothing(
    builder: RubricBuilder, field: str, value: Any, said: str
) -> None:
    before = builder.drawing
    assert choose(builder, field, value).startswith(said)
    assert (builder.options, builder.trainees, builder.kind) == ({}, [], "checklist")
    assert builder.view["wrong"][field]["value"] == value
    assert builder.drawing == before
    if field == "share":
        assert choose(builder, field, "60") == ""
        assert builder.view["wrong"] == {}


def test_python_is_told_what_does_not_fit(builder: RubricBuilder) -> None:
    with pytest.raises(EditError, match="no option 'colour' of a rubric; there is scale"):
        builder.options = {"colour": "red"}
    with pytest.raises(EditError, match="no level 'expert'; there is Emerging, Developing"):
        builder.options = {"levels": ["expert"]}
    with pytest.raises(EditError, match="no theme 'pink'"):
        builder.options = {"theme": "pink"}
    with pytest.raises(LexcurricError, match=r"v\.1"):
        builder.version = "v.1"
    with pytest.raises(traitlets.TraitError):
        builder.sheet = "first"
    with pytest.raises(LexcurricError, match="the rubric builder has no property 'colour'"):
        lx.build_rubric(builder.framework, colour="red")
    assert builder.options == {}


def test_scales_ready_and_own(builder: RubricBuilder) -> None:
    choose(builder, "scale", "yes-no")
    assert builder.view["scale"]["chosen"] == "yes-no"
    choose(builder, "language", "es")
    assert [each["code"] for each in builder.view["scale"]["rows"]] == ["Sí", "No", "NA"]
    assert builder.view["scale"]["chosen"] == "yes-no"
    rows = [{"code": "A", "meaning": "good", "points": "2,5", "met": True}, {"code": "B", "points": "0", "met": None}]
    assert choose(builder, "scale", rows) == ""
    assert builder.view["scale"]["chosen"] == "own"
    assert builder.rubric.record.scale[0].points == 2.5
    choose(builder, "scale", "usual")
    assert "scale" not in builder.options


def test_another_kind_loses_no_choice(builder: RubricBuilder) -> None:
    choose(builder, "scale", "yes-no")
    choose(builder, "kind", "holistic")
    assert "Your scale is kept, and not used here: the ratings of this kind are the levels." in builder.view["notes"]
    choose(builder, "kind", "checklist")
    assert builder.view["scale"]["chosen"] == "yes-no"


# Criteria


def test_criteria_are_proposed_looked_through_and_accepted(builder: RubricBuilder, framework: Framework) -> None:
    choose(builder, "kind", "analytic")
    assert builder.view["notes"][0].startswith("No statement has a criterion yet, so this rubric has one row with all")
    ask(builder, "propose")
    proposed = [each["label"] for each in builder.view["proposal"]]
    assert len(proposed) > 2
    assert all(each["members"] for each in builder.view["proposal"])
    assert not framework.content.criteria
    ask(builder, "accept", labels=proposed[:3])
    assert [each["label"] for each in builder.view["criteria"]["rows"]] == proposed[:3]
    assert builder.view["proposal"] == []
    assert framework.undo_label == "Accepted 3 criteria, proposed for " + framework.undo_label.split("for ")[1]
    assert proposed[0] in texts(builder)


@pytest.fixture
def sorted_out(builder: RubricBuilder) -> RubricBuilder:
    """With three criteria, and statements without one."""
    content = builder.framework.content
    levels = [content.by_level[level.key] for level in content.levels]
    for at, label in enumerate(("Mixing", "Baking", "Hygiene")):
        builder.framework.set_criterion([row[at].id for row in levels[: 4 - at]], label)
    builder.refresh()
    return builder


def test_criteria_say_their_statements_and_what_is_missing(sorted_out: RubricBuilder) -> None:
    rows = sorted_out.view["criteria"]["rows"]
    assert [(row["label"], row["counts"], row["missing"]) for row in rows] == [
        ("Mixing", [1, 1, 1, 1], []),
        ("Baking", [1, 1, 1, 0], ["Advanced"]),
        ("Hygiene", [1, 1, 0, 0], ["Proficient", "Advanced"]),
    ]
    assert sorted_out.view["criteria"]["loose"] == 31


def test_weights_are_by_criterion_with_their_sum(sorted_out: RubricBuilder) -> None:
    choose(sorted_out, "weight:Baking", "2,5")
    assert sorted_out.options == {"weights": {"Baking": 2.5}}
    assert sorted_out.view["criteria"]["sum"] == "4.5"
    choose(sorted_out, "kind", "analytic")
    assert [row.weight for row in sorted_out.rubric.record.rows] == [1, 2.5, 1, 1]
    choose(sorted_out, "kind", "holistic")
    assert not sorted_out.view["criteria"]["weighted"]
    choose(sorted_out, "kind", "checklist")
    choose(sorted_out, "weight:Baking", "")
    assert sorted_out.options == {}


def test_criteria_can_be_left_out(sorted_out: RubricBuilder) -> None:
    choose(sorted_out, "kind", "analytic")
    choose(sorted_out, "criteria", ["Mixing", "Hygiene"])
    assert [row.criterion for row in sorted_out.rubric.record.rows] == ["Mixing", "Hygiene"]
    assert sorted_out.view["criteria"]["sum"] == "2"
    choose(sorted_out, "criteria", None)
    assert len(sorted_out.rubric.record.rows) == 4


def test_a_criterion_that_is_gone_takes_no_rubric_with_it(sorted_out: RubricBuilder) -> None:
    sorted_out.options = {"criteria": ["Baking"], "weights": {"Baking": 2}}
    sorted_out.framework.delete_criterion("Baking")
    sorted_out.refresh()
    assert sorted_out.trouble == ""
    assert "The criteria that you chose are not in this version: all are used." in sorted_out.view["notes"]


def test_nothing_to_rate_is_said(sorted_out: RubricBuilder) -> None:
    sorted_out.options = {"levels": ["advanced"], "criteria": ["Hygiene"]}
    assert sorted_out.drawing == {}
    assert sorted_out.view["trouble"].startswith("There is nothing to rate")


def test_a_saved_version_can_be_chosen(sorted_out: RubricBuilder) -> None:
    assert [each["key"] for each in sorted_out.view["versions"]] == ["", "v.26.05"]
    choose(sorted_out, "version", "v.26.05")
    assert sorted_out.view["criteria"]["rows"] == []
    assert sorted_out.path == "exports/Bakers-v.26.05-checklist.xlsx"


# Looks, names, options in a file


def test_a_logo_stands_on_the_first_sheet(builder: RubricBuilder, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(logo())
    builder.logo = tmp_path / "logo.png"
    builder.sheet = "start"
    assert [each["kind"] for each in builder.drawing["drawn"]] == ["picture"]
    with pytest.raises(EditError, match="a logo is a PNG or JPEG"):
        builder.logo = b"GIF89a"
    choose(builder, "logo", None)
    assert builder.drawing["drawn"] == []


def test_names_are_typed_or_pasted_from_excel(builder: RubricBuilder) -> None:
    choose(builder, "trainees", "Ana Ruiz\n\n  Ben   Li \nAna Ruiz")
    assert builder.trainees == ["Ana Ruiz", "Ben Li", "Ana Ruiz (2)"]
    choose(builder, "trainees", "First name\tLast name\tGroup\nAna\tRuiz\tA\nBen\tLi\tB\n")
    assert builder.trainees == ["Ana Ruiz", "Ben Li"]
    choose(builder, "many", "each")
    assert builder.path == "exports/Bakers-checklist/"
    assert "Ana Ruiz" in texts(builder)
    choose(builder, "many", "cohort")
    builder.sheet = "cohort"
    assert "Ben Li" in texts(builder)
    assert choose(builder, "trainees", "") == ""
    assert builder.trainees == []


def send_file(builder: RubricBuilder, name: str, body: bytes) -> None:
    ask(builder, "announce", files=[{"key": name, "name": name, "size": len(body)}])
    message = {"id": 2, "action": "part", "with": {"parts": [{"key": name, "at": 0}]}}
    builder._receive(builder, message, [body])
    assert builder.replies[-1]["ok"], builder.replies[-1]


def test_dropped_files_are_told_apart(builder: RubricBuilder) -> None:
    send_file(builder, "names.csv", b"Name;Group\nAna Ruiz;A\nBen Li;B\n")
    assert (builder.trainees, builder.many) == (["Ana Ruiz", "Ben Li"], "each")
    send_file(builder, "logo.png", logo())
    assert builder.logo == logo()
    send_file(builder, "choices.yaml", b"kind: single-point\ntarget: developing\ntheme: plum\n")
    assert (builder.kind, builder.options) == ("single-point", {"target": "developing", "theme": {"name": "plum"}})
    send_file(builder, "bad.yaml", b"kind: single-point\nwidth: 3\n")
    assert builder.wrong["file"]["said"] == "No option 'width' of a rubric; there is " + ", ".join(
        builder.wrong["file"]["said"].split("there is ")[1].split(", ")
    )
    send_file(builder, "photo.png", b"GIF89a")
    assert builder.wrong["logo"]["said"].startswith("Photo.png: expected a PNG or JPEG picture")
    send_file(builder, "empty.csv", b"Name\n")
    assert builder.wrong["trainees"]["said"].startswith("Empty.csv: there is no name in the list")


def test_choices_are_kept_as_the_file_that_the_command_takes(sorted_out: RubricBuilder, tmp_path: Path) -> None:
    choose(sorted_out, "scale", "three")
    sorted_out.options = {
        **sorted_out.options,
        "criteria": ["Baking", ""],
        "weights": {"Baking": 2},
        "share_required": 0.5,
    }
    path = sorted_out.save_options(tmp_path / "options.yaml")
    record = RubricFile(sorted_out.framework.snapshot(), **read_chosen(path, {})).record
    assert record == sorted_out.rubric.record
    other = lx.build_rubric(sorted_out.framework, kind="holistic", options={})
    other.load_options(path)
    assert other.rubric.record == record


def test_choices_are_remembered_for_the_framework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with lx.open(tmp_path / "w.db", author="Ada") as workspace:
        framework = workspace.import_export(lx.sample_file())
        first = lx.build_rubric(framework)
        first.kind, first.options = "single-point", {"target": "developing"}
        again = lx.build_rubric(framework)
        assert (again.kind, again.options) == ("single-point", {"target": "developing"})
        assert lx.build_rubric(framework, kind="holistic").kind == "holistic"


def test_another_framework_begins_with_its_own_choices(builder: RubricBuilder, tmp_path: Path) -> None:
    (tmp_path / "testers.json").write_bytes(export_bytes(["Logs — read."], ["Logs — explain."]))
    other = builder.framework.workspace.import_export(tmp_path / "testers.json")
    builder.kind, builder.options = "holistic", {"levels": ["emerging"]}
    builder.framework = other
    assert (builder.view["title"], builder.options) == ("Testers", {})
    assert builder.path == "exports/Testers-holistic.xlsx"
    assert "Logs — read." in texts(builder)
    builder.framework = builder.framework.workspace.framework("51-3011.00")
    assert builder.options == {"levels": ["emerging"]}


# Writing


def test_it_writes_what_it_showed(builder: RubricBuilder) -> None:
    seen: list[str] = []
    builder.observe(lambda change: seen.append(change["new"]["state"]), names="progress")
    ask(builder, "write", path=builder.path)
    assert seen == ["busy", "done"]
    assert builder.progress["said"] == "The workbook is written as exports/Bakers-checklist.xlsx."
    assert builder.written == ["exports/Bakers-checklist.xlsx"]
    assert builder.progress["files"][0]["name"] == "Bakers-checklist.xlsx"
    book = load_workbook(builder.written[0])
    assert book["Score"]["A1"].value == "Score: Bakers"
    assert list(builder.framework.issued["file"]) == ["Bakers-checklist.xlsx"]


def test_a_workbook_that_is_filled_in_is_never_written_over_unasked(builder: RubricBuilder) -> None:
    path = builder.write()[0]
    book: Any = load_workbook(path)
    book["Score"]["C4"] = "Ana Ruiz"
    book.save(path)
    filled = path.read_bytes()
    choose(builder, "kind", "checklist")
    ask(builder, "write")
    assert builder.progress["state"] == "asks"
    assert builder.progress["said"] == (
        "Nothing was written: Bakers-checklist.xlsx is there already. It may be filled in."
    )
    assert path.read_bytes() == filled
    ask(builder, "write", path=builder.progress["free"])
    assert builder.written == ["exports/Bakers-checklist 2.xlsx"]
    with pytest.raises(FilledInError):
        builder.write(path)
    ask(builder, "write", overwrite=True)
    assert builder.progress["state"] == "done"
    assert path.read_bytes() != filled


def test_each_trainee_gets_a_workbook(builder: RubricBuilder) -> None:
    builder.trainees, builder.many = ["Ana Ruiz", "Ben Li"], "each"
    ask(builder, "write", path="exports/spring/")
    assert builder.progress["said"] == "2 workbooks are written in exports/spring."
    assert [Path(each).name for each in builder.written] == ["Ana Ruiz.xlsx", "Ben Li.xlsx"]


def test_a_name_of_ones_own_stays_while_it_fits(builder: RubricBuilder) -> None:
    builder.path = "exports/spring.xlsx"
    builder.kind = "holistic"
    assert builder.path == "exports/spring.xlsx"
    builder.many = "each"
    assert builder.path == "exports/Bakers-holistic/"
    builder.path = "exports/spring/"
    builder.many = "one"
    assert builder.path == "exports/Bakers-holistic.xlsx"


def test_without_names_it_says_so(builder: RubricBuilder) -> None:
    builder.many = "each"
    ask(builder, "write")
    assert builder.progress["said"].startswith("Not written: there is no trainee yet: type or paste their names")


def test_what_cannot_be_written_is_said(builder: RubricBuilder, tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way")
    ask(builder, "write")
    assert builder.progress["state"] == "failed"
    assert builder.progress["said"].startswith("Not written: exports")
    ask(builder, "write", path="exports/rubric.doc")
    assert "a rubric is an Excel workbook" in builder.progress["said"]


def test_writing_many_lets_the_kernel_breathe_and_can_be_stopped(builder: RubricBuilder) -> None:
    builder.trainees, builder.many = [f"Trainee {number}" for number in range(1, 401)], "each"
    told: list[dict[str, Any]] = []
    builder.observe(lambda change: told.append(change["new"]), names="progress")

    async def with_a_kernel() -> int:
        ask(builder, "write", path="exports/many/")
        turns = 0
        while builder.progress["state"] == "busy":
            await asyncio.sleep(0)
            turns += 1
            if builder.progress["done"] > 20:
                ask(builder, "stop")
        return turns

    assert asyncio.run(with_a_kernel()) > 1
    assert builder.progress["state"] == "stopped"
    count = len(builder.written)
    assert 20 < count < 400
    assert builder.progress["said"] == f"Stopped: {count} of 400 workbooks are written, each of them whole."
    assert len(list(Path("exports/many").glob("*.xlsx"))) == count
    assert len(builder.framework.issued) == count
    assert [each["state"] for each in told][:2] == ["busy", "busy"]


def test_it_follows_what_others_change(builder: RubricBuilder) -> None:
    first = builder.framework.content.active[0]
    builder.framework.workspace.framework("51-3011.00").edit(first.id, "Salt — weigh to the gram.")
    ask(builder, "look")
    assert "Salt — weigh to the gram." in texts(builder)


def test_without_a_kernel_the_rows_are_shown(builder: RubricBuilder) -> None:
    html = builder._repr_mimebundle_()
    data = html[0] if isinstance(html, tuple) else html
    assert "<table" in data["text/html"]
    assert data["text/plain"] == repr(builder)
