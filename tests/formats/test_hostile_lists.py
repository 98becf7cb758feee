"""Lists and options made to take time or memory: refused at once, in one line."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from lexcurric.core.errors import FileError
from lexcurric.formats.rubric_files import read_options, read_scale, read_weights
from lexcurric.formats.trainees import read_trainees


@pytest.mark.parametrize("text", ["\n" * 4_000_000, "a\n" * 2_000_000, "a\r" * 2_000_000, "a\u2028" * 900_000])
@pytest.mark.parametrize("reader", [read_trainees, read_scale, read_weights])
def test_millions_of_lines_are_refused_before_they_take_memory(reader: object, text: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    tracemalloc.start()
    with pytest.raises(FileError, match="at most 5,000 rows"):
        reader(path)  # type: ignore[operator]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 5_000, "nested too deeply"),
        ("[" * 300_000 + "]" * 300_000, "nested too deeply"),
        ("? " * 200_000, "nested too deeply"),
        ("\n".join(f"k{n}: {n}" for n in range(60_000)), "more values than are read"),
        ("met_rating: " + "9" * 10_000, "a value cannot be read"),
        ("paper: 2026-13-45", "a value cannot be read: month must be in 1..12"),
        ("!!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("a: &a [x, x]\nb: [*a, *a]", "aliases such as"),
    ],
    ids=["brackets", "closed brackets", "keys", "values", "digits", "no date", "a tag", "aliases"],
)
def test_yaml_that_takes_time_or_is_no_option_is_refused_at_once(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "options.yaml"
    path.write_text(text, encoding="utf-8")
    begin = time.process_time()
    with pytest.raises(FileError, match=words) as caught:
        read_options(path)
    assert time.process_time() - begin < 2
    assert "\n" not in str(caught.value)
