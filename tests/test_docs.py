"""What the documentation shows is what the program does."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from lexcurric.workspace.actions import diff
from lexcurric.workspace.corrections import write_corrections
from lexcurric.workspace.workspace import open_workspace
from tests.onet_files import TASKS, write_release
from tests.samples import NEW, OLD, ROOT

README = ROOT / "README.md"
SCHEMAS = ROOT / "docs" / "schemas"


def blocks(language: str, page: Path = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def fresh_folder(tmp_path: Path) -> Path:
    """A folder as a clone leaves it, with the sample in `data/`."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.db*"))
    return tmp_path


def test_every_command_of_the_readme_prints_what_it_shows(fresh_folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100"}
    environment.pop("LEXCURRIC_WORKSPACE", None)
    count = 0
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            done = subprocess.run(
                command, shell=True, cwd=fresh_folder, env=environment, capture_output=True, text=True, check=False
            )
            assert (done.stdout + done.stderr).rstrip() == shown.rstrip(), command
            count += 1
    assert count >= 8


def test_the_python_of_the_readme_is_true(fresh_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh_folder)
    monkeypatch.delenv("LEXCURRIC_WORKSPACE", raising=False)
    text = "\n".join(blocks("python"))
    test = doctest.DocTestParser().get_doctest(text, {}, "README", str(README), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test)
    assert runner.tries >= 5
    assert runner.failures == 0


def in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command as a reader types it in a folder, with the program of these tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    environment.pop("LEXCURRIC_WORKSPACE", None)
    return subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def run_page(name: str, least: int, folder: Path, ends_with_1: str = "") -> None:
    """Runs every command of a page of the docs; those with `ends_with_1` in them may end with 1."""
    commands = re.findall(r"^\$ (.*)$", "\n".join(blocks("console", ROOT / "docs" / f"{name}.md")), re.MULTILINE)
    assert len(commands) >= least
    for command in commands:
        done = in_shell(command, folder)
        may_be_1 = bool(ends_with_1) and ends_with_1 in command
        assert done.returncode == 0 or (may_be_1 and done.returncode == 1), f"{command}: {done.stderr}"


def test_every_command_of_the_page_on_rubrics_works(fresh_folder: Path) -> None:
    page = ROOT / "docs" / "rubrics.md"
    (scale,), (options,) = blocks("text", page), blocks("yaml", page)
    (fresh_folder / "scale.csv").write_text(scale, encoding="utf-8")
    (fresh_folder / "options.yaml").write_text(options, encoding="utf-8")
    (fresh_folder / "trainees.csv").write_text("Name\nAna Ruiz\nBen Li\n", encoding="utf-8")
    run_page("rubrics", 6, fresh_folder)
    written = {str(each.relative_to(fresh_folder / "exports")) for each in fresh_folder.glob("exports/**/*.xlsx")}
    assert written == {
        *("rubric.xlsx", "advanced.xlsx", "own.xlsx", "cohort.xlsx", "spring/Ana Ruiz.xlsx", "spring/Ben Li.xlsx")
    }


def test_every_command_and_setting_of_the_page_on_checks_works(fresh_folder: Path) -> None:
    page = ROOT / "docs" / "checks.md"
    (settings,) = blocks("yaml", page)
    # A check that has findings ends with 1.
    run_page("checks", 15, fresh_folder, ends_with_1=" check 5")
    (fresh_folder / "own.yaml").write_text(settings, encoding="utf-8")
    command = "lexcurric check 51-3011.00 --settings own.yaml --json"
    done = in_shell(command, fresh_folder)
    assert {"context", "several"}.isdisjoint(each["rule"] for each in json.loads(done.stdout))


def two_onet_releases(folder: Path) -> None:
    """Two small releases in O*NET's layout, as the page on alignment has them at hand."""
    write_release(folder / "db_30_1_text")
    weigh = TASKS["101"][0].replace("a bench scale", "a digital scale")
    write_release(folder / "db_31_0_text", {"101": (weigh, "Core"), "102": TASKS["102"], "201": ("Sing.", "Core")})


@pytest.mark.parametrize(("name", "least"), [("alignment", 6), ("compare", 2), ("vocabularies", 9)])
def test_every_command_of_a_page_works(name: str, least: int, fresh_folder: Path) -> None:
    two_onet_releases(fresh_folder)
    run_page(name, least, fresh_folder)
    assert list(fresh_folder.glob("exports/*.xlsx"))


def test_every_command_of_the_page_on_criteria_works(fresh_folder: Path) -> None:
    run_page("criteria", 12, fresh_folder)
    assert (fresh_folder / "exports" / "criteria.html").is_file()


@pytest.mark.parametrize(
    ("name", "examples"),
    [
        *(("diff", 5), ("history", 15), ("matching", 3), ("rubrics", 6), ("sheets", 8), ("checks", 12)),
        *(("alignment", 14), ("compare", 5), ("criteria", 12), ("vocabularies", 12)),
        ("screens/rubrics", 8),
        *(("screens/review", 20), ("screens/history", 8), ("screens/editor", 15)),
    ],
)
def test_the_python_of_a_page_is_true(
    name: str, examples: int, fresh_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fresh_folder)
    two_onet_releases(fresh_folder)
    page = ROOT / "docs" / f"{name}.md"
    test = doctest.DocTestParser().get_doctest("\n".join(blocks("python", page)), {}, name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.tries >= examples
    assert runner.failures == 0


def test_the_make_targets_of_the_readme_are_there() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(blocks("sh"))))
    assert {"demo", "test", "lab"} <= named
    for target in named:
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_links_and_pictures_of_the_readme_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_published_schemas_are_those_of_the_records() -> None:
    spec = importlib.util.spec_from_file_location("make_schemas", ROOT / "docs" / "make_schemas.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = {name: module.rendered(schema) for name, schema in module.schemas().items()}
    assert made == {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}


def read_schema(name: str) -> dict:
    return json.loads((SCHEMAS / f"{name}-1.schema.json").read_text(encoding="utf-8"))


def test_exports_diffs_and_decisions_follow_their_published_schemas(tmp_path: Path) -> None:
    for path in (OLD, NEW):
        jsonschema.validate(json.loads(path.read_bytes()), read_schema("export"))
    jsonschema.validate(json.loads(diff(OLD, NEW).to_json()), read_schema("diff"))
    with open_workspace(":memory:") as workspace:
        plan = workspace.import_export(OLD).merge(NEW)
        saved = plan.save(tmp_path / "decisions.json")
    jsonschema.validate(json.loads(saved.read_text(encoding="utf-8")), read_schema("merge"))


def test_corrections_of_matches_follow_their_published_schema(tmp_path: Path) -> None:
    with open_workspace(":memory:", "Ada") as workspace:
        framework = workspace.import_export(OLD)
        workspace.import_export(NEW)
        flour = next(each.id for each in framework.content.active if each.text.startswith("Flour"))
        framework.different(flour, "another step")
        saved = write_corrections(framework, tmp_path / "matches.json")
    jsonschema.validate(json.loads(saved.read_text(encoding="utf-8")), read_schema("matches"))


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(ROOT / "docs"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "index.html").is_file()
