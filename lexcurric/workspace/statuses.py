"""Where each version stood when it was last shown, so that nobody moves one along from where it no longer is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lexcurric.core.errors import Clash, ConflictError
from lexcurric.core.model import VersionStatus
from lexcurric.workspace.identity import DRAFT
from lexcurric.workspace.times import shown_time
from lexcurric.workspace.unseen import named

if TYPE_CHECKING:
    from lexcurric.store.records import VersionRow
    from lexcurric.workspace.framework import Framework


class Shown:
    """The status of each version as it was last shown, and which of them are one's own to supersede."""

    def __init__(self, versions: Iterable[VersionRow]) -> None:
        self.show(versions)

    def show(self, versions: Iterable[VersionRow]) -> None:
        """Keeps in mind what is shown now."""
        listed = tuple(versions)
        self.status = {each.label: each.status for each in listed}
        self._ours = {each.label for each in listed if each.line == DRAFT}

    def landed(self, label: str, status: VersionStatus) -> None:
        """Keeps in mind what one did oneself: of what others did, nothing is shown by that."""
        published = VersionStatus.PUBLISHED
        if status is published:
            ended = {each for each in self._ours if self.status[each] == published.value}
            self.status |= dict.fromkeys(ended, VersionStatus.SUPERSEDED.value)
        if label not in self.status:
            self._ours.add(label)
        self.status[label] = status.value


def refuse_moved(framework: Framework, label: str, wanted: VersionStatus) -> None:
    """Raises ConflictError where the version was moved since it was last shown, or another one published."""
    known = framework.statuses.status.get(label)
    now = {each.label: each.status for each in framework.workspace.store.versions(framework.soc)}[label]
    if known not in (None, now):
        raise _conflict(framework, label, str(known), now, f"{label} to be {wanted.value}")
    if wanted is VersionStatus.PUBLISHED:
        refuse_unseen_published(framework, label)


def refuse_unseen_published(framework: Framework, label: str) -> None:
    """Raises ConflictError where publishing a version would supersede one that was not shown as published."""
    published = VersionStatus.PUBLISHED.value
    for each in framework.workspace.store.versions(framework.soc):
        known = framework.statuses.status.get(each.label, "")
        if each.line == DRAFT and each.label != label and each.status == published != known:
            raise _conflict(framework, each.label, known, published, f"{label} to be published, which supersedes it")


def _conflict(framework: Framework, label: str, before: str, now: str, mine: str) -> ConflictError:
    store = framework.workspace.store
    author, time = [each[2:] for each in store.statuses(framework.soc) if each[0] == label][-1]
    framework.statuses.show(store.versions(framework.soc))
    who = f"{named(framework.draft, author)} on {shown_time(time)[:16]}"
    was = f"; it was {before} when you last looked" if before else ""
    message = (
        f"version {label} was made {now} meanwhile by {who}{was}, and you wanted {mine}. Nothing was changed; look "
        "again, and repeat it if you still want to"
    )
    return ConflictError(message, Clash(f"version {label}", before, now, mine, author, time))
