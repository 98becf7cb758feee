"""The notebooks in JupyterLab, or as pages: copied out once, a workspace with the sample in it, nothing to set up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.bundled import SAMPLE_NEW, SAMPLE_OLD, SAMPLE_SOC, VOCABULARIES, notebook_files, sample_file
from lexcurric.core.errors import FileError, LexcurricError, Problem
from lexcurric.workspace.draft import SET_UP, Edit
from lexcurric.workspace.preferences import FRAMEWORK
from lexcurric.workspace.vocabularies import merge_vocabularies, read_vocabularies
from lexcurric.workspace.workspace import VARIABLE, default_workspace, open_workspace

if TYPE_CHECKING:
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace


def prepare_lab(folder: Path, where: str | None, author: str | None, say: Callable[[str], None]) -> Path:
    """
    The folder with the notebooks, those missing there copied into it; the sample is imported if the workspace is empty.

    A notebook that is there already is the designer's, and is never written over.
    """
    notebooks = folder / "notebooks"
    try:
        notebooks.mkdir(parents=True, exist_ok=True)
        for template in notebook_files():
            target = notebooks / template.name
            if not target.exists():
                shutil.copyfile(template, target)
                say(f"Copied {template.name} to {notebooks}")
    except OSError as error:
        problem = Problem("", f"the notebooks cannot be copied here: {error.strerror or error}")
        raise FileError(str(notebooks), [problem], "Start it in a folder of your own") from None
    with open_workspace(where, author) as workspace:
        if not workspace.frameworks():
            framework = take_in_sample(workspace)
            say(f"Imported the sample: {framework.title}")
        say(f"Workspace: {workspace.url}")
    return notebooks


def take_in_sample(workspace: Workspace) -> Framework:
    """Takes the sample in, the bakers' framework with its vocabularies; where it is there already, changes nothing."""
    if workspace.has(SAMPLE_SOC):
        return workspace.framework(SAMPLE_SOC)
    framework = workspace.import_export(sample_file(SAMPLE_OLD))
    given = read_vocabularies(sample_file(VOCABULARIES))
    what = "Set up the vocabularies of the sample"
    framework.draft.act(Edit(SET_UP, what), None, lambda content: merge_vocabularies(content, given))
    return framework


def next_of_sample(workspace: Workspace) -> Path | None:
    """The file of the sample's next release, while the sample is worked on and that is not here; else None."""
    if workspace.preferences.get(FRAMEWORK, SAMPLE_SOC) != SAMPLE_SOC or not workspace.has(SAMPLE_SOC):
        return None
    names = [f"{SAMPLE_SOC}.{each.label}.json" for each in workspace.store.versions(SAMPLE_SOC)]
    return None if SAMPLE_NEW in names else sample_file(SAMPLE_NEW)


def run_lab(notebooks: Path, where: str | None, port: int, *, browser: bool) -> int:
    """Runs JupyterLab until it is stopped (on Linux and macOS in the place of this process); gives its exit code."""
    start = next((each.name for each in sorted(notebooks.glob("*.ipynb"))), "")
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", f"--ServerApp.root_dir={notebooks.parent}"]
    command += [f"--LabApp.default_url=/lab/tree/{notebooks.name}/{start}"]
    command += ["--ServerApp.ip=127.0.0.1", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    # Jupyter refuses root; in a container there is nobody else, and only this machine can reach the port.
    command += ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return _run([*command, *([] if browser else ["--no-browser"])], where)


def run_app(notebooks: Path, where: str | None, port: int, *, browser: bool) -> int:
    """
    Runs Voilà, which shows the notebooks as pages without code, until it is stopped; gives its exit code.

    Raises LexcurricError where the extra `voila` is not installed.
    """
    if find_spec("voila") is None:
        raise LexcurricError("the pages need Voilà; install it with: pip install 'lexcurric[voila]'")
    command = [sys.executable, "-m", "voila", f"--port={port}", f"--Voila.root_dir={notebooks.parent}"]
    command += ["--Voila.ip=127.0.0.1", "--Voila.auto_token=True", "--VoilaConfiguration.template=lexcurric"]
    # No kernel is started before somebody opens a page.
    command += ["--VoilaConfiguration.preheat_kernel=False", "--VoilaConfiguration.classic_tree=True"]
    # Voilà gives files to whoever asks, key or not: it gives none, and downloads come through the page's own kernel.
    command += ["--VoilaConfiguration.file_allowlist=(?!)"]
    return _run([*command, *([] if browser else ["--no-browser"])], where)


def _run(command: list[str], where: str | None) -> int:
    place = where or default_workspace()
    environment = {**os.environ, VARIABLE: place if "://" in place else str(Path(place).absolute())}
    # No news, debugger or extension manager: designers did not come for them, and nothing is fetched from outside.
    own = str(Path(__file__).parent / "lab_config")
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        environment[name] = os.pathsep.join([own, *filter(None, [os.environ.get(name)])])
    if os.name == "posix":
        # In this process' place, so that stopping the command stops the server and its kernels.
        os.execve(command[0], command, environment)  # noqa: S606 - our own arguments
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own arguments
