"""All that a framework is aligned with, list by list, and how it is handed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lexcurric.core.alignment.records import Alignment
from lexcurric.workspace.aligning import COLUMNS, Alignments
from lexcurric.workspace.kept_alignments import kept_alignments, kept_lists

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic import JsonValue

    from lexcurric.workspace.framework import Framework


class Crosswalks:
    """All that a framework is aligned with: one `Alignments` a kept list; written to CASE and CTDL-ASN together."""

    def __init__(self, framework: Framework) -> None:
        framework.draft.refresh()
        self.framework = framework
        self.lists = tuple(
            Alignments(framework, each, (), framework.workspace.meaning)
            for each in kept_lists(framework.draft.items).values()
        )

    @property
    def records(self) -> tuple[Alignment, ...]:
        """Every decision, by list."""
        return kept_alignments(self.framework.draft.items)

    def to_frame(self) -> DataFrame:
        """One row a decision, with the list it is about."""
        from lexcurric.formats.frames import records_frame

        rows = [
            (each.list.title, *row) for each in self.lists for row in each.decided.itertuples(index=False, name=None)
        ]
        return records_frame(rows, ("list", *COLUMNS))

    def case_associations(self, base: str = "") -> list[dict[str, JsonValue]]:
        """All accepted ones as CASE 1.1 associations; `base` is the address of the CASE server."""
        return [found for each in self.lists for found in each.case_associations(base)]

    def ctdl_asn(self, **options: str) -> list[dict[str, JsonValue]]:
        """A CTDL-ASN graph for each list; options: base (the registry's address), language."""
        return [each.ctdl_asn(**options) for each in self.lists]

    def __iter__(self) -> Iterator[Alignments]:
        return iter(self.lists)

    def __len__(self) -> int:
        return len(self.lists)

    def __repr__(self) -> str:
        names = ", ".join(f"{each.list.title} ({len(each.decided)})" for each in self.lists)
        return f"<{self.framework.soc} is aligned with {names or 'no list'}>"

    def _repr_html_(self) -> str:
        from lexcurric.workspace.html import crosswalks_html

        return crosswalks_html(self)
