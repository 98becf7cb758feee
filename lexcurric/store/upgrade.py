"""From an older layout to this one: in one transaction, after a backup, so that a kill leaves the old or the new."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, select, text

from lexcurric.core.errors import DamagedError
from lexcurric.core.items import ItemKey
from lexcurric.store import format_1, versions
from lexcurric.store.hashing import hash_source
from lexcurric.store.lines import AnyRow, Reader
from lexcurric.store.records import Revision, Status, VersionRow
from lexcurric.store.rules import make_rules, make_tables
from lexcurric.store.tables import LINES
from lexcurric.store.transfer import FrameworkHistory, SourceFile, Step, add_all

_AWAY = "format_1_"


def upgrade(connection: Connection, place: str) -> None:
    """
    Brings a workspace of format 1 to this format; the caller writes the notes of `store_meta` and commits.

    The old chain of hashes is looked at first, and each revision written anew under the new one, with the same number,
    content, author, time and reason. Raises DamagedError where the old workspace is not whole.
    """
    faults = list(format_1.find_faults(connection))
    if faults:
        raise DamagedError(
            f"{place} is of an older format and cannot be upgraded, since it is damaged ({faults[0]}); nothing was "
            "changed; go back to your last backup"
        )
    _put_away(connection)
    make_tables(connection)
    make_rules(connection)
    old = _Old(connection)
    add_all(Reader(connection, place), old.sources(), old.histories())
    old.drop()


def _put_away(connection: Connection) -> None:
    names = list(format_1.metadata.tables)
    if connection.dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in connection.exec_driver_sql(triggers).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change() CASCADE"))
        indexes = text(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(:names)"
        )
        for name in connection.execute(indexes, {"names": names}).scalars().all():
            connection.execute(text(f'ALTER INDEX "{name}" RENAME TO "{_AWAY}{name}"'))
    for name in names:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO {_AWAY}{name}"))


class _Old:
    """The old tables, put away under another name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        away = MetaData()
        self.tables = {
            name: table.to_metadata(away, name=_AWAY + name) for name, table in format_1.metadata.tables.items()
        }

    def rows(self, table: Table, *order: Column[Any], **wanted: object) -> list[AnyRow]:
        """The rows of one with these values, in the order of these columns."""
        there = self.tables[table.name]
        found = select(there).where(*[there.c[name] == value for name, value in wanted.items()])
        return list(self.connection.execute(found.order_by(*[there.c[each.name] for each in order])))

    def sources(self) -> Iterator[SourceFile]:
        """The files that were kept."""
        for row in self.rows(format_1.source):
            try:
                body = zlib.decompress(row.body)
            except zlib.error:
                body = b""
            if hash_source(body) != row.sha256:
                raise DamagedError(
                    f"the kept file {row.filename} is damaged; nothing was changed; go back to your last backup"
                )
            yield SourceFile(row.filename, body, row.added_at)

    def histories(self) -> Iterator[FrameworkHistory]:
        """Each framework with all that it ever was."""
        for row in self.rows(format_1.framework, format_1.framework.c.id):
            ids = {each.name: each.id for each in self.rows(format_1.line, framework_id=row.id)}
            lines = {name: self._steps(ids[name]) for name in LINES}
            names = {number: name for name, number in ids.items()}
            rows = self.rows(format_1.version, format_1.version.c.seq, framework_id=row.id)
            log = list(self._statuses(row.id, [each.label for each in rows]))
            named = [_version(each, names[each.line_id]) for each in rows]
            yield FrameworkHistory(row.uid, row.soc, row.added_at, lines, named, log)

    def _steps(self, line_id: int) -> list[Step]:
        changes: dict[int, dict[ItemKey, str | None]] = defaultdict(dict)
        for row in self.rows(format_1.item, format_1.item.c.kind, format_1.item.c.uid, line_id=line_id):
            changes[row.rev][row.kind, row.uid] = row.body
        return [
            Step(
                Revision(
                    rev=row.rev,
                    uid=row.uid,
                    kind=row.kind,
                    author=row.author,
                    created_at=row.created_at,
                    message=row.message,
                    detail=row.detail,
                    source_sha256=row.source_sha256,
                    hash="",
                ),
                changes[row.rev],
            )
            for row in self.rows(format_1.revision, format_1.revision.c.rev, line_id=line_id)
        ]

    def _statuses(self, framework_id: int, labels: list[str]) -> Iterator[Status]:
        """First each version's first, in the order of the versions; then the later ones as their times say."""
        waiting: dict[str, list[Status]] = defaultdict(list)
        for each in self.rows(format_1.version_status, format_1.version_status.c.seq, framework_id=framework_id):
            waiting[each.label].append((each.label, each.status, each.author, each.created_at))
        for label in labels:
            yield waiting[label].pop(0)
        while waiting := {label: rows for label, rows in waiting.items() if rows}:
            yield waiting[min(waiting, key=lambda label: waiting[label][0][3])].pop(0)

    def drop(self) -> None:
        """Takes them away for good, each before what it refers to."""
        for name in ("version_status", "version", "item", "revision", "line", "framework", "source", "store_meta"):
            self.connection.execute(text(f"DROP TABLE {_AWAY}{name}"))


def _version(row: AnyRow, line: str) -> VersionRow:
    return VersionRow(
        label=row.label,
        line=line,
        rev=row.rev,
        status="",
        message=row.message,
        author=row.author,
        created_at=row.created_at,
        content_sha256=row.content_sha256,
        parents=tuple(versions.read_parents(row.parents)),
    )
