"""What narrows the list of the editor: words, and facets, of which each takes several values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import traitlets

from lexcurric.core import edits
from lexcurric.core.checks import IDS, Severity
from lexcurric.core.diff import ChangeKind
from lexcurric.core.errors import LexcurricError
from lexcurric.core.model import Content

OWN = ("level", "criterion", "changed", "finding", "note", "tags")
"""The facets that every framework has; each vocabulary is one more, by its name."""
CHANGED = (
    *(each.value for each in (ChangeKind.ADDED, ChangeKind.REWORDED, ChangeKind.MOVED, ChangeKind.SPLIT)),
    *(each.value for each in (ChangeKind.JOINED, ChangeKind.REORDERED, ChangeKind.RETAGGED)),
    "unchanged",
)
NONE = "none"
_VALUES = {
    "changed": CHANGED,
    "finding": (*(each.value for each in Severity), *sorted(IDS), NONE),
    "note": ("yes", "no"),
    "tags": (NONE,),
}
_TO_CHECK = [each.value for each in Severity]


def facet_of(vocabulary: str) -> str:
    """The facet of a vocabulary: its name, or `tag:note` for one that is called as a facet of another kind."""
    return f"tag:{vocabulary}" if vocabulary in OWN else vocabulary


class Narrowed(traitlets.HasTraits):
    """
    The filters of an editor, as traits.

    - `search`: the words that narrow the list.
    - `facets`: for each facet the values that are let through; several values of one facet are any of them, several
      facets are all of them. Facets are `level`, `criterion`, `changed` (see `since`), `finding` (rules, `error`,
      `warning`, `note` or `none`), `note` (`yes`, `no`), `tags` (`none`: no tag at all) and the name of each
      vocabulary. An empty value is what has none: `{"skill": [""], "level": ["proficient"]}`.
    - `level`: the only level let through, by its key or name; empty for all, and for several.
    - `tag`: the only tag let through, such as `skill:practical`; `!skill` is what has no tag of that vocabulary, `!`
      what has no tag at all, `?` what has something to check.
    - `show_filters`: are the facets in sight?
    """

    search = traitlets.Unicode("").tag(sync=True)
    facets = traitlets.Dict(traitlets.List(traitlets.Unicode()), key_trait=traitlets.Unicode()).tag(sync=True)
    level = traitlets.Unicode("")
    tag = traitlets.Unicode("")
    show_filters = traitlets.Bool(False).tag(sync=True)

    _shown: Content

    def clear_filters(self) -> None:
        """Shows every statement again."""
        self.search, self.facets = "", {}

    @traitlets.validate("facets")
    def _known_facets(self, proposal: Mapping[str, Any]) -> dict[str, list[str]]:
        return {name: values for name, values in self._checked(proposal["value"]) if values}

    def _checked(self, facets: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
        vocabularies = {facet_of(each.name): each for each in self._shown.vocabularies}
        for name, values in facets.items():
            if name in self.facets and values == self.facets[name]:
                # What was chosen before may be there no more: somebody else took it away.
                yield name, values
                continue
            if name not in OWN and name not in vocabularies:
                raise LexcurricError(f"no facet {name!r}; there are {', '.join((*OWN, *vocabularies))}")
            if name == "level":
                yield name, [edits.find_level(self._shown, each).key for each in dict.fromkeys(values)]
                continue
            if name in _VALUES:
                known: set[str] = set(_VALUES[name])
            elif name == "criterion":
                known = {"", *(each.label for each in self._shown.criteria)}
            else:
                known = {"", *(each.term for each in vocabularies[name].terms)}
            if strange := [each for each in values if each not in {*known, *self.facets.get(name, ())}]:
                listed = ", ".join(repr(each) for each in sorted(known))
                raise LexcurricError(f"the facet {name!r} has no value {strange[0]!r}; it has {listed}")
            yield name, list(dict.fromkeys(values))

    # The short ways to one level and one tag follow the facets, and the facets follow them.

    @traitlets.validate("level")
    def _level_key(self, proposal: Mapping[str, Any]) -> str:
        return edits.find_level(self._shown, proposal["value"]).key if proposal["value"] else ""

    @traitlets.validate("tag")
    def _known_tag(self, proposal: Mapping[str, Any]) -> str:
        wanted = str(proposal["value"])
        if wanted:
            # Raises where there is no such vocabulary or term.
            list(self._checked(_of_tag(wanted)))
        return wanted

    @traitlets.observe("level")
    def _to_level(self, change: Mapping[str, Any]) -> None:
        if change["new"] != self._only_level():
            self.facets = {**self.facets, "level": [change["new"]] if change["new"] else []}

    @traitlets.observe("tag")
    def _to_tag(self, change: Mapping[str, Any]) -> None:
        if change["new"] != self._only_tag():
            kept = {
                name: each for name, each in self.facets.items() if name in ("level", "criterion", "changed", "note")
            }
            self.facets = {**kept, **_of_tag(change["new"])}

    @traitlets.observe("facets")
    def _from_facets(self, _change: Mapping[str, Any]) -> None:
        self.level, self.tag = self._only_level(), self._only_tag()

    @traitlets.observe("since")
    def _nothing_changed(self, change: Mapping[str, Any]) -> None:
        # Without a version nothing is known to have changed: a filter by that would show nothing.
        if not change["new"] and "changed" in self.facets:
            self.facets = {name: each for name, each in self.facets.items() if name != "changed"}

    def _only_level(self) -> str:
        levels = self.facets.get("level", [])
        return levels[0] if len(levels) == 1 else ""

    def _only_tag(self) -> str:
        found = []
        for name, values in self.facets.items():
            if name in ("level", "criterion", "changed", "note"):
                continue
            if name == "finding":
                found.append("?" if values == _TO_CHECK else "")
            elif name == "tags":
                found.append("!")
            else:
                vocabulary = name.removeprefix("tag:")
                one = f"{vocabulary}:{values[0]}" if values[0] else f"!{vocabulary}"
                found.append(one if len(values) == 1 else "")
        return found[0] if len(found) == 1 else ""


def _of_tag(wanted: str) -> dict[str, list[str]]:
    """The facets that `tag` stands for."""
    if not wanted:
        return {}
    if wanted == "?":
        return {"finding": _TO_CHECK}
    if wanted == "!":
        return {"tags": [NONE]}
    if wanted.startswith("!"):
        return {facet_of(wanted[1:]): [""]}
    name, _, term = wanted.rpartition(":")
    return {facet_of(name): [term]}
