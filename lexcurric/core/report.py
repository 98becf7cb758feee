"""What every report of a diff says, in plain words: headlines, counts and groups in reading order."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from lexcurric.core.diff import Change, ChangeKind, Differences, MetadataChange, Place
from lexcurric.core.export import OWN_FIELD
from lexcurric.core.json_text import canonical, pointer_keys
from lexcurric.core.provenance import Provenance
from lexcurric.core.significance import Significance
from lexcurric.core.word_order import ELSEWHERE
from lexcurric.core.words import Words, mark_words

NO_DIFFERENCES = "No differences"
ABOUT = "About the framework"
NOTHING = "(nothing)"
PLEASE_LOOK = "Please look"

KIND_WORDS = {
    ChangeKind.REWORDED: "reworded",
    ChangeKind.MOVED: "moved",
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.SPLIT: "split",
    ChangeKind.JOINED: "joined",
    ChangeKind.REORDERED: "reordered",
    ChangeKind.RETAGGED: "retagged",
    ChangeKind.METADATA: "about the framework",
}

_FIELD_NAMES = {
    "/framework/version": "Framework version",
    "/framework/description": "Description",
    "/framework/contextCovered": "Context covered",
    "/framework/levels": "Levels",
    "/occupation/title": "Occupation title",
    "/attribution": "Attribution",
}


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one level, or of the framework itself; `departures` are statements that left for other levels."""

    title: str
    changes: tuple[Change | MetadataChange, ...]
    departures: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many changes there are of one kind, with the parts of that number where they matter."""

    kind: ChangeKind
    count: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.count} {KIND_WORDS[self.kind]}" + (f" ({self.detail})" if self.detail else "")


def sections(differences: Differences) -> tuple[Section, ...]:
    """The changes by level in reading order, then those of the framework itself; only what has any."""
    found = []
    for key in _level_keys(differences):
        renamed = differences.renamed_levels
        changes = tuple(each for each in differences.statement_changes if _home(each, renamed) == key)
        departures = tuple(each for each in differences.statement_changes if _leaves(each, key, renamed))
        if changes or departures:
            found.append(Section(differences.levels.get(key, key), changes, departures))
    if differences.metadata_changes:
        found.append(Section(ABOUT, differences.metadata_changes))
    return tuple(found)


def level_titles(differences: Differences) -> tuple[str, ...]:
    """The names of all levels in reading order, those without changes too."""
    return tuple(differences.levels.get(key, key) for key in _level_keys(differences))


def _level_keys(differences: Differences) -> list[str]:
    """Every level's key: the new side's in its order, then those that went."""
    keys = list(differences.levels)
    for each in differences.metadata_changes:
        if each.pointer == "/framework/levels" and isinstance(each.new, list):
            keys = [*map(str, each.new), *keys]
    homes = [_home(each, differences.renamed_levels) for each in differences.statement_changes]
    return list(dict.fromkeys([*keys, *homes]))


def _home(change: Change, renamed: Mapping[str, str]) -> str:
    """The key of the level that a change is listed under: a level with a new key is one level."""
    if change.new:
        return change.new[0].level
    return renamed.get(change.old[0].level, change.old[0].level)


def _leaves(change: Change, key: str, renamed: Mapping[str, str]) -> bool:
    now = {place.level for place in change.new}
    return bool(now) and key not in now and any(renamed.get(place.level, place.level) == key for place in change.old)


def counts(differences: Differences) -> tuple[Count, ...]:
    """The kinds that occur, with how many changes each has."""
    found = []
    for kind in KIND_WORDS:
        number = differences.summary.get(kind.value, 0)
        if number:
            found.append(Count(kind, number, _detail(kind, differences.statement_changes)))
    return tuple(found)


def _detail(kind: ChangeKind, changes: Sequence[Change]) -> str:
    own = [each for each in changes if each.kind is kind]
    if kind is ChangeKind.MOVED:
        reworded = sum(1 for each in own if each.words)
        return f"{reworded} also reworded" if reworded else ""
    if kind is not ChangeKind.REWORDED:
        return ""
    tally = Counter(each.significance for each in own if each.significance)
    return ", ".join(f"{tally[each]} {each.value}" for each in Significance if tally[each])


def summary_line(differences: Differences) -> str:
    """All counts on one line, such as `22 unchanged, 10 reworded (6 editorial, 4 substantive), 2 moved`."""
    if differences.is_empty:
        return NO_DIFFERENCES
    unchanged = [f"{number} unchanged"] if (number := differences.summary.get("unchanged")) else []
    return ", ".join([*unchanged, *map(str, counts(differences))])


def side_names(differences: Differences) -> tuple[str, str]:
    """What to call the old and the new side: their versions, or how they are named where those are the same."""
    old, new = differences.old, differences.new
    for names in ((old.version, new.version), (old.ref, new.ref)):
        if all(names) and names[0] != names[1]:
            return one_line(names[0]), one_line(names[1])
    return "old", "new"


def headline(change: Change | MetadataChange, levels: dict[str, str]) -> str:
    """What happened, such as `Moved from Emerging to Developing, reworded (substantive: another action: a → b)`."""
    if isinstance(change, MetadataChange):
        return (
            _level_headline(change, levels) or f"{field_name(change.pointer, levels)} {_fate(change.old, change.new)}"
        )
    first, *rest = _happenings(change, levels) or ["changed"]
    return one_line(", ".join([first[:1].upper() + first[1:], *rest]))


def _level_headline(change: MetadataChange, levels: dict[str, str]) -> str:
    """What happened to a level as a whole; empty for any other change."""
    keys = pointer_keys(change.pointer)
    if keys[:2] != ["framework", "levels"] or len(keys) < 3 or keys[3:] not in ([], ["label"]):
        return ""
    if not keys[3:]:
        name = levels.get(keys[2], keys[2])
        return one_line(f"Level {name}: its key in the file is now {change.new}, and was {change.old}")
    if change.old is not None and change.new is not None:
        return one_line(f"Level {change.old} is now called {change.new}")
    return one_line(f"Level {change.new} added" if change.old is None else f"Level {change.old} removed")


def _happenings(change: Change, levels: dict[str, str]) -> list[str]:
    found = _coming_and_going(change, levels)
    if change.kind is ChangeKind.MOVED:
        found.append("moved from {} to {}".format(*(_level_list(side, levels) for side in (change.old, change.new))))
    if change.words:
        found.append(_reworded(change))
    if moved := moved_words(change):
        found.append(moved)
    if change.kind is ChangeKind.REORDERED or "order" in change.fields:
        found.append(_reordered(change, levels))
    if "tags" in change.fields:
        found.append(_retagged(change))
    return [*found, *(f"{name} changed" for name in ("criterion", "note") if name in change.fields)]


def _coming_and_going(change: Change, levels: dict[str, str]) -> list[str]:
    if change.kind is ChangeKind.ADDED:
        return [f"added to {_level_list(change.new, levels)}"]
    if change.kind is ChangeKind.REMOVED:
        return [f"removed from {_level_list(change.old, levels)}"]
    if change.kind not in (ChangeKind.SPLIT, ChangeKind.JOINED):
        return []
    before, after = _level_list(change.old, levels), _level_list(change.new, levels)
    across = f", from {before} to {after}" if before != after else ""
    return [f"{change.kind.value}: {became(len(change.old), len(change.new))}{across}"]


def became(old: int, new: int) -> str:
    """How many statements became how many, such as `1 statement became 2`."""
    return f"{old} statement{'s' if old != 1 else ''} became {new}"


def _reworded(change: Change) -> str:
    said = significance_words(change.significance, change.judged, change.why)
    return f"reworded ({said})" if said else "reworded"


def significance_words(significance: Significance | None, judged: str, why: str) -> str:
    """The significance of a rewording with who judged so, if it is not just proposed, and why."""
    weight = significance.value if significance else ""
    return ": ".join(filter(None, (f"{weight}, as {one_line(judged)} judged" if judged else weight, why)))


def moved_words(change: Change) -> str:
    """
    The phrases that only went to another place in the wording, as they stand now; empty where the reason of the
    proposed significance names them already.
    """
    phrases = [f"“{now}”" for _, now in change.moves] if ELSEWHERE not in change.why else []
    return f"moved in the text: {', '.join(phrases)}" if phrases else ""


def _reordered(change: Change, levels: dict[str, str]) -> str:
    old, new = change.old[0], change.new[0]
    way = "up" if new.position < old.position else "down"
    where = _level_name(new, levels)
    if old.position == new.position:
        return f"its neighbors in {where} changed places"
    return f"moved {way} within {where}, from place {old.position} to place {new.position}"


def _retagged(change: Change) -> str:
    before = [tag for place in change.old for tag in place.tags]
    after = [tag for place in change.new for tag in place.tags]
    gone, come = [tag for tag in before if tag not in after], [tag for tag in after if tag not in before]
    said = [f"{word} {', '.join(tags)}" for word, tags in (("without", gone), ("with", come)) if tags]
    return f"tags changed: now {' and '.join(said)}" if said else "tags changed"


def _level_list(places: Sequence[Place], levels: dict[str, str]) -> str:
    return " and ".join(dict.fromkeys(_level_name(place, levels) for place in places))


def _level_name(place: Place, levels: dict[str, str]) -> str:
    """What the level of a statement is called on its side."""
    return place.label or levels.get(place.level, place.level)


def place_words(place: Place, levels: dict[str, str]) -> str:
    """Where a statement stands, such as `Emerging, place 3`."""
    return one_line(f"{_level_name(place, levels)}, place {place.position}")


def departure(change: Change, levels: dict[str, str]) -> str:
    """Which statement left a level, and where it is to be found now."""
    word = "Moved" if change.kind is ChangeKind.MOVED else "Continued"
    return one_line(f"{word} to {_level_list(change.new, levels)}: {change.old[0].text}")


def confidence_words(change: Change | MetadataChange) -> str:
    """How sure it is that new continues old, in whole percent (never rounded up); empty where there is no doubt."""
    if isinstance(change, MetadataChange) or not (change.old and change.new) or change.confidence >= 1:
        return ""
    return f"{int(change.confidence * 100 + 1e-9)} % sure"


def to_review(differences: Differences) -> tuple[Change, ...]:
    """The changes that a person should look at, because the match of old and new is not certain."""
    return tuple(each for each in differences.statement_changes if each.review)


def marks_of(change: Change | MetadataChange) -> Words:
    """The word marks of a rewording, or of a text of the framework's own; empty where nothing was reworded."""
    if isinstance(change, Change):
        found = change.words
    else:
        both = isinstance(change.old, str) and isinstance(change.new, str)
        found = mark_words(str(change.old), str(change.new)) if both else ()
    return tuple((mark, _plain(run)) for mark, run in found)


def _fate(old: JsonValue, new: JsonValue) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def field_name(place: str, levels: dict[str, str] | None = None) -> str:
    """
    What people call a field of an export.

    >>> field_name("/sources/onet"), field_name("/framework/contextCovered"), field_name("/own/field")
    ('Source: onet', 'Context covered', 'own / field')
    """
    keys = pointer_keys(place)
    if place in _FIELD_NAMES:
        return _FIELD_NAMES[place]
    if keys[:1] == ["sources"]:
        return one_line("Source: " + " / ".join(keys[1:]))
    if keys[:2] == ["framework", "levels"] and len(keys) > 2:
        name = (levels or {}).get(keys[2], keys[2])
        rest = " / ".join(keys[3:])
        return one_line(f"{'Name' if rest == 'label' else rest} of the level {name}")
    if keys[0] == OWN_FIELD and len(keys) > 2:
        return one_line(_own_name(keys[1:]))
    return one_line(" / ".join(keys))


def _own_name(keys: list[str]) -> str:
    """A field of what an export knows nothing of: the names of criteria, and vocabularies."""
    if keys[0] == "criteria":
        return f"Left empty on purpose at {keys[3]}" if keys[2:3] == ["empty"] else "Name of a criterion"
    return " / ".join([f"Vocabulary {keys[1]}", *keys[2:]])


def value_text(value: JsonValue) -> str:
    """A value of an export as one line of text; a list of words reads as such, other structures as JSON."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and all(isinstance(each, str | int) for each in value):
        return one_line(", ".join(map(str, value)))
    return one_line(value if isinstance(value, str) else canonical(value)) or NOTHING


def one_line(text: str) -> str:
    """
    The text as it may stand in any report: on one line, without control characters or changes of writing direction.

    >>> one_line("rye\\x1b[31m\\n\\u202ebread")
    'rye [31m bread'
    """
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    # What Python calls printable has none of the characters that `_shown` is about, and that is most texts.
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if unicodedata.bidirectional(char) in _DIRECTIONS else char


_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def provenance_rows(old: Provenance, new: Provenance) -> tuple[tuple[str, str, str], ...]:
    """Label, old and new for every line of origin that either side has, in reading order."""
    before, after = _origin(old), _origin(new)
    return tuple((label, before.get(label, ""), after.get(label, "")) for label in dict.fromkeys([*before, *after]))


def _origin(side: Provenance) -> dict[str, str]:
    own = {
        "Framework version": side.version,
        "Content hash (SHA-256)": side.sha256,
        "Owner of the statements": side.attribution,
    }
    said = {one_line(label): one_line(text) for label, text in side.lines}
    return said | {label: one_line(text) for label, text in own.items() if text and label not in said}
