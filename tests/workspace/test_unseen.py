"""What somebody saved since one last looked: said before one goes on, whatever the action."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lexcurric.core.errors import StaleDraftError
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import open_workspace
from tests.samples import OLD

SOC = "51-3011.00"
Pair = tuple[Framework, Framework]


@pytest.fixture
def pair(store_url: str) -> Iterator[Pair]:
    """Two people with the same framework open; both have seen it as it is."""
    with open_workspace(store_url, "Ada") as one:
        ada = one.import_export(OLD)
        with open_workspace(store_url, "Bob") as other:
            yield ada, other.framework(SOC)


def nth(framework: Framework, number: int) -> str:
    return framework.draft.seen.active[number].id


def labels(framework: Framework) -> list[str]:
    return [str(each) for each in framework.versions["label"]]


# Versions


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_version_never_holds_an_edit_that_its_author_has_not_seen(status: str, pair: Pair) -> None:
    ada, bob = pair
    bob.edit(nth(bob, 0), "Hands — scrub.")

    with pytest.raises(StaleDraftError) as caught:
        ada.save("acme.1", "ours", status)

    assert "Bob saved 1 edit since you last looked: Reworded" in str(caught.value)
    assert "nothing was saved; look again, and save if you still want to" in str(caught.value)
    assert labels(ada) == ["v.26.05"]
    assert ada.save("acme.1", "ours", status).snapshot().content.active[0].text == "Hands — scrub."


def test_ones_own_edit_beside_an_unseen_one_is_no_look_before_saving(pair: Pair) -> None:
    ada, bob = pair
    bob.edit(nth(bob, 0), "Hands — scrub.")
    bob.retire(nth(bob, 1))
    ada.edit(nth(ada, 2), "Ovens — heat.")

    with pytest.raises(StaleDraftError, match="Bob saved 2 edits since you last looked, the last: Retired"):
        ada.save("acme.1")


def test_what_was_looked_at_and_what_one_did_oneself_is_saved_at_once(pair: Pair) -> None:
    ada, bob = pair
    bob.edit(nth(bob, 0), "Hands — scrub.")
    assert len(ada.content.active) > 1
    ada.edit(nth(ada, 1), "Ovens — heat.")
    ada.workspace.framework(SOC).retire(nth(ada, 2))

    assert ada.save("acme.1").label == "acme.1"
    assert bob.workspace.framework(SOC).save("acme.2").label == "acme.2"
