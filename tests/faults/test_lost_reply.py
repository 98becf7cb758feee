"""The connection is cut around a COMMIT: what was asked for is there once, or the error says what to make of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from lexcurric.core.errors import WorkspaceError
from lexcurric.workspace.workspace import open_workspace
from tests.faults.conftest import Figures, Scale
from tests.faults.postgres import Proxy
from tests.faults.story import KINDS, Twin, next_step, portrait, tell

SEED = "reply"
FROM = 12


@pytest.fixture
def proxy(server: str) -> Iterator[Proxy]:
    found = Proxy(make_url(server).port or 0)
    yield found
    found.close()


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_reply_that_never_comes_neither_loses_nor_doubles_an_action(
    postgresql_url: str, proxy: Proxy, where: str, tmp_path: Path, scale: Scale, figures: Figures
) -> None:
    direct = make_url(postgresql_url)
    wire = direct.set(port=proxy.port).render_as_string(hide_password=False)
    twin = Twin(tmp_path / "twin", SEED)
    with open_workspace(postgresql_url, "Ada") as workspace:
        tell(workspace, tmp_path, SEED, upto=FROM - 1)
    with open_workspace(wire, "Ada") as ours, open_workspace(postgresql_url, "Ada") as theirs:
        for number in range(FROM, FROM + scale(2, 12) * len(KINDS)):
            before, after = twin.at(number - 1), twin.at(number)
            kind, act = next_step(ours, tmp_path, SEED, number)
            proxy.cut(where)
            said = ""
            try:
                act()
            except WorkspaceError as error:
                said = str(error)
            was_cut = not proxy.cut_at
            proxy.cut("")
            figures.update(tries=was_cut, acknowledged=not said)
            figures["reported"] += bool(said)
            found = portrait(theirs)
            assert found in (before, after), f"{kind}: something is half there, or twice"
            figures["lost"] += not said and found != after
            assert said or found == after, f"{kind}: said to be saved, and lost"
            assert "othing was written" not in said or found == before, f"{kind}: {said}"
            assert "\n" not in said
            if found == before != after:
                # What the designer does: she tries again.
                tell(ours, tmp_path, SEED, upto=number, after=number - 1)
            assert portrait(theirs) == after, f"{kind}: the second try came to something else"
        assert proxy.cuts >= scale(2, 12) * len(KINDS) * 0.9
        assert theirs.verify() == []
