"""Levels paired as statements are: which level of a new release is which of the old, whatever its key is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lexcurric.core.model import Content, Level
from lexcurric.core.wording import folded

Pairs = dict[str, str]


def pair_levels(old: Content, new: Content) -> dict[str, str]:
    """
    The key that each level of `old` has in `new`, by its old key; a level that is in one side only is left out.

    A level is known by its key, then by its name (but for case and punctuation), then by where its statements went:
    more than half of those that both sides have, out of the one level and into the other. A key whose name and
    statements both stand under another key now (levels called 1, 2, 3, and one came before them) is not the same level.
    So a key can be both an old key of one pair and a new key of another: translate all keys at once, never in turn.

    >>> def side(**levels: str) -> Content:
    ...     kept = tuple(Level(key=key, label=label, rank=key) for key, label in levels.items())
    ...     return Content(soc="51-3011.00", document={}, levels=kept)
    >>> pair_levels(side(a="Emerging", b="Proficient"), side(b="Skilled", first="emerging"))
    {'a': 'first', 'b': 'b'}
    """
    went = _went(old, new)
    found: Pairs = {}
    renumbered = {a: b for a, b in _by_label(old.levels, new.levels).items() if a != b and went.get(a) == b}
    _take(found, renumbered.items())
    _take(found, ((level.key, level.key) for level in old.levels if new.level(level.key)))
    _take(found, _by_label(_rest(old, found.keys()), _rest(new, found.values())).items())
    _take(found, went.items())
    return {level.key: found[level.key] for level in old.levels if level.key in found}


def _take(found: Pairs, pairs: Iterable[tuple[str, str]]) -> None:
    """Adds the pairs of which neither side is taken."""
    for a, b in pairs:
        if a not in found and b not in found.values():
            found[a] = b


def _rest(content: Content, paired: Iterable[str]) -> list[Level]:
    taken = set(paired)
    return [level for level in content.levels if level.key not in taken]


def _by_label(old: Iterable[Level], new: Iterable[Level]) -> Pairs:
    """The levels of one name on both sides, where only one on each side has it."""
    before, after = _named(old), _named(new)
    return {before[name]: after[name] for name in before if name in after}


def _named(levels: Iterable[Level]) -> dict[str, str]:
    names = [(folded(level.label) or level.label.strip(), level.key) for level in levels]
    often = Counter(name for name, _ in names)
    return {name: key for name, key in names if name and often[name] == 1}


def _went(old: Content, new: Content) -> Pairs:
    """
    Where the statements of each old level stand by a clear majority of both levels' shared statements.

    One statement alone proves a level only where it is all that either level holds.
    """
    shared = [(each.level, new.by_id[each.id].level) for each in old.active if each.id in new.positions]
    flows = Counter(shared)
    out, into = Counter(a for a, _ in shared), Counter(b for _, b in shared)
    found: Pairs = {}
    for (a, b), count in flows.items():
        whole = len(old.by_level[a]) == len(new.by_level[b]) == 1
        if 2 * count > max(out[a], into[b]) and (count > 1 or whole) and old.level(a) and new.level(b):
            found[a] = b
    return found
