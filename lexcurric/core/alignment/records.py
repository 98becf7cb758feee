"""What an alignment is: the list, the things in it, and what was said of a statement and one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from lexcurric.core.model import Record
from lexcurric.core.provenance import ONET_CREDIT

ONET = "onet"
"""The key of the list that an O*NET database release gives."""
ONET_LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
ONET_PAGE = "https://www.onetcenter.org/database.html"


class ItemKind(StrEnum):
    """What a thing in a list is. The first five are O*NET's; everything in another list is an `item`."""

    TASK = "task"
    DWA = "dwa"
    ACTIVITY = "activity"
    TECHNOLOGY = "technology"
    TOOL = "tool"
    ITEM = "item"


KIND_WORDS: Mapping[ItemKind, tuple[str, str]] = {
    ItemKind.TASK: ("task", "tasks"),
    ItemKind.DWA: ("detailed work activity", "detailed work activities"),
    ItemKind.ACTIVITY: ("work activity", "work activities"),
    ItemKind.TECHNOLOGY: ("technology skill", "technology skills"),
    ItemKind.TOOL: ("tool", "tools"),
    ItemKind.ITEM: ("item", "items"),
}
"""What people call one of a kind, and several."""
MENTIONED = (ItemKind.TECHNOLOGY, ItemKind.TOOL)
"""The kinds that a statement names or does not; the others are weighed by what both say."""
WEIGHED = (ItemKind.TASK, ItemKind.DWA, ItemKind.ITEM)


class Relation(StrEnum):
    """How a statement stands to what it is aligned with: `isRelatedTo` or `exactMatchOf` in CASE."""

    RELATED = "related"
    EXACT = "exact"


class Choice(StrEnum):
    """What a reviewer writes beside an alignment in a workbook; `exact` accepts it as the same thing."""

    ACCEPT = "accept"
    EXACT = "exact"
    REJECT = "reject"
    TAKE_BACK = "take back"


class AlignmentState(StrEnum):
    """Proposed by the program, or decided by a person; only decisions are kept."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ListItem(Record):
    """
    One thing in a list, by a code that its publisher keeps.

    `note` says more, such as O*NET's Core or Supplemental; `links` are codes of others in the list that it belongs to
    (a task's detailed work activities, the work activity of a detailed one); `names` are examples by which a technology
    or tool may be named as well.
    """

    code: str
    label: str
    kind: ItemKind = Field(default=ItemKind.ITEM, strict=False)
    url: str = ""
    note: str = ""
    links: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class AlignedList(Record):
    """A list that statements are aligned with, as far as it concerns one framework, and whose it is."""

    key: str
    title: str
    release: str = ""
    url: str = ""
    licence: str = ""
    credit: str = ""
    occupation: str = ""
    occupation_title: str = ""
    items: tuple[ListItem, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[tuple[ItemKind, str], ListItem]:
        """Every item by its kind and code."""
        return {(each.kind, each.code): each for each in self.items}

    def of_kind(self, *kinds: ItemKind) -> tuple[ListItem, ...]:
        """The items of these kinds, in the order of the list."""
        return tuple(each for each in self.items if each.kind in kinds)

    @property
    def kinds(self) -> tuple[ItemKind, ...]:
        """The kinds that occur."""
        found = {each.kind for each in self.items}
        return tuple(each for each in ItemKind if each in found)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Where the list comes from, as label and text: what every file that has something of it must carry."""
        occupation = f"{self.occupation_title} ({self.occupation})" if self.occupation_title else self.occupation
        said = (
            ("List", self.title),
            ("Occupation in the list", occupation),
            ("Source of the list", self.url),
            ("Licence of the list", self.licence),
            ("Credit", self.credit),
        )
        return tuple((label, text) for label, text in said if text)


def onet_list(release: str, occupation: str, title: str, items: Iterable[ListItem]) -> AlignedList:
    """The list of one occupation of an O*NET release, with the credit that its licence asks for."""
    return AlignedList(
        key=ONET,
        title=f"O*NET {release} Database" if release else "O*NET Database",
        release=release,
        url=ONET_PAGE,
        licence=ONET_LICENCE,
        credit=ONET_CREDIT.format(release=release).replace("  ", " "),
        occupation=occupation,
        occupation_title=title,
        items=tuple(items),
    )


class Alignment(Record):
    """
    A statement aligned with one thing of a list: proposed, accepted or rejected, how sure (0 to 1; None by hand), why.

    `label` and `url` are the list's as they were then, `text` the statement's wording, so that it shows when either is
    another now. `author` and `time` say who decided, and when; both are empty while it is only proposed.
    """

    statement: str
    list: str
    kind: ItemKind = Field(strict=False)
    code: str
    relation: Relation = Field(default=Relation.RELATED, strict=False)
    state: AlignmentState = Field(default=AlignmentState.PROPOSED, strict=False)
    score: float | None = None
    why: tuple[str, ...] = ()
    label: str = ""
    url: str = ""
    text: str = ""
    author: str = ""
    time: str = ""

    @property
    def key(self) -> str:
        """The name that it is kept by: one for each statement and thing."""
        return alignment_key(self.statement, self.list, self.kind, self.code)

    @property
    def ref(self) -> str:
        """How a person names it: the statement's first 8 characters, a colon, and the code."""
        return f"{self.statement[:8]}:{self.code}"

    @property
    def is_accepted(self) -> bool:
        """True once a person has said so."""
        return self.state is AlignmentState.ACCEPTED


def alignment_key(statement: str, listed: str, kind: ItemKind, code: str) -> str:
    """The key of an alignment; `statement` is the whole id."""
    return f"{statement}/{listed}/{kind.value}/{code}"
