"""Files that go out: every kind as a card, a preview of what leaves, and what was handed out so far."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import LexcurricError, WorkspaceWarning
from lexcurric.core.issued import affects_scoring, kind_name, wording_of
from lexcurric.core.model import VersionStatus
from lexcurric.widgets.base import read_static
from lexcurric.widgets.downloads import Downloads
from lexcurric.widgets.exporting import FOLDER, free_path
from lexcurric.widgets.screen import Screen
from lexcurric.workspace.handed_out import HandedOut, handed_out, write_again
from lexcurric.workspace.handing_out import OUTGOING, Order, preview, write
from lexcurric.workspace.identity import DRAFT
from lexcurric.workspace.news import standing
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.widgets.rubric_builder import RubricBuilder
    from lexcurric.workspace.framework import Framework

LISTED = 100
CHANGES_SHOWN = 200
_STATUS = {VersionStatus.RETIRED.value: ", retired", VersionStatus.SUPERSEDED.value: ", superseded"}


class HandOut(Downloads, Screen):
    """
    A screen that hands files out. `write` and `write_again` do what its buttons do.

    Each property can be read and set, and the screen follows:

    - `kind`: what is handed out, such as `export` or `sheet`; `form`: its ending, such as `json`.
    - `version`: the label of the version that goes out; empty for the draft. `since`: the one it is compared with.
    - `listed`: the key of the list that an alignment is with. `only_stale`: True lists only what is overtaken.
    - `unfolded`: the keys of what was handed out whose changes are listed.
    """

    _esm = read_static("common.js", "downloads.js", "hand_out.js")
    _css = read_static("common.css", "files.css", "hand_out.css")

    kind = traitlets.Unicode("export").tag(sync=True)
    form = traitlets.Unicode("json").tag(sync=True)
    version = traitlets.Unicode("").tag(sync=True)
    since = traitlets.Unicode("").tag(sync=True)
    listed = traitlets.Unicode("").tag(sync=True)
    only_stale = traitlets.Bool(False).tag(sync=True)
    unfolded = traitlets.List(traitlets.Unicode()).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)
    """The rubric builder, where it is shown below; empty for nothing."""

    def __init__(self, framework: Framework, **traits: Any) -> None:
        self._written: list[dict[str, Any]] = []
        self._known: tuple[Any, list[HandedOut]] = (None, [])
        self._previewed: tuple[Any, dict[str, Any]] = (None, {})
        self._builder: RubricBuilder | None = None
        self.attach(framework)
        super().__init__()
        self._start()
        for name, value in traits.items():
            setattr(self, name, value)
        self.refresh()

    def begin_again(self) -> None:
        """Forgets what was chosen and written of another framework."""
        self._written = []
        self.do_close_builder()
        self._start()

    def _start(self) -> None:
        """The newest version of one's own that is in use, else the draft; compared with the release it is based on."""
        own = [each for each in self._versions() if each.line == DRAFT and each.status != VersionStatus.RETIRED.value]
        self.version, self.listed, self.unfolded = "", "", []
        self.since = self._own.snapshot().based_on
        draft = self._own.snapshot()
        if own and not draft.is_draft:
            self.version = own[-1].label

    def _versions(self) -> list[Any]:
        return list(self._own.workspace.store.versions(self._own.soc))

    @property
    def order(self) -> Order:
        """What the choices on screen ask for."""
        return Order(self.kind, self.form, self.version, self.since, self.listed)

    @property
    def handed(self) -> list[HandedOut]:
        """What was handed out so far, newest first; what was issued together is one."""
        mark = standing(self._own).mark
        if self._known[0] != mark:
            self._known = (mark, handed_out(self._own))
        return self._known[1]

    # Choosing

    @traitlets.validate("kind")
    def _known_kind(self, proposal: Mapping[str, Any]) -> str:
        if proposal["value"] not in OUTGOING:
            raise LexcurricError(
                f"nothing to hand out is called {proposal['value']!r}; there are {', '.join(OUTGOING)}"
            )
        return str(proposal["value"])

    @traitlets.observe("kind")
    def _fitting_form(self, change: Any) -> None:
        forms = OUTGOING[change["new"]].forms
        if self.form not in forms:
            self.form = next(iter(forms))
        self.refresh()

    @traitlets.validate("form")
    def _known_form(self, proposal: Mapping[str, Any]) -> str:
        forms = OUTGOING[self.kind].forms
        if proposal["value"] not in forms:
            said = ", ".join(forms)
            raise LexcurricError(
                f"{OUTGOING[self.kind].title} is not written as {proposal['value']!r}; there is {said}"
            )
        return str(proposal["value"])

    @traitlets.validate("version", "since")
    def _known_version(self, proposal: Mapping[str, Any]) -> str:
        label = str(proposal["value"])
        labels = [each.label for each in self._versions()]
        if label and label not in labels:
            raise LexcurricError(f"no version {label!r}; there are {', '.join(labels)}, and '' for the draft")
        return label

    @traitlets.validate("unfolded")
    def _known_keys(self, proposal: Mapping[str, Any]) -> list[str]:
        return [self._find(each).key for each in dict.fromkeys(proposal["value"])]

    @traitlets.observe("form", "version", "since", "listed", "only_stale", "unfolded")
    def _show(self, _change: object) -> None:
        self.refresh()

    def _find(self, key: str) -> HandedOut:
        found = next((each for each in self.handed if each.key == key), None)
        if found is None:
            raise LexcurricError(f"nothing that was handed out has the key {key!r}")
        return found

    # Writing

    def write(self) -> Path:
        """Writes what is chosen to a new file in exports, and gives its path; never over a file that is there."""
        place = Path(preview(self._own, self.order).name)
        path = free_path(place.stem, ending=place.suffix)
        self._noted(lambda: write(self._own, self.order, path))
        self._add(path, OUTGOING[self.kind].title)
        return path

    def write_again(self, key: str) -> list[Path]:
        """Writes what was handed out before (its key in the view) from the version that is chosen, to new files."""
        found = self._find(key)
        issued = found.first
        stem, _, ending = issued.file.rpartition(".")
        name = stem.replace(issued.version, "").strip("-. ") or self._own.soc
        label = self.version or self._own.version.replace("+draft", "-draft")
        many = len(found.files) > 1
        place = free_path(name, label, ending="" if many else f".{ending}")
        paths: list[Path] = []
        self._noted(lambda: paths.extend(write_again(self._own, found, self.version, place)))
        for each in paths[:1] if many else paths:
            self._add(each, kind_name(issued.kind).capitalize(), len(paths))
        return paths

    def _noted(self, work: Any) -> None:
        """Does the work; what would be a warning in a cell is said on screen."""
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always", WorkspaceWarning)
            work()
        said = [str(each.message) for each in found if issubclass(each.category, WorkspaceWarning)]
        self._note = f"Written, but not noted as handed out: {said[0]}" if said else ""

    _note = ""

    def _add(self, path: Path, what: str, count: int = 1) -> None:
        place = path.as_posix() if count == 1 else f"{path.parent.as_posix()}/"
        self._written.insert(0, {**self.offer(path), "what": what, "place": place, "count": count})
        self._previewed = (None, {})
        self.refresh()

    def do_write(self) -> str:
        """Writes what is chosen."""
        return f"Wrote {self.write().as_posix()}"

    def do_write_again(self, key: str) -> str:
        """Writes the same again."""
        paths = self.write_again(key)
        return f"Wrote {paths[0].as_posix()}" if len(paths) == 1 else f"Wrote {len(paths):,} files"

    def do_rubric(self) -> None:
        """Shows the rubric builder below."""
        from lexcurric.widgets.rubric_builder import RubricBuilder

        self.do_close_builder()
        self._builder = RubricBuilder(self.framework)
        self.opened = self._builder.model_id

    def do_close_builder(self) -> None:
        """Takes the rubric builder away again."""
        self.opened = ""
        if self._builder is not None:
            self._builder.close()
            self._builder = None

    # What is shown

    def make_view(self) -> dict[str, Any]:
        """The kinds, what the chosen one would hand out, and what was handed out."""
        handed = self.handed
        stale = [each for each in handed if each.overtaken]
        rows = stale if self.only_stale else handed
        return {
            **self.head_view(),
            "kinds": [
                {"key": each.key, "title": each.title, "about": each.about, "forms": list(each.forms.items())}
                for each in OUTGOING.values()
            ],
            "takes": {name: getattr(OUTGOING[self.kind], name) for name in ("versions", "since", "listed")},
            "versions": [{"label": "", "words": f"The draft, as it is now ({self._own.version})"}, *self._labels()],
            "lists": [{"key": each.list.key, "title": each.list.title} for each in self._own.alignments],
            "folder": FOLDER.as_posix(),
            "preview": self._preview(),
            "written": list(self._written),
            "note": self._note,
            "handed": [self._row(each) for each in rows[:LISTED]],
            "handed_count": len(handed),
            "stale_count": len(stale),
            "shown_count": len(rows),
        }

    def _labels(self) -> list[dict[str, str]]:
        rows = []
        for each in reversed(self._versions()):
            whose = "" if each.line == DRAFT else ", release as exported"
            rows.append({"label": each.label, "words": f"{each.label}{whose}{_STATUS.get(each.status, '')}"})
        return rows

    def _preview(self) -> dict[str, Any]:
        mark = (standing(self._own).mark, self.order)
        if self._previewed[0] != mark:
            found = preview(self._own, self.order)
            said = {
                "name": found.name,
                "counts": [list(each) for each in found.counts],
                "credit": [list(each) for each in found.credit],
                "notes": list(found.notes),
                "why_not": found.why_not,
            }
            self._previewed = (mark, said)
        return self._previewed[1]

    def _row(self, handed: HandedOut) -> dict[str, Any]:
        issued, over = handed.first, handed.overtaken
        many = len(handed.files)
        is_unfolded = handed.key in self.unfolded
        return {
            "key": handed.key,
            "what": kind_name(issued.kind).capitalize(),
            "name": _near(issued.path) if many == 1 else f"{_near(handed.folder) or './'}: {many:,} files",
            "version": issued.version,
            "time": shown_time(issued.time)[:16],
            "author": issued.author,
            "by": over.by if over else "",
            "matters": bool(over and over.affects_scoring),
            "sentence": _overtaken_words(handed) if over else "",
            "total": len(over.changes) if over else 0,
            "changes": [
                {"what": each.kind.value, "why": each.why, "words": wording_of(each), "matters": affects_scoring(each)}
                for each in (over.changes[:CHANGES_SHOWN] if over and is_unfolded else ())
            ],
        }

    def static_html(self) -> str:
        """What was handed out so far, and what of it is overtaken."""
        rows = "".join(
            f"<tr><td>{escape(kind_name(each.first.kind))}</td><td>{escape(each.first.path)}</td>"
            f"<td>{escape(each.first.version)}</td><td>{escape(_overtaken_words(each))}</td></tr>"
            for each in self.handed[:LISTED]
        )
        head = "<tr><th>What</th><th>File</th><th>Version</th><th>Overtaken</th></tr>"
        body = f"<table>{head}{rows}</table>" if rows else "<p>Nothing was handed out yet.</p>"
        return f"<h3>Handed out of {escape(self._own.title)}</h3>{body}"

    def __repr__(self) -> str:
        return f"<HandOut of {self._own.title} ({self._own.soc}): {len(self.handed)} handed out>"


def hand_out(framework: Framework | None = None, **traits: Any) -> HandOut:
    """The screen that hands files out of a framework; without one, of the framework that was chosen last."""
    from lexcurric.widgets.chosen import chosen_framework, with_the_choice

    if framework is None:
        return with_the_choice(HandOut(chosen_framework(), **traits))
    return HandOut(framework, **traits)


def _near(path: str) -> str:
    """A path as it is known from here, where it is below this folder."""
    here = f"{Path.cwd().as_posix()}/"
    return path.replace("\\", "/").removeprefix(here)


def _overtaken_words(handed: HandedOut) -> str:
    """By what a file is overtaken, and whether that matters, in a sentence or two."""
    over = handed.overtaken
    if over is None:
        return ""
    if not over.changes:
        return f"{over.by} is newer, and changes nothing in it."
    count = len(over.changes)
    some = "One change touches it" if count == 1 else f"{count} changes touch it"
    scored = sum(affects_scoring(each) for each in over.changes)
    effect = (
        "none affects scoring" if not scored else "it affects scoring" if count == 1 else f"{scored} affect scoring"
    )
    return f"{over.by} is newer. {some}; {effect}."
