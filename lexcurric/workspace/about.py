"""What an action is about, as it stands in a content: so that somebody else's change of it is noticed, and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from lexcurric.core.alignment.records import AlignedList, Alignment
from lexcurric.core.items import DOCUMENT, ItemKey
from lexcurric.core.json_text import canonical, pointer_keys
from lexcurric.core.model import Content, Criterion, Level, Statement, Vocabulary
from lexcurric.core.wording import quoted


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One thing as it stands: the item it is kept in, how people name it, and what it says.

    Two are alike where `value` is; `text` is what it says alone, `more` all else about it, in words.
    """

    item: ItemKey
    subject: str
    value: object
    text: str
    more: str = ""

    def __str__(self) -> str:
        return f"“{self.text}”" + (f" ({self.more})" if self.more else "")


Named = Mapping[str, Shown]
About = Callable[[Content], Named]
"""What an action is about, by a name that stays the same from one content to another."""


def nothing(_content: Content) -> Named:
    """For an action that cannot stand in anybody's way, such as adding a statement."""
    return {}


def statements(ids: Iterable[str]) -> About:
    """Statements, each with all that belongs to it."""
    wanted = tuple(ids)
    return lambda content: {each: _statement(content, content.by_id[each]) for each in wanted if each in content.by_id}


def level(key: str) -> About:
    """A level's name."""

    def about(content: Content) -> Named:
        found = content.level(key)
        return {key: _level(found)} if found else {}

    return about


def metadata(path: str) -> About:
    """What the document holds at a JSON pointer."""

    def about(content: Content) -> Named:
        value = canonical(_at(content.document, pointer_keys(path)))
        return {path: Shown(DOCUMENT, path, value, value)}

    return about


def vocabularies(names: Iterable[str]) -> About:
    """Vocabularies, each with its terms."""
    wanted = tuple(names)
    return lambda content: {each.name: _vocabulary(each) for each in content.vocabularies if each.name in wanted}


def items(keys: Iterable[ItemKey]) -> About:
    """Whatever is kept in these items."""
    wanted = set(keys)

    def about(content: Content) -> Named:
        found: list[Shown] = []
        if DOCUMENT in wanted:
            value = canonical(content.document)
            found.append(Shown(DOCUMENT, "what the framework says about itself", value, value))
        found += [_level(each) for each in content.levels if ("level", each.key) in wanted]
        found += [_statement(content, each) for each in content.statements if ("statement", each.id) in wanted]
        found += [_criterion(each) for each in content.criteria if ("criterion", each.id) in wanted]
        found += [_vocabulary(each) for each in content.vocabularies if ("vocabulary", each.name) in wanted]
        return {"/".join(each.item): each for each in found}

    return about


def kept_in(item: ItemKey, body: str | None, content: Content | None = None) -> Shown | None:
    """One thing by the body of its item, None where there is none; levels and criteria are named as in `content`."""
    if body is None:
        return None
    match item[0]:
        case "statement":
            found = _statement(content, Statement.model_validate_json(body))
        case "level":
            found = _level(Level.model_validate_json(body))
        case "criterion":
            found = _criterion(Criterion.model_validate_json(body))
        case "vocabulary":
            found = _vocabulary(Vocabulary.model_validate_json(body))
        case "alignment":
            found = _alignment(Alignment.model_validate_json(body))
        case "aligned_list":
            listed = AlignedList.model_validate_json(body)
            found = Shown(item, f"the list {listed.title}", body, f"{listed.title}, {len(listed.items)} items")
        case "lineage":
            label = str(json.loads(body)["label"])
            found = Shown(item, "the release that the draft has taken in", body, label)
        case _:
            found = Shown(item, "what the framework says about itself", body, body)
    return found


def _statement(content: Content | None, statement: Statement) -> Shown:
    criteria = content.criteria if content else ()
    criterion = next((each.label for each in criteria if each.id == statement.criterion), "")
    said = [
        f"in {content.level_label(statement.level) if content else statement.level}",
        statement.status.value,
        f"tagged {', '.join(statement.tags)}" if statement.tags else "without tags",
        f"under {criterion}" if criterion else "",
        f"note: {statement.note}" if statement.note else "",
    ]
    more = ", ".join(each for each in said if each)
    return Shown(("statement", statement.id), quoted(statement.text), statement, statement.text, more)


def _level(found: Level) -> Shown:
    value = canonical(found.model_dump(mode="json"))
    return Shown(("level", found.key), f"the level {found.label}", value, found.label)


def _criterion(found: Criterion) -> Shown:
    empty = f"left empty at {', '.join(sorted(found.empty))}" if found.empty else ""
    return Shown(("criterion", found.id), f"the criterion {found.label}", found, found.label, empty)


def _alignment(found: Alignment) -> Shown:
    subject = f"the alignment of {quoted(found.text)} with {quoted(found.label)}"
    more = f"by {found.author}" if found.author else ""
    said = (found.state, found.relation)
    return Shown(("alignment", found.key), subject, said, f"{found.state.value}, {found.relation.value}", more)


def _vocabulary(found: Vocabulary) -> Shown:
    terms = ", ".join(each.term for each in found.terms)
    rules = ", ".join(
        ["open" if found.open else "closed", *(["required"] if found.required else []), found.scope.value]
    )
    return Shown(("vocabulary", found.name), f"the vocabulary {found.name}", found, terms, rules)


def _at(value: JsonValue, keys: list[str]) -> JsonValue:
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value
