"""Scored rubrics that came back: gathered to a cohort, with results, charts, and what has to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.cohort import Edition, Finding, Member
from lexcurric.core.cohort_charts import Chart, cohort_charts
from lexcurric.core.cohort_tables import TIDY_COLUMNS, attained_counts, level_names, tidy_rows
from lexcurric.core.errors import LexcurricError
from lexcurric.core.issued import affects_scoring, wording_of
from lexcurric.core.rubric.scoring import RowStatus
from lexcurric.widgets.base import Panel, read_static
from lexcurric.widgets.downloads import Downloads
from lexcurric.widgets.exporting import free_path
from lexcurric.widgets.gathering import Reading
from lexcurric.widgets.uploads import Incoming, Uploads, size_words
from lexcurric.workspace.collecting import Cohort, Collector, Files, find_files, lock_note

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

FINDINGS_SHOWN = 200
NAMES_SHOWN = 30
SORTS = ("name", "level", "score", "rated", "date", "version")
FORMS = {"xlsx": "Results workbook", "csv": "Every rating as CSV"}
_DETAIL = ("ref", "level", "criterion", "statement", "rating", "status", "comment")


class Gather(Uploads, Downloads, Panel):
    """
    A screen that gathers scored rubrics. `add`, `stop`, `clear` and `write` do what its buttons do.

    Each property can be read and set, and the screen follows:

    - `cohort`: the `Cohort`; only to be read. `rows`: its trainees, one dict each.
    - `search`, `levels`, `only_outdated`: which trainees are shown and counted in the charts. `shown`: their keys.
    - `sort`, `descending`: the order of the table. `trainee`: the key of the one whose ratings are listed, or empty.
    - `as_table`: True shows the charts as tables. `progress`: how far reading is.
    """

    _esm = read_static("common.js", "uploads.js", "downloads.js", "charts.js", "gather_parts.js", "gather.js")
    _css = read_static("common.css", "uploads.css", "files.css", "charts.css", "gather.css")
    most_bytes = 10 * 1024 * 1024

    cohort = traitlets.Instance(Cohort)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    levels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    only_outdated = traitlets.Bool(False).tag(sync=True)
    sort = traitlets.Enum(SORTS, "name").tag(sync=True)
    descending = traitlets.Bool(False).tag(sync=True)
    trainee = traitlets.Unicode("").tag(sync=True)
    as_table = traitlets.Bool(False).tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)

    def __init__(self, workspace: Workspace | None = None, **traits: Any) -> None:
        self.workspace = workspace
        self._written: list[dict[str, Any]] = []
        self._reading: Reading | None = None
        self._begin()
        super().__init__(cohort=Cohort((), (), (), 0))
        self.refresh()
        for name, value in traits.items():
            setattr(self, name, value)

    def _begin(self) -> None:
        self._collector = Collector(self.workspace)
        self._waiting: list[tuple[Path, str]] = []
        self._names: set[str] = set()
        self._files = 0
        self._trouble = ""
        self._charts: tuple[Chart, ...] = ()

    # What Python and the screen do

    def add(self, files_or_folder: Files) -> Cohort:
        """Gathers workbooks of this computer, folders with all that is below them; they stay where they are."""
        paths, findings = find_files(files_or_folder)
        self._collector.findings += findings
        self._waiting += [(path, self._free_name(str(path))) for path in paths]
        self.gather()
        return self.cohort

    def gather(self) -> None:
        """Reads the workbooks that wait. In a notebook they are read beside it, and `progress` says how far it is."""
        if self._reading is not None or not self._waiting:
            return
        files, self._waiting = self._waiting, []
        self._trouble = ""
        self._reading = Reading(self._collector, files, self.delete, self._tell, self._end)
        self._reading.start()
        self.refresh()

    def stop(self) -> None:
        """Stops reading; what was read is shown, and the rest waits."""
        if self._reading is not None:
            self._reading.stop()

    def clear(self) -> None:
        """Begins again with nothing; no file of a designer's is touched."""
        self.stop()
        self._reading = None
        self.delete_all()
        self._begin()
        with self.hold_trait_notifications():
            self.search, self.levels, self.only_outdated = "", [], False
        self._show(Cohort((), (), (), 0))

    def write(self, form: str = "xlsx") -> Path:
        """Writes all trainees to a new file in exports: `xlsx`, the results workbook, or `csv`. Gives its path."""
        if form not in FORMS:
            raise LexcurricError(f"results are written as {' or '.join(FORMS)}, not as {form!r}")
        socs = sorted({each.rubric.provenance.soc for each in self.cohort.editions})
        path = free_path("cohort", *socs[:2], ending=f".{form}")
        found = self.cohort.to_excel(path) if form == "xlsx" else self.cohort.to_csv(path)
        self._written.insert(0, {**self.offer(found), "what": FORMS[form], "place": found.as_posix()})
        self.refresh()
        return found

    def close(self) -> None:
        """Takes the screen off; what came from the browser is deleted."""
        self.stop()
        self.delete_all()
        super().close()

    def _tell(self, done: int, of: int) -> None:
        self.progress = {"phase": "reading", "done": done, "of": of}

    def _end(self, reading: Reading) -> None:
        if reading is not self._reading:
            # It was begun again since.
            return
        self._reading = None
        self._files += reading.done
        self._waiting = [*reading.rest, *self._waiting]
        if reading.fault is not None:
            self._trouble = _in_words(reading.fault)
        self.progress = {"phase": "", "done": reading.done, "of": len(reading.files)}
        self._show(self._collector.cohort(self._files))

    def _free_name(self, name: str) -> str:
        place, number, found = Path(name), 1, name
        while found in self._names:
            number += 1
            found = str(place.with_name(f"{place.stem} ({number}){place.suffix}"))
        self._names.add(found)
        return found

    # What comes from the browser

    def arrived(self, file: Incoming) -> None:
        """Keeps a workbook until all of a drop are here."""
        note = lock_note(file.name, file.shown)
        if note is not None:
            self._collector.findings.append(note)
            self.delete(file.path)
        else:
            self._waiting.append((file.path, self._free_name(file.shown)))

    def not_taken(self, name: str, why: str) -> None:
        """A problem that says so."""
        self._collector.findings.append(Finding(name, "", "", why))

    def do_gather(self) -> None:
        """Reads what has come."""
        if self._waiting:
            self.gather()
        else:
            self._show(self._collector.cohort(self._files))

    def do_stop(self) -> None:
        """Stops reading."""
        self.stop()

    def do_clear(self) -> None:
        """Begins again."""
        self.clear()

    def do_write(self, form: str) -> str:
        """Writes the results."""
        return f"Wrote {self.write(form).as_posix()}"

    # What is shown

    def _show(self, cohort: Cohort) -> None:
        with self.hold_sync():
            self.trainee = ""
            self.cohort = cohort
            self.rows = [_row(str(at), each) for at, each in enumerate(cohort.members)]
            self._narrow()

    @traitlets.validate("levels")
    def _known_levels(self, proposal: Mapping[str, Any]) -> list[str]:
        known = [level for level, _ in attained_counts(self.cohort.members)]
        for each in proposal["value"]:
            if each not in known:
                raise LexcurricError(f"no level {each!r} here; there is {', '.join(known) or 'nobody yet'}")
        return list(dict.fromkeys(proposal["value"]))

    @traitlets.validate("trainee")
    def _known_trainee(self, proposal: Mapping[str, Any]) -> str:
        wanted = str(proposal["value"])
        if wanted and wanted not in {each["key"] for each in self.rows}:
            raise LexcurricError(f"no trainee has the key {wanted!r}; `.rows` lists the keys")
        return wanted

    @traitlets.validate("shown")
    def _known_keys(self, proposal: Mapping[str, Any]) -> list[str]:
        known = {each["key"] for each in self.rows}
        for each in proposal["value"]:
            if each not in known:
                raise LexcurricError(f"no trainee has the key {each!r}; `.rows` lists the keys")
        return list(proposal["value"])

    @traitlets.observe("search", "levels", "only_outdated", "sort", "descending")
    def _narrow(self, _change: object = None) -> None:
        words = self.search.casefold().split()
        names = [level for level, _ in attained_counts(self.cohort.members)]
        found = [
            each
            for each in self.rows
            if (not self.levels or each["level"] in self.levels)
            and (not self.only_outdated or each["outdated"])
            and all(word in each["text"].casefold() for word in words)
        ]
        found.sort(key=lambda row: _order(row, self.sort, names), reverse=self.descending)
        keys = [each["key"] for each in found]
        with self.hold_sync():
            if keys == self.shown:
                self._draw_charts()
            else:
                self.shown = keys

    @traitlets.observe("shown")
    def _draw_charts(self, _change: object = None) -> None:
        members = [self.cohort.members[int(key)] for key in self.shown]
        self._charts = cohort_charts(members, self.cohort.editions) if members else ()
        self.refresh()

    @traitlets.observe("trainee")
    def _choose(self, _change: object) -> None:
        self.refresh()

    def make_view(self) -> dict[str, Any]:
        """What stands around the table: counts, charts, problems, who was rated on an older version."""
        cohort = self.cohort
        return {
            "most": self.most_bytes,
            "most_words": size_words(self.most_bytes),
            "headline": cohort.headline if cohort.files or self._collector.findings else "",
            "files": cohort.files,
            "waiting": len(self._waiting),
            "is_reading": self._reading is not None,
            "trouble": self._trouble,
            "levels": [{"key": level, "count": count} for level, count in attained_counts(cohort.members)],
            "columns": level_names(cohort.members),
            "outdated_count": len(cohort.outdated),
            "outdated": [_older(each, cohort.members) for each in cohort.editions if each.is_outdated],
            "charts": [_chart(each) for each in self._charts],
            "problems": [_finding(each) for each in cohort.problems[:FINDINGS_SHOWN]],
            "problem_count": len(cohort.problems),
            "notes": [_finding(each) for each in cohort.notes[:FINDINGS_SHOWN]],
            "note_count": len(cohort.notes),
            "detail": self._detail() if self.trainee else None,
            "written": list(self._written),
        }

    def _detail(self) -> dict[str, Any]:
        member = self.cohort.members[int(self.trainee)]
        places = [TIDY_COLUMNS.index(each) for each in _DETAIL]
        rows = [[str(row[at] if row[at] is not None else "") for at in places] for row in tidy_rows([member])]
        # What is not met yet is what a trainer looks for.
        order = [each.value for each in (RowStatus.NOT_YET, RowStatus.TO_RATE, RowStatus.MET, RowStatus.LEFT_OUT)]
        rows.sort(key=lambda row: order.index(row[_DETAIL.index("status")]))
        return {
            "key": self.trainee,
            "name": member.name,
            "level": member.level_words,
            "next": member.next_level or "",
            "file": member.file,
            "sheet": member.sheet,
            "has_criteria": any(row[2] for row in rows),
            "rows": rows,
        }

    def static_html(self) -> str:
        """The cohort with its charts, for where no kernel answers."""
        return self.cohort._repr_html_()

    def __repr__(self) -> str:
        return f"<Gather: {self.cohort.headline.rstrip('.')}>"


def gather(
    workspace: Workspace | Framework | str | Path | None = None, files: Files | None = None, **traits: Any
) -> Gather:
    """The screen that gathers scored rubrics, held against a workspace (without one, the default one)."""
    from lexcurric.widgets.chosen import chosen_workspace
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace, open_workspace

    if isinstance(workspace, Framework):
        workspace = workspace.workspace
    elif workspace is None:
        workspace = chosen_workspace()
    screen = Gather(workspace if isinstance(workspace, Workspace) else open_workspace(workspace), **traits)
    if files is not None:
        screen.add(files)
    return screen


def _row(key: str, member: Member) -> dict[str, Any]:
    edition = member.edition
    shares = {each.level: each.share for each in member.levels}
    return {
        "key": key,
        "name": member.name,
        "level": member.level_words,
        "shares": shares,
        "score": member.score,
        "rated": member.rated,
        "to_rate": member.rateable,
        "version": edition.version,
        "standing": edition.standing,
        "outdated": edition.is_outdated,
        "matters": edition.scored_changes if edition.is_outdated else 0,
        "date": member.date,
        "trainer": member.trainer,
        "place": member.place,
        "file": member.file,
        "text": " ".join((member.name, member.trainer, member.place, member.file)),
    }


def _order(row: Mapping[str, Any], sort: str, levels: list[str]) -> tuple[Any, ...]:
    value = levels.index(row["level"]) if sort == "level" else row[sort]
    return (value.casefold() if isinstance(value, str) else value, row["name"].casefold())


def _older(edition: Edition, members: Sequence[Member]) -> dict[str, Any]:
    """Who was rated on a version that is overtaken, by which, and whether that matters."""
    names = [each.name for each in members if each.edition is edition]
    counts = Counter(affects_scoring(each) for each in edition.changes)
    some = f"{counts[True]} of the {len(edition.changes)} changes since then"
    verdict = (
        f"{some} affect{'s' if counts[True] == 1 else ''} scoring: what was rated there may not hold for {edition.by}."
        if counts[True]
        else "No change since then affects scoring: the ratings hold as they are."
    )
    return {
        "version": edition.version,
        "by": edition.by,
        "count": len(names),
        "names": names[:NAMES_SHOWN],
        "matters": bool(counts[True]),
        "verdict": verdict,
        "changes": [
            {"what": each.kind.value, "why": each.why, "words": wording_of(each), "matters": affects_scoring(each)}
            for each in edition.changes
        ],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    bars = [
        {
            "label": each.label,
            "note": each.note,
            "value": each.value,
            "of": each.of,
            "share": each.share,
            "words": each.words,
        }
        for each in chart.bars
    ]
    said = {"key": chart.key, "title": chart.title, "about": chart.about, "empty": chart.empty}
    return {**said, "heads": list(chart.heads), "bars": bars}


def _finding(finding: Finding) -> dict[str, str]:
    return {"file": finding.file, "where": finding.where, "what": finding.what}


def _in_words(fault: Exception) -> str:
    if isinstance(fault, LexcurricError):
        said = str(fault)
        return said[:1].upper() + said[1:]
    return f"Reading stopped ({type(fault).__name__}). What was read until then is shown; go on with the rest."
