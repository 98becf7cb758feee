"""Which rubric a scored workbook is a copy of: that of a version of the workspace, or one made from the workbook."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from lexcurric.core.cohort import Edition
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.issued import kind_name
from lexcurric.core.rebuild import kind_of, options_of_facts, rebuild
from lexcurric.core.rubric import Rubric, make_rubric
from lexcurric.core.scored import Layout
from lexcurric.workspace.made_of import as_if_issued, sources
from lexcurric.workspace.stale import overtaken

if TYPE_CHECKING:
    from lexcurric.workspace.workspace import Workspace

_KEPT = 64
"""How many layouts are remembered: copies of one rubric share one, and sorted ones have one each."""


class Editions:
    """The editions of a collection, each made once; `listed` has them in the order in which they came."""

    def __init__(self, workspace: Workspace | None) -> None:
        self.workspace = workspace
        self.listed: list[Edition] = []
        self._by_layout: OrderedDict[Layout, Edition] = OrderedDict()
        self._by_facts: dict[tuple[tuple[str, str], ...], Edition | None] = {}
        self._by_rubric: dict[str, Edition] = {}

    def edition(self, layout: Layout) -> Edition:
        """
        The rubric that a layout is of. Raises EditError where the workbook has too little left to make one from.
        """
        found = self._by_layout.get(layout)
        if found is None:
            found = self._by_layout[layout] = self._found(layout)
            if len(self._by_layout) > _KEPT:
                self._by_layout.popitem(last=False)
        else:
            self._by_layout.move_to_end(layout)
        return found

    def _found(self, layout: Layout) -> Edition:
        if layout.facts not in self._by_facts:
            self._by_facts[layout.facts] = self._issued(layout)
        issued = self._by_facts[layout.facts]
        return issued if issued is not None else self._rebuilt(layout)

    def _issued(self, layout: Layout) -> Edition | None:
        """The rubric of the version that the workbook states, where that version is in the workspace."""
        fact, workspace = layout.fact, self.workspace
        if workspace is None or not fact.get("sha256"):
            return None
        found = next(sources(workspace, fact.get("soc", ""), fact.get("version", ""), fact["sha256"]), None)
        if found is None:
            return None
        made_of, snapshot = found
        kind = kind_of(layout)
        try:
            rubric = make_rubric(snapshot, kind, options_of_facts(layout))
        except EditError:
            return None
        over = overtaken(workspace, as_if_issued(workspace, kind.value, snapshot, made_of))
        label = fact.get("version", "") or snapshot.version
        if over is None:
            return self._add(Edition(rubric, label, is_known=True))
        return self._add(Edition(rubric, label, True, over.by, over.changes, over.sentence))

    def _rebuilt(self, layout: Layout) -> Edition:
        try:
            rubric = rebuild(layout)
        except (LexcurricError, ValueError, KeyError, IndexError) as error:
            # A workbook may state anything; what no rubric can have ends here, in the checks of the records.
            kind = kind_name(kind_of(layout).value)
            said = str(error) if isinstance(error, LexcurricError) else "what it states of itself does not fit together"
            raise EditError(f"the {kind} cannot be made out: {said}") from None
        key = _key(rubric)
        found = self._by_rubric.get(key)
        if found is None:
            version = layout.fact.get("version", "") or "(not stated)"
            found = self._by_rubric[key] = self._add(Edition(rubric, version, is_known=False))
        return found

    def _add(self, edition: Edition) -> Edition:
        self.listed.append(edition)
        return edition

    def newest_first(self) -> list[Edition]:
        """The editions, those of newer versions of a framework before those of older ones."""
        if self.workspace is None:
            return list(self.listed)
        store = self.workspace.store
        socs = {each.rubric.provenance.soc for each in self.listed}
        labels = {soc: [each.label for each in store.versions(soc)] for soc in socs if store.has_framework(soc)}

        def age(edition: Edition) -> int:
            known = labels.get(edition.rubric.provenance.soc, [])
            # A draft is newer than the version that it started from.
            return -known.index(edition.version) if edition.version in known else -len(known) * edition.is_known

        return sorted(self.listed, key=age)


def _key(rubric: Rubric) -> str:
    return rubric.model_dump_json(exclude={"options"})
