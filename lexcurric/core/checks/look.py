"""A framework as the rules look at it: each statement with what is read off it once."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property, lru_cache

from lexcurric.core.checks.settings import CheckSettings
from lexcurric.core.demand import Demand, VerbList, demand_of
from lexcurric.core.demand.demand import Performance, performance_of
from lexcurric.core.model import Content, Statement
from lexcurric.core.statement import ParsedStatement, parse_statement
from lexcurric.core.wording import normal, word_stems, words

SMALL = frozenset({"and", "or", "of", "in", "on", "at", "to", "for", "from", "with", "as", "their", "its", "such"})


@lru_cache(maxsize=16_384)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for word in words(text) if word not in SMALL for stem in word_stems(word))


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
        return _stems(self.text)

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
    def lines(self) -> tuple[Line, ...]:
        """Every active statement."""
        labels = {level.key: level.label for level in self.content.levels}
        return tuple(
            Line(each, f"{labels.get(key, key)} {place}", self.verbs)
            for key, row in self.content.by_level.items()
            for place, each in enumerate(row, start=1)
        )

    @cached_property
    def wanted(self) -> tuple[Line, ...]:
        """The lines that findings are wanted of."""
        return self.lines if self.only is None else tuple(each for each in self.lines if each.statement.id == self.only)

    @cached_property
    def by_text(self) -> dict[str, list[Line]]:
        """The lines by their wording, whatever its capitals."""
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[line.text.casefold()].append(line)
        return groups

    @cached_property
    def share_of_form(self) -> float:
        """The share of statements with a dash between spaces: is this a framework of `Object — performance.`?"""
        return sum(" — " in each.text for each in self.lines) / max(1, len(self.lines))

    @cached_property
    def share_of_stops(self) -> float:
        """The share of statements that end in a full stop."""
        return sum(each.text.endswith(".") for each in self.lines) / max(1, len(self.lines))

    def line_of(self, statement_id: str) -> Line | None:
        """The line of an active statement."""
        return next((each for each in self.lines if each.statement.id == statement_id), None)
