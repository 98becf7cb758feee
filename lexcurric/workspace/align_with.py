"""What a framework is to be aligned with: a folder of O*NET, a list in a file, or the list that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.alignment.records import ONET, AlignedList
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import replace
from lexcurric.semantic import wanted_meaning
from lexcurric.workspace.aligning import Alignments
from lexcurric.workspace.kept_alignments import kept_lists

if TYPE_CHECKING:
    from lexcurric.formats.onet import OnetRelease
    from lexcurric.workspace.framework import Framework

_OTHER = f"{ONET}-"
"""How the key of O*NET's list of another occupation than the framework's own begins."""
_ABOUT = ("release", "name", "licence", "credit")


def align(
    framework: Framework,
    source: str | Path = "",
    *,
    occupation: str = "",
    semantic: bool | None = None,
    **about: str,
) -> Alignments:
    """A framework held against a list: see `Framework.align`."""
    unknown = sorted(set(about) - set(_ABOUT))
    if unknown:
        raise LexcurricError(f"aligning knows no {', '.join(unknown)}; there are {', '.join(_ABOUT)}")
    workspace = framework.workspace
    meaning = workspace.meaning if semantic is None else wanted_meaning(semantic)
    framework.draft.refresh()
    if not source:
        return Alignments(framework, _kept(framework, about.get("name", "")), (), meaning)
    place = Path(source)
    if place.is_file() and place.suffix.lower() != ".zip":
        from lexcurric.formats.crosswalk import read_crosswalk

        listed = read_crosswalk(place, about.get("name", ""), about.get("licence", ""), about.get("credit", ""))
        return Alignments(framework, listed, (), meaning)
    from lexcurric.formats.onet import missing_words, read_onet

    release = read_onet(place, about.get("release", ""))
    notes = [missing_words(release.missing)] if release.missing else []
    if not release.release:
        notes.append("Nothing says which release this is; name it with release (or --release), for the credit.")
    return Alignments(framework, _of_occupation(framework, release, occupation), notes, meaning)


def _of_occupation(framework: Framework, release: OnetRelease, occupation: str) -> AlignedList:
    """The release's list of an occupation; of another than the framework's own, as a list beside that."""
    others = [each.occupation for key, each in kept_lists(framework.draft.items).items() if key.startswith(_OTHER)]
    known = framework.soc in release.titles or len(others) != 1
    code = occupation or (framework.soc if known else others[0])
    listed = release.occupation(code)
    if code == framework.soc:
        return listed
    return replace(listed, key=f"{_OTHER}{code}", title=f"{listed.title}, {listed.occupation_title}")


def _kept(framework: Framework, name: str) -> AlignedList:
    lists = kept_lists(framework.draft.items)
    wanted = [each for each in lists.values() if name in ("", each.key, each.title)]
    if len(wanted) == 1:
        return wanted[0]
    if not lists:
        raise EditError(f"{framework.soc} is aligned with no list yet; give the folder of an O*NET release, or a list")
    names = ", ".join(each.title for each in lists.values())
    raise EditError(f"{framework.soc} is aligned with {names}; name one of these")
