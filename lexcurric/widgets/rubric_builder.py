"""The rubric builder: choose what a rubric is like, see its pages as they would print, and write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import EditError, FileError, LexcurricError
from lexcurric.core.rubric import RubricKind
from lexcurric.files import file_name
from lexcurric.widgets.base import read_static
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.live import Live
from lexcurric.widgets.rubric_fields import Fields
from lexcurric.widgets.rubric_form import form_view
from lexcurric.widgets.rubric_writing import Writing
from lexcurric.widgets.uploads import Incoming, Uploads
from lexcurric.workspace.rubric_choices import (
    checked_options,
    fitting,
    make_file,
    misfits,
    options_text,
    read_options_file,
    with_names,
    without_logo,
)
from lexcurric.workspace.rubric_preview import SHEETS, RubricPages
from lexcurric.workspace.rubrics import RubricFile, names_of, read_logo

if TYPE_CHECKING:
    from lexcurric.core.model import Snapshot
    from lexcurric.workspace.criteria import CriteriaProposal
    from lexcurric.workspace.framework import Framework

MANY = ("one", "each", "cohort")
"""For whom it is written: one workbook for whoever it may be, one for each trainee, or the cohort in one."""
_PICTURES = (".png", ".jpg", ".jpeg")
_OPTIONS = (".yaml", ".yml", ".json")


class RubricBuilder(Uploads, Fields, Writing, Live):
    """
    A rubric in the making on screen. Each property can be read and set, and the screen follows.

    - `kind`: `checklist`, `analytic`, `single-point` or `holistic`.
    - `version`: the label of the version that it is made of; empty for the draft.
    - `options`: what was chosen beside, by the names of `fw.rubric`; what this kind does not take is kept, not used.
    - `trainees`: names; `many` says what becomes of them: `one` (no use is made of them), `each`, `cohort`.
    - `logo`: the bytes of a PNG or JPEG, or None. Set it to a path to read one.
    - `path`: the file, or with `each` the folder, that `write()` writes to.
    - `sheet`, `page`: what the preview shows: `start`, `score`, …, and the page of that sheet, from 1.
    - `zoom`: how wide a page is drawn, in percent of the room; `preview` False draws none.
    - `progress`: how far writing is: state, done, total, said. `written`: the files that were written last.
    """

    _esm = read_static(
        *("common.js", "downloads.js", "uploads.js", "rubric_chart.js", "rubric_pages.js", "rubric_choices.js"),
        *("rubric_write.js", "rubric_builder.js"),
    )
    _css = read_static("common.css", "uploads.css", "rubric_builder.css")

    kind = traitlets.Enum(tuple(map(str, RubricKind)), "checklist").tag(sync=True)
    version = traitlets.Unicode("").tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    trainees = traitlets.List(traitlets.Unicode()).tag(sync=True)
    many = traitlets.Enum(MANY, "one").tag(sync=True)
    logo = traitlets.Any(None, allow_none=True)
    path = traitlets.Unicode("").tag(sync=True)
    sheet = traitlets.Enum(SHEETS, "score").tag(sync=True)
    page = traitlets.Int(1).tag(sync=True)
    zoom = traitlets.Int(100, min=50, max=300).tag(sync=True)
    preview = traitlets.Bool(True).tag(sync=True)
    drawing = traitlets.Dict().tag(sync=True)
    """The page in sight, as `RubricPages.page` gives it; empty where nothing can be drawn."""

    most_bytes = 4_000_000

    def __init__(self, framework: Framework, **choices: Any) -> None:
        self._is_ready = False
        self._proposed_path = ""
        self._attach(framework)
        super().__init__()
        self._recall()
        for name, value in choices.items():
            if name not in self.trait_names():
                raise LexcurricError(f"the rubric builder has no property {name!r}")
            setattr(self, name, value)
        self._is_ready = True
        self._propose_path()
        self.refresh()

    def _attach(self, framework: Framework) -> None:
        self._own = framework.workspace.framework(framework.soc)
        self._wrong: dict[str, dict[str, Any]] = {}
        self._proposal: CriteriaProposal | None = None
        self._seen_at: tuple[str, int] = ("", -1)
        self._see("")
        self.follow(self._own)

    def _see(self, label: str) -> None:
        """Reads the draft, or a version, again where it is another than was seen last."""
        at = (label, 0 if label else self._own.revision)
        if at != self._seen_at:
            self.seen: Snapshot = self._own.snapshot(label)
            self.draft_name = self._own.version
            self._seen_at = at

    # What was chosen

    @property
    def framework(self) -> Framework:
        """The framework that the rubric is of; set it to go on with another, as was last chosen for that."""
        return self._own

    @framework.setter
    def framework(self, framework: Framework) -> None:
        self._is_ready = False
        self._attach(framework)
        with self.hold_sync():
            self.version, self.options, self.page = "", {}, 1
            self._recall()
            self._is_ready = True
            self._propose_path()
            self.refresh()

    @property
    def rubric(self) -> RubricFile:
        """The rubric as chosen, for nobody in particular. Raises LexcurricError where the choices do not fit."""
        snapshot = self._own.snapshot(self.version)
        return make_file(snapshot, RubricKind(self.kind), self._own.workspace, self.logo, self.options)

    @property
    def fitting_options(self) -> dict[str, Any]:
        """The options that this kind and version take."""
        return fitting(self.seen, RubricKind(self.kind), self.options)

    def save_options(self, path: str | Path) -> Path:
        """Writes the choices as the file that `--options` of the command takes. Raises FileError."""
        from lexcurric.files import write_whole

        write_whole(Path(path), self._options_text().encode())
        return Path(path)

    def load_options(self, path: str | Path) -> None:
        """Takes the choices in such a file. Raises LexcurricError, and changes nothing, where one is wrong."""
        kind, options, logo = read_options_file(Path(path))
        old = self.kind
        self.kind = str(kind)
        try:
            self.options = options
        except LexcurricError:
            self.kind = old
            raise
        if logo is not None:
            self.logo = logo

    @traitlets.validate("options")
    def _fit(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        options = without_logo(checked_options(proposal["value"]))
        kind = RubricKind(self.kind)
        for said in misfits(self.seen, kind, options):
            raise EditError(said)
        make_file(self.seen, kind, None, None, options)
        return options

    @traitlets.validate("version")
    def _known_version(self, proposal: Mapping[str, Any]) -> str:
        label = str(proposal["value"])
        self._see(label)
        return label

    @traitlets.validate("trainees")
    def _named(self, proposal: Mapping[str, Any]) -> list[str]:
        return list(names_of(proposal["value"])) if proposal["value"] else []

    @traitlets.validate("logo")
    def _picture(self, proposal: Mapping[str, Any]) -> bytes | None:
        given = proposal["value"]
        if given is None or given == b"":
            return None
        return (
            RubricFile(self.seen, "checklist", None, given).logo if isinstance(given, bytes) else read_logo(Path(given))
        )

    @traitlets.validate("path")
    def _place(self, proposal: Mapping[str, Any]) -> str:
        return str(proposal["value"]).strip()

    @traitlets.observe("kind", "version", "options", "trainees", "many", "logo")
    def _chosen(self, _change: object) -> None:
        if not self._is_ready:
            return
        self._propose_path()
        self._remember()
        self.refresh()

    @traitlets.observe("sheet", "page", "preview")
    def _turned(self, _change: object) -> None:
        if self._is_ready:
            with self.hold_sync():
                self._draw()

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The choices, what is to be known about them, and the sheets, for the screen."""
        return form_view(self)

    def refresh(self) -> None:
        """Makes the workbook anew, and shows the choices and the page in sight."""
        with self.hold_sync():
            self._see(self.version)
            self._make_pages()
            self.view = self.make_view()
            self._draw()

    def _make_pages(self) -> None:
        self.pages: RubricPages | None = None
        self.made: RubricFile | None = None
        self.trouble = ""
        try:
            kind = RubricKind(self.kind)
            self.made = make_file(self.seen, kind, None, self.logo, self.options)
            if self.preview:
                shown = with_names(self.made, tuple(self.trainees), self.many)
                self.pages = RubricPages(shown.record, shown.logo)
        except FileError:
            self.trouble = "There is nothing to rate: no statement is left with these levels and criteria. Choose more."
        except LexcurricError as error:
            self.trouble = str(error)

    def _draw(self) -> None:
        if self.preview and self.pages is None and not self.trouble:
            self._make_pages()
            self.view = self.make_view()
        if not self.preview or self.pages is None:
            self.drawing = {}
            return
        count = self.pages.count(self.sheet)
        if not 1 <= self.page <= count:
            self.page = min(max(1, self.page), count)
        self.drawing = self.pages.page(self.sheet, self.page)

    def static_html(self) -> str:
        """The rows of the rubric, for where no kernel answers."""
        try:
            return self.rubric._repr_html_()
        except LexcurricError as error:
            return f"<p>{error}</p>"

    def __repr__(self) -> str:
        return f"<RubricBuilder of {self._own.title} ({self._own.soc}): {self.kind}>"

    # Files from the browser: told apart by their endings

    def arrived(self, file: Incoming) -> None:
        """Takes a logo, a file with options, or a list of trainees."""
        ending = file.path.suffix.casefold()
        field = "logo" if ending in _PICTURES else "file" if ending in _OPTIONS else "trainees"
        take: Mapping[str, Callable[[Path], object]] = {
            "logo": lambda path: setattr(self, "logo", path),
            "file": self.load_options,
            "trainees": self._take_list,
        }
        with self.at_field(field, file.name, file.path):
            take[field](file.path)
        self.delete(file.path)

    def not_taken(self, name: str, why: str) -> None:
        """Says why a file is not taken."""
        self.say_wrong("file", name, f"{name}: {why}")

    def _take_list(self, path: Path) -> None:
        self.trainees = list(names_of(path))
        if self.many == "one":
            self.many = "each"

    # Criteria

    @property
    def proposal(self) -> CriteriaProposal | None:
        """The criteria that are proposed and not yet accepted."""
        return self._proposal

    def do_propose(self) -> str:
        """Proposes criteria for the draft's statements that have none; nothing is changed by it."""
        self._proposal = self._own.propose_criteria()
        if not len(self._proposal):
            self._proposal = None
            raise EditError("no criterion can be proposed: the statements are too unlike each other, or all have one")
        return f"{len(self._proposal)} criteria are proposed; look through them"

    def do_accept(self, labels: list[str]) -> str:
        """Accepts the proposed criteria with these names, as one edit of the draft, and drops the others."""
        if self._proposal is None:
            raise EditError("nothing is proposed; propose criteria again")
        if not labels:
            raise EditError("no proposed criterion is ticked")
        self._proposal.accept(*labels)
        self._proposal = None
        return self._own.undo_label or ""

    def do_dismiss(self) -> None:
        """Drops what is proposed."""
        self._proposal = None

    # Kept beside the workspace

    def _recall(self) -> None:
        kept = self._own.workspace.preferences.get(self._key)
        if not isinstance(kept, dict):
            return
        for name in ("kind", "options"):
            try:
                setattr(self, name, kept.get(name, getattr(self, name)))
            except (LexcurricError, traitlets.TraitError):
                # A criterion may be gone since, or a level.
                continue

    def _remember(self) -> None:
        self._own.workspace.preferences.set(self._key, {"kind": self.kind, "options": self.options})

    @property
    def _key(self) -> str:
        return f"rubric/{self._own.soc}"

    def _options_text(self) -> str:
        return options_text(RubricKind(self.kind), self.fitting_options)

    def _propose_path(self) -> None:
        """A name that says what it is; the designer's own stays, unless it is a file and a folder is needed."""
        is_file = self.path.casefold().endswith(".xlsx")
        if self.path not in ("", self._proposed_path) and is_file == (self.many != "each"):
            return
        name = (
            file_name(self._own.title, self.version, self.kind)
            if self.version
            else file_name(self._own.title, self.kind)
        )
        ends = {"one": ".xlsx", "each": "/", "cohort": "-cohort.xlsx"}
        self._proposed_path = f"exports/{name}{ends[self.many]}"
        self.path = self._proposed_path


def build_rubric(framework: Framework | None = None, **choices: Any) -> RubricBuilder:
    """
    The rubric builder of a framework, to end a cell with; without one, of the one that was chosen (`lx.choose()`).

    `choices` are properties of `RubricBuilder`, such as `kind="analytic"`. Raises LexcurricError for one that does not
    fit, and where there is no framework yet.
    """
    if framework is not None:
        return RubricBuilder(framework, **choices)
    return with_the_choice(RubricBuilder(chosen_framework(), **choices))
