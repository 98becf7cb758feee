"""Where a file's statements come from: the lines that every file which leaves the workspace must carry."""

from __future__ import annotations

from pydantic import JsonValue

from lexcurric.core.model import Record, Snapshot

LICENCE_UNKNOWN = "not stated in the export: ask the owner of the statements"
OWNER_UNKNOWN = "not stated in the export"
ONET_CREDIT = (
    "This page includes information from the O*NET {release} Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
)
ONET_MODIFIED = (
    "{author} has modified all or some of this information. USDOL/ETA has not approved, endorsed, or tested these "
    "modifications. License: https://creativecommons.org/licenses/by/4.0/"
)


class Provenance(Record):
    """What a file says about its origin; `lines` are label and text, in reading order."""

    soc: str
    title: str
    version: str
    sha256: str
    attribution: str
    based_on: str = ""
    time: str = ""
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def short_hash(self) -> str:
        """The first 8 hex digits of the content hash, for headers."""
        return self.sha256[:8]

    @property
    def header(self) -> str:
        """One line for page headers and reports: title, version, hash."""
        return f"{self.title} ({self.soc}) · {self.version} · {self.short_hash}"


def provenance(snapshot: Snapshot) -> Provenance:
    """The origin lines of a snapshot: occupation, version, counts, hash, owner, sources with their credit, licence."""
    content, document = snapshot.content, snapshot.content.document
    framework = document.get("framework")
    context = framework.get("contextCovered") if isinstance(framework, dict) else None
    attribution = document.get("attribution")
    owner = attribution if isinstance(attribution, str) else ""
    counts = ", ".join(f"{content.level_label(key)} {len(row)}" for key, row in content.by_level.items())
    edited = bool(snapshot.based_on) and snapshot.based_on != snapshot.version
    lines = [
        ("Occupation", f"{content.title} ({content.soc})"),
        ("Framework version", snapshot.version),
        *([("Based on", snapshot.based_on)] if edited else []),
        ("Date", snapshot.time),
        ("Context covered", _text(context)),
        ("Statements", f"{len(content.active)}: {counts}"),
        ("Content hash (SHA-256)", content.sha256),
        ("Owner of the statements", owner or OWNER_UNKNOWN),
        *_source_lines(document.get("sources"), snapshot.author if edited else ""),
        ("Licence of the statements", _licence(owner, document)),
        ("Made with", "lexcurric"),
    ]
    return Provenance(
        soc=content.soc,
        title=content.title,
        version=snapshot.version,
        sha256=content.sha256,
        attribution=owner,
        based_on=snapshot.based_on,
        time=snapshot.time,
        lines=tuple((label, text) for label, text in lines if text),
    )


def _source_lines(sources: JsonValue, author: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if not isinstance(sources, dict):
        return lines
    for name, value in sources.items():
        lines.append((f"Source: {name}", _text(value)))
        if name == "onet":
            release = _text(value).removeprefix("v").split(" ")[0]
            lines.append(("Credit", ONET_CREDIT.format(release=release)))
            if author:
                lines.append(("Changes", ONET_MODIFIED.format(author=author)))
    return lines


def _licence(owner: str, document: dict[str, JsonValue]) -> str:
    stated = document.get("license") or document.get("licence")
    if stated:
        return _text(stated)
    marks = ("CC BY", "CC0", "license", "licence", "Creative Commons", "public domain")
    return owner if any(mark.casefold() in owner.casefold() for mark in marks) else LICENCE_UNKNOWN


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
