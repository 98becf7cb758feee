"""Vocabularies, lists to align with, and corrections of matches that somebody gave."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING

from lexcurric.core.errors import FileError, LexcurricError, Problem
from lexcurric.core.model import Vocabulary
from lexcurric.core.words import Mark, Words
from lexcurric.workspace.incoming import FileKind, FilePlan, Given, PlanLine, Screen, State, Step, refused, sides

if TYPE_CHECKING:
    from lexcurric.workspace.aligning import Alignments
    from lexcurric.workspace.framework import Framework


_BY_OPTION = ": name one with --occupation"
_NO_RELEASE = (
    "Nothing says which release of O*NET this is, and its credit should. Drop the whole .zip, or Read Me.txt beside "
    "the other files."
)


def _chosen(given: Given, kind: FileKind, title: str) -> tuple[Framework | None, FilePlan]:
    """The framework that the file is for, and what the plan says before anything is known of it."""
    listed = given.workspace.frameworks()
    soc = given.soc or (listed[0].soc if len(listed) == 1 else "")
    framework = given.workspace.framework(soc) if soc else None
    base = FilePlan(
        name=given.name,
        path=given.path,
        kind=kind,
        state=State.READY if framework else State.CHOOSE,
        title=title,
        soc=soc,
        framework=f"{framework.title} ({framework.soc})" if framework else "",
        order=("2", given.name),
    )
    if framework is None:
        sentence = (
            "Choose the framework that it is for."
            if listed
            else "The workspace has no framework that it could be for. Take in an export first."
        )
        return None, changed(base, sentence=sentence, state=State.CHOOSE if listed else State.REFUSED)
    return framework, base


def plan_vocabularies(given: Given) -> FilePlan:
    """The vocabularies that are new, and the terms that come and go."""
    from lexcurric.workspace.vocabularies import merge_vocabularies, read_vocabularies

    found = read_vocabularies(given.path)
    framework, base = _chosen(given, FileKind.VOCABULARY, "Vocabularies for tags")
    names = ", ".join(each.label or each.name for each in found)
    base = changed(base, facts=(("Vocabularies", names),))
    if framework is None:
        return base
    content = framework.content
    try:
        after = merge_vocabularies(content, found)
    except LexcurricError as error:
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        hint = "Add these terms to the file, or take the tags off the statements first."
        return changed(base, state=State.REFUSED, sentence=said, hint=hint)
    lines = tuple(_vocabulary_lines(content.vocabularies, after.vocabularies))
    if not lines:
        said = f"{base.framework} has these vocabularies already. Nothing has to be done."
        return changed(base, state=State.NOTHING, sentence=said)
    return changed(
        base,
        sentence=f"Taking it in gives {base.framework} these vocabularies. Tags that statements carry stay.",
        lines=lines,
        counts=tuple((_many(what, count), count) for what, count in Counter(each.what for each in lines).items()),
        carry_out=lambda reason: _take_vocabularies(given, base, reason),
    )


def _many(what: str, count: int) -> str:
    if count == 1:
        return what.casefold()
    noun, _, rest = what.casefold().partition(" ")
    return f"new {rest[:-1]}ies" if noun == "new" else f"{noun}s {rest}"


def _vocabulary_lines(old: Iterable[Vocabulary], new: Iterable[Vocabulary]) -> Iterator[PlanLine]:
    before = {each.name: each for each in old}
    for each in new:
        mine = before.get(each.name)
        terms = {one.term: one for one in each.terms}
        label = each.label or each.name
        if mine is None:
            listed = ", ".join(one.label or one.term for one in each.terms)
            yield PlanLine("New vocabulary", label, ((Mark.INSERT, listed),) if listed else ())
            continue
        had = {one.term: one for one in mine.terms}
        for term in terms.keys() - had.keys():
            yield PlanLine("Term added", label, ((Mark.INSERT, terms[term].label or term),))
        for term in had.keys() - terms.keys():
            yield PlanLine("Term gone", label, ((Mark.DELETE, had[term].label or term),))
        for term in (one for one in terms if one in had and had[one] != terms[one]):
            said: Words = ((Mark.EQUAL, terms[term].label or term),)
            yield PlanLine("Term changed", label, said, "its label, description, colour, synonyms or successor")
        if mine.model_copy(update={"terms": ()}) != each.model_copy(update={"terms": ()}):
            yield PlanLine("List changed", label, (), "how many tags a statement may have, or whether it needs one")


def _take_vocabularies(given: Given, base: FilePlan, reason: str) -> FilePlan:
    framework = given.workspace.framework(base.soc)
    framework.add_vocabularies(given.path, reason)
    return base.taken(
        "Vocabularies, taken in",
        f"{base.framework} has them now. No statement was tagged by that; Undo in the editor takes them back.",
        Step("Tag statements with them in the editor", Screen.EDITOR, base.soc),
    )


def plan_list(given: Given) -> FilePlan:
    """A list to align with, kept with the framework; statements are aligned with it later, by a person."""
    title = (
        "An O*NET release" if given.path.is_dir() or given.path.suffix.casefold() == ".zip" else "A list to align with"
    )
    framework, base = _chosen(given, FileKind.LIST, title)
    if framework is None:
        return base
    try:
        alignments = _aligned(given, framework)
    except FileError as error:
        listed_problems = [Problem(each.where, each.what.replace(_BY_OPTION, "")) for each in error.problems]
        return refused(given.name, given.path, listed_problems, error.hint)
    listed = alignments.list
    kinds = Counter(each.kind.value for each in listed.items)
    base = changed(
        base,
        facts=(
            ("List", listed.title),
            ("Licence", listed.licence),
            *((("Credit", listed.credit),) if listed.credit else ()),
        ),
        counts=tuple(kinds.items()),
        notes=tuple(_NO_RELEASE if "--release" in each else each for each in alignments.notes),
    )
    kept = {each.list.key: each.list for each in framework.alignments}.get(listed.key)
    if kept == listed:
        return changed(
            base, state=State.NOTHING, sentence=f"{base.framework} has this list already. Nothing has to be done."
        )
    news = alignments.news
    lines = [
        PlanLine(each.fate.value.capitalize(), each.code, sides(each.old, each.new), each.why)
        for each in (news.changes if news else ())
    ]
    older = f" It takes the place of {kept.title}, and your decisions stay." if kept else ""
    return changed(
        base,
        sentence=f"Taking it in keeps the list with {base.framework}.{older} No statement is aligned by that.",
        lines=tuple(lines),
        carry_out=lambda reason: _take_list(given, base, reason),
    )


def _aligned(given: Given, framework: Framework) -> Alignments:
    """The framework held against the list; an archive is unpacked for as long as it is read."""
    from lexcurric.workspace.onet_archives import unpack_onet

    if given.path.suffix.casefold() != ".zip":
        return framework.align(given.path)
    with tempfile.TemporaryDirectory(prefix="lexcurric-", ignore_cleanup_errors=True) as folder:
        return framework.align(unpack_onet(given.path, Path(folder)))


def _take_list(given: Given, base: FilePlan, reason: str) -> FilePlan:
    framework = given.workspace.framework(base.soc)
    alignments = _aligned(given, framework)
    alignments.keep(reason)
    return base.taken(
        "A list, taken in",
        f"{alignments.list.title} is kept with {base.framework} now.",
        Step("Align the statements with it: look at what is proposed, and accept or reject", Screen.ALIGN, base.soc),
    )


def plan_corrections(given: Given) -> FilePlan:
    """A colleague's corrections of matches between releases."""
    from lexcurric.workspace.corrections import read_corrections
    from lexcurric.workspace.identity import kept_corrections

    soc = str(json.loads(given.path.read_text(encoding="utf-8-sig")).get("soc", ""))
    title = "Corrections of matches"
    if not given.workspace.has(soc):
        what = f"these are corrections of matches for {soc or 'an unknown framework'}, which is not in this workspace"
        return refused(given.name, given.path, [Problem("", what)], "Take in an export of that framework first")
    found = read_corrections(given.path, soc)
    known = {each.key for each in kept_corrections(given.workspace.store, soc)}
    fresh = [each for each in found if each.key not in known]
    framework = given.workspace.framework(soc)
    base = FilePlan(
        name=given.name,
        path=given.path,
        kind=FileKind.CORRECTIONS,
        state=State.READY if fresh else State.NOTHING,
        title=title,
        sentence=f"A colleague said which statements are the same: {len(found)} in all, {len(fresh)} not known here.",
        soc=soc,
        framework=f"{framework.title} ({soc})",
        order=("1", soc, given.name),
        lines=tuple(
            PlanLine("Withdrawn" if each.withdrawn else "Said", "", ((Mark.EQUAL, str(each)),)) for each in fresh
        ),
        carry_out=(lambda _reason: _take_corrections(given, base)) if fresh else None,
    )
    return base


def _take_corrections(given: Given, base: FilePlan) -> FilePlan:
    from lexcurric.workspace.corrections import take_file

    taken = take_file(given.workspace.framework(base.soc), given.path)
    many = "one correction is" if len(taken) == 1 else f"{len(taken)} corrections are"
    return base.taken(
        "Corrections, taken in",
        f"{many[:1].upper()}{many[1:]} kept, and followed from now on.",
        Step("Look at the next merge: it follows them", Screen.MERGE, base.soc),
    )
