"""What the widgets share: the browser's messages, each answered, and no error lost in a callback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from lexcurric.core.errors import ConflictError, LexcurricError, StaleDraftError

REMEMBERED = 200
"""So many answers are kept in mind, for a browser that did not hear them."""
_HERE = Path(__file__).parent / "static"


def read_static(*names: str) -> str:
    """The text of files beside this module, put together: anywidget takes one module and one style sheet."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class AskFirstError(LexcurricError):
    """Nothing was done: what was asked for would change the work of somebody else, and can be asked for again."""


class NotFittingError(LexcurricError, traitlets.TraitError):
    """A property was set to a value of the wrong kind; it is as it was."""


class Panel(anywidget.AnyWidget):
    """
    A widget whose whole screen is `view`, a dict that Python makes and the browser draws.

    The browser sends `{"id": 7, "action": "reword", "with": {…}}`; the method `do_reword` carries it out, and the reply
    `{"id": 7, "ok": true, "said": "…"}` goes back once it is saved. A message that comes again is only answered again.
    An error comes back in words, and the browser keeps what was typed.
    """

    view = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        self.buffers: tuple[Any, ...] = ()
        self._answered: dict[str, dict[str, Any]] = {}
        super().__init__(**traits)
        self.on_msg(self._receive)

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            super().__setattr__(name, value)
        except traitlets.TraitError as error:
            raise NotFittingError(str(error)) from None

    def make_view(self) -> dict[str, Any]:
        """What the screen shows now, as plain JSON values."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Shows what is there now."""
        self.view = self.make_view()

    def act(self, action: str, arguments: Mapping[str, Any]) -> str:
        """Carries out one action of the screen, and says what it did."""
        method = getattr(self, f"do_{action}", None)
        if method is None:
            raise LexcurricError(f"this widget has no action {action!r}")
        said = method(**arguments)
        return said if isinstance(said, str) else ""

    def _receive(self, _widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, dict) or "action" not in content:
            return
        number, action = content.get("id"), str(content["action"])
        if number in self._answered:
            # The browser had no answer in time, and asks again: it is not done again.
            self.send(self._answered[number])
            return
        # What came beside the words, such as a part of a file: see `Uploads`.
        self.buffers = tuple(buffers or ())
        try:
            said = self._carry_out(action, whole_texts(content.get("with") or {}))
        except LexcurricError as error:
            reply = {"id": number, "ok": False, **_in_words(error)}
        except Exception as error:
            reply = {"id": number, "ok": False, "error": f"Unforeseen: {type(error).__name__}: {error}"}
        else:
            reply = {"id": number, "ok": True, "said": said}
        if isinstance(number, str):
            self._answered[number] = reply
            if len(self._answered) > REMEMBERED:
                del self._answered[next(iter(self._answered))]
        self.send({**reply, **self.beside()})

    def beside(self) -> dict[str, Any]:
        """What goes to the browser together with a reply, such as what has changed by the action."""
        return {}

    def _carry_out(self, action: str, arguments: Mapping[str, Any]) -> str:
        """One action, and the screen after it; also where somebody was faster, for that is to be seen then."""
        try:
            said = self.act(action, arguments)
        except StaleDraftError:
            self.catch_up(action)
            self.refresh()
            raise
        try:
            self.catch_up(action)
            self.refresh()
        except Exception as error:
            # It is done, and must not be said to be not saved: nobody would then know what is in the workspace.
            why = str(error) if isinstance(error, LexcurricError) else f"{type(error).__name__}: {error}"
            return f"{said or 'Done'}. The screen could not be drawn again ({why}); run the cell again"
        return said

    def catch_up(self, action: str) -> None:
        """What a panel takes note of after an action, before it is drawn."""

    def static_html(self) -> str:
        """What a notebook shows where no kernel answers, such as a shared file."""
        return f"<p>{escape(repr(self))}</p>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if isinstance(data, dict):
            data["text/html"] = self.static_html()
            data["text/plain"] = repr(self)
        return bundle


def whole_texts(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same arguments; raises LexcurricError for a text with half a character, which no answer could carry back."""
    try:
        json.dumps(arguments, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise LexcurricError("a text holds half a character, and nothing was saved; type that text again") from None
    return arguments


def _in_words(error: LexcurricError) -> dict[str, Any]:
    """An error as the browser gets it: a sentence, and both texts where two people changed one thing."""
    text = str(error)
    said: dict[str, Any] = {"error": text[:1].upper() + text[1:]}
    if isinstance(error, AskFirstError):
        said["asks"] = True
    return {**said, "clash": asdict(error.clash)} if isinstance(error, ConflictError) else said
