"""One page of HTML with every printed page, in colour and, beside it, as a printer without colour gives it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1rem; background: #eee }
section { display: flex; flex-wrap: wrap; gap: .6rem }
figure { margin: 0; background: #fff; padding: 4px } img { height: 300px } .grey { filter: grayscale(1) } figcaption { font-size: 12px }
"""


def write_index(out: Path, sheets: Mapping[str, Sequence[str]], found: Sequence[str]) -> None:
    """Writes `index.html` into the folder of the pictures; `sheets` says which sheet each page shows."""
    parts = [f"<h1>Rubrics as printed</h1><style>{_STYLE}</style><ul>"]
    parts += [f"<li>{html.escape(line)}</li>" for line in found]
    parts.append("</ul>")
    for name, titles in sheets.items():
        parts.append(f'<h2><a href="{name}.pdf">{name}</a></h2><section>')
        drawn = sorted(out.glob(f"{name}-[0-9]*.png"))
        for number, (sheet, file) in enumerate(zip(titles, drawn, strict=True), start=1):
            pictures = "".join(
                f'<a href="{file.name}"><img loading="lazy" {look}src="{file.name}" alt="page {number} of {name}"></a>'
                for look in ("", 'class="grey" ')
            )
            parts.append(f"<figure>{pictures}<figcaption>{number}: {html.escape(sheet)}</figcaption></figure>")
        parts.append("</section>")
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Rubrics as printed</title>{"".join(parts)}</html>\n'
    (out / "index.html").write_text(text, encoding="utf-8")
