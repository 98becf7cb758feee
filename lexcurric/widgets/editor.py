"""The statement editor: every action on a framework's statements, by mouse and by keyboard, each saved at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core import edits
from lexcurric.core.carried import unlike
from lexcurric.core.errors import Clash, ConflictError, EditError, StaleDraftError
from lexcurric.core.model import Content, Statement
from lexcurric.core.wording import quoted
from lexcurric.widgets.base import read_static
from lexcurric.widgets.chosen import chosen_framework, with_the_choice
from lexcurric.widgets.editor_checks import Checks
from lexcurric.widgets.editor_columns import Arranged
from lexcurric.widgets.editor_facets import Narrowed
from lexcurric.widgets.editor_findings import Checked
from lexcurric.widgets.editor_rows import retired_row, statement_row
from lexcurric.widgets.editor_tagging import Tagged, vocabulary_view
from lexcurric.widgets.listed import Row
from lexcurric.widgets.stepping import Steps
from lexcurric.workspace.history import REDO, UNDO
from lexcurric.workspace.html import content_html
from lexcurric.workspace.labels import Labels
from lexcurric.workspace.news import last_change

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework

OWN_PANES = ("check", "fix", "suggest", "tag_rule", "view")
PANES = ("", "tag", "untag", "move", "criterion", "note", "split", "join", "add", "keys", *OWN_PANES)
"""What can stand open between the buttons and the list."""
EXACT = 2000
"""With up to so many statements it is looked up after an edit whether the draft equals a version again."""


class Editor(Narrowed, Tagged, Arranged, Checked):
    """
    The statements of a framework on screen. Each property can be read and set, and the screen follows.

    - `selection`: the ids of the selected statements (8 characters are enough to set one).
    - `search`, `facets`, `level`, `tag`, `show_filters`: what narrows the list (see `Narrowed`).
    - `since`, `show_accepted`, `finding`: what stands beside the statements (see `Checked`).
    - `in_hand`, `last_tag`: tagging by keys (see `Tagged`).
    - `columns`, `density`: how the rows look (see `Arranged`).
    - `show_retired`: are retired statements listed too?
    - `pane`: what is open above the list, such as `tag` or `add`; empty for nothing.
    """

    _esm = read_static(
        "common.js",
        "editor_store.js",
        "editor_window.js",
        "editor_row.js",
        "editor_list.js",
        "editor_panes.js",
        "editor_tags.js",
        "editor_facets.js",
        "editor_findings.js",
        "editor_columns.js",
        "editor_kept.js",
        "editor_drag.js",
        "editor_keys.js",
        "editor.js",
    )
    _css = read_static("common.css", "editor.css", "editor_list.css")

    selection = traitlets.List(traitlets.Unicode()).tag(sync=True)
    show_retired = traitlets.Bool(False).tag(sync=True)
    pane = traitlets.Enum(PANES, "").tag(sync=True)

    def __init__(self, framework: Framework, **traits: Any) -> None:
        self._attach(framework)
        super().__init__(**{**self.remembered(), **traits})
        self.view = self.make_view()
        self._checks.look(self._shown)

    def _attach(self, framework: Framework) -> None:
        # A framework of its own: what that has last seen is then just what this screen shows, and an edit by anybody
        # else, another editor or a cell of this notebook, is noticed.
        self._framework = framework
        self._own = framework.workspace.framework(framework.soc)
        self._steps = Steps(self._own)
        self._labels = Labels(self._own)
        self._checks = Checks(self._own, self._found)
        self.follow(self._own)
        self.hold(self._own.content)
        self.begin_beside()

    @property
    def framework(self) -> Framework:
        """The framework on screen."""
        return self._framework

    @framework.setter
    def framework(self, framework: Framework) -> None:
        self._checks.close()
        self._attach(framework)
        with self.hold_sync():
            self.selection = []
            self.clear_filters()
        self.tell({"again": True})
        self._checks.look(self._shown)

    @traitlets.validate("selection")
    def _whole_ids(self, proposal: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(edits.find(self._shown, each).id for each in proposal["value"]))

    # The screen

    def make_view(self) -> dict[str, Any]:
        """All that the screen shows but the statements."""
        content = self._shown
        return {
            "title": content.title,
            "soc": content.soc,
            "version": self._labels.quick(content),
            "place": self._own.workspace.url,
            "author": self._own.workspace.author,
            "levels": [{"key": each.key, "label": each.label} for each in content.levels],
            "criteria": [each.label for each in content.criteria],
            "vocabularies": [
                vocabulary_view(each) for each in sorted(content.vocabularies, key=lambda v: not v.required)
            ],
            **self.beside_view(),
            **self._steps.view(),
            "news": self.news_view(),
        }

    def make_row(self, content: Content, statement: Statement) -> Row:
        """What the screen shows of a statement, with its findings as far as they are known."""
        if not statement.is_active:
            return retired_row(content, statement)
        return statement_row(content, statement, self.row_beside(statement.id))

    def newest(self) -> Content:
        """The draft as it is now, seen by that."""
        return self._own.content

    def look_over(self, before: Content, now: Content) -> None:
        """Looks at what changed, and in a while at everything."""
        self.selection = [each for each in self.selection if each in now.positions]
        if before is not now:
            self.look_beside(now)
            self._checks.look(now, unlike(before, now)[1])

    def _found(self, ids: set[str]) -> None:
        """What the checks say of these statements is different now, or the checks have gone through all."""
        if len(self._shown.statements) <= EXACT:
            self._labels.exact(self._shown)
        found = {each: self.finding_rows(each) for each in ids if each in self._shown.positions}
        self.tell_apart("findings", found)
        self.tell({})

    def close(self) -> None:
        """Takes the editor off every screen."""
        self._checks.close()
        super().close()

    def static_html(self) -> str:
        """The level matrix, for where no kernel answers."""
        return content_html(self._shown, self._labels.quick(self._shown))

    def __repr__(self) -> str:
        return f"<Editor of {self._shown.title} ({self._shown.soc}): {len(self._shown.active)} statements>"

    # The actions, each one method of Framework

    def do_reword(self, id: str, text: str, reason: str = "", before: str | None = None) -> str:  # noqa: A002
        """Gives a statement another wording; `before` is the one that the designer saw."""
        self._expect([id], [before], text)
        self._own.edit(id, text, reason)
        return self._done()

    def do_add(self, level: str, text: str, position: int | None = None, reason: str = "") -> str:
        """Adds a statement, and selects it."""
        return self._select(self._own.add(level, text, position, reason))

    def do_move(self, ids: list[str], level: str, position: int | None = None, reason: str = "") -> str:
        """Moves statements to a place of a level, counted among those that stay; without it, to the end."""
        self._own.move(ids, level, position, reason)
        return self._done()

    def do_reorder(self, ids: list[str], by: int, reason: str = "") -> str:
        """Moves statements of one level one place up (-1) or down (1)."""
        level, position = self._next_place(ids, by)
        self._own.move(ids, level, position, reason)
        return self._done()

    def do_retire(self, ids: list[str], reason: str = "") -> str:
        """Retires statements."""
        self._own.retire(ids, reason)
        return self._done()

    def do_reinstate(self, ids: list[str], reason: str = "") -> str:
        """Brings retired statements back."""
        self._own.reinstate(ids, reason)
        return self._done()

    def do_split(self, id: str, texts: list[str], reason: str = "", before: str | None = None) -> str:  # noqa: A002
        """Splits a statement, and selects what continues it."""
        self._expect([id], [before], "\n".join(texts))
        return self._select(*self._own.split(id, texts, reason))

    def do_join(self, ids: list[str], text: str, reason: str = "", before: list[str] | None = None) -> str:
        """Joins statements, and selects the one that continues them."""
        self._expect(ids, before or [None] * len(ids), text)
        return self._select(self._own.join(ids, text, reason))

    def do_tag(self, ids: list[str], tags: list[str], reason: str = "") -> str:
        """Tags statements."""
        self._own.tag(ids, tags, reason)
        return self._done()

    def do_untag(self, ids: list[str], tags: list[str], reason: str = "") -> str:
        """Takes tags off statements."""
        self._own.untag(ids, tags, reason)
        return self._done()

    def do_criterion(self, ids: list[str], label: str, reason: str = "") -> str:
        """Puts statements under a criterion; an empty label takes them out of any."""
        self._own.set_criterion(ids, label or None, reason)
        return self._done()

    def do_note(self, id: str, text: str, reason: str = "", before: str | None = None) -> str:  # noqa: A002
        """Writes a statement's note; `before` is the one that the designer saw."""
        self._expect([id], [before], text, "note")
        self._own.note(id, text, reason)
        return self._done()

    def do_undo(self, what: str = "") -> str:
        """Takes the last edit back: `what` it is on screen, so that nobody undoes what came in between."""
        if what and what != self._own.undo_label:
            raise StaleDraftError("Somebody edited at the same moment; look at what Undo would take back now")
        done = self._steps.take(UNDO)
        return f"Undid: {done}" if done else "There is nothing to undo"

    def do_redo(self) -> str:
        """Does the last undone edit again."""
        what = self._steps.take(REDO)
        return f"Redid: {what}" if what else "There is nothing to redo"

    def _expect(self, ids: list[str], before: Sequence[str | None], mine: str, part: str = "text") -> None:
        """Raises ConflictError where a wording, or note, is not what the designer saw when she began to type."""
        for each, seen in zip(ids, before, strict=True):
            if seen is None:
                continue
            found = edits.find(self._own.content, each)
            if getattr(found, part) == seen:
                continue
            author, time = last_change(self._own, each)
            subject = f"{'the note of ' if part == 'note' else ''}{quoted(found.text)}"
            raise ConflictError(
                f"{subject} was changed meanwhile by {author}; choose one of the two texts, or write a third",
                Clash(subject, seen, getattr(found, part), mine, author, time),
            )

    def _done(self) -> str:
        return self._own.undo_label or ""

    def _select(self, *statements: Statement) -> str:
        self.refresh()
        self.selection = [each.id for each in statements]
        return self._done()

    def _next_place(self, ids: list[str], by: int) -> tuple[str, int]:
        levels = {edits.find(self._shown, each).level for each in ids}
        if len(levels) != 1:
            raise EditError("these stand in several levels; select statements of one level to change their order")
        level = levels.pop()
        row = [each.id for each in self._shown.by_level[level]]
        places = [row.index(each) for each in ids]
        edge = min(places) if by < 0 else max(places)
        others = sum(1 for each in row[:edge] if each not in ids)
        return level, max(1, others if by < 0 else others + 2)


def edit(framework: Framework | None = None) -> Editor:
    """
    The editor of a framework, to end a cell with; without one, of the framework that was chosen last (`lx.choose()`).

    Raises LexcurricError where there is none yet.
    """
    return Editor(framework) if framework is not None else with_the_choice(Editor(chosen_framework()))


def tag(framework: Framework | None = None) -> Editor:
    """The editor with the tags of its vocabularies in front; see `edit`."""
    found = edit(framework)
    found.pane = "tag"
    return found
