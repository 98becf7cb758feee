"""
A report as a page of its own: one file that asks nothing of the network, with its controls.

The controls need the script and are hidden without it, when everything is shown. The content security policy lets only
this very script and this very style sheet run, so that no statement can add another.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lexcurric.core.provenance import Provenance
from lexcurric.core.report import one_line
from lexcurric.formats.report_html.look import page_style, read_part
from lexcurric.formats.report_html.marks import bdi, safe


@dataclass(frozen=True)
class Facet:
    """One question that a reader may filter by: its key, its name, and its answers by token."""

    key: str
    name: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """What a page shows; every part is HTML already, but for title, thing and facets."""

    title: str
    head: str
    main: str
    foot: str
    thing: tuple[str, str] = ("change", "changes")
    facets: Sequence[Facet] = field(default=())
    views: bool = True


def render_page(page: Page) -> str:
    """The whole document."""
    script = read_part("page.js")
    controls = _controls(page) if page.facets else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">
<title>{safe(page.title)}</title>
<style>{page_style()}</style>
</head>
<body class="lx-report" data-one="{safe(page.thing[0])}" data-many="{safe(page.thing[1])}">
<a class="lx-skip" href="#changes">To the {safe(page.thing[1])}</a>
<header>
{page.head}</header>
{controls}<main id="changes" tabindex="-1">
<p class="lx-filtered" hidden></p>
{page.main}<p class="lx-none" hidden>No {safe(page.thing[0])} fits the filter.
<button type="button" data-act="clear">Show all</button></p>
</main>
<footer>
{page.foot}
</footer>
{_help(page)}<script>{script}</script>
</body>
</html>
"""


def _policy(script: str) -> str:
    def own(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{own(page_style())}'; script-src 'sha256-{own(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _controls(page: Page) -> str:
    many = safe(page.thing[1])
    views = (
        '<span class="lx-together" role="group" aria-label="View">'
        '<button type="button" data-view-is="sides" aria-pressed="true">Side by side</button>'
        '<button type="button" data-view-is="inline" aria-pressed="false">Inline</button></span>\n'
    )
    return f"""<div class="lx-bar" role="region" aria-label="Controls" hidden>
<span class="lx-together" role="group" aria-label="Go to">
<button type="button" data-act="previous" title="Previous (k)">↑ <span class="lx-word">Previous</span></button>
<button type="button" data-act="next" title="Next (j)">↓ <span class="lx-word">Next</span></button></span>
<button type="button" data-act="filter" aria-expanded="false" aria-controls="filter">Filter</button>
<span class="lx-status" role="status" aria-live="polite"></span>
<span class="lx-space"></span>
{views if page.views else ""}<label class="lx-theme">Theme <select data-act="theme">
<option value="">as the system</option><option value="light">light</option><option value="dark">dark</option>
</select></label>
<button type="button" data-act="help" aria-haspopup="dialog">?<span class="lx-hide"> Keys</span></button>
</div>
<form id="filter" class="lx-filter" role="search" aria-label="Filter the {many}" hidden>
<p class="lx-find"><label for="find">Find in the texts</label>
<input id="find" type="search" autocomplete="off" spellcheck="false">
<button type="button" data-act="clear">Show all</button></p>
{"".join(map(_facet, page.facets))}</form>
"""


def _facet(facet: Facet) -> str:
    chips = "".join(
        f'<label class="lx-chip"><input type="checkbox" name="{facet.key}" value="{token}"> {bdi(name)} '
        f'<span class="lx-number" data-count></span></label>\n'
        for token, name in facet.choices.items()
    )
    return f"<fieldset><legend>{safe(facet.name)}</legend>\n{chips}</fieldset>\n"


_KEYS = (
    ("j or ↓", "next {one}"),
    ("k or ↑", "previous {one}"),
    ("f or /", "filter and find"),
    ("v", "side by side or inline"),
    ("t", "light or dark"),
    ("Esc", "leave the filter or this list"),
    ("?", "this list"),
)


def _help(page: Page) -> str:
    keys = [each for each in _KEYS if page.views or each[0] != "v"]
    rows = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{safe(what.format(one=page.thing[0]))}</dd>\n" for key, what in keys)
    note = f"The arrows go from {page.thing[0]} to {page.thing[0]} once one of them is marked, and scroll otherwise."
    return f"""<dialog class="lx-keys" aria-labelledby="keys">
<h2 id="keys">Keys</h2>
<dl>
{rows}</dl>
<p class="lx-muted">{safe(note)}</p>
<p><label><input type="checkbox" data-act="keys" checked> Single keys do this</label></p>
<p><button type="button" data-act="close">Close</button></p>
</dialog>
"""


def item_attributes(values: Mapping[str, Iterable[str]]) -> str:
    """The attributes by which the script filters an item: facet key and its tokens."""
    return " data-item" + "".join(f' data-{key}="{" ".join(tokens)}"' for key, tokens in values.items())


def origin_head(names: Sequence[str], sides: Sequence[Provenance]) -> str:
    """Both versions with their hashes, and whose the statements are, as a short list for the head of a page."""
    rows = [
        f"<div><dt>{safe(name)}</dt><dd>{bdi(each.version)} · "
        f"content hash <code>{safe(each.short_hash)}</code></dd></div>\n"
        for name, each in zip(names, sides, strict=True)
    ]
    for label in ("Owner of the statements", "Licence of the statements"):
        texts = dict.fromkeys(one_line(text) for each in sides for key, text in each.lines if key == label)
        rows += [f"<div><dt>{safe(label)}</dt><dd>{'; '.join(map(bdi, texts))}</dd></div>\n" for _ in [0] if texts]
    return f'<dl class="lx-facts">\n{"".join(rows)}</dl>\n'
