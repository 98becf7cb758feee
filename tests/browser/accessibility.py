"""What axe-core, the checker that browsers' own tools use, says of a part of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ALONE = ("region", "page-has-heading-one", "landmark-one-main", "heading-order")
"""Rules about a whole page: JupyterLab's, not a widget's, to keep."""


def findings_of(page: Any, selector: str) -> list[dict[str, Any]]:
    """What axe-core finds in the parts of the page that the selector names, of every weight."""
    assert page.locator(selector).count() > 0, f"nothing on the page is {selector}"
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    options = {"runOnly": _RULES, "rules": {name: {"enabled": False} for name in _ALONE}}
    found = page.evaluate(
        "([selector, options]) => axe.run({ include: [[selector]] }, options)",
        [selector, options],
    )
    # Where axe could look at nothing, its silence would say nothing.
    assert len(found["passes"]) > 5, f"axe looked at hardly anything in {selector}"
    violations: list[dict[str, Any]] = found["violations"]
    return violations


def assert_accessible(page: Any, selector: str) -> None:
    """Fails, in words, where axe-core finds anything serious or critical; what it finds is listed with its places."""
    grave = [each for each in findings_of(page, selector) if each["impact"] in ("serious", "critical")]
    words = [
        f"{each['impact']}: {each['help']} ({each['id']})\n  "
        + "\n  ".join(f"{node['html'][:160]}\n    {node['failureSummary'][:300]}" for node in each["nodes"][:5])
        for each in grave
    ]
    assert not words, "\n".join(words)
