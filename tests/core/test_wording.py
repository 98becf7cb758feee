from __future__ import annotations

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from lexcurric.core import wording
from lexcurric.core.wording import content_stems, normal, word_stems, words


def spelled_out(text: str) -> str:
    """What `normal` promises, without its short cut."""
    visible = "".join(
        " " if char.isspace() or unicodedata.category(char) == "Cc" else char
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) != "Cf"
    )
    return " ".join(visible.split())


@settings(max_examples=400)
@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=0x2100), st.sampled_from(" \u00a0\u200b\u0301—·é"))))
def test_the_short_cut_for_plain_texts_changes_nothing(text: str) -> None:
    assert normal(text) == spelled_out(text)


def test_no_character_of_the_short_cut_needs_a_second_look() -> None:
    plain = [chr(code) for code in range(sys.maxunicode + 1) if wording._PLAIN.fullmatch(chr(code))]
    assert "é" in plain
    assert "—" in plain
    assert [char for char in plain if spelled_out(char) != char.strip()] == []
    # Nor any two of them side by side: none composes with another.
    assert unicodedata.is_normalized("NFC", "".join(char + other for char in plain for other in plain[::40]))


def test_words_are_folded_alike_whatever_the_script() -> None:
    assert words("Dough PIECES — divide") == ("dough", "pieces", "divide")
    assert words("CAFÉ Straße") == ("café", "strasse")


def test_the_stems_of_a_text_are_those_of_its_words() -> None:
    assert content_stems("The long-term labelling") == (*word_stems("long-term"), *word_stems("labelling"))
    assert word_stems("the") == ()
