"""Downloads in a real JupyterLab: through the server where it has the file, from the kernel where it has not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Lab, open_notebook, write_notebook

NOTEBOOK = "some folder/downloads.ipynb"
CELL = """from pathlib import Path
from lexcurric.widgets.base import Panel, read_static
from lexcurric.widgets.downloads import Downloads

class Desk(Downloads, Panel):
    _esm = read_static('common.js', 'downloads.js') + '''
      export default {{ render({{ model, el }}) {{
        const said = lx.el('p.said');
        const downloads = lx.downloads(model, {{ onTrouble: (words) => said.replaceChildren(words) }});
        el.append(lx.el('div.lx', {{}}, model.get('view').offers.map((each) => downloads.link(each)), said));
      }} }};'''
    def __init__(self, paths):
        self.paths = paths
        super().__init__()
        self.refresh()
    def make_view(self):
        return {{'offers': [self.offer(each) for each in self.paths]}}

here, outside = Path({here!r}), Path({outside!r})
desk = Desk([here, outside, outside.with_name('gone.txt')])
desk"""


@pytest.fixture(scope="module")
def screen(page: Any, lab: Lab) -> Any:
    """The page with links to a file that the server has, one that it has not, and one that is gone."""
    folder = lab.folder / "some folder"
    folder.mkdir()
    here, outside = folder / "Ana & Ben #1.txt", lab.folder.parent / "outside.txt"
    here.write_text("through the server")
    outside.write_text("from the kernel")
    write_notebook(lab.folder / NOTEBOOK, [CELL.format(here=str(here), outside=str(outside))])
    open_notebook(page, lab, NOTEBOOK.replace(" ", "%20"))
    page.locator(".lx-download").first.wait_for(timeout=40_000)
    return page


def downloaded(screen: Any, name: str) -> tuple[str, str, str]:
    with screen.expect_download(timeout=20_000) as found:
        screen.get_by_role("link", name=f"Download {name}").click()
    given = found.value
    return given.url.partition(":")[0], given.suggested_filename, Path(given.path()).read_text()


def test_a_file_under_the_servers_folder_comes_through_it(screen: Any) -> None:
    assert downloaded(screen, "Ana & Ben #1.txt") == ("http", "Ana & Ben #1.txt", "through the server")


def test_a_file_outside_it_comes_from_the_kernel(screen: Any) -> None:
    assert downloaded(screen, "outside.txt") == ("blob", "outside.txt", "from the kernel")


def test_a_file_that_is_gone_is_said(screen: Any) -> None:
    screen.get_by_role("link", name="Download gone.txt").click()
    screen.locator(".said", has_text="gone.txt").wait_for(timeout=20_000)
