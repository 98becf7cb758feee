"""Rules on marks: spaces, characters that nobody sees, punctuation. What they repair changes no word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lexcurric.core.checks.look import Line, Look
from lexcurric.core.checks.records import Found, Rule, Severity

_JOINERS, _DIRECTIONS = "\u200c\u200d", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_SEEN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""A text of nothing but letters and marks that everybody sees: most are, and need no look at each character."""
_UNIT = re.compile(r"\d[\u00a0\u202f]$")
_BEFORE = re.compile(r"(?<=[\w)\]”’\"])\s+(?=[,;.](?:\s|$))")
_AFTER = re.compile(r"(?<=[^\W\d_]{2}[,;])(?=[^\W\d_]{2})")
_TWICE = re.compile(r"(?<!\.)\.\.(?!\.)|,{2,}|;{2,}|[,;]\.(?=\s*$)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Inc|Ltd|Co|Corp|U\.S|a\.m|p\.m|[A-Z])$")
_GOES_ON = re.compile(r"[,;:]\s*(?:and|or)?$")
"""An item of a list in a sentence: “…; and”."""
FEWEST = 3
_END = re.compile(r"[.!?…:;]['\"”’)\]]*$")


def _odd(text: str) -> list[tuple[int, str]]:
    """The characters that nobody sees, with what to put in their place, each by its place."""
    found: list[tuple[int, str]] = []
    if _SEEN.fullmatch(text):
        return found
    for place, char in enumerate(text):
        if " " <= char <= "~":
            continue
        kind = unicodedata.category(char)
        if kind == "Cc":
            found.append((place, " "))
        elif char in _JOINERS:
            # Persian, the scripts of India, and joined pictures need them.
            if not _needs_joiner(text, place):
                found.append((place, ""))
        elif char in _DIRECTIONS:
            if not any(unicodedata.bidirectional(each) in ("R", "AL") for each in text):
                found.append((place, ""))
        elif kind == "Cf":
            found.append((place, ""))
        elif kind == "Zs" and not (_UNIT.search(text[: place + 1]) and text[place + 1 : place + 2].strip()):
            # Between a figure and its unit a space that does not break is good typography.
            found.append((place, " "))
    return found


def _needs_joiner(text: str, place: int) -> bool:
    beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return any(unicodedata.category(each) in ("Lo", "Mn", "Mc", "So", "Sk") or ord(each) > 0xFFFF for each in beside)


def _invisible(line: Line, _look: Look) -> Iterator[Found]:
    odd = sorted({line.raw[place] for place, _ in _odd(line.raw)})
    if odd:
        names = ", ".join(f"U+{ord(char):04X}" for char in odd)
        yield Found(f"invisible or special characters: {names}", line)


def _show(line: Line, _look: Look) -> str:
    put = dict(_odd(line.raw))
    return "".join(put.get(place, char) for place, char in enumerate(line.raw))


def _spaces(line: Line, _look: Look) -> Iterator[Found]:
    if line.raw != line.raw.strip() or re.search(r"\s{2}", line.raw):
        yield Found("spaces at an end, or several in a row", line)


def _one_space(line: Line, _look: Look) -> str:
    return re.sub(r"\s{2,}", lambda run: run[0] if run[0].strip(" \t\n") else " ", line.raw).strip()


def _faults(text: str) -> list[str]:
    found = []
    if _BEFORE.search(text):
        found.append("a space before a comma or full stop")
    if _AFTER.search(text):
        found.append("no space after a comma or semicolon")
    if any(not _ABBREVIATED.search(text[: each.start()]) for each in _TWICE.finditer(text)):
        found.append("a mark that stands twice")
    for opening, closing in ("()", "[]", "“”"):
        if text.count(opening) != text.count(closing):
            found.append(f"{opening} and {closing} do not come in pairs")
    return found


def _punctuation(line: Line, _look: Look) -> Iterator[Found]:
    found = _faults(line.text)
    if found:
        yield Found("; ".join(found), line)


def _mark(line: Line, _look: Look) -> str:
    text = _AFTER.sub(" ", _BEFORE.sub("", line.raw))

    def once(found: re.Match[str]) -> str:
        if _ABBREVIATED.search(found.string[: found.start()]):
            return found[0]
        return "." if "." in found[0] else found[0][0]

    return _TWICE.sub(once, text)


def _full_stop(line: Line, look: Look) -> Iterator[Found]:
    if len(line.words) >= FEWEST and not _END.search(line.text) and not _GOES_ON.search(line.text) and _has_stops(look):
        yield Found("expected a full stop at the end, as the other statements have", line)


def _has_stops(look: Look) -> bool:
    return look.share_of_stops >= 0.5 or look.share_of_form >= 0.5


def _stop(line: Line, look: Look) -> str:
    if _END.search(line.text) or _GOES_ON.search(line.text) or not _has_stops(look):
        return line.raw
    body = line.raw.rstrip()
    said = body.rstrip(",;:-–— ")
    return f"{said}{'' if _END.search(said) else '.'}{line.raw[len(body) :]}" if said else line.raw


RULES = (
    Rule(
        "invisible",
        Severity.NOTE,
        "Characters that nobody sees make two equal texts different for a search, a spreadsheet and other programs.",
        "Bread\u200b — bake at dawn.",
        "Bread — bake at dawn.",
        of_line=_invisible,
        repair=_show,
        repairs="takes out what nobody sees",
    ),
    Rule(
        "spaces",
        Severity.NOTE,
        "Spaces at an end or in a row are left over from copying, and travel into every file.",
        "Bread — bake  at dawn. ",
        "Bread — bake at dawn.",
        of_line=_spaces,
        repair=_one_space,
        repairs="leaves one space",
    ),
    Rule(
        "punctuation",
        Severity.NOTE,
        "Slips of punctuation draw the eye away from what is said.",
        "Bread , rolls,cakes — bake at dawn..",
        "Bread, rolls, cakes — bake at dawn.",
        of_line=_punctuation,
        repair=_mark,
        repairs="sets the marks right",
    ),
    Rule(
        "full-stop",
        Severity.NOTE,
        "Where the others end in a full stop, a statement without one looks cut off.",
        "Bread — bake at dawn. | Rolls — bake at noon. | Cakes — bake at dusk",
        "Bread — bake at dawn. | Rolls — bake at noon. | Cakes — bake at dusk.",
        of_line=_full_stop,
        repair=_stop,
        repairs="ends it with a full stop",
    ),
)
