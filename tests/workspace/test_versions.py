"""What a version shows in a cell, and the label that is proposed for the next one."""

from __future__ import annotations

import pytest

import lexcurric as lx
from lexcurric.bundled import SAMPLE_NEW, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.versions import draft_parents, propose_label


@pytest.fixture
def framework() -> Framework:
    return lx.open(":memory:", author="<i>Ada</i>").import_export(sample_file())


def test_a_version_in_a_cell_says_who_when_why_and_shows_its_levels(framework: Framework) -> None:
    framework.edit(framework.content.active[0].id, "Doughs — mix <b>by hand</b>.")
    page = framework.save("v.26.05-acme.1", "For the <spring> intake", "published")._repr_html_()
    for said in ("v.26.05-acme.1", "For the &lt;spring&gt; intake", "&lt;i&gt;Ada", "1 reworded", "Emerging"):
        assert said in page
    assert "<b>by hand" not in page
    assert "<i>" not in page


def test_the_next_label_counts_on_and_follows_the_release_that_was_merged(framework: Framework) -> None:
    assert propose_label(framework) == "v.26.05-own.1"
    framework.save("v.26.05-acme.1")
    assert propose_label(framework) == "v.26.05-acme.2"
    assert draft_parents(framework) == ("v.26.05-acme.1",)
    framework.workspace.import_export(sample_file(SAMPLE_NEW))
    framework.merge().apply()
    assert propose_label(framework) == "v.26.11-acme.1"
    assert draft_parents(framework) == ("v.26.05-acme.1", "v.26.11")
    framework.save(propose_label(framework))
    framework.save("Spring")
    assert propose_label(framework) == "Spring.1"
