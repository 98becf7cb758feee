"""Ways to damage a workspace file behind its back, each from a random generator alone."""

from __future__ import annotations

import random
from collections.abc import Callable

PAGE = 4096
Damage = Callable[[bytes, bytes, random.Random], bytes]


def scattered_bytes(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """1 to 64 bytes in a row are others."""
    length = chance.randint(1, 64)
    place = chance.randrange(len(body) - length)
    return body[:place] + chance.randbytes(length) + body[place + length :]


def one_bit(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """One bit is turned."""
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ 1 << chance.randrange(8)]) + body[place + 1 :]


def one_letter(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """One letter of a text is another."""
    places = [place for place in range(len(body)) if body[place : place + 1].isalpha()]
    place = chance.choice(places)
    return body[:place] + bytes([chance.choice(b"abcdefghijklmnopqrstuvwxyz")]) + body[place + 1 :]


def zeroed_page(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """A whole page is zeros."""
    place = _page(body, chance)
    return body[:place] + bytes(PAGE) + body[place + PAGE :]


def swapped_pages(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """Two pages stand in each other's place."""
    one, other = sorted(chance.sample(range(len(body) // PAGE), 2))
    pages = [body[start : start + PAGE] for start in range(0, len(body), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def cut_off(body: bytes, _older: bytes, chance: random.Random) -> bytes:
    """The end of the file is missing, sometimes to the page and sometimes not."""
    place = chance.randrange(1, len(body))
    return body[: place // PAGE * PAGE or PAGE] if chance.random() < 0.5 else body[:place]


def stale_page(body: bytes, older: bytes, chance: random.Random) -> bytes:
    """A page is as it was in an earlier copy of the file."""
    places = [
        place for place in range(0, len(older), PAGE) if older[place : place + PAGE] != body[place : place + PAGE]
    ]
    place = chance.choice(places)
    return body[:place] + older[place : place + PAGE] + body[place + PAGE :]


def _page(body: bytes, chance: random.Random) -> int:
    return chance.randrange(len(body) // PAGE) * PAGE


KINDS: tuple[Damage, ...] = (
    scattered_bytes,
    one_bit,
    one_letter,
    zeroed_page,
    swapped_pages,
    cut_off,
    stale_page,
)
