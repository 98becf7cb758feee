"""Files from the browser without one: announced, sent in parts, kept for a while, and refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.widgets.base import Panel
from lexcurric.widgets.uploads import Incoming, Uploads, plain_folder, plain_name, size_words


class Taker(Uploads, Panel):
    """Keeps what arrives."""

    most_bytes = 1000

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.refused: list[tuple[str, str]] = []
        self.places: list[Path] = []
        super().__init__()

    def arrived(self, file: Incoming) -> None:
        self.bodies[file.shown] = file.path.read_bytes()
        self.places.append(file.path)

    def not_taken(self, name: str, why: str) -> None:
        self.refused.append((name, why))

    def make_view(self) -> dict[str, Any]:
        return {}


@pytest.fixture
def taker(monkeypatch: pytest.MonkeyPatch) -> Taker:
    made = Taker()
    made.replies = []  # type: ignore[attr-defined]
    monkeypatch.setattr(made, "send", lambda content, *_: made.replies.append(content))  # type: ignore[attr-defined]
    return made


def tell(taker: Taker, action: str, buffers: list[bytes] | None = None, **arguments: Any) -> dict[str, Any]:
    """What the browser sends, with the answer that it gets."""
    message = {"id": 1, "action": action, "with": arguments}
    taker._receive(taker, message, [memoryview(each) for each in buffers or []])
    reply: dict[str, Any] = taker.replies[-1]  # type: ignore[attr-defined]
    return reply


def announce(taker: Taker, *files: tuple[str, str, int]) -> None:
    listed = [{"key": key, "name": name, "size": size, "folder": ""} for key, name, size in files]
    assert tell(taker, "announce", files=listed)["ok"]


def test_a_file_comes_in_parts_and_several_in_one_message(taker: Taker) -> None:
    announce(taker, ("a", "one.txt", 6), ("b", "two.txt", 3))
    assert tell(taker, "part", [b"abc"], parts=[{"key": "a", "at": 0}])["ok"]
    assert taker.bodies == {}
    tell(taker, "part", [b"def", b"xyz"], parts=[{"key": "a", "at": 3}, {"key": "b", "at": 0}])
    assert taker.bodies == {"one.txt": b"abcdef", "two.txt": b"xyz"}


def test_a_part_that_comes_twice_since_its_answer_was_lost_changes_nothing(taker: Taker) -> None:
    announce(taker, ("a", "one.txt", 6))
    for _ in range(2):
        tell(taker, "part", [b"abc"], parts=[{"key": "a", "at": 0}])
    for _ in range(2):
        assert tell(taker, "part", [b"def"], parts=[{"key": "a", "at": 3}])["ok"]
    assert taker.bodies == {"one.txt": b"abcdef"}


def test_a_part_that_is_missing_is_said_and_not_made_up(taker: Taker) -> None:
    announce(taker, ("a", "one.txt", 6))
    assert "drop the file again" in tell(taker, "part", [b"def"], parts=[{"key": "a", "at": 3}])["error"]
    assert taker.bodies == {}


def test_an_empty_file_arrives_empty(taker: Taker) -> None:
    announce(taker, ("a", "nothing.json", 0))
    assert taker.bodies == {"nothing.json": b""}


def test_a_file_that_is_too_large_or_grows_is_refused_in_words(taker: Taker) -> None:
    announce(taker, ("a", "huge.xlsx", 5000), ("b", "small.txt", 3))
    assert taker.refused == [("huge.xlsx", "it has 5 KB, and a file may have 1000 bytes at most; nothing was sent")]
    tell(taker, "part", [b"too much"], parts=[{"key": "b", "at": 0}])
    assert taker.refused[1] == ("small.txt", "it grew while it was sent; save and close it, and drop it again")
    assert taker.bodies == {}
    assert taker.incoming == {}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\..\\Edit sheet (2).xlsx", "Edit sheet (2).xlsx"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\n.csv", "a b .csv"),
        ("\u202excod.xlsx", "xcod.xlsx"),
        ("a" * 300 + ".json", "a" * 115 + ".json"),
        ('what? <b>"x"</b>.json', "b .json"),
        (".~lock.x.xlsx#", "~lock.x.xlsx#"),
        ("表.json", "表.json"),
    ],
)
def test_a_hostile_name_stays_in_its_folder(taker: Taker, given: str, kept: str) -> None:
    assert plain_name(given) == kept
    announce(taker, ("a", given, 1))
    tell(taker, "part", [b"x"], parts=[{"key": "a", "at": 0}])
    assert taker.bodies == {kept: b"x"}
    assert taker.kept_in in taker.places[0].parents


def test_names_of_folders_are_for_showing_only() -> None:
    assert plain_folder("../../May/oven 2") == "May/oven 2"
    assert plain_folder("") == ""
    assert size_words(3 * 1024 * 1024 + 500_000) == "3.5 MB"


def test_what_came_is_deleted_and_a_designers_own_file_never_is(taker: Taker, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine")
    announce(taker, ("a", "one.txt", 1))
    tell(taker, "part", [b"x"], parts=[{"key": "a", "at": 0}])
    place = taker.places[0]
    taker.delete(own)
    taker.delete(place)
    assert own.exists()
    assert not place.exists()
    taker.delete_all()
    assert not place.parent.parent.exists()
