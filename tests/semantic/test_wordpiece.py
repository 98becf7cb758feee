from __future__ import annotations

import pytest

from lexcurric.semantic.wordpiece import WordPieces, split_words

# As the `tokenizers` library cuts them with the model's own tokenizer.json.
KNOWN = {
    "Dough — mix to a recipe.": [101, 23126, 1517, 4666, 2000, 1037, 17974, 1012, 102],
    "Café crème brûlée, £5.00": [101, 7668, 13675, 21382, 7987, 9307, 2063, 1010, 27813, 1012, 4002, 102],
    "unaffordability of re-scaling": [101, 14477, 4246, 8551, 8010, 1997, 2128, 1011, 25169, 102],
    "漢字 and ΟΔΥΣΣΕΥΣ": [101, 1904, 100, 1998, 1169, 29722, 29735, 29733, 29733, 29723, 29735, 29733, 102],
    "soft\u00adhyphen\u200b \u00a0tab\tend": [101, 3730, 10536, 8458, 2368, 21628, 2203, 102],
    "x" * 101: [101, 100, 102],
    "": [101, 102],
}


@pytest.mark.parametrize(("text", "numbers"), KNOWN.items())
def test_a_text_has_the_pieces_that_the_model_was_taught_with(text: str, numbers: list[int]) -> None:
    assert WordPieces().numbers(text, 256) == numbers


def test_a_long_text_is_cut_and_still_ends() -> None:
    numbers = WordPieces().numbers("dough " * 400, 256)
    assert (len(numbers), numbers[0], numbers[-1]) == (256, 101, 102)


def test_every_mark_is_a_word() -> None:
    assert split_words("Re-load (all) `x`…") == ["re", "-", "load", "(", "all", ")", "`", "x", "`", "…"]
