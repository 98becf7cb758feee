"""What was found out about a file that came back: how it stands to what was issued, and what was changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from lexcurric.core.issued import Issued
from lexcurric.workspace.stale import Overtaken

SHOWN = 20


class FileState(StrEnum):
    """How a file stands to what was issued."""

    AS_ISSUED = "as issued"
    SAVED_AGAIN = "saved again, with nothing changed"
    FILLED_IN = "filled in, and otherwise as issued"
    EDITED = "edited"
    OLDER = "with the statements as issued, by an earlier lexcurric, so that its formulas were not looked at"


@dataclass(frozen=True)
class Verified:
    """
    What was found: `changes` has a line for each difference, `logged` the record of it where it was logged, `note` says
    what else to know of it.
    """

    path: Path
    name: str
    soc: str
    version: str
    state: FileState
    changes: tuple[str, ...] = ()
    logged: Issued | None = None
    overtaken: Overtaken | None = None
    note: str = ""

    @property
    def is_good(self) -> bool:
        """True for a file that is as it was issued, of a version that nothing has overtaken."""
        return self.state in (FileState.AS_ISSUED, FileState.SAVED_AGAIN) and self.overtaken is None

    def to_text(self) -> str:
        """The finding in a few lines."""
        lines = [f"{self.path}: {self.name} of {self.soc} {self.version}, {self.state.value}."]
        if self.logged is not None:
            lines.append(f"Issued by {self.logged.author} on {self.logged.time[:10]} as {self.logged.file}.")
        lines += [self.note] if self.note else []
        lines += [f"  {each}" for each in self.changes[:SHOWN]]
        if len(self.changes) > SHOWN:
            lines.append(f"  … and {len(self.changes) - SHOWN} more")
        if self.overtaken is not None:
            lines.append(f"Outdated: {self.overtaken.sentence}. `lexcurric stale {self.soc}` lists the changes.")
        return "\n".join(lines)

    def to_json_value(self) -> dict[str, Any]:
        """The finding for a program."""
        return {
            "file": str(self.path),
            "kind": self.name,
            "soc": self.soc,
            "version": self.version,
            "state": self.state.name.lower().replace("_", "-"),
            "changes": list(self.changes),
            "note": self.note,
            "issued": self.logged.model_dump(mode="json") if self.logged else None,
            "outdated": self.overtaken.to_json_value() if self.overtaken else None,
            "is_good": self.is_good,
        }

    def __str__(self) -> str:
        return self.to_text()
