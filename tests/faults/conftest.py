"""How often each fault is tried, and the table of what came of it: short in the suite, long by `make torture`."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

IS_TORTURE = os.environ.get("LEXCURRIC_TORTURE") == "1"
COLUMNS = ("tries", "acknowledged", "lost", "doubled", "corrupt", "undetected")


class Scale:
    """Picks a count: the small one in the suite, the large one in a torture."""

    is_torture = IS_TORTURE

    def __call__(self, suite: int, torture: int) -> int:
        return torture if IS_TORTURE else suite


@pytest.fixture(scope="session")
def scale() -> Scale:
    return Scale()


class Figures(Counter[str]):
    """
    What a test counts: tries, acknowledged, lost, doubled, corrupt, undetected, and what else it cares to.

    The names of faults go into the table of a torture.
    """

    def faults(self) -> dict[str, int]:
        return {name: self[name] for name in COLUMNS[2:] if self[name]}


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """Counts for the table; no fault may have been counted at the end."""
    found = Figures()
    yield found
    # With pytest-xdist the report is all that comes back from the process that ran the test.
    request.node.user_properties.append(("figures", json.dumps(found)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = []
    for report in [each for reports in terminalreporter.stats.values() for each in reports]:
        # The figures are complete once the test's fixtures are put away.
        if isinstance(report, pytest.TestReport) and report.when == "teardown":
            said = dict(report.user_properties).get("figures")
            rows += [(report.nodeid.split("/")[-1].removeprefix("test_"), json.loads(str(said)))] if said else []
    if not rows or not IS_TORTURE:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line("| fault | " + " | ".join(COLUMNS) + " | also |")
    terminalreporter.write_line("|---" * (len(COLUMNS) + 2) + "|")
    for name, found in sorted(rows):
        rest = ", ".join(f"{each} {count}" for each, count in found.items() if each not in COLUMNS)
        cells = " | ".join(str(found.get(each, 0)) for each in COLUMNS)
        terminalreporter.write_line(f"| {name.replace('.py::test_', ': ').replace('_', ' ')} | {cells} | {rest} |")


@pytest.fixture(scope="session")
def forks() -> ForkServerContext:
    """Where processes come from that have the program loaded already: a new one costs milliseconds."""
    context = multiprocessing.get_context("forkserver")
    # Every process loads the main program anew, which here is pytest.
    context.set_forkserver_preload(["pytest", "tests.faults.writers"])
    return context


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that the workspace is in, alone."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
