"""
The designer's actions on a framework's content, each a function from content to content.

None of them deletes: a statement that goes is retired, with links to what continues it. Each raises EditError, in
words, where the action does not fit; then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from lexcurric.core.carried import with_changed
from lexcurric.core.errors import EditError
from lexcurric.core.export import check_export, export_value
from lexcurric.core.identity import first_ranks, rank_between, statement_id
from lexcurric.core.json_text import pointer_keys
from lexcurric.core.model import Content, Criterion, Level, Statement, StatementStatus, replace, sort_tags
from lexcurric.core.vocabulary import check_tags, meant_tag, replacements
from lexcurric.core.wording import normal

_FIXED = ("/schemaVersion", "/occupation/soc", "/framework/version")


def find(content: Content, wanted: str) -> Statement:
    """The statement with this id, or whose id alone begins with it (8 characters or more)."""
    exact = content.by_id.get(wanted)
    if exact is not None:
        return exact
    close = [each for each in content.statements if len(wanted) >= 8 and each.id.startswith(wanted)]
    if len(close) == 1:
        return close[0]
    what = f"{len(close)} statements begin" if close else "no statement has an id that is or begins"
    raise EditError(f"{what} with {wanted!r} in {content.soc}; `lexcurric show {content.soc}` lists the ids")


def reword(content: Content, wanted: str, text: str) -> Content:
    """The statement says `text`; id, tags and place stay."""
    statement = _active(content, wanted)
    return with_statements(content, replace(statement, text=_wording(text)))


def add(content: Content, level: str, text: str, position: int | None = None) -> tuple[Content, Statement]:
    """A new statement at `position` (counted from 1; None is the end) of a level, and the content with it."""
    found = find_level(content, level)
    wording = _wording(text)
    taken = content.by_id.keys()
    fresh = Statement(id=statement_id(content.soc, wording, taken), level=found.key, rank="", text=wording)
    return place(content, [fresh], found.key, position), fresh


def move(content: Content, wanted: Iterable[str], level: str, position: int | None = None) -> Content:
    """The statements stand, in the order given, at `position` (counted from 1; None is the end) of the level."""
    found = find_level(content, level)
    return without_filled_marks(place(content, [_active(content, each) for each in wanted], found.key, position))


def retire(content: Content, wanted: Iterable[str]) -> Content:
    """The statements are retired: kept with all that belongs to them, and left out of exports and rubrics."""
    return with_statements(
        content, *[replace(_active(content, each), status=StatementStatus.RETIRED) for each in wanted]
    )


def reinstate(content: Content, wanted: Iterable[str]) -> Content:
    """Retired statements are active again, where they stood."""
    found = [find(content, each) for each in wanted]
    for statement in found:
        if statement.is_active:
            raise EditError(f"statement {statement.id[:8]} is not retired")
        find_level(content, statement.level)
    back = [replace(each, status=StatementStatus.ACTIVE, replaced_by=()) for each in found]
    return without_filled_marks(with_statements(content, *back))


def split(content: Content, wanted: str, texts: Sequence[str]) -> tuple[Content, tuple[Statement, ...]]:
    """The statement is retired and continued by new ones in its place, which take over its tags and criterion."""
    old = _active(content, wanted)
    wordings = [_wording(text) for text in texts]
    if len(wordings) < 2:
        raise EditError("a split needs at least two wordings")
    return _continue(content, [old], wordings)


def join(content: Content, wanted: Sequence[str], text: str) -> tuple[Content, Statement]:
    """The statements are retired and continued by one new statement in the first one's place, with all their tags."""
    old = [_active(content, each) for each in dict.fromkeys(find(content, each).id for each in wanted)]
    if len(old) < 2:
        raise EditError("a join needs at least two different statements")
    joined, fresh = _continue(content, old, [_wording(text)])
    return joined, fresh[0]


def tag(content: Content, wanted: Iterable[str], tags: Iterable[str]) -> Content:
    """The statements carry these tags too; an open vocabulary gains terms that it did not have."""
    found = [_active(content, each) for each in wanted]
    vocabularies, clean = check_tags(content.vocabularies, tags)
    ones = {each.name for each in vocabularies if each.scope == "one"}
    changed = []
    for statement in found:
        replaced = {tag.split(":")[0] for tag in clean} & ones
        kept = [tag for tag in statement.tags if tag.split(":")[0] not in replaced]
        changed.append(replace(statement, tags=sort_tags([*kept, *clean])))
    return with_changed(content, {each.id: each for each in changed}, vocabularies=vocabularies)


def untag(content: Content, wanted: Iterable[str], tags: Iterable[str]) -> Content:
    """The statements no longer carry these tags."""
    listed = set(tags)
    gone = listed | {meant_tag(content.vocabularies, each) for each in listed}
    found = [_active(content, each) for each in wanted]
    return with_statements(content, *[replace(each, tags=sort_tags(set(each.tags) - gone)) for each in found])


def replace_deprecated(content: Content) -> Content:
    """Active statements have, for each deprecated term that was replaced, what replaced it."""
    heirs = replacements(content.vocabularies)
    changed = [
        replace(each, tags=sort_tags(heirs.get(tag, tag) for tag in each.tags))
        for each in content.active
        if not heirs.keys().isdisjoint(each.tags)
    ]
    return with_statements(content, *changed)


def annotate(content: Content, wanted: str, note: str) -> Content:
    """The statement's note reads `note`; an empty text takes the note away."""
    return with_statements(content, replace(find(content, wanted), note=note.strip()))


def assign_criterion(content: Content, wanted: Iterable[str], label: str | None) -> Content:
    """The statements belong to the criterion with this label, made if it is new; None takes them out of any."""
    found = [_active(content, each) for each in wanted]
    if label is None or not label.strip():
        return with_statements(content, *[replace(each, criterion=None) for each in found])
    content, criterion = with_criterion(content, label)
    return without_filled_marks(with_statements(content, *[replace(each, criterion=criterion.id) for each in found]))


def with_criterion(content: Content, label: str) -> tuple[Content, Criterion]:
    """The criterion with this label, made at the end of the list if it is new, and the content with it."""
    name = label.strip()
    criterion = next((each for each in content.criteria if normal(each.label) == normal(name)), None)
    if criterion is None:
        last = content.criteria[-1].rank if content.criteria else None
        rank = rank_between(last, None) if last else first_ranks(1)[0]
        taken = {each.id for each in content.criteria}
        criterion = Criterion(id=statement_id(content.soc, f"criterion {name}", taken), label=name, rank=rank)
        content = with_changed(content, {}, criteria=(*content.criteria, criterion))
    return content, criterion


def without_filled_marks(content: Content) -> Content:
    """The content where a cell that has a statement is not said to be left empty on purpose."""
    if not any(each.empty for each in content.criteria):
        return content
    filled = {(each.criterion, each.level) for each in content.active}
    return replace(
        content,
        criteria=tuple(
            replace(each, empty={key: why for key, why in each.empty.items() if (each.id, key) not in filled})
            if each.empty
            else each
            for each in content.criteria
        ),
    )


def rename_level(content: Content, level: str, label: str) -> Content:
    """The level is called `label`; its key and statements stay."""
    found = find_level(content, level)
    if not label.strip():
        raise EditError("a level needs a name that is not empty")
    levels = [replace(each, label=label.strip()) if each.key == found.key else each for each in content.levels]
    return replace(content, levels=tuple(levels))


def set_metadata(content: Content, path: str, value: JsonValue) -> Content:
    """The document holds `value` at a JSON pointer such as `/framework/contextCovered`; None removes the field."""
    keys = pointer_keys(path)
    if not keys or not path.startswith("/"):
        raise EditError(f"expected a JSON pointer such as /framework/contextCovered, found {path!r}")
    if path in _FIXED or keys[:2] == ["framework", "levels"]:
        raise EditError(f"{path} is not changed here: it follows from the export, the levels, or the version saved")
    changed = replace(content, document=_set(content.document, keys, value, path))
    problems = check_export(export_value(changed, "checked", None))
    if problems:
        raise EditError(f"an export could not say that: {'; '.join(map(str, problems))}")
    return changed


def find_level(content: Content, wanted: str) -> Level:
    """The level with this key or, in any case, this label."""
    for level in content.levels:
        if wanted in (level.key, level.label) or wanted.casefold() in (level.key.casefold(), level.label.casefold()):
            return level
    names = ", ".join(level.key for level in content.levels)
    raise EditError(f"no level {wanted!r} in {content.soc}; the levels are {names}")


def _set(value: JsonValue, keys: list[str], new: JsonValue, path: str) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise EditError(f"no place {path!r} in the framework's document")
    rest = dict(value)
    if len(keys) > 1:
        rest[keys[0]] = _set(rest.get(keys[0], {}), keys[1:], new, path)
    elif new is None:
        rest.pop(keys[0], None)
    else:
        rest[keys[0]] = new
    return rest


def _active(content: Content, wanted: str) -> Statement:
    statement = find(content, wanted)
    if not statement.is_active:
        raise EditError(f"statement {statement.id[:8]} is retired; bring it back first (reinstate)")
    return statement


def _wording(text: str) -> str:
    if not normal(text):
        raise EditError("a statement needs a wording; to take it out, retire it")
    if "\0" in text:
        raise EditError("a statement cannot hold a NUL character")
    return text.strip()


def with_statements(content: Content, *changed: Statement) -> Content:
    """The content with these statements in the place of those with their ids; new ids are added."""
    return with_changed(content, {statement.id: statement for statement in changed})


def _continue(content: Content, old: list[Statement], wordings: list[str]) -> tuple[Content, tuple[Statement, ...]]:
    """Retires the old statements, and puts new ones that come from them in the first one's place."""
    # The first one's place, not counting those before it that go too.
    leaving = {each.id for each in old}
    ahead = content.by_level[old[0].level][: content.positions[old[0].id] - 1]
    spot = 1 + sum(each.id not in leaving for each in ahead)
    taken = set(content.by_id)
    fresh: list[Statement] = []
    criteria = {each.criterion for each in old}
    for wording in wordings:
        found = statement_id(content.soc, wording, taken)
        taken.add(found)
        fresh.append(
            Statement(
                id=found,
                level=old[0].level,
                rank="",
                text=wording,
                criterion=criteria.pop() if len(criteria) == 1 and len(wordings) == 1 else old[0].criterion,
                tags=sort_tags(tag for each in old for tag in each.tags),
                note="\n".join(each.note for each in old if each.note),
                comes_from=tuple(each.id for each in old),
            )
        )
    links = tuple(each.id for each in fresh)
    gone = [replace(each, status=StatementStatus.RETIRED, replaced_by=links) for each in old]
    return place(with_statements(content, *gone), fresh, old[0].level, spot), tuple(fresh)


def place(content: Content, statements: list[Statement], level: str, position: int | None) -> Content:
    """
    The content with statements in a row at a place of a level (from 1; None is the end).

    Neighbours keep their order keys, unless there is no room between them.
    """
    moving = {each.id for each in statements}
    row = [each for each in content.by_level.get(level, ()) if each.id not in moving]
    index = len(row) if position is None else max(0, min(position - 1, len(row)))
    before = row[index - 1].rank if index else None
    after = row[index].rank if index < len(row) else None
    if before is not None and after is not None and before >= after:
        whole = [*row[:index], *statements, *row[index:]]
        ranked = zip(whole, first_ranks(len(whole)), strict=True)
        return with_statements(content, *[replace(each, rank=rank, level=level) for each, rank in ranked])
    placed = []
    for statement in statements:
        before = rank_between(before, after) if before or after else first_ranks(1)[0]
        placed.append(replace(statement, rank=before, level=level))
    return with_statements(content, *placed)
