"""What a database says when something fails, in words that a designer can act on."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import InterfaceError, OperationalError

from lexcurric.core.errors import DamagedError, LostConnectionError, NotAllowedError, StaleDraftError, WorkspaceError
from lexcurric.store.tables import metadata, store_meta, version_status

WAIT_SECONDS = 10
"""How long a write waits for another program's to end."""

_NO_DATABASE = "is not a lexcurric workspace (it is no database); give the path of another file"
_SQLITE = {
    sqlite3.SQLITE_READONLY: "is read-only, and nothing was written; make the file and its folder writable, or work "
    "on a copy",
    sqlite3.SQLITE_PERM: "cannot be opened; check that you may read and write it",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened or made; check that its folder is there and that you may write to it",
    sqlite3.SQLITE_FULL: "was not written, since the disk is full; nothing is lost: free some space and try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written, since the disk reports an error; check the disk, and try again",
    sqlite3.SQLITE_CORRUPT: "is damaged; keep a copy of it as it is, and go back to your last backup",
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
    sqlite3.SQLITE_BUSY: "is locked: another program has been writing to it for more than {wait} seconds; close that "
    "program, or try again",
    sqlite3.SQLITE_LOCKED: "is locked by another part of this program; try again",
}
_MOVED = (
    "is gone: the file was deleted, moved or replaced while it was open, and nothing was written; put it back, or go "
    "back to your last backup, then run the notebook again"
)
_POSTGRESQL = {
    "55P03": "is locked: somebody else's change has been going on for more than {wait} seconds; try again",
    "53100": "was not written, since the server's disk is full; nothing is lost: tell who looks after the server",
    "25006": "is read-only at the moment, and nothing was written; ask who looks after the server",
    "3F000": "shows you no schema to make tables in; ask who looks after the server, or to be added to the team of the "
    "workspace that is there",
}
_NO_RIGHT = "42501"
# By what the server's own program was at when it said no, which is the same in every language.
_MAY_NOT = {
    "publish": "refused: only a publisher may publish, supersede or retire a version, and nothing was written; save it "
    "as a draft, and ask a publisher to publish it, or who looks after the workspace for the role of publisher",
    "look": "is not open to you; ask who looks after it to add you to its team",
    "change": "was not changed: you may look at this workspace, not change it; ask who looks after it for the role of "
    "editor",
    "other": "does not let you do this ({said}); ask who looks after the server",
}
_SAME_MOMENT = ("23505", "40001", "40P01")
_GONE = ("57P01", "57P02", "57P03", "57P05")
"""The server shuts down, has crashed, is starting, or has ended an idle session."""
_REFUSED = "history is never changed"


def explain(error: Exception, place: str, secret: str = "") -> WorkspaceError:
    """The error of a database driver, or of SQLAlchemy, as one line that says what, where, and what to do next."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return _explain_sqlite(cause, place)
    if isinstance(cause, UnicodeDecodeError):
        return DamagedError(f"{place} {_SQLITE[sqlite3.SQLITE_CORRUPT]}")
    if isinstance(cause, UnicodeError):
        return WorkspaceError(f"{place} was not written: a text holds half a character; type that text again")
    return _explain_server(error, cause, place, secret)


def no_database(place: str) -> WorkspaceError:
    """The error for a file that holds something else than a database."""
    return WorkspaceError(f"{place} {_NO_DATABASE}")


def _explain_sqlite(error: sqlite3.Error, place: str) -> WorkspaceError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    # A file that is deleted or moved can still be read by who has it open; what is written to it would be lost.
    said = _MOVED if code == sqlite3.SQLITE_READONLY_DBMOVED else _SQLITE.get(code & 0xFF)
    if said is not None:
        return WorkspaceError(f"{place} {said.format(wait=WAIT_SECONDS)}")
    return _other(place, _first_line(error))


def _explain_server(error: Exception, cause: BaseException, place: str, secret: str) -> WorkspaceError:
    state = getattr(cause, "sqlstate", None)
    said = _first_line(cause, secret)
    if state in _SAME_MOMENT:
        return StaleDraftError(f"somebody else saved to {place} at the same moment; nothing was written, try again")
    if getattr(error, "connection_invalidated", False) or state in _GONE:
        return LostConnectionError(f"the connection to {place} was lost ({said}); try again in a moment")
    if state == _NO_RIGHT:
        return NotAllowedError(f"{place} {_MAY_NOT[_wanted(cause, said)].format(said=said)}")
    if state in _POSTGRESQL:
        return WorkspaceError(f"{place} {_POSTGRESQL[state].format(wait=WAIT_SECONDS)}")
    if isinstance(error, OperationalError | InterfaceError):
        # While a server starts again it cannot be reached: whoever lost the connection goes on trying.
        kind = LostConnectionError if state is None or state.startswith("08") else WorkspaceError
        return kind(f"{place} cannot be reached ({said}); check the address, the name and the server")
    return _other(place, said)


def _wanted(cause: BaseException, said: str) -> str:
    """What somebody wanted to do who had no right to it."""
    at = getattr(getattr(cause, "diag", None), "source_function", "")
    if at == "ExecWithCheckOptions" and version_status.name in said:
        return "publish"
    if at == "aclcheck_error" and said.rsplit(maxsplit=1)[-1].strip('"') in metadata.tables:
        return "look" if store_meta.name in said else "change"
    return "other"


def _other(place: str, said: str) -> WorkspaceError:
    next_step = "add a new revision instead" if _REFUSED in said else "run `lexcurric verify` to check the workspace"
    return WorkspaceError(f"{place} refused: {said}; nothing was written; {next_step}")


def _first_line(error: BaseException, secret: str = "") -> str:
    lines = str(error).strip().splitlines()
    said = lines[0].strip().rstrip(".") if lines else type(error).__name__
    return said.replace(secret, "***") if secret else said
