"""
Texts in the word pieces that the model was taught with, by the rules of BERT (uncased).

`vocabulary.txt` is that of google-research/bert, bert-base-uncased (Apache-2.0): a piece a line, its number the line's.
The pieces are those of the `tokenizers` library, text by text, on all lists of the benchmark; that library would bring
a client for downloads with it, which a program that never downloads should not have.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """The vocabulary, and texts cut up into it."""

    def __init__(self) -> None:
        lines = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8").splitlines()
        self.known = {piece: number for number, piece in enumerate(lines)}
        self.cut = lru_cache(maxsize=65_536)(self._cut)

    def numbers(self, text: str, longest: int) -> list[int]:
        """The numbers of a text's pieces between those of start and end, at most `longest` in all."""
        found = [piece for word in split_words(text) for piece in self.cut(word)][: longest - 2]
        return [self.known[START], *found, self.known[END]]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest known piece that the word starts with, and so on to its end; else the number of the unknown."""
        unknown = (self.known[UNKNOWN],)
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            before = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((each for each in ends if before + word[start:each] in self.known), None)
            if end is None:
                return unknown
            found.append(self.known[before + word[start:end]])
            start = end
        return tuple(found)


def split_words(text: str) -> list[str]:
    """
    The words of a text in lower case without accents; each mark and each ideograph is a word.

    >>> split_words("Café — re-load.")
    ['cafe', '—', 're', '-', 'load', '.']
    """
    apart = unicodedata.normalize("NFD", "".join(map(_spaced, text)))
    # Letter by letter, since the whole would make the last sigma of a Greek word another letter.
    kept = (each.lower() for each in apart if unicodedata.category(each) != "Mn")
    return "".join(f" {each} " if _is_mark(each) else each for each in kept).split()


def _spaced(character: str) -> str:
    """The character; a space for any kind of space, nothing for what is not seen, and room around an ideograph."""
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    is_ideograph = any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)
    return f" {character} " if is_ideograph else character


def _is_mark(character: str) -> bool:
    """True for punctuation, and for whatever in ASCII is no letter, digit, space or control."""
    is_plain = "!" <= character <= "~" and not character.isalnum()
    return is_plain or unicodedata.category(character).startswith("P")
