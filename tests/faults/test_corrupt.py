"""A workspace file that was changed behind the program's back: noticed by each read, or harmless; named by verify."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from lexcurric.core.errors import LexcurricError
from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.damage import KINDS
from tests.faults.reads import REFUSED, read_all
from tests.faults.story import OTHER, SOC, stamp, tell, vocabulary
from tests.samples import export_bytes

SOCS = [SOC, OTHER]


@dataclass(frozen=True)
class Sample:
    """The bytes of a workspace now and some edits ago, and what every read of it gives."""

    body: bytes
    older: bytes
    truth: dict[str, object]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Two frameworks with releases, a merge, versions, tags, and a good deal of history."""
    folder = tmp_path_factory.mktemp("sample")
    file = folder / "workspace.db"
    with open_workspace(file, "Ada", lambda: stamp(0)) as workspace:
        release = folder / "other.json"
        release.write_bytes(export_bytes(["Pan — scrub it.", "Pot — rinse it."], ["Till — count it."], soc=OTHER))
        other = workspace.import_export(release)
        other.add_vocabularies([vocabulary()])
        other.tag([each.id for each in other.content.active], "skill:practical")
        other.save("pots.1")
        tell(workspace, folder, "damaged", upto=16)
    older = file.read_bytes()
    with open_workspace(file, "Bob") as workspace:
        tell(workspace, folder, "damaged", upto=34, after=16)
        workspace.framework(OTHER).edit(workspace.framework(OTHER).content.active[0].id, "Pan — scrub it well.")
    with open_workspace(file, "Ada") as workspace:
        assert workspace.verify() == []
        truth = read_all(workspace, SOCS, folder)
    assert REFUSED not in truth.values()
    return Sample(file.read_bytes(), older, truth)


def test_damage_is_never_read_silently_and_verify_names_it(
    sample: Sample, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    said = []
    for number in range(scale(63, 1050)):
        kind = KINDS[number % len(KINDS)]
        chance = random.Random(number)
        body = kind(sample.body, sample.older, chance)
        if body == sample.body:
            continue
        figures["tries"] += 1
        found, faults = _read(tmp_path, body)
        wrong = [name for name, value in found.items() if value not in (REFUSED, sample.truth.get(name, REFUSED))]
        is_equal = found == sample.truth
        figures["noticed by a read"] += REFUSED in found.values()
        figures["harmless"] += is_equal and not faults
        figures["named by verify"] += bool(faults)
        figures["undetected"] += bool(wrong) or not (faults or is_equal)
        if wrong or not (faults or is_equal):
            shown = {name: str(found[name])[:120] for name in wrong[:2]}
            said.append(f"{kind.__name__} {number}: {len(wrong)} wrong {shown}, {_refused(found)}, verify {faults[:1]}")
    assert said == [], "\n".join([f"{len(said)} of {figures['tries']}", *said])


def _read(folder: Path, body: bytes) -> tuple[dict[str, object], list[str]]:
    """What every read gives, and what verify says; a workspace that cannot be opened refuses all."""
    file = folder / "damaged.db"
    file.write_bytes(body)
    try:
        with open_workspace(file, "Ada") as workspace:
            return read_all(workspace, SOCS, folder), workspace.verify()
    except LexcurricError as error:
        return {"opening": REFUSED}, [str(error)]
    except Exception as error:
        return {"opening": f"an error that no designer understands: {error!r}"}, []


def _refused(found: dict[str, object]) -> dict[str, int]:
    return dict(Counter(name.split()[0] for name, value in found.items() if value == REFUSED))
