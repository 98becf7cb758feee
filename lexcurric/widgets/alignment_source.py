"""Choosing what a framework is aligned with: a folder of O*NET found or typed, files that are dropped, a list kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.widgets.downloads import Downloads
from lexcurric.widgets.screen import Screen
from lexcurric.widgets.uploads import Incoming, Uploads
from lexcurric.workspace.aligning import Alignments
from lexcurric.workspace.onet_archives import find_releases, gather_onet, is_onet_file, unpack_onet


class ChoosingSource(Uploads, Downloads, Screen):
    """A screen with a list to align with: `alignments` is None until `open_source` has read one."""

    alignments: Alignments | None = None
    _came: list[Path]

    def open_source(self, source: str | Path = "", *, occupation: str = "", **about: str) -> Alignments:
        """
        Holds the framework against a list: the folder or .zip of an O*NET release, a CSV or Excel file, or (without
        one) the list that is kept, by `name` where there are several. `occupation` and `about` as in `Framework.align`.
        """
        place = Path(source).expanduser() if source else None
        if place is not None and place.is_file() and place.suffix.casefold() == ".zip":
            place = unpack_onet(place, self.kept_in)
        said: dict[str, Any] = {key: value.strip() for key, value in about.items() if value.strip()}
        found = self._own.align(place or "", occupation=occupation.strip(), **said)
        self.alignments = found
        self.opened()
        return found

    def opened(self) -> None:
        """Shows what was opened."""

    def source_view(self) -> dict[str, Any]:
        """What there is to choose from."""
        return {
            "found": [{"path": str(each), "name": _shown(each)} for each in find_releases(Path.cwd())],
            "kept": [each.list.title for each in self._own.alignments],
            "soc": self._own.soc,
            "most": self.most_bytes,
        }

    def do_open(
        self,
        source: str = "",
        occupation: str = "",
        release: str = "",
        name: str = "",
        licence: str = "",
        credit: str = "",
    ) -> str:
        """Opens a list by its path, or (without one) a kept one by its name."""
        found = self.open_source(
            source, occupation=occupation, release=release, name=name, licence=licence, credit=credit
        )
        return f"Opened {found.list.title}"

    def arrived(self, file: Incoming) -> None:
        """Keeps a file that has come whole, until `do_open_came` says what the list is."""
        if not hasattr(self, "_came"):
            self._came = []
        self._came.append(file.path)

    def not_taken(self, name: str, why: str) -> None:
        """Says why a file was not taken."""
        raise LexcurricError(f"{name}: {why}")

    def do_open_came(
        self, occupation: str = "", release: str = "", name: str = "", licence: str = "", credit: str = ""
    ) -> str:
        """Opens what was dropped: one list or archive, or the text files of a release."""
        came, self._came = getattr(self, "_came", []), []
        if not came:
            raise EditError("no file has come; drop it again")
        texts = [each for each in came if is_onet_file(each.name)]
        source = gather_onet(texts, self.kept_in / "onet") if texts else came[-1]
        return self.do_open(str(source), occupation, release, name, licence, credit)


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix() or "."
    except ValueError:
        return str(path)
