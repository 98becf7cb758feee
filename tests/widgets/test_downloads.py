"""What a screen may download, and what it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lexcurric.widgets.base import Panel
from lexcurric.widgets.downloads import Downloads


class Desk(Downloads, Panel):
    """A panel that keeps what it sends."""

    _esm = "export default { render() {} }"

    def __init__(self) -> None:
        self.sent: list[tuple[Any, Any]] = []
        super().__init__()

    def make_view(self) -> dict[str, Any]:
        return {}

    def send(self, content: Any, buffers: Any = None) -> None:
        self.sent.append((content, buffers))

    def ask(self, key: str) -> Any:
        self._receive(self, {"action": "download", "with": {"key": key}}, [])
        return next(each for each in self.sent if "download" in each[0])


def test_a_file_that_was_offered_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "Ana Ruiz.xlsx"
    path.write_bytes(b"work")
    desk = Desk()
    offer = desk.offer(path)
    assert (offer["name"], offer["bytes"], offer["path"]) == ("Ana Ruiz.xlsx", 4, path.as_posix())
    assert desk.ask(offer["key"]) == ({"download": offer["key"], "name": "Ana Ruiz.xlsx"}, [b"work"])


def test_what_was_not_offered_is_not_sent(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine")
    content, buffers = Desk().ask(str(secret))
    assert buffers is None
    assert content["error"] == "this file is not offered any more; make it again"


def test_a_file_that_is_gone_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"work")
    desk = Desk()
    offer = desk.offer(path)
    path.unlink()
    content, buffers = desk.ask(offer["key"])
    assert buffers is None
    assert "plan.xlsx" in content["error"]


def test_bytes_are_made_when_they_are_asked_for() -> None:
    desk, made = Desk(), []
    offer = desk.offer_made("options.yaml", lambda: made.append(1) or b"kind: checklist\n")  # type: ignore[func-returns-value]
    assert made == []
    assert desk.ask(offer["key"])[1] == [b"kind: checklist\n"]


def test_the_place_of_the_notebook_is_what_jupyter_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "work" / ".." / "one.ipynb"))
    assert Desk().offer(tmp_path / "a.xlsx")["notebook"] == (tmp_path / "one.ipynb").as_posix()
    monkeypatch.setenv("JPY_SESSION_NAME", "1234-abcd")
    assert Desk().offer(tmp_path / "a.xlsx")["notebook"] == ""
