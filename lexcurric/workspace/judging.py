"""Judgments of rewordings, kept with a framework: made, taken back, listed, and used in every diff and merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lexcurric.core.diff import Change, ChangeKind
from lexcurric.core.errors import EditError
from lexcurric.core.items import JUDGMENT
from lexcurric.core.json_text import canonical
from lexcurric.core.judgments import Judgment, in_force, is_moved, key_of
from lexcurric.core.merge import Decision, DecisionField
from lexcurric.core.model import replace
from lexcurric.core.significance import Significance
from lexcurric.core.wording import normal, quoted
from lexcurric.workspace.given import plain
from lexcurric.workspace.identity import UPSTREAM, kept_now
from lexcurric.workspace.retry import reading, safely, together
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.core.model import Content
    from lexcurric.store.store import Store
    from lexcurric.workspace.workspace import Workspace

COLUMNS = ("judgment", "significance", "old", "new", "author", "time", "reason")
LOG_COLUMNS = ("time", "author", "what", "reason")


class Judging:
    """The part of a framework that keeps what its designers say of rewordings."""

    workspace: Workspace
    soc: str

    def judge(self, change: Change, significance: str, reason: str = "") -> Judgment:
        """
        Says that a rewording (a change of a diff) is `editorial` or `substantive`, for every diff and merge in which
        these two wordings meet; logged, and `withdraw` takes it back. Raises EditError for what is no rewording.
        """
        return say(self.workspace, self.soc, [judged_change(change)], significance, reason)[0]

    def withdraw(self, judgment: Judgment | str) -> Judgment:
        """Takes a judgment back, by its record or its key in `judgments`: what is proposed holds again."""
        key = judgment.key if isinstance(judgment, Judgment) else judgment
        return take_back(self.workspace, self.soc, [key])[0]

    @property
    def judgments(self) -> DataFrame:
        """One row a judgment that holds, oldest first: judgment, significance, old, new, author, time, reason."""
        from lexcurric.formats.frames import records_frame

        rows = [
            (
                each.key,
                each.significance.value,
                each.old_text,
                each.new_text,
                each.author,
                shown_time(each.time),
                each.reason,
            )
            for each in kept(self.workspace.store, self.soc).values()
        ]
        return records_frame(rows, COLUMNS)

    @property
    def judgments_log(self) -> DataFrame:
        """Everything that was ever said of rewordings or taken back, oldest first: time, author, what, reason."""
        from lexcurric.formats.frames import records_frame

        store, soc = self.workspace.store, self.soc
        rows = []
        for revision in store.revisions(soc, UPSTREAM):
            for each in store.changes(soc, UPSTREAM, revision.rev) if revision.kind == JUDGMENT else ():
                if each.after is not None:
                    said = Judgment.model_validate_json(each.after)
                    what = f"{'Took back' if said.withdrawn else 'Judged'}: {said}"
                    rows.append((shown_time(revision.created_at), revision.author, what, said.reason))
        return records_frame(rows, LOG_COLUMNS)


Wordings = tuple[str, str, bool]
"""An old wording, the new one, and whether the level changed with it."""


def judged_change(change: Change) -> Wordings:
    """What a judgment on a change of a diff is about. Raises EditError where it is no rewording."""
    if change.significance is None:
        raise EditError(f"{quoted(change.text)} was not reworded, so there is no rewording to judge")
    return change.old[0].text, change.new[0].text, change.kind is ChangeKind.MOVED


def judged_decision(decision: Decision, base: Content, theirs: Content) -> Wordings:
    """What a judgment on a decision of a merge is about. Raises EditError where it is no rewording of the release's."""
    old, new = decision.base, decision.theirs
    if decision.field is not DecisionField.WORDING or not (isinstance(old, str) and isinstance(new, str)):
        raise EditError(f"{quoted(decision.subject)} was not reworded, so there is no rewording to judge")
    return old, new, is_moved(decision, base, theirs)


def kept(store: Store, soc: str) -> dict[str, Judgment]:
    """The judgments of a framework that hold, by key, oldest first."""
    return in_force(sorted(_every(store, soc), key=lambda each: (each.time, each.key)))


def _every(store: Store, soc: str) -> list[Judgment]:
    if not store.has_framework(soc):
        return []
    state = reading(store, lambda: kept_now(store, soc))
    return [Judgment.model_validate_json(body) for (kind, _), body in state.items() if kind == JUDGMENT]


def say(
    workspace: Workspace, soc: str, wordings: Iterable[Wordings], significance: str, reason: str = ""
) -> list[Judgment]:
    """Keeps a judgment on each of these rewordings, as one entry of the log; of two on one, the later holds."""
    try:
        wanted = Significance(significance)
    except ValueError:
        raise EditError(
            f"a change is {' or '.join(each.value for each in Significance)}, not {significance!r}"
        ) from None
    plain(reason, "the reason")
    author, time = workspace.author, workspace.clock()
    made = {}
    for old, new, moved in wordings:
        one = Judgment(
            old_text=normal(old),
            new_text=normal(new),
            moved=moved,
            significance=wanted,
            author=author,
            time=time,
            reason=reason.strip(),
        )
        made[one.key] = one
    many = f"{len(made)} rewordings" if len(made) != 1 else quoted(next(iter(made.values())).new_text)
    return _keep(workspace, soc, list(made.values()), f"Judged {wanted.value}: {many}", reason)


def take_back(workspace: Workspace, soc: str, keys: Iterable[str]) -> list[Judgment]:
    """Withdraws judgments, by key; they are kept as withdrawn. Raises EditError for one that does not hold."""
    holding, found = kept(workspace.store, soc), []
    for key in keys:
        close = [each for name, each in holding.items() if name == key or (len(key) >= 8 and name.startswith(key))]
        if len(close) != 1:
            raise EditError(f"no judgment {key!r} in {soc}; `fw.judgments` lists them")
        found.append(replace(close[0], withdrawn=True, author=workspace.author, time=workspace.clock()))
    many = f"{len(found)} rewordings" if len(found) != 1 else quoted(found[0].new_text)
    return _keep(workspace, soc, found, f"Took back the judgment of {many}", "")


def say_or_take_back(
    workspace: Workspace, soc: str, wordings: Sequence[Wordings], significance: str, reason: str = ""
) -> list[Judgment]:
    """Keeps a judgment on each of these rewordings; without a significance, withdraws what was said of them."""
    if significance:
        return say(workspace, soc, wordings, significance, reason)
    holding = kept(workspace.store, soc)
    keys = [key for old, new, moved in wordings if (key := key_of(old, new, moved=moved)) in holding]
    if not keys:
        raise EditError("Nobody has judged this; what stands there is proposed")
    return take_back(workspace, soc, keys)


def put_back(workspace: Workspace, soc: str, keys: Iterable[str], before: dict[str, Judgment]) -> None:
    """Makes the judgments with these keys what they were before, as Undo on a screen does."""
    now, time = {each.key: each for each in _every(workspace.store, soc)}, workspace.clock()
    back = []
    for key in keys:
        said = before.get(key) or (replace(now[key], withdrawn=True) if key in now else None)
        if said is not None:
            back.append(replace(said, author=said.author if key in before else workspace.author, time=time))
    if back:
        _keep(workspace, soc, back, "Took back the last judgment", "")


def _keep(workspace: Workspace, soc: str, said: list[Judgment], what: str, reason: str) -> list[Judgment]:
    from lexcurric.store.records import Commit

    store = workspace.store
    bodies = {(JUDGMENT, each.key): canonical(each.model_dump(mode="json")) for each in said}
    commit = Commit(
        JUDGMENT, workspace.author, workspace.clock(), reason, canonical({"action": JUDGMENT, "what": what})
    )

    def work() -> None:
        with together(store):
            store.hold(soc)
            store.commit(soc, UPSTREAM, store.head(soc, UPSTREAM), bodies, commit)

    # The same judgment again only says the same: there is no need to look whether it landed.
    safely(store, work, None, what, soc)
    return said
