"""
A disk that loses power: from the log of what a program did, what may be left of its files at any moment.

Only what was synced is sure. Since then each 512-byte sector may be the new one, the old one, half of it, or garbage;
a change of size may have happened or not; and a name that was made, taken away or changed may be there or not, until
the folder itself is synced (POSIX promises no more).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True)
class Operation:
    """One line of the log: Create, Write, Truncate, Sync, Unlink, Rename, or an Ack."""

    what: str
    name: str
    place: int
    data: bytes


def read_log(path: Path) -> list[Operation]:
    body, found, start = path.read_bytes(), [], 0
    while start < len(body):
        end = body.index(b"\n", start)
        what, name, place, length = body[start:end].decode().split("\t")
        start = end + 1 + int(length)
        found.append(Operation(what, name, int(place), body[end + 1 : start]))
    return found


@dataclass
class _File:
    synced: bytearray = field(default_factory=bytearray)
    now: bytearray = field(default_factory=bytearray)
    waiting: list[Operation] = field(default_factory=list)


class Disk:
    """What a program sees, and what is sure to be there after a power cut."""

    def __init__(self) -> None:
        self.seen: dict[str, _File] = {}
        self.sure: dict[str, _File] = {}
        self.waiting: list[tuple[str, _File | None]] = []
        self.acknowledged = -1

    def do(self, each: Operation) -> None:
        if each.what == "A":
            self.acknowledged = int(each.data)
        elif each.what == "C":
            self._name(each.name, _File())
        elif each.what == "U":
            self._name(each.name, None)
        elif each.what == "R":
            moved = self.seen[each.name]
            self._name(each.name, None)
            self._name(each.data.decode(), moved)
        elif each.what == "S" and each.name == ".":
            self.sure, self.waiting = dict(self.seen), []
        elif each.what == "S" and each.name in self.seen:
            file = self.seen[each.name]
            file.synced, file.waiting = bytearray(file.now), []
        elif each.what in "WT" and each.name in self.seen:
            file = self.seen[each.name]
            _apply(file.now, each)
            file.waiting.append(each)

    def _name(self, name: str, file: _File | None) -> None:
        self.waiting.append((name, file))
        if file is None:
            self.seen.pop(name, None)
        else:
            self.seen[name] = file

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """What may be left, by name, if the power goes now."""
        names: dict[str, _File | None] = dict(self.sure)
        names.update((name, file) for name, file in self.waiting if chance.random() < 0.5)
        # Sometimes nearly all is on the disk already, sometimes nearly nothing.
        kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return {name: _left(file, chance, kept) for name, file in sorted(names.items()) if file is not None}


def _left(file: _File, chance: random.Random, kept: float) -> bytes:
    body = bytearray(file.synced)
    for each in file.waiting:
        if each.what == "T":
            if chance.random() < kept:
                _apply(body, each)
            continue
        for place, sector in _sectors(each):
            if chance.random() < kept:
                _apply(body, Operation("W", "", place, _damaged(sector, chance)))
    return bytes(body)


def _damaged(sector: bytes, chance: random.Random) -> bytes:
    luck = chance.random()
    if luck < 0.03:
        return chance.randbytes(len(sector))
    return sector[: chance.randrange(len(sector) + 1)] if luck < 0.08 else sector


def _sectors(each: Operation) -> Iterator[tuple[int, bytes]]:
    place, end = each.place, each.place + len(each.data)
    while place < end:
        stop = min(end, (place // SECTOR + 1) * SECTOR)
        yield place, each.data[place - each.place : stop - each.place]
        place = stop


def _apply(body: bytearray, each: Operation) -> None:
    size = each.place if each.what == "T" else max(len(body), each.place + len(each.data))
    if len(body) < size:
        body.extend(bytes(size - len(body)))
    if each.what == "T":
        del body[size:]
    else:
        body[each.place : each.place + len(each.data)] = each.data
