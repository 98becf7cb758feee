"""Several processes at once on one workspace: every edit that was said to be saved is there once, no clash is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.story import OTHER, SOC
from tests.faults.writers import edit_own, edit_same
from tests.samples import export_bytes

LEVEL = [f"Thing {number} — keep it clean." for number in range(12)]


def _start(
    forks: ForkServerContext, work: Callable[..., None], url: str, shares: list[tuple[str, object]]
) -> list[Connection]:
    """A writer for each share (framework, what), called Writer0, Writer1, …"""
    ends = []
    for number, (soc, share) in enumerate(shares):
        mine, theirs = forks.Pipe()
        forks.Process(target=work, args=(theirs, url, soc, f"Writer{number}", share), daemon=True).start()
        theirs.close()
        ends.append(mine)
    return ends


def _make(url: str, folder: Path) -> None:
    with open_workspace(url, "Ada") as workspace:
        for soc in (SOC, OTHER):
            path = folder / f"{soc}.json"
            path.write_bytes(export_bytes(LEVEL, soc=soc))
            workspace.import_export(path)


def _hear(end: Connection) -> object:
    assert end.poll(120), "a writer said nothing for two minutes"
    return end.recv()


@pytest.mark.parametrize("is_spread", [False, True], ids=["one draft", "a draft each"])
def test_writers_at_once_lose_nothing_and_double_nothing(
    forks: ForkServerContext, store_url: str, is_spread: bool, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    _make(store_url, tmp_path)
    count = 4 if "://" in store_url else 2
    times = scale(40, 500) * 2 // count
    shares: list[tuple[str, object]] = [
        ((SOC, OTHER)[number % 2] if is_spread else SOC, (number, count, times)) for number in range(count)
    ]
    writers = _start(forks, edit_own, store_url, shares)
    assert [_hear(each) for each in writers] == ["ready"] * count
    for each in writers:
        each.send("go")
    saved: list[str] = []
    for each in writers:
        while (said := _hear(each)) != ("done", ""):
            what, text = said  # type: ignore[misc]
            assert what == "saved", text
            saved.append(text)
    with open_workspace(store_url, "Ada") as workspace:
        reasons = Counter(reason for soc in (SOC, OTHER) for reason in workspace.framework(soc).log["reason"] if reason)
        figures.update(tries=count * times, acknowledged=len(saved), lost=len(set(saved) - set(reasons)))
        figures["doubled"] += sum(count - 1 for count in reasons.values())
        assert reasons == Counter(saved)
        assert len(saved) == count * times
        for soc in {soc for soc, _ in shares}:
            _check_wordings(workspace.framework(soc), set(saved))
        assert workspace.verify() == []


def _check_wordings(framework: Framework, saved: set[str]) -> None:
    """Each wording saved stands in the history of its statement, and the last one in the draft."""
    by_time = {reason: number for number, reason in enumerate(framework.log["reason"])}
    for each in framework.content.active:
        written = [text for text in framework.history(each.id)["text"] if text in saved]
        assert written == sorted(written, key=by_time.__getitem__)
        assert not written or each.text == written[-1]


def test_of_two_who_edit_one_statement_one_lands_and_the_other_is_told(
    forks: ForkServerContext, store_url: str, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    _make(store_url, tmp_path)
    rounds = scale(15, 300)
    writers = _start(forks, edit_same, store_url, [(SOC, rounds), (SOC, rounds)])
    landed = []
    for _ in range(rounds):
        assert [_hear(each) for each in writers] == ["seen", "seen"]
        for each in writers:
            each.send("go")
        said = dict(_hear(each) for each in writers)  # type: ignore[misc]
        figures.update(tries=1, acknowledged=1)
        figures["conflicts reported"] += "conflict" in said
        assert set(said) == {"saved", "conflict"}
        landed.append(said["saved"])
        # Who lost is shown the wording that won.
        assert said["saved"] in said["conflict"]
    with open_workspace(store_url, "Ada") as workspace:
        framework = workspace.framework(SOC)
        history = list(framework.history(framework.content.active[0].id)["text"])
        there = [text for text in history if text.startswith("Writer")]
        figures["lost"] += len(set(landed) - set(there))
        assert there == landed
        assert [reason for reason in framework.log["reason"] if reason] == landed
        assert workspace.verify() == []
