"""What is refused on its way in, in words, on every database alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lexcurric.core.errors import EditError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85"])
def test_control_characters_in_a_reason_a_message_or_a_name_are_refused(
    sign: str, framework: Framework, tmp_path: Path
) -> None:
    first = framework.content.active[0].id
    doing = {
        "the reason": lambda: framework.retire(first, f"a{sign}b"),
        "the message": lambda: framework.save("acme.1", f"a{sign}b"),
        "the label": lambda: framework.save(f"acme{sign}1"),
        "the author's name": lambda: open_workspace(tmp_path / "other.db", f"A{sign}da"),
    }
    for what, act in doing.items():
        with pytest.raises(EditError, match=rf"{what} has a control character \(U\+00{ord(sign):02X}\)"):
            act()
    assert (framework.revision, len(framework.versions)) == (1, 1)
    framework.retire(first, "line one\nline\ttwo")
    assert framework.log["reason"].tolist()[-1] == "line one\nline\ttwo"


@pytest.mark.parametrize(
    ("label", "why"), [("v" * 101, "at most 100 characters"), ("v\u202e1", "U\\+202E"), ("v\u20661", "U\\+2066")]
)
def test_a_label_that_cannot_be_read_is_refused(label: str, why: str, framework: Framework) -> None:
    with pytest.raises(EditError, match=why):
        framework.save(label)
    assert framework.save("v" * 100).label == "v" * 100


@pytest.mark.parametrize("value", [float("nan"), float("inf"), date(2026, 1, 1), {"a": {1, 2}}, b"bytes"])
def test_metadata_that_json_has_no_word_for_is_refused_in_words(value: object, framework: Framework) -> None:
    with pytest.raises(EditError, match="/framework/contextCovered can be a text, a number"):
        framework.set_metadata("/framework/contextCovered", value)  # type: ignore[arg-type]
    assert framework.revision == 1
