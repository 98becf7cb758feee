"""Workbooks to PDF with LibreOffice, and PDF to pictures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Formulas are calculated anew, as Excel does: a rating that was typed counts."""
WORKERS = 2


def to_pdf(files: Sequence[Path], out: Path) -> None:
    """Prints the workbooks; every worker has a LibreOffice and a profile of its own."""
    with ThreadPoolExecutor(WORKERS) as pool:
        # Without a file to print, LibreOffice would wait for ever.
        list(pool.map(lambda at: _print(files[at::WORKERS], out), range(min(WORKERS, len(files)))))
    missing = [file.name for file in files if not (out / f"{file.stem}.pdf").exists()]
    if missing:
        raise SystemExit(f"LibreOffice printed no {', '.join(missing)}")


def _print(files: Sequence[Path], out: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_CALCULATE, encoding="utf-8")
        command = [program("soffice"), f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True, timeout=300)


def to_pictures(pdfs: Sequence[Path], out: Path, dots: int) -> None:
    """A PNG for each page."""

    def draw(pdf: Path) -> None:
        command = [program("pdftoppm"), "-png", "-r", str(dots), str(pdf), str(out / pdf.stem)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(draw, pdfs))


def program(name: str) -> str:
    """Where a program is; ends with a sentence where it is not installed."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed; see `make system-deps`")
    return found
