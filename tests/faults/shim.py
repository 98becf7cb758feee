"""The shim that sees and disturbs what a program does to its files: made with the C compiler, loaded before libc."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("shim.c")
DIE = -1
"""Instead of an error: the program is killed at that operation."""


def build(folder: Path) -> Path:
    """The shim as a shared library in this folder; the test is skipped where there is no C compiler for Linux."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler, or not Linux: power cuts and failing disks cannot be played through here")
    target = folder / "shim.so"
    words = [compiler, "-O1", "-Wall", "-shared", "-fPIC", str(SOURCE), "-o", str(target), "-ldl", "-lpthread"]
    subprocess.run(words, check=True, timeout=120)
    return target


def run(shim: Path, home: Path, module: str, *words: str, log: Path | None = None, **more: str) -> str:
    """What a module of the tests prints, run in a process of its own on top of the shim."""
    environment = {**os.environ, "LD_PRELOAD": str(shim), "FAULT_FOLDER": str(home), "PYTHONPATH": str(ROOT), **more}
    if log is not None:
        environment["FAULT_LOG"] = str(log)
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def arm(at: int, error: int, *, for_ever: bool) -> None:
    """From inside a process on the shim: the operation with this number fails, and with `for_ever` all after it."""
    _shim().fault_arm(ctypes.c_long(at), ctypes.c_int(error), ctypes.c_int(for_ever))


def disarm() -> int:
    """Nothing fails any more; gives how many operations did."""
    return int(_shim().fault_disarm())


def count() -> int:
    """How many operations there were since it was armed."""
    return int(_shim().fault_calls())


def _shim() -> ctypes.CDLL:
    return ctypes.CDLL(os.environ["LD_PRELOAD"])
