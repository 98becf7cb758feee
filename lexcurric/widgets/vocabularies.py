"""Vocabularies on screen: lists and terms made and changed, taken in, written out, and which statements have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.model import Term, Vocabulary
from lexcurric.core.tag_coverage import tag_coverage
from lexcurric.core.vocabulary import ink_on
from lexcurric.core.vocabulary_edits import find_term, find_vocabulary
from lexcurric.widgets.base import AskFirstError, read_static
from lexcurric.widgets.changes import words_value
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.downloads import Downloads
from lexcurric.widgets.screen import Screen
from lexcurric.widgets.uploads import Incoming, Uploads
from lexcurric.workspace.incoming import FileKind, FilePlan, State, plan_file
from lexcurric.workspace.vocabularies import vocabularies_bytes

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

PANES = ("", "add", "settings", "term", "new term", "file", "keys")
"""What can stand open beside the list of terms."""
SHOWS = ("terms", "coverage")
ROWS_SHOWN = 300
"""So many statements are drawn in the table of statements by tags; filters reach the others."""
PALETTE = {
    "#1a237e": "Indigo",
    "#0d47a1": "Blue",
    "#006064": "Teal",
    "#1b5e20": "Green",
    "#827717": "Olive",
    "#fdd835": "Yellow",
    "#ffb300": "Amber",
    "#bf360c": "Rust",
    "#b71c1c": "Red",
    "#880e4f": "Wine",
    "#4a148c": "Purple",
    "#455a64": "Slate",
    "#b0bec5": "Grey",
}
FILES = {
    ".yaml": "YAML, to be taken in again",
    ".csv": "CSV, for Excel",
    ".jsonld": "SKOS (JSON-LD), for other programs",
}


class Vocabularies(Uploads, Downloads, Screen):
    """
    The vocabularies of a framework on screen. Each property can be read and set, and the screen follows.

    - `vocabulary`: the list that is looked at, by its name.
    - `show`: `terms`, or `coverage` for which statements have which of its tags.
    - `term`: the term that the pane `term` is about.
    - `pane`: what stands open, such as `new term` or `file`; empty for nothing.
    - `level`, `untagged`: what of the coverage is listed: one level, and only what has no tag of the list.
    - `plan`: what taking the file in would do, a `FilePlan`, or None; `add(path)` looks at a file.
    """

    _esm = read_static(
        "common.js", "downloads.js", "uploads.js", "screen.js", "vocabulary_panes.js", "vocabulary_coverage.js",
        "vocabularies.js",
    )  # fmt: skip
    _css = read_static("common.css", "uploads.css", "screen.css", "vocabularies.css")

    vocabulary = traitlets.Unicode("").tag(sync=True)
    term = traitlets.Unicode("").tag(sync=True)
    show = traitlets.Enum(SHOWS, "terms").tag(sync=True)
    pane = traitlets.Enum(PANES, "").tag(sync=True)
    level = traitlets.Unicode("").tag(sync=True)
    untagged = traitlets.Bool(False).tag(sync=True)
    plan: FilePlan | None = None

    def __init__(self, framework: Framework, **traits: Any) -> None:
        self.attach(framework)
        super().__init__()
        self.refresh()
        for name, value in traits.items():
            setattr(self, name, value)

    def begin_again(self) -> None:
        """Forgets what was chosen of another framework."""
        self.plan = None
        self.vocabulary, self.term, self.pane, self.level, self.untagged = "", "", "", "", False

    @traitlets.validate("vocabulary")
    def _known_vocabulary(self, proposal: Mapping[str, Any]) -> str:
        return find_vocabulary(self._shown, proposal["value"]).name if proposal["value"] else ""

    @traitlets.validate("term")
    def _known_term(self, proposal: Mapping[str, Any]) -> str:
        if not proposal["value"]:
            return ""
        if not self.vocabulary:
            raise LexcurricError("choose the vocabulary first, and then its term")
        return find_term(find_vocabulary(self._shown, self.vocabulary), proposal["value"]).term

    @traitlets.validate("level")
    def _known_level(self, proposal: Mapping[str, Any]) -> str:
        from lexcurric.core.edits import find_level

        return find_level(self._shown, proposal["value"]).key if proposal["value"] else ""

    @traitlets.observe("vocabulary", "show", "level", "untagged")
    def _look_elsewhere(self, change: Mapping[str, Any]) -> None:
        if change["name"] == "vocabulary":
            self.term = ""
        self.refresh()

    # The screen

    def make_view(self) -> dict[str, Any]:
        """The lists, the terms of the one that is looked at, and, where that is shown, its coverage."""
        view, content = self.head_view(), self._own.content
        used = Counter(tag for each in content.statements for tag in each.tags)
        active = Counter(tag for each in content.active for tag in each.tags)
        looked = content.vocabulary(self.vocabulary)
        return {
            **view,
            "lists": [_list(each, active, len(content.active)) for each in content.vocabularies],
            "terms": [_term(looked, each, used, active) for each in looked.terms] if looked else [],
            "palette": [{"colour": each, "name": name, "ink": ink_on(each)} for each, name in PALETTE.items()],
            "coverage": self._coverage(looked) if looked and self.show == "coverage" else None,
            "plan": _plan(self.plan),
            "most": self.most_bytes,
            "files": [
                {**self.offer_made(f"vocabularies{ending}", self._maker(ending)), "words": words}
                for ending, words in FILES.items()
            ]
            if content.vocabularies
            else [],
        }

    def _maker(self, ending: str) -> Any:
        return lambda: vocabularies_bytes(self._own.content.vocabularies, ending, self._own.title)

    def _coverage(self, looked: Vocabulary) -> dict[str, Any]:
        content = self._own.content
        record = tag_coverage(content, looked.name)
        start = f"{looked.name}:"
        rows = [
            each
            for each in content.active
            if (not self.level or each.level == self.level)
            and not (self.untagged and any(tag.startswith(start) for tag in each.tags))
        ]
        return {
            "line": record.lines[0],
            "counts": [
                {
                    "term": tag.removeprefix(start),
                    "by_level": [record.counts[tag].get(each.key, 0) for each in content.levels],
                }
                for tag in record.tags
            ],
            "without": [
                sum(not any(tag.startswith(start) for tag in each.tags) for each in content.by_level[level.key])
                for level in content.levels
            ],
            "sizes": [len(content.by_level[level.key]) for level in content.levels],
            "rows": [
                {
                    "id": each.id,
                    "place": f"{content.level_label(each.level)} {content.positions[each.id]}",
                    "text": each.text,
                    "terms": [tag.removeprefix(start) for tag in each.tags if tag.startswith(start)],
                }
                for each in rows[:ROWS_SHOWN]
            ],
            "more": max(0, len(rows) - ROWS_SHOWN),
        }

    def refresh(self) -> None:
        """Shows what is there now, whoever changed it."""
        with self.hold_sync():
            content = self._own.content
            self._shown = content
            if content.vocabulary(self.vocabulary) is None:
                # A list that is gone, or none chosen yet: the first there is.
                self.set_trait("vocabulary", content.vocabularies[0].name if content.vocabularies else "")
            looked = content.vocabulary(self.vocabulary)
            if self.term and not (looked and looked.has(self.term)):
                self.term = ""
            self.view = self.make_view()

    def static_html(self) -> str:
        """The lists and how far they are used, for where no kernel answers."""
        if not self._shown.vocabularies:
            return f"<p>{escape(repr(self))}</p>"
        return self._own.coverage()._repr_html_()

    def __repr__(self) -> str:
        return f"<Vocabularies of {self._shown.title} ({self._shown.soc}): {len(self._shown.vocabularies)}>"

    # The actions, each one edit

    def do_add(self, label: str, scope: str, required: bool, open: bool, reason: str = "") -> str:  # noqa: A002
        """Adds a vocabulary, and looks at it."""
        self._own.add_vocabulary(label, scope=scope, required=required, open=open, reason=reason)
        made = self.done()
        self._shown = self._own.content
        self.vocabulary = label.strip()
        return made

    def do_change(self, vocabulary: str, reason: str = "", **rules: Any) -> str:
        """Changes what a vocabulary is called, and its rules."""
        self._own.change_vocabulary(vocabulary, reason, **rules)
        name = rules.get("name", vocabulary)
        self._shown = self._own.content
        if name != vocabulary and self.vocabulary == vocabulary:
            self.vocabulary = name
        return self.done()

    def do_delete(self, vocabulary: str, reason: str = "") -> str:
        """Deletes a vocabulary that no statement carries a tag of."""
        self._own.delete_vocabulary(vocabulary, reason)
        return self.done()

    def do_add_term(self, vocabulary: str, label: str, reason: str = "", **fields: Any) -> str:
        """Adds a term at the end of a vocabulary."""
        self._own.add_term(vocabulary, label, reason=reason, **fields)
        return self.done()

    def do_change_term(
        self, vocabulary: str, term: str, before: Mapping[str, Any] | None = None, reason: str = "", **fields: Any
    ) -> str:
        """Changes a term; `before` is what the designer saw of it when she began."""
        now = find_term(find_vocabulary(self._own.content, vocabulary), term)
        if before is not None and any(_plain(getattr(now, key)) != value for key, value in before.items()):
            raise AskFirstError(
                f"Somebody changed this term meanwhile: now it is “{now.label or now.term}”, “{now.description}”. Save "
                "again to have it your way all the same."
            )
        self._own.change_term(vocabulary, term, reason, **fields)
        return self.done()

    def do_move_term(self, vocabulary: str, term: str, position: int, reason: str = "") -> str:
        """Moves a term to a place of its list, counted from 1."""
        self._own.move_term(vocabulary, term, position, reason)
        return self.done()

    def do_delete_term(self, vocabulary: str, term: str, reason: str = "") -> str:
        """Deletes a term that no statement carries."""
        self._own.delete_term(vocabulary, term, reason)
        return self.done()

    def do_replace_term(self, vocabulary: str, term: str, reason: str = "") -> str:
        """Puts what replaced a term on the statements that still have it."""
        self._own.replace_term(vocabulary, term, reason)
        return self.done()

    def do_tag(self, id: str, tag: str, on: bool, reason: str = "") -> str:  # noqa: A002
        """Puts a tag on a statement, or takes it off."""
        (self._own.tag if on else self._own.untag)(id, tag, reason)
        return self.done()

    # A file that comes in

    def add(self, path: str | Path) -> FilePlan:
        """Looks at a file with vocabularies, and gives its plan; nothing is changed."""
        place = Path(path)
        made = self.plan = self._planned(place, place.name)
        self.pane = "file"
        self.refresh()
        return made

    def take(self, reason: str = "") -> FilePlan:
        """Takes the file in as planned. Raises LexcurricError where it cannot be."""
        if self.plan is None:
            raise EditError("no file is here to take in; add one first")
        done = self.plan.take(reason)
        self.delete(self.plan.path)
        self.plan, self.pane = None, ""
        self.refresh()
        return done

    def arrived(self, file: Incoming) -> None:
        """Looks at a file that has come whole."""
        self.plan = self._planned(file.path, file.name)

    def not_taken(self, name: str, why: str) -> None:
        """Says why a file was not taken."""
        raise LexcurricError(f"{name}: {why}")

    def do_take(self, reason: str = "") -> str:
        """Takes the file in as planned."""
        self.take(reason)
        return self.done()

    def do_leave_file(self) -> str:
        """Looks at the file no more; nothing was changed."""
        if self.plan is not None:
            self.delete(self.plan.path)
        self.plan = None
        return ""

    def _planned(self, path: Path, name: str) -> FilePlan:
        if self.plan is not None:
            self.delete(self.plan.path)
        found = plan_file(self._own.workspace, path, name=name, soc=self._own.soc)
        if found.kind is FileKind.VOCABULARY or found.state is State.REFUSED:
            return found
        sentence = f"This is something else: {found.title}. lx.take_in() takes it."
        return FilePlan(name, path, found.kind, State.REFUSED, "No file with vocabularies", sentence)

    def close(self) -> None:
        """Takes the screen off; what came from the browser and was not taken in is deleted."""
        self.delete_all()
        super().close()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _list(vocabulary: Vocabulary, active: Counter[str], statements: int) -> dict[str, Any]:
    return {
        "name": vocabulary.name,
        "label": vocabulary.label or vocabulary.name,
        "one": vocabulary.scope == "one",
        "required": vocabulary.required,
        "open": vocabulary.open,
        "terms": len(vocabulary.terms),
        "uses": sum(many for tag, many in active.items() if tag.startswith(f"{vocabulary.name}:")),
        "statements": statements,
    }


def _term(vocabulary: Vocabulary, term: Term, used: Counter[str], active: Counter[str]) -> dict[str, Any]:
    tag = f"{vocabulary.name}:{term.term}"
    heir = vocabulary.successor(term) if term.deprecated else None
    return {
        "term": term.term,
        "label": term.label,
        "description": term.description,
        "colour": term.colour,
        "ink": ink_on(term.colour) if term.colour else "",
        "synonyms": list(term.synonyms),
        "deprecated": term.deprecated,
        "replaced_by": term.replaced_by,
        "heir": (heir.label or heir.term) if heir else "",
        "used": used[tag],
        "active": active[tag],
    }


def _plan(plan: FilePlan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "name": plan.name,
        "title": plan.title,
        "sentence": plan.sentence,
        "hint": plan.hint,
        "can_take": plan.carry_out is not None,
        "problems": [{"where": each.where, "what": each.what} for each in plan.problems],
        "lines": [
            {"what": each.what, "where": each.where, "words": words_value(each.words), "why": each.why}
            for each in plan.lines[:ROWS_SHOWN]
        ],
        "more": max(0, len(plan.lines) - ROWS_SHOWN),
    }


def vocabularies(framework: Framework | None = None) -> Vocabularies:
    """
    The vocabularies of a framework, to end a cell with; without one, of the framework that was chosen last
    (`lx.choose()`). Raises LexcurricError where there is none yet.
    """
    return Vocabularies(framework) if framework is not None else with_the_choice(Vocabularies(chosen_framework()))
