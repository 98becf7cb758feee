"""The smallest pieces of the HTML reports. Whatever comes from outside goes through `safe`, `bdi` or `marked`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from lexcurric.core.merge_report import AS_ORIGINAL
from lexcurric.core.report import one_line
from lexcurric.core.words import Mark, Words

_TAGS = {Mark.DELETE: "del", Mark.INSERT: "ins"}


def safe(text: str) -> str:
    """The text on one line, as HTML."""
    return escape(one_line(text), quote=True)


def bdi(text: str) -> str:
    """The text on one line, which keeps its writing direction to itself."""
    return f"<bdi>{safe(text)}</bdi>"


def badge(sort: str, words: str) -> str:
    """A word in a frame; its colour says nothing that the word does not say."""
    return f'<span class="lx-badge lx-badge-{sort}">{safe(words)}</span>'


def marked(words: Words, shown: Mark | None = None) -> str:
    """The runs as HTML; with `shown`, only what stands on that side."""
    said = ""
    for mark, run in words:
        if mark is Mark.EQUAL:
            said += f'<span class="lx-muted">{escape(run)}</span>' if run == AS_ORIGINAL else escape(run)
        elif shown in (None, mark):
            before, after = run[: len(run) - len(run.lstrip())], run[len(run.rstrip()) :] if run.strip() else ""
            said += f"{before}<{_TAGS[mark]}>{escape(run.strip())}</{_TAGS[mark]}>{after}"
    return said


def text_line(html: str) -> str:
    """A statement's wording, already safe, as a paragraph."""
    return f'<p class="lx-text" dir="auto">{html}</p>'


def side(name: str, texts: Sequence[tuple[str, str]]) -> str:
    """One side of a change: for each text, already safe, where it stands and the text."""
    said = ""
    for where, text in texts or [("", '<span class="lx-muted">Not in this version</span>')]:
        label = " · ".join(bdi(each) for each in (name, where) if each)
        said += f'<p class="lx-where">{label}</p>{text_line(text)}'
    return f'<div class="lx-side">{said}</div>'


def origins(names: Sequence[str], rows: Iterable[tuple[str, str, str]]) -> str:
    """Where both sides come from, as a table; a cell over both columns where they say the same."""
    top = "".join(f'<th scope="col">{bdi(each)}</th>' for each in ("", *names))
    body = ""
    for label, old, new in rows:
        cells = [f'<td colspan="2">{bdi(old)}</td>'] if old == new else [f"<td>{bdi(each)}</td>" for each in (old, new)]
        body += f'<tr><th scope="row">{bdi(label)}</th>{"".join(cells)}</tr>\n'
    return f'<table class="lx-full lx-origin">\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table>'
