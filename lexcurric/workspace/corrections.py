"""Corrections of matches: said once by a designer, kept for ever, and followed by releases and the draft alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from lexcurric.core.corrections import Correction, CorrectionFile, Verdict, find_different, find_same, newest
from lexcurric.core.errors import EditError, FileError, Problem
from lexcurric.core.items import MATCH_DECISION, changed_items
from lexcurric.core.json_text import canonical, pointer
from lexcurric.core.model import Content, Snapshot, replace
from lexcurric.files import read_text, write_whole
from lexcurric.workspace.given import plain
from lexcurric.workspace.history import shown_time
from lexcurric.workspace.identity import (
    MATCH,
    UPSTREAM,
    agreeing,
    draft_before,
    kept_corrections,
    release_contents,
    releases_of,
)
from lexcurric.workspace.rematch import concerning, match_anew, matched_anew
from lexcurric.workspace.retry import safely, together

if TYPE_CHECKING:
    from pandas import DataFrame

    from lexcurric.workspace.draft import Draft
    from lexcurric.workspace.framework import Framework
    from lexcurric.workspace.workspace import Workspace

COLUMNS = ("correction", "verdict", "old_id", "old", "new", "author", "time", "reason")
LOG_COLUMNS = ("time", "author", "what", "reason")
Said = dict[str, Correction]


# What a designer says


def say_same(
    framework: Framework, old_id: str, new_id: str, reason: str = "", release: Snapshot | None = None
) -> Correction:
    """
    Keeps that a statement of the newest release continues an old one, and follows it everywhere.

    `release` is one that is looked at before it is imported; without it, the newest imported. Raises EditError, in
    words, where that cannot be.
    """
    contents, names = _releases(framework, release)
    thread = find_same(contents, names, old_id, new_id)
    place = _place(contents, new_id)
    for pairs in (thread[:1], thread):
        said = _made(framework, Verdict.SAME, pairs, reason)
        if _followed(framework, contents, said)[-1].active[place].id == thread[0][0]:
            break
    return _say(framework, said, reason)[0]


def say_different(
    framework: Framework, statement_id: str, other_id: str = "", reason: str = "", release: Snapshot | None = None
) -> tuple[Correction, ...]:
    """
    Keeps that a statement of the newest release is not what it was taken to continue, and follows it everywhere.

    Of a split or join, every part, or with `other_id` the one named. Raises EditError where there is no such match.
    """
    contents, _ = _releases(framework, release)
    pairs = find_different(contents, statement_id, other_id)
    olds = {old for old, _, _ in pairs}
    places = [place for place, each in enumerate(contents[-1].active) if olds & {each.id, *each.comes_from}]
    for _ in contents:
        # Further on, the matcher may take the words for the old ones again; there it is said too.
        then = _followed(framework, contents, _made(framework, Verdict.DIFFERENT, pairs, reason))
        still = [row for place in places for row in [then[-1].active[place]] if olds & {row.id, *row.comes_from}]
        more = [pair for row in still if not other_id for pair in _taken_for(then, row.id) if pair not in pairs]
        if not more:
            break
        pairs += more
    return _say(framework, _made(framework, Verdict.DIFFERENT, pairs, reason), reason)


def forget(framework: Framework, wanted: Correction | str) -> Correction:
    """Takes a correction back, by its record or key; it is kept as withdrawn. Raises EditError where there is none."""
    key = wanted.key if isinstance(wanted, Correction) else wanted
    listed = in_force(framework.workspace, framework.soc)
    found = [each for each in listed if each.key == key or (len(key) >= 8 and each.key.startswith(key))]
    if len(found) != 1:
        raise EditError(f"no correction {key!r} in {framework.soc}; `lexcurric matches {framework.soc}` lists them")
    workspace = framework.workspace
    gone = replace(found[0], withdrawn=True, author=workspace.author, time=_later(workspace, framework.soc))
    _keep(workspace, framework.soc, [gone], f"Took back that {found[0]}", "", framework.draft)
    framework.draft.refresh()
    return found[0]


def take_back(
    framework: Framework, said: Iterable[Correction], before: Iterable[Correction], what: str
) -> list[Correction]:
    """Withdraws what was said, and says again what held before and what it stood against."""
    workspace, soc = framework.workspace, framework.soc
    time = _later(workspace, soc)
    gone = [replace(each, withdrawn=True, time=time) for each in said]
    keys = {each.key for each in in_force(workspace, soc)}
    again = [each for each in before if not each.withdrawn and any(each.contradicts(one) for one in gone)]
    back = [replace(each, time=time) for each in again if each.key not in keys or each.key in {one.key for one in gone}]
    held = {each.key for each in back}
    found = _keep(workspace, soc, [*(each for each in gone if each.key not in held), *back], what, "")
    framework.draft.matches.look()
    framework.draft.refresh()
    return found


def in_force(workspace: Workspace, soc: str) -> tuple[Correction, ...]:
    """The corrections that hold, oldest first."""
    return tuple(each for each in kept_corrections(workspace.store, soc) if not each.withdrawn)


def _releases(framework: Framework, release: Snapshot | None) -> tuple[list[Content], list[str]]:
    store, soc = framework.workspace.store, framework.soc
    contents, names = release_contents(store, soc), [each.label for each in releases_of(store, soc)]
    return (contents, names) if release is None else ([*contents, release.content], [*names, release.version])


def _taken_for(contents: Sequence[Content], found: str) -> list[tuple[str, str, str]]:
    try:
        return find_different(contents, found)
    except EditError:
        return []


def _place(contents: Sequence[Content], wanted: str) -> int:
    """Which of the newest release's statements, in reading order, has an id or begins of one."""
    found = [place for place, each in enumerate(contents[-1].active) if each.id.startswith(wanted)]
    if not found:
        raise EditError(
            f"no statement of the newest release has the id {wanted} any more: it was said to be another one already; "
            "look again (`lexcurric matches FRAMEWORK` lists what was said)"
        )
    return found[0]


def _made(
    framework: Framework, verdict: Verdict, pairs: Sequence[tuple[str, str, str]], reason: str
) -> tuple[Correction, ...]:
    author, time = framework.workspace.author, _later(framework.workspace, framework.soc)
    plain(reason, "the reason")
    return tuple(
        Correction(verdict=verdict, old_id=old, old_text=was, new_text=is_now, author=author, time=time, reason=reason)
        for old, was, is_now in pairs
    )


def _followed(framework: Framework, contents: Sequence[Content], said: Iterable[Correction]) -> list[Content]:
    """The releases as they would be matched with what is said."""
    known = {each.key: each for each in kept_corrections(framework.workspace.store, framework.soc)}
    after = newest(known.values(), said)
    changed = {key: each for key, each in after.items() if known.get(key) != each}
    anew = matched_anew(contents, after.values(), concerning(known, changed), framework.workspace.meaning)
    return [anew[index].content if index in anew else content for index, content in enumerate(contents)]


def _say(framework: Framework, said: tuple[Correction, ...], reason: str) -> tuple[Correction, ...]:
    more = f" and {len(said) - 1} more" if len(said) > 1 else ""
    _keep(framework.workspace, framework.soc, said, f"Said that {said[0]}{more}", reason, framework.draft)
    framework.draft.refresh()
    return said


def _later(workspace: Workspace, soc: str) -> str:
    """The time now, and later than that of every correction there is, whatever the clock says."""
    now = workspace.clock()
    last = max((each.time for each in kept_corrections(workspace.store, soc)), default="")
    if now > last:
        return now
    try:
        after = datetime.fromisoformat(last) + timedelta(milliseconds=1)
    except ValueError:
        return last + "~"
    return after.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Following it


def _keep(
    workspace: Workspace, soc: str, said: Iterable[Correction], what: str, reason: str, draft: Draft | None = None
) -> list[Correction]:
    """
    Keeps corrections, and makes releases and draft follow, together; gives those that were not known yet.

    The draft's part of it is one edit; undoing that takes the corrections back too. With the `draft` of whoever says
    it, ConflictError where somebody else has said otherwise since that draft's matches were shown.
    """
    listed, store = tuple(said), workspace.store

    def work() -> list[Correction]:
        with together(store):
            if draft is not None:
                store.hold(soc)
                draft.matches.refuse_unseen(listed)
            return _keep_now(workspace, soc, listed, what, reason)

    # Keeping what is kept already does nothing, so that there is no need to look whether it was.
    found = safely(store, work, None, what, soc)
    if draft is not None:
        draft.matches.landed(found)
    return found


def _keep_now(workspace: Workspace, soc: str, said: Sequence[Correction], what: str, reason: str) -> list[Correction]:
    from lexcurric.workspace.draft import Draft, Edit

    store = workspace.store
    known = {each.key: each for each in kept_corrections(store, soc)}
    after = newest(known.values(), said)
    changed = {key: each for key, each in after.items() if known.get(key) != each}
    if not changed:
        return []
    before = draft_before(store, soc)
    match_anew(workspace, soc, after, what)
    undoable: Any = [
        [known[key].model_dump(mode="json") if key in known else None, each.model_dump(mode="json")]
        for key, each in changed.items()
    ]
    edit = Edit(MATCH, what, reason, detail={"said": undoable})
    Draft(workspace, soc).write(edit, lambda state: changed_items(state, agreeing(store, soc, state, before)))
    return list(changed.values())


def say_again(workspace: Workspace, soc: str, said: Sequence[Sequence[Any]], *, undo: bool, what: str) -> None:
    """Takes back, or says again, the corrections that an edit of the draft came with; the releases follow."""
    time = _later(workspace, soc)
    wanted: list[Correction] = []
    for before, after in said:
        body = before if undo else after
        back = Correction.model_validate(body or after)
        wanted.append(replace(back, time=time, withdrawn=back.withdrawn if body else True))
    # Those that do not hold come first, so that none of them stands against one that does.
    wanted.sort(key=lambda each: not each.withdrawn)
    known = kept_corrections(workspace.store, soc)
    after_all = {each.key: each for each in known} | {each.key: each for each in wanted}
    match_anew(workspace, soc, after_all, what)


# Handing them on


def take_corrections(workspace: Workspace, soc: str, corrections: Iterable[Correction], name: str) -> list[Correction]:
    """Takes over what others said, and gives what was new; of two that stand against each other, the later holds."""
    return _keep(workspace, soc, tuple(corrections), f"Took over the corrections in {name}", "")


def take_file(framework: Framework, path: str | Path) -> list[Correction]:
    """Takes over the corrections in a file of them, or in an export of lexcurric's own. Raises FileError."""
    target = Path(path)
    corrections = read_corrections(target, framework.soc)
    found = take_corrections(framework.workspace, framework.soc, corrections, target.name)
    framework.draft.matches.look()
    framework.draft.refresh()
    return found


def write_corrections(framework: Framework, path: str | Path) -> Path:
    """Writes a framework's corrections, withdrawn ones too, to a file for a colleague."""
    kept = kept_corrections(framework.workspace.store, framework.soc)
    value = CorrectionFile(soc=framework.soc, corrections=kept).model_dump(mode="json", by_alias=True)
    target = Path(path)
    write_whole(target, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    return target


def read_corrections(path: Path, soc: str) -> tuple[Correction, ...]:
    """The corrections in a file. Raises FileError, with every problem, for one that is none, or of something else."""
    hint = "Write it again with `lexcurric matches FRAMEWORK -o FILE.json`"
    try:
        value = json.loads(read_text(path, "a file with corrections of matches"))
    except (ValueError, RecursionError) as error:
        raise FileError(
            str(path), [Problem("", f"expected corrections of matches, found no JSON: {error}")], hint
        ) from None
    if isinstance(value, dict) and "schemaVersion" in value:
        from lexcurric.formats.lex_json import read_export

        file = read_export(path)
        found = CorrectionFile(soc=file.content.soc, corrections=file.corrections)
    else:
        try:
            found = CorrectionFile.model_validate_json(canonical(value))
        except (ValidationError, TypeError) as error:
            listed = error.errors() if isinstance(error, ValidationError) else []
            problems = [Problem(pointer(*each["loc"]), each["msg"]) for each in listed]
            raise FileError(str(path), problems or [Problem("", str(error))], hint) from None
    if found.soc != soc:
        raise FileError(str(path), [Problem("/soc", f"expected {soc}, found {found.soc}")], "Name the right file")
    return found.corrections


# Looking at them


def corrections_frame(framework: Framework) -> DataFrame:
    """One row a correction that holds, oldest first."""
    from lexcurric.formats.frames import records_frame

    framework.draft.matches.look()
    rows = [
        (
            each.key,
            each.verdict.value,
            each.old_id,
            each.old_text,
            each.new_text,
            each.author,
            shown_time(each.time),
            each.reason,
        )
        for each in in_force(framework.workspace, framework.soc)
    ]
    return records_frame(rows, COLUMNS)


def corrections_log(framework: Framework) -> DataFrame:
    """Everything that was ever said of matches or taken back, oldest first."""
    from lexcurric.formats.frames import records_frame

    store, soc = framework.workspace.store, framework.soc
    rows = []
    for revision in store.revisions(soc, UPSTREAM):
        for each in store.changes(soc, UPSTREAM, revision.rev):
            if each.kind == MATCH_DECISION and each.after is not None:
                said = Correction.model_validate_json(each.after)
                what = f"{'Withdrawn' if said.withdrawn else 'Said'}: {said}"
                rows.append((shown_time(revision.created_at), revision.author, what, said.reason))
    return records_frame(rows, LOG_COLUMNS)
