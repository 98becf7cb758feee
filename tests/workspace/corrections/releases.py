"""Releases that differ in a few statements, to be matched wrongly and corrected."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.samples import export_bytes

SOC = "11-1111.00"
REST = [f"Item {n} — handle with the tool number {n * 7}." for n in range(6)]
OLD = "Deck oven — load with proofed loaves."
NEW = "Ranges and burners — light safely."
NEAR = "Deck oven — load with the proofed loaves and steam."
WHOLE = "Mail and faxes — sort by room and number, send and file the receipts of each."
PARTS = ["Mail — sort by room and number.", "Faxes — send and file the receipts of each."]
_NAMES = count(1)


def release(folder: Path, version: str, *texts: str) -> Path:
    path = folder / f"{version}-{next(_NAMES)}.json"
    path.write_bytes(export_bytes([*REST, *texts], version=version))
    return path


def taken_in(workspace: Workspace, folder: Path, *versions: list[str]) -> Framework:
    """The framework with these releases: v.1, v.2, … with the texts of each after those that stay."""
    for number, texts in enumerate(versions, start=1):
        framework = workspace.import_export(release(folder, f"v.{number}", *texts))
    return framework


def id_of(framework: Framework, text: str, label: str = "") -> str:
    content = framework.snapshot(label).content
    return next(each.id for each in content.active if each.text == text)


def texts(framework: Framework) -> list[str]:
    return [each.text for each in framework.content.active][len(REST) :]


def merged(framework: Framework) -> None:
    plan = framework.merge()
    plan.take_all("theirs")
    plan.apply()
