"""What comes with the program: the sample exports, the vocabularies and the notebooks."""

from __future__ import annotations

from pathlib import Path

SAMPLE_SOC = "51-3011.00"
SAMPLE_OLD = f"{SAMPLE_SOC}.v.26.05.json"
SAMPLE_NEW = f"{SAMPLE_SOC}.v.26.11.json"
VOCABULARIES = "vocabularies.yaml"


def _root() -> Path:
    """The folder with `data` and `notebooks`: inside an installed package, else the checkout around it."""
    inside = Path(__file__).parent / "_bundled"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def sample_file(name: str = SAMPLE_OLD) -> Path:
    """A file of the sample: the bakers' framework as v.26.05, its later release v.26.11, or `vocabularies.yaml`."""
    found = _root() / "data" / name
    if not found.is_file():
        raise FileNotFoundError(f"no sample file {name!r}; there are {SAMPLE_OLD}, {SAMPLE_NEW}, {VOCABULARIES}")
    return found


def notebook_files() -> list[Path]:
    """The notebooks, in reading order."""
    return sorted((_root() / "notebooks").glob("*.ipynb"))
