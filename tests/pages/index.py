"""One page of HTML with every printed page, in colour and in grey."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.pages.checks import Printed

_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1rem; background: #eee }
section { display: flex; flex-wrap: wrap; gap: .6rem }
figure { margin: 0; background: #fff; padding: 4px } img { height: 300px } figcaption { font-size: 12px }
"""


def write_index(out: Path, printed: Mapping[str, Printed], found: Sequence[str]) -> None:
    """Writes `index.html` into the folder of the pictures."""
    parts = [f"<h1>Rubrics as printed</h1><style>{_STYLE}</style><ul>"]
    parts += [f"<li>{html.escape(line)}</li>" for line in found]
    parts.append("</ul>")
    for name, pages in printed.items():
        parts.append(f'<h2><a href="{name}.pdf">{name}</a></h2><section>')
        colour, grey = (sorted(out.glob(f"{name}{ending}-[0-9]*.png")) for ending in ("", "-grey"))
        for number, (sheet, *both) in enumerate(zip(pages.sheet_of, colour, grey, strict=True), start=1):
            pictures = "".join(
                f'<a href="{each.name}"><img loading="lazy" src="{each.name}" alt="page {number} of {name}"></a>'
                for each in both
            )
            parts.append(f"<figure>{pictures}<figcaption>{number}: {html.escape(sheet)}</figcaption></figure>")
        parts.append("</section>")
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Rubrics as printed</title>{"".join(parts)}</html>\n'
    (out / "index.html").write_text(text, encoding="utf-8")
