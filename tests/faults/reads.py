"""Every way to read a workspace through its public methods, by name, each giving a plain value to compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lexcurric.core.errors import LexcurricError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace
from tests.faults.story import as_value

REFUSED = "refused"


def read_all(workspace: Workspace, socs: list[str], folder: Path) -> dict[str, object]:
    """What each read gives: a value, REFUSED where it raises an error in plain words, or the name of another error."""
    found = {"frameworks": _try(lambda: [each.soc for each in workspace.frameworks()])}
    for soc in socs:
        framework = _try(lambda soc=soc: workspace.framework(soc))
        if not isinstance(framework, Framework):
            found[soc] = REFUSED
            continue
        for name, read in _reads(framework, folder / "out").items():
            found[f"{soc} {name}"] = _try(read)
    return found


def _try(read: Callable[[], object]) -> object:
    try:
        return read()
    except LexcurricError:
        return REFUSED
    except Exception as error:
        return f"an error that no designer understands: {error!r}"


def _reads(framework: Framework, out: Path) -> dict[str, Callable[[], object]]:
    workspace, soc = framework.workspace, framework.soc
    reads: dict[str, Callable[[], object]] = {
        "content": lambda: as_value(framework.content),
        "statements": lambda: framework.statements.to_dict("records"),
        "retired": lambda: framework.retired.to_dict("records"),
        "revision": lambda: framework.revision,
        "title": lambda: repr(framework),
        "log": lambda: framework.log.to_dict("records"),
        "undo": lambda: (framework.undo_label, framework.redo_label),
        "versions": lambda: framework.versions.to_dict("records"),
        "corrections": lambda: framework.corrections.to_dict("records"),
        "diff": lambda: framework.diff().to_json(),
        "merge": lambda: [each.model_dump(mode="json") for each in framework.merge().decisions],
        "export": lambda: framework.export(out).read_bytes(),
        "base": lambda: workspace.diff_base(soc),
    }
    for label in _labels(framework):
        reads[f"version {label}"] = lambda label=label: framework.snapshot(label).model_dump(mode="json")
        reads[f"file {label}"] = lambda label=label: workspace.export(f"{soc}@{label}", out).read_bytes()
        reads[f"diff {label}"] = lambda label=label: framework.diff(label).to_json()
    for each in _ids(framework):
        reads[f"history {each}"] = lambda each=each: framework.history(each).to_dict("records")
    return reads


def _labels(framework: Framework) -> list[str]:
    found = _try(lambda: list(framework.versions["label"]))
    return found if isinstance(found, list) else []


def _ids(framework: Framework) -> list[str]:
    """Some statements: the first ones and the last."""
    found = _try(lambda: sorted(each.id for each in framework.content.statements))
    return [*found[:3], *found[-3:]] if isinstance(found, list) else []
