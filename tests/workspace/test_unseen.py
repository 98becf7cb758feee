"""What somebody saved since one last looked: said before one goes on, whatever the action."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lexcurric.core.errors import ConflictError, StaleDraftError
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


# Undo


def test_undo_never_takes_back_ones_own_edit_from_another_notebook_that_was_not_shown_here(store_url: str) -> None:
    with open_workspace(store_url, "Ada") as here, open_workspace(store_url, "Ada") as elsewhere:
        one = here.import_export(OLD)
        one.edit(nth(one, 0), "Hands — scrub.")
        other = elsewhere.framework(SOC)
        assert one.undo_label is not None
        other.edit(nth(other, 1), "Ovens — heat.")

        with pytest.raises(StaleDraftError, match=r"Ada \(you, in another place\) saved meanwhile.*nothing was undone"):
            one.undo()

        assert one.content.active[1].text == "Ovens — heat."
        one.undo()
        one.undo()
        assert [each.text for each in one.content.active] == [
            each.text for each in one.snapshot("v.26.05").content.active
        ]


def test_undo_of_an_edit_that_was_undone_meanwhile_takes_no_earlier_one(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Hands — scrub.")
    ada.edit(nth(ada, 1), "Ovens — heat.")
    assert bob.content.active[1].text == "Ovens — heat."
    promised = ada.undo_label
    assert bob.undo(anyone=True) is not None

    with pytest.raises(StaleDraftError, match=r"Bob saved meanwhile: Undid: .*nothing was undone"):
        ada.undo()

    assert ada.content.active[0].text == "Hands — scrub."
    assert ada.undo_label != promised
    assert ada.undo() != promised
    assert ada.content.active[0].text != "Hands — scrub."


def test_what_was_named_is_what_is_undone_even_after_a_look(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Hands — scrub.")
    ada.edit(nth(ada, 1), "Ovens — heat.")
    assert ada.undo_label is not None
    assert bob.workspace.framework(SOC).undo(anyone=True) is not None
    assert ada.content.active[1].text != "Ovens — heat."

    with pytest.raises(StaleDraftError, match="no longer the next to be undone"):
        ada.undo()
    assert ada.undo() is not None


def test_an_edit_that_others_brought_back_unseen_lets_undo_go_no_further(pair: Pair) -> None:
    ada, bob = pair
    was = ada.draft.seen.active[1].text
    ada.edit(nth(ada, 0), "Hands — scrub.")
    ada.edit(nth(ada, 1), "Ovens — heat.")
    assert bob.content.active[1].text == "Ovens — heat."
    bob.edit(nth(bob, 1), was)

    with pytest.raises(StaleDraftError, match=r"Bob saved 1 edit since you last looked.*nothing was undone"):
        ada.undo()
    assert ada.content.active[0].text == "Hands — scrub."
    ada.undo()
    assert ada.content.active[0].text != "Hands — scrub."


def test_ones_own_edits_here_are_undone_whatever_others_saved_beside_them(pair: Pair) -> None:
    ada, bob = pair
    ada.edit(nth(ada, 0), "Hands — scrub.")
    bob.edit(nth(bob, 2), "Mixers — stop.")
    ada.edit(nth(ada, 1), "Ovens — heat.")
    assert (ada.undo() is None, ada.undo() is None, ada.redo() is None) == (False, False, False)
    assert [each.text for each in ada.content.active[:3]][0::2] == ["Hands — scrub.", "Mixers — stop."]


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


def test_a_version_that_somebody_moved_meanwhile_is_not_moved_from_there_unseen(pair: Pair) -> None:
    ada, bob = pair
    ada.save("acme.1")
    ada.set_status("acme.1", "published")
    assert "acme.1" in labels(bob)
    bob.set_status("acme.1", "retired")

    with pytest.raises(ConflictError, match=r"acme.1 was made retired meanwhile by Bob .*it was published") as caught:
        ada.set_status("acme.1", "draft")

    clash = caught.value.clash
    assert (clash.before, clash.theirs, clash.author) == ("published", "retired", "Bob")
    ada.set_status("acme.1", "draft")
    assert ada.workspace.store.version(SOC, "acme.1").status == "draft"


def test_the_same_status_again_is_nothing_to_log(pair: Pair) -> None:
    ada, bob = pair
    ada.save("acme.1", status="published")
    bob.set_status("acme.1", "published")
    ada.set_status("acme.1", "published")
    assert [each[:2] for each in ada.workspace.store.statuses(SOC)][1:] == [("acme.1", "published")]


def test_publishing_supersedes_no_version_that_was_published_unseen(pair: Pair) -> None:
    ada, bob = pair
    ada.save("acme.1")
    bob.save("bob.1", status="published")

    with pytest.raises(ConflictError, match=r"bob.1 was made published meanwhile by Bob"):
        ada.set_status("acme.1", "published")
    ada.set_status("acme.1", "published")
    assert ada.versions["status"].tolist() == ["published", "published", "superseded"]
    with pytest.raises(ConflictError, match=r"acme.1 was made published meanwhile by Ada"):
        bob.save("bob.2", status="published")
    assert labels(bob) == ["v.26.05", "acme.1", "bob.1"]
