"""Where screens write what they hand out: a folder beside the notebook, and never over a file that is there."""

from __future__ import annotations

from pathlib import Path

from lexcurric.files import file_name

FOLDER = Path("exports")


def free_path(*parts: str, ending: str) -> Path:
    """A path in the folder for exports that nothing has yet: made from titles and labels, with a number if need be."""
    stem = file_name(*parts)
    found, number = FOLDER / f"{stem}{ending}", 1
    while found.exists():
        number += 1
        found = FOLDER / f"{stem}-{number}{ending}"
    return found
