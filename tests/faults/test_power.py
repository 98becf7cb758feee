"""Power cuts, played through on what the real program wrote: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from lexcurric.core.errors import LexcurricError
from lexcurric.workspace.workspace import open_workspace
from tests.faults import shim
from tests.faults.conftest import Figures, Scale
from tests.faults.disk import Disk, Operation, read_log
from tests.faults.story import Twin, portrait, tell

STEPS = 40


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shim.build(tmp_path_factory.mktemp("shim"))


def _record(library: Path, folder: Path, seed: str, pragma: str = "") -> list[Operation]:
    """What the program does to its files while it tells a story."""
    for name in ("home", "files"):
        (folder / name).mkdir()
    words = (str(folder / "home" / "workspace.db"), str(folder / "files"), seed, str(STEPS))
    shim.run(library, folder / "home", "tests.faults.recorder", *words, log=folder / "log", FAULT_PRAGMA=pragma)
    return read_log(folder / "log")


def _cut(log: list[Operation], folder: Path, chance: random.Random) -> tuple[int, Path]:
    """Cuts the power at a random moment; gives the last step acknowledged, and the workspace file of what is left."""
    disk = Disk()
    for each in log[: chance.randrange(1, len(log) + 1)]:
        disk.do(each)
    folder.mkdir()
    for name, body in disk.cut(chance).items():
        (folder / name).write_bytes(body)
    return disk.acknowledged, folder / "workspace.db"


def _check(file: Path, acknowledged: int, twin: list[str], files: Path, seed: str) -> str:
    """What is wrong after a power cut, in a word; empty where nothing is."""
    try:
        with open_workspace(file, "Ada") as workspace:
            if workspace.verify():
                return "corrupt"
            shown = portrait(workspace)
            if shown == twin[max(acknowledged, 0)]:
                tell(workspace, files, seed, upto=max(acknowledged, 0) + 1, after=max(acknowledged, 0))
                return "" if portrait(workspace) == twin[max(acknowledged, 0) + 1] else "corrupt"
            # The step that was not acknowledged may be there, whole.
            return "" if shown == twin[acknowledged + 1] else "lost"
    except LexcurricError:
        return "corrupt"


def _cut_often(
    library: Path, folder: Path, times: int, figures: Figures, seed: str = "power", pragma: str = ""
) -> None:
    folder.mkdir()
    log = _record(library, folder, seed, pragma)
    wanted = {"C", "W", "A"} if pragma else {"C", "W", "T", "S", "A"}
    assert {each.what for each in log} >= wanted, "the shim does not see what the program does"
    assert any(each.name.endswith("-journal") or each.name.endswith("-wal") for each in log)
    story = Twin(folder / "twin", seed)
    twin = [story.at(number) for number in range(STEPS + 2)]
    for number in range(times):
        image = folder / f"image{number}"
        acknowledged, file = _cut(log, image, random.Random(number))
        figures.update(tries=1, acknowledged=max(acknowledged, 0))
        wrong = _check(file, acknowledged, twin, folder / "files", seed)
        figures.update([wrong] if wrong else [])


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    library: Path, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    for number in range(scale(1, 5)):
        _cut_often(library, tmp_path / str(number), scale(40, 200), figures, f"power{number}")
    assert figures.faults() == {}


def test_a_program_that_does_not_sync_is_caught(library: Path, tmp_path: Path, scale: Scale, figures: Figures) -> None:
    """Controls: without syncs, or with a journal that is unlinked and that not synced, acknowledged work is lost."""
    off, unlinking = "synchronous=FULL>synchronous=OFF", "journal_mode=TRUNCATE>journal_mode=DELETE"
    for pragma, times, share in [(off, scale(20, 300), 0.3), (unlinking, scale(0, 300), 0.05)]:
        found = Figures()
        _cut_often(library, tmp_path / pragma, times, found, pragma=pragma)
        figures.update({f"lost by {pragma.split('>')[1]}, as must be": sum(found.faults().values())})
        assert sum(found.faults().values()) >= found["tries"] * share, found


def test_a_first_page_that_was_being_written_is_put_right_by_the_journal(library: Path, tmp_path: Path) -> None:
    """The first words of the file are garbage, by which a database is known; the journal beside it has them."""
    log = _record(library, tmp_path, "power")
    story = Twin(tmp_path / "twin", "power")
    disk = Disk()
    for each in log:
        disk.do(each)
        if each.what == "W" and each.name == "workspace.db" and each.place == 0 and disk.acknowledged == 5:
            break
    image = tmp_path / "image"
    image.mkdir()
    for name, file in disk.seen.items():
        (image / name).write_bytes(bytes(file.now))
    body = (image / "workspace.db").read_bytes()
    (image / "workspace.db").write_bytes(b"\xa5" * 512 + body[512:])
    with open_workspace(image / "workspace.db", "Ada") as workspace:
        assert workspace.verify() == []
        assert portrait(workspace) == story.at(5)
