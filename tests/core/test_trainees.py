"""Names of trainees: told apart, and as file names that hold on every system."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcurric.core.trainees import LONGEST_NAME, clean_name, file_stems, told_apart

NAMES = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=60),
        st.text(alphabet="aA bBßﬁé\u0301./\\:*?<>|\"'~$-\u200d\U0001f393م", min_size=1, max_size=12),
        st.sampled_from(["CON", "nul.txt", "com1", "LPT¹", "CON .x", "AUX.", "ANA", "ana", "Ana (2)", "conin$"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ana \t Ruiz\n", "Ana Ruiz"),
        ("Jose\u0301", "José"),
        ("=1+1", "=1+1"),
        ("مريم", "مريم"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_with_single_spaces(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\u202eb", "a\u2066b", "\ud800", "x" * (LONGEST_NAME + 1)])
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the name"):
        clean_name(text)


def test_equal_names_get_a_number_that_nobody_has() -> None:
    assert told_apart(["A", "A", "A (2)", "A"]) == ("A", "A (3)", "A (2)", "A (4)")
    long = "x" * LONGEST_NAME
    first, second = told_apart([long, long])
    assert (first, len(second), second[-4:]) == (long, LONGEST_NAME, " (2)")


@given(st.lists(st.sampled_from(["A", "A (2)", "A (3)", "B"]), max_size=8))
def test_names_told_apart_are_all_different_and_none_is_lost(names: list[str]) -> None:
    found = told_apart(names)
    assert len(set(found)) == len(found) == len(names)
    assert all(each.startswith(name) for each, name in zip(found, names, strict=True))


@given(NAMES)
def test_file_stems_hold_on_every_system_and_no_two_are_one_file(names: list[str]) -> None:
    stems = file_stems(names)
    assert len(stems) == len(names)
    # Windows and macOS know no capitals, macOS no difference between an accent put together and apart.
    assert len({unicodedata.normalize("NFC", each.casefold()) for each in stems}) == len(stems)
    for stem in stems:
        assert stem
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\ud800-\udfff]', stem)
        assert stem[-1] not in ". "
        assert stem[0] not in ".~-$= "
        assert len(f".{stem}.xlsx.4194304.part".encode()) <= 255
        first = stem.split(".")[0].casefold().strip()
        assert not re.fullmatch(r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]", first)


def test_over_long_names_are_cut_between_letters() -> None:
    (stem,) = file_stems(["é" * 150])
    assert set(stem) == {"é"}
    one, two = file_stems(["\U0001f393" * 60 + "a", "\U0001f393" * 60 + "b"])
    assert two == one[: len(two) - 4] + " (2)"
