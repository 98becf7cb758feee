"""What was handed out and is overtaken: by which version, through which changes, and whether ratings still hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcurric.core.diff import Change
from lexcurric.core.issued import EXPORT, Issued, affects_scoring, change_line, touching
from lexcurric.core.model import VersionStatus
from lexcurric.workspace.identity import DRAFT, UPSTREAM, content_hashes
from lexcurric.workspace.issued import issued_of
from lexcurric.workspace.snapshots import EDIT, read_snapshot

if TYPE_CHECKING:
    from lexcurric.store.records import VersionRow
    from lexcurric.workspace.workspace import Workspace


@dataclass(frozen=True)
class Overtaken:
    """
    A file that was handed out, the newer version (`by`), and the `changes` that touch it.

    A file made of a version (or draft) of one's own is overtaken by the newest own one, or else by a new release;
    then the changes are those of the release since the one before it, which one's own started from (`since`).
    """

    issued: Issued
    since: str
    by: str
    changes: tuple[Change, ...]

    @property
    def affects_scoring(self) -> bool:
        """True where a rating given on the file may not hold for the newer version."""
        return any(affects_scoring(each) for each in self.changes)

    @property
    def sentence(self) -> str:
        """What overtook the file, and whether that matters for scoring."""
        scored = sum(affects_scoring(each) for each in self.changes)
        count = f"{len(self.changes)} change{'' if len(self.changes) == 1 else 's'} touch{_es(self.changes)} it"
        effect = f"{count}, {scored or 'none'} of them affecting scoring" if self.changes else "no change touches it"
        return f"the {self.issued.name} of {self.issued.version} is overtaken by {self.by}; {effect}"

    @property
    def headline(self) -> str:
        """The file, and what overtook it."""
        return f"{self.issued.path}: {self.sentence}."

    def to_text(self) -> str:
        """The headline, and a line for each change."""
        return "\n".join([self.headline, *(f"  {change_line(each)}" for each in self.changes)])

    def to_json_value(self) -> dict[str, Any]:
        """The same for a program."""
        changes = [
            {
                "kind": each.kind.value,
                "affects_scoring": affects_scoring(each),
                "significance": each.significance.value if each.significance else None,
                "why": each.why,
                "old": [place.model_dump(mode="json") for place in each.old],
                "new": [place.model_dump(mode="json") for place in each.new],
            }
            for each in self.changes
        ]
        issued = self.issued.model_dump(mode="json") | {"file": self.issued.file}
        named = {"since": self.since, "overtaken_by": self.by, "affects_scoring": self.affects_scoring}
        return {"issued": issued, **named, "changes": changes}

    def __str__(self) -> str:
        return self.headline


@dataclass(frozen=True)
class OvertakenFiles:
    """The files of one issue, such as a rubric for each of a thousand trainees, overtaken by the same changes."""

    files: tuple[Overtaken, ...]

    @property
    def headline(self) -> str:
        """The file, or how many and where, and what overtook it."""
        first, count = self.files[0], len(self.files)
        if count == 1:
            return first.headline
        return f"{_folder(first.issued)}: {count:,} files; {first.sentence}."

    def to_text(self) -> str:
        """The headline, and a line for each change."""
        return "\n".join([self.headline, *(f"  {change_line(each)}" for each in self.files[0].changes)])

    def to_json_value(self) -> dict[str, Any]:
        """The same for a program: what is said of the first file, with the paths of all."""
        paths = [each.issued.path for each in self.files]
        return self.files[0].to_json_value() | {"count": len(paths), "files": paths}

    def __str__(self) -> str:
        return self.headline


def grouped(found: Iterable[Overtaken]) -> list[OvertakenFiles]:
    """The files that were issued together (one kind, version, time and folder) as one, in the order given."""
    groups: dict[tuple[str, ...], list[Overtaken]] = {}
    for each in found:
        issued = each.issued
        what = (issued.soc, issued.kind, issued.form, issued.made_of, issued.content_sha256)
        how = (issued.time, issued.author, _folder(issued), each.since, each.by)
        groups.setdefault((*what, *how), []).append(each)
    return [OvertakenFiles(tuple(files)) for files in groups.values()]


def _folder(issued: Issued) -> str:
    return issued.path[: len(issued.path) - len(issued.file)] or "./"


def _es(changes: tuple[Change, ...]) -> str:
    return "es" if len(changes) == 1 else ""


def find_stale(workspace: Workspace, soc: str) -> list[Overtaken]:
    """What was handed out of a framework and is overtaken by now, oldest first."""
    workspace.framework(soc)
    known: dict[tuple[str, int, str, bool], Overtaken | None] = {}
    found = []
    for each in issued_of(workspace.store, soc):
        # A thousand copies of one rubric are compared once.
        same = (each.made_of, each.known, each.content_sha256, each.kind == EXPORT)
        if same not in known:
            known[same] = overtaken(workspace, each)
        first = known[same]
        if first is not None:
            found.append(Overtaken(each, first.since, first.by, first.changes))
    return found


def overtaken(workspace: Workspace, issued: Issued) -> Overtaken | None:
    """What overtakes an issued file, if anything does."""
    store, soc = workspace.store, issued.soc
    by = _newer(workspace, issued)
    if by is None:
        return None
    since = issued.made_of
    if by.line == UPSTREAM and _is_own(workspace, issued):
        since = read_snapshot(workspace, f"{soc}@{since}").based_on
    hashes = content_hashes(store, soc)
    if since == by.label or (by.line == DRAFT and hashes[by.label] == issued.content_sha256):
        return None
    differences = workspace.diff(f"{soc}@{since}", f"{soc}@{by.label}").record
    return Overtaken(issued, since, by.label, touching(differences, is_export=issued.kind == EXPORT))


def _newer(workspace: Workspace, issued: Issued) -> VersionRow | None:
    versions = workspace.store.versions(issued.soc)
    labels = [each.label for each in versions]
    after = labels.index(issued.made_of) + 1 if issued.made_of in labels else issued.known
    newer = [each for each in versions[after:] if each.status != VersionStatus.RETIRED.value]
    own = [each for each in newer if each.line == DRAFT]
    listed = own or newer
    return listed[-1] if listed else None


def _is_own(workspace: Workspace, issued: Issued) -> bool:
    if issued.made_of.startswith(EDIT):
        return True
    version = workspace.store.version(issued.soc, issued.made_of)
    return version is not None and version.line == DRAFT
