"""
lexcurric: edit, tag and version the statements of a competency framework, merge new exports, write Excel rubrics.

    import lexcurric as lx

    ws = lx.open("data/workspace.db", author="A. Designer")
    fw = ws.import_export("export.json")
    fw.rubric(kind="checklist").to_excel("exports/rubric.xlsx")

Everything here loads when it is used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lexcurric._version import __version__ as __version__

if TYPE_CHECKING:
    from lexcurric.bundled import sample_file
    from lexcurric.core.errors import (
        ConflictError,
        EditError,
        FileError,
        LexcurricError,
        MergeError,
        StaleDraftError,
        WorkspaceError,
    )
    from lexcurric.core.statement import parse_statement
    from lexcurric.widgets import (
        align,
        build_rubric,
        choose,
        criteria,
        edit,
        gather,
        hand_out,
        history,
        review,
        start,
        tag,
        take_in,
        vocabularies,
    )
    from lexcurric.workspace.actions import diff, match
    from lexcurric.workspace.collecting import collect
    from lexcurric.workspace.comparing import compare
    from lexcurric.workspace.decision_files import read_review
    from lexcurric.workspace.moving import copy
    from lexcurric.workspace.workspace import Workspace
    from lexcurric.workspace.workspace import open_workspace as open  # noqa: A004 - `lx.open` is the name that people will type

_HOMES = {
    "open": "lexcurric.workspace.workspace:open_workspace",
    "Workspace": "lexcurric.workspace.workspace:Workspace",
    "copy": "lexcurric.workspace.moving:copy",
    "collect": "lexcurric.workspace.collecting:collect",
    "compare": "lexcurric.workspace.comparing:compare",
    "diff": "lexcurric.workspace.actions:diff",
    "match": "lexcurric.workspace.actions:match",
    "read_review": "lexcurric.workspace.decision_files:read_review",
    "parse_statement": "lexcurric.core.statement:parse_statement",
    "sample_file": "lexcurric.bundled:sample_file",
    **{
        name: f"lexcurric.core.errors:{name}"
        for name in (
            "LexcurricError",
            "FileError",
            "WorkspaceError",
            "EditError",
            "MergeError",
            "StaleDraftError",
            "ConflictError",
        )
    },
    **{
        name: f"lexcurric.widgets:{name}"
        for name in (
            "align",
            "build_rubric",
            "choose",
            "criteria",
            "edit",
            "gather",
            "hand_out",
            "history",
            "review",
            "start",
            "tag",
            "take_in",
            "vocabularies",
        )
    },
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'lexcurric' has no attribute {name!r}")
    from importlib import import_module

    module, _, attribute = home.partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


__all__ = [
    "ConflictError",
    "EditError",
    "FileError",
    "LexcurricError",
    "MergeError",
    "StaleDraftError",
    "Workspace",
    "WorkspaceError",
    "align",
    "build_rubric",
    "choose",
    "collect",
    "compare",
    "copy",
    "criteria",
    "diff",
    "edit",
    "gather",
    "hand_out",
    "history",
    "match",
    "open",
    "parse_statement",
    "read_review",
    "review",
    "sample_file",
    "start",
    "tag",
    "take_in",
    "vocabularies",
]
