"""A rule is switched on and off in the designer's own file of settings, and nothing else of that file is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.workspace.check_settings import read_settings, settings_text, switch_rule


@pytest.fixture
def url(tmp_path: Path) -> str:
    return str(tmp_path / "workspace.db")


def test_without_a_file_one_with_comments_is_written(url: str, tmp_path: Path) -> None:
    path = switch_rule(url, "several", on=False)
    assert path == tmp_path / "lexcurric-checks.yaml"
    assert path.read_text(encoding="utf-8") == settings_text().replace("several: true", "several: false")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "rules:\n  several: false\n"),
        ("spelling: us", "spelling: us\nrules:\n  several: false\n"),
        ("rules: {}\nspelling: us\n", "rules:\n  several: false\nspelling: us\n"),
        ("rules:\n  verb: false # mine\n", "rules:\n  several: false\n  verb: false # mine\n"),
        ("rules:\n    several: true  # why not\n    verb: false\n", "rules:\n    several: false  # why not\n    verb: false\n"),
        ("rules:\n# a comment\n\n  several: false\n", "rules:\n# a comment\n\n  several: false\n"),
        ("rules:", "rules:\n  several: false\n"),
        ("jargon:\n  several: many\nrules:\n  verb: true\n", "jargon:\n  several: many\nrules:\n  several: false\n  verb: true\n"),
    ],
)  # fmt: skip
def test_one_line_of_a_designers_file_is_changed(url: str, tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "lexcurric-checks.yaml"
    path.write_text(before, encoding="utf-8")
    switch_rule(url, "several", on=False)
    assert path.read_text(encoding="utf-8") == after
    switch_rule(url, "several", on=True)
    assert read_settings(path).rules["several"] is True


def test_json_is_changed_too(url: str, tmp_path: Path) -> None:
    path = tmp_path / "lexcurric-checks.json"
    path.write_text('{"spelling": "uk"}', encoding="utf-8")
    switch_rule(url, "verb", on=False)
    settings = read_settings(path)
    assert (settings.spelling, settings.rules) == ("uk", {"verb": False})


@pytest.mark.parametrize(
    "text", ["rules: {several: true}\n", "rules: &mine\n  several: true\nother: *mine\n", "rules: [\n"]
)
def test_a_file_written_otherwise_is_left_as_it_is_and_said_what_to_write(url: str, tmp_path: Path, text: str) -> None:
    path = tmp_path / "lexcurric-checks.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError):
        switch_rule(url, "several", on=False)
    assert path.read_text(encoding="utf-8") == text
