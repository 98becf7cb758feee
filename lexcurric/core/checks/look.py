"""A framework as the rules look at it: each statement with what is read off it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import takewhile

from lexcurric.core.checks.settings import CheckSettings
from lexcurric.core.demand import Demand, VerbList, demand_of
from lexcurric.core.demand.demand import Performance, performance_of
from lexcurric.core.model import Content, Statement
from lexcurric.core.statement import ParsedStatement, parse_statement
from lexcurric.core.wording import normal, word_stems, words

SMALL = frozenset({"and", "or", "of", "in", "on", "at", "to", "for", "from", "with", "as", "their", "its", "such"})


@lru_cache(maxsize=65_536)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a text in its normal form that carry meaning."""
    return frozenset(stem for word in words(text) if word not in SMALL for stem in word_stems(word))


@lru_cache(maxsize=65_536)
def stems_as_written(text: str) -> frozenset[str]:
    """The same of a text as it is written."""
    return stems_of(normal(text))


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A text as written, in its normal form and without capitals."""
    return normal(text).casefold()


class Line:
    """One statement: its wording as it is (`raw`) and as a reader sees it (`text`), and where it stands."""

    def __init__(self, statement: Statement, where: str, verbs: VerbList) -> None:
        self.statement, self.where, self._list = statement, where, verbs
        self.raw = statement.text
        self.text = normal(statement.text)

    @cached_property
    def parsed(self) -> ParsedStatement:
        """The statement by its grammar."""
        return parse_statement(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, case-folded."""
        return words(self.text)

    @cached_property
    def performance(self) -> Performance:
        """Where the performance begins, with its main verbs."""
        return performance_of(self.text)

    @cached_property
    def demand(self) -> Demand:
        """What the main verbs ask for."""
        return demand_of(self.text, self._list)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that carry meaning."""
        return stems_of(self.text)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often the statement has each stem that carries meaning."""
        return Counter(stem for word in self.words if word not in SMALL for stem in word_stems(word))

    @property
    def after_verbs(self) -> str:
        """What stands after the list of main verbs."""
        return self.text[self.performance.end :].strip().rstrip(".").strip()


class Look:
    """The framework's content, the settings, and one line for each active statement, in reading order."""

    def __init__(self, content: Content, settings: CheckSettings | None = None, only: str | None = None) -> None:
        self.content = content
        self.settings = settings or CheckSettings()
        self.verbs = self.settings.verb_list()
        self.only = only
        """The one statement that findings are wanted of, if not all are."""

    @cached_property
    def active(self) -> tuple[Statement, ...]:
        """The active statements, in reading order."""
        return self.content.active

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every active statement."""
        return tuple(self.line(each) for each in self.active)

    def in_steps(self) -> Iterator[None]:
        """Makes the lines, with what costs most to read off them, and gives the word back after each."""
        made = []
        for each in self.active:
            line = self.line(each)
            made.append(line)
            _ = line.stems, line.performance
            yield
        self.__dict__["lines"] = tuple(made)

    def line(self, statement: Statement) -> Line:
        """An active statement as the rules look at it."""
        where = f"{self._labels.get(statement.level, statement.level)} {self.content.positions[statement.id]}"
        return Line(statement, where, self.verbs)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {level.key: level.label for level in self.content.levels}

    @cached_property
    def wanted(self) -> tuple[Line, ...]:
        """The lines that findings are wanted of."""
        if self.only is None:
            return self.lines
        return (self.line(self.content.by_id[self.only]),) if self.only in self.content.positions else ()

    def before(self, line: Line) -> Iterator[Statement]:
        """The active statements before a line."""
        return takewhile(lambda each: each.id != line.statement.id, self.active)

    @cached_property
    def share_of_form(self) -> float:
        """The share of statements with a dash between spaces: is this a framework of `Object — performance.`?"""
        active = self.active
        return sum(" — " in each.text for each in active) / max(1, len(active))

    @cached_property
    def share_of_stops(self) -> float:
        """The share of statements that end in a full stop."""
        active = self.active
        return sum(each.text.rstrip().endswith(".") for each in active) / max(1, len(active))
