"""
The store: one durable edit against raw sqlite3, reading at 1, 100 and 1,000 frameworks of 20 versions, size on disk.

The floor is what cannot be saved: the rows that an edit writes, inserted by hand with sqlite3 into the same tables,
with the same durability (journal_mode=TRUNCATE, synchronous=FULL). Reading is compared with reading the whole export as
JSON. The size is compared with zlib of the JSON of what changed, each revision by itself.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from lexcurric.bundled import sample_file
from lexcurric.core import edits
from lexcurric.core.items import LINEAGE, changed_items, items_of
from lexcurric.core.json_text import canonical
from lexcurric.core.model import Content
from lexcurric.formats.lex_json import read_export
from lexcurric.store.engine import open_store
from lexcurric.store.records import Commit, VersionRow
from lexcurric.store.store import Store
from lexcurric.workspace.workspace import Workspace, open_workspace

SIZES = (1, 100, 1000)
VERSIONS, EDITS = 20, 4
"""How many versions a framework has, and how many edits lie between two."""
RUNS = 200
OUTPUT = Path(__file__).parents[1] / "docs" / "store-results.md"
AT = "2026-05-15T12:40:50.419Z"


def soc_of(number: int) -> str:
    """The code of a framework."""
    return f"{11 + number // 10_000:02}-{number % 10_000:04}.00"


def fill(store: Store, count: int) -> int:
    """Writes the frameworks with their versions, in one transaction each; gives the zlib bytes of what changed."""
    file = read_export(sample_file())
    packed = 0
    for number in range(count):
        soc = soc_of(number)
        content = file.content.model_copy(update={"soc": soc})
        with store.transaction():
            packed += fill_one(store, soc, content, file.body)
    return packed


def fill_one(store: Store, soc: str, content: Content, body: bytes) -> int:
    """One framework: the release on both lines, as an import writes it, then edits and versions of the draft."""
    store.create_framework(soc, AT)
    source = store.add_source(body + soc.encode(), "sample.json", AT)
    lineage = {LINEAGE: canonical({"label": "v.26.05", "rev": 1})}
    first = items_of(content)
    commit = Commit(
        "import", "Ada", AT, detail=canonical({"action": "import", "what": "Imported"}), source_sha256=source
    )
    packed = size_of(first, commit) + len(zlib.compress(body, 9))
    store.commit(soc, "upstream", 0, first | {LINEAGE: canonical({"label": "v.26.05"})}, commit)
    store.commit(soc, "draft", 0, first | lineage, Commit("import", "Ada", AT))
    add_version(store, soc, "v.26.05", ("upstream", 1), content)
    state, rev = first, 1
    for version in range(1, VERSIONS):
        for step in range(EDITS):
            statement = content.active[(version * 7 + step * 11 + len(soc)) % len(content.active)]
            text = f"{statement.text.rstrip('.0123456789 ')} in round {version}.{step}."
            content = edits.reword(content, statement.id, text)
            after = items_of(content)
            said = canonical({"action": "reword", "what": f"Reworded “{statement.text[:59]}…”"})
            commit = Commit("edit", "Ada", AT, "after the spring review", said)
            changes = changed_items(state, after)
            packed += size_of(changes, commit)
            store.commit(soc, "draft", rev, changes, commit)
            state, rev = after, rev + 1
        packed += add_version(store, soc, f"acme.{version}", ("draft", rev), content)
    return packed


def add_version(store: Store, soc: str, label: str, at: tuple[str, int], content: Content) -> int:
    """Cuts a version, and gives the bytes of its JSON, packed."""
    row = VersionRow(label, *at, "draft", "the next round", "Ada", AT, content.sha256, ())
    store.add_version(soc, row)
    return len(zlib.compress(json.dumps({name: getattr(row, name) for name in VersionRow.__slots__}).encode(), 9))


def size_of(changes: object, commit: Commit) -> int:
    """The bytes of a revision as packed JSON: what changed, who, when and why."""
    pairs = {" ".join(key): body and json.loads(body) for key, body in changes.items()}  # type: ignore[attr-defined]
    said = {name: getattr(commit, name) for name in ("kind", "author", "created_at", "message", "detail")}
    return len(zlib.compress(json.dumps([said, pairs], ensure_ascii=False, separators=(",", ":")).encode(), 9))


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    """The middle of some runs, in milliseconds: one stray pause of the disk counts for nothing."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


class Floor:
    """The rows of one edit, by hand: a revision, one item's row, and the head that moves."""

    def __init__(self, file: Path, source: Path) -> None:
        self.raw = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL"):
            self.raw.execute(f"PRAGMA {pragma}")
        with closing(sqlite3.connect(source)) as filled:
            filled.backup(self.raw)
        for (name,) in self.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.raw.execute(f"DROP TRIGGER {name}")
        last = "WHERE line_id = 2 ORDER BY rev DESC LIMIT 1"
        self.revision = self.raw.execute(f"SELECT * FROM revision {last}").fetchone()
        self.change = self.raw.execute(f"SELECT * FROM change {last}").fetchone()
        self.rev = self.revision[1]

    def edit(self) -> None:
        """One edit, durable when this returns."""
        self.rev += 1
        self.raw.execute("BEGIN IMMEDIATE")
        revision = (self.revision[0], self.rev, *self.revision[2:])
        self.raw.execute(f"INSERT INTO revision VALUES ({', '.join('?' * len(revision))})", revision)
        change = (*self.change[:2], self.rev, self.rev - 1, *self.change[4:])
        self.raw.execute(f"INSERT INTO change VALUES ({', '.join('?' * len(change))})", change)
        self.raw.execute("UPDATE line SET head_rev = ?, seal = ? WHERE id = 2", (self.rev, self.change[-1]))
        self.raw.execute("COMMIT")

    def close(self) -> None:
        """Lets go of the file."""
        self.raw.close()


def readings(workspace: Workspace, file: Path) -> Iterator[tuple[str, float]]:
    """What reading takes in a workspace."""
    soc = workspace.store.frameworks()[-1]
    framework = workspace.framework(soc)
    yield "json.loads of the export (to compare)", median(lambda: json.loads(file.read_bytes()))
    yield "the state of a draft (store)", median(lambda: workspace.store.state(soc, "draft"))
    yield "open a framework", median(lambda: workspace.framework(soc).content)
    for label in ("v.26.05", "acme.10", "acme.19"):
        yield f"version {label}", median(lambda label=label: framework.snapshot(label).content)  # type: ignore[misc]
    yield "diff of two versions", median(lambda: framework.diff("acme.9", "acme.10"), RUNS // 4)


def writings(workspace: Workspace, folder: Path, source: Path) -> Iterator[tuple[str, float]]:
    """What one durable edit takes, and its floor, by turns, so that the disk's moods hit both."""
    store, soc = workspace.store, workspace.store.frameworks()[0]
    framework = workspace.framework(soc)
    statement, other = framework.content.active[3:5]
    key = ("statement", statement.id)
    count = iter(range(10**6))
    floor = Floor(folder / "floor.db", source)

    def commit() -> None:
        body = canonical(replace_text(statement.model_dump(mode="json"), f"Hands — wash {next(count)} times."))
        said = Commit("edit", "Ada", AT, "why", canonical({"action": "reword", "what": f"Reworded “{statement.text}”"}))
        store.commit(soc, "draft", store.head(soc, "draft"), {key: body}, said)

    def edit() -> None:
        framework.edit(other.id, f"Hands — wash {next(count)} times.", "why")

    actions = {
        "the same rows by raw sqlite3": floor.edit,
        "store.commit": commit,
        "framework.edit": edit,
        "git commit of a JSON file (20 runs)": Git(folder / "git").edit,
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for run in range(RUNS):
        for name, action in actions.items():
            if "git" in name and run % 10:
                continue
            times[name].append(median(action, 1))
    floor.close()
    for name, each in times.items():
        yield f"one durable edit: {name}", statistics.median(each)


def replace_text(statement: dict[str, object], text: str) -> dict[str, object]:
    """The statement with another wording."""
    return statement | {"text": text}


class Git:
    """The framework as a JSON file in a git repository, each edit a commit that is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.value = json.loads(sample_file().read_bytes())
        folder.mkdir()
        self._run("init", "-q")
        for name, value in (("user.name", "Ada"), ("user.email", "ada@example.org"), ("core.fsync", "all")):
            self._run("config", name, value)

    def _run(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def edit(self) -> None:
        """One edit, durable when this returns."""
        level = next(iter(self.value["framework"]["levels"].values()))
        level["statements"][3] = f"Hands — wash at {time.time_ns()}."
        (self.folder / "framework.json").write_text(json.dumps(self.value, ensure_ascii=False, indent=2))
        self._run("add", "framework.json")
        self._run("commit", "-q", "-m", "why")


def measure(folder: Path, count: int) -> dict[str, str]:
    """All figures of a workspace with so many frameworks, by what they are."""
    path = folder / "workspace.db"
    with open_store(str(path)) as store:
        packed = fill(store, count)
    size = path.stat().st_size
    found = {
        "size on the disk, MB": f"{size / 1e6:.2f}",
        "zlib of the JSON of what changed, MB": f"{packed / 1e6:.2f}",
        "size on the disk ÷ zlib": f"{size / packed:.2f}",
    }
    with open_workspace(path, "Ada") as workspace:
        figures = [*readings(workspace, sample_file()), *writings(workspace, folder, path)]
    return found | {title: f"{milliseconds:.2f}" for title, milliseconds in figures}


def main(sizes: Sequence[int] = SIZES, output: Path | None = OUTPUT) -> None:
    """The table, printed and written to its page."""
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as name:
        columns = []
        for count in sizes:
            folder = Path(name) / str(count)
            folder.mkdir()
            columns.append(measure(folder, count))
    lines = [f"| milliseconds, the median of {RUNS} | " + " | ".join(f"{size:,}" for size in sizes) + " |"]
    lines.append("|---" * (len(sizes) + 1) + "|")
    lines += [f"| {title} | " + " | ".join(column[title] for column in columns) + " |" for title in columns[0]]
    print("\n".join(lines))
    if output is not None:
        head = f"# The store: what was measured\n\n`make bench-store` makes this page.\n\n{__doc__.strip()}\n"
        table = f"\nFrameworks, of {VERSIONS} versions and {EDITS * (VERSIONS - 1)} edits each:\n\n"
        output.write_text(head + table + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES, None if sys.argv[1:] else OUTPUT)
