"""One workbook in the making: what every sheet of it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lexcurric.core.provenance import Provenance
from lexcurric.core.rubric import (
    Labels,
    Paper,
    RowStatus,
    Rubric,
    RubricResult,
    score,
)
from lexcurric.core.rubric.labels import KindLabels
from lexcurric.formats.rubric.places import Places
from lexcurric.workbook import styles
from lexcurric.workbook.book import Book
from lexcurric.workbook.fit import row_height
from lexcurric.workbook.head import add_head
from lexcurric.workbook.looks import STATUS_LOOKS, look_of
from lexcurric.workbook.page import protect, set_header, set_height, set_page
from lexcurric.workbook.sheet import Sheet


@dataclass
class Work:
    """The workbook of one rubric: the book, where things stand, the words, and the result without any rating."""

    rubric: Rubric
    path: Path
    logo: bytes | None = None
    book: Book = field(init=False)
    places: Places = field(init=False)
    result: RubricResult = field(init=False)

    def __post_init__(self) -> None:
        self.book, self.places = Book(self.path, look_of(self.rubric.options.theme)), Places(self.rubric)
        self.result = score(self.rubric, {})

    @property
    def words(self) -> Labels:
        """The words of the workbook's language."""
        return self.places.labels

    @property
    def kind(self) -> KindLabels:
        """The words of this kind of rubric."""
        return self.words.of_kind(self.rubric.kind.value)

    @property
    def origin(self) -> Provenance:
        """Where the statements come from."""
        return self.rubric.provenance

    @property
    def title(self) -> str:
        """The title of the workbook."""
        return self.kind.title.format(title=self.origin.title)

    @property
    def paper(self) -> Paper:
        """The paper that the workbook is set up for."""
        return self.rubric.options.paper

    @property
    def below(self) -> str:
        """What is said of a trainee who has attained no level."""
        return self.words.below.format(level=self.rubric.levels[self.rubric.rated_levels[0] - 1])

    def sheet(self, which: str, widths: Sequence[float], title: str, purpose: str, room: float = 0.0) -> Sheet:
        """A new sheet with its head; `room` is the width for the title, in characters."""
        sheet = self.book.sheet(self.places.sheets[which], widths, right_to_left=self.words.right_to_left)
        add_head(self.book, sheet, title, purpose, room or sum(widths))
        return sheet

    def finish(self, sheet: Sheet, area: str, landscape: bool = False, one_page: bool = False) -> None:
        """Paper, header and footer, protection."""
        set_page(sheet, area, landscape=landscape, one_page=one_page, paper=self.paper)
        right = self.words.header_right.format(version=self.origin.version, hash=self.origin.short_hash)
        set_header(sheet, self.title, self.origin, right=right, page_of=self.words.page_of)
        protect(sheet)

    def heads(
        self, sheet: Sheet, row: int, titles: Mapping[str, str], left: str = "", widths: Sequence[float] = ()
    ) -> None:
        """A header row: titles by column letter; those in `left` are not centred."""
        for letter, title in titles.items():
            self.book.put(sheet, f"{letter}{row}", title, styles.HEAD if letter in left.split() else styles.HEAD_CENTRE)
        texts = list(zip(titles.values(), widths, strict=False))
        set_height(sheet, row, max(20, row_height([*texts], bold=True)) if texts else 32)

    def level_fill(self, step: int) -> str:
        """The tint of a level; `step` counts from 1."""
        return styles.level_fill(step - 1, len(self.rubric.levels), self.book.look)

    def status_word(self, status: RowStatus) -> str:
        """The word for a status."""
        words = self.words
        return {
            RowStatus.MET: words.met,
            RowStatus.NOT_YET: words.not_yet,
            RowStatus.TO_RATE: words.to_rate,
            RowStatus.LEFT_OUT: words.left_out,
        }[status]

    def status_looks(self) -> dict[str, str]:
        """The words of the statuses, with the look of each."""
        words = self.words
        pairs = zip((words.met, words.not_yet, words.to_rate, words.left_out, words.check), STATUS_LOOKS, strict=True)
        return dict(pairs)

    def yes(self, value: bool) -> str:
        """Yes or no."""
        return self.words.yes if value else self.words.no
