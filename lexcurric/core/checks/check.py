"""Running the rules: over a whole framework, over one statement while it is typed, and repairing what is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lexcurric.core import edits
from lexcurric.core.checks import form, lines, marks, sets, wording
from lexcurric.core.checks.look import Line, Look
from lexcurric.core.checks.records import Accepted, Finding, Fix, Found, Rule, basis_of, finding_key
from lexcurric.core.checks.settings import CheckSettings
from lexcurric.core.model import Content, replace

RULES: tuple[Rule, ...] = (*form.RULES, *marks.RULES, *wording.RULES, *sets.RULES, *lines.RULES)
"""Every rule, in the order that findings are listed."""
IDS = frozenset(each.id for each in RULES)
_REPAIRS = ("invisible", "spaces", "grammar", "punctuation", "full-stop", "spelling")
"""The order in which several repairs of one statement are made."""
ROUNDS = 5


def rule_of(rule_id: str) -> Rule:
    """The rule with this id. Raises KeyError where there is none."""
    return next(each for each in RULES if each.id == rule_id) if rule_id in IDS else _no_rule(rule_id)


def _no_rule(rule_id: str) -> Rule:
    raise KeyError(rule_id)


def active_rules(settings: CheckSettings) -> tuple[Rule, ...]:
    """The rules that are switched on."""
    return tuple(each for each in RULES if settings.rules.get(each.id, each.default_on))


def check(
    content: Content, settings: CheckSettings | None = None, accepted: Iterable[Accepted] = ()
) -> tuple[Finding, ...]:
    """
    All findings, in reading order within each rule; those that a designer accepted say why in `accepted`.

    `accepted` are the records kept of that; one whose wording has changed since has no effect any more.
    """
    return tuple(each for each in _run(Look(content, settings), accepted) if each is not None)


def check_in_steps(
    content: Content, settings: CheckSettings | None = None, accepted: Iterable[Accepted] = ()
) -> Iterator[Finding | None]:
    """
    The findings of `check`, with None in between after every little work: whoever goes through them can do something
    else meanwhile, and stop.
    """
    look = Look(content, settings)
    yield from look.in_steps()
    yield from _run(look, accepted)


def check_statement(
    content: Content, statement_id: str, settings: CheckSettings | None = None, accepted: Iterable[Accepted] = ()
) -> tuple[Finding, ...]:
    """
    The findings about one active statement alone, quick enough to ask for while it is typed.

    Raises EditError where the framework has no such statement.
    """
    wanted = edits.find(content, statement_id).id
    return tuple(
        each for each in _run(Look(content, settings, wanted), accepted) if each and each.statement_id == wanted
    )


def repaired(
    content: Content, settings: CheckSettings | None = None, wanted: Mapping[str, set[str]] | None = None
) -> dict[str, str]:
    """
    The new wording of each statement that safe repairs change, by its id.

    `wanted` names the rules for each statement's id; without it, every rule that is on repairs every statement.
    """
    look = Look(content, settings)
    by_id = {each.id: each for each in active_rules(look.settings)}
    rules = [by_id[each] for each in _REPAIRS if each in by_id]
    found = {}
    lines = look.lines if wanted is None else _lines(look, wanted)
    for line in lines:
        mine = rules if wanted is None else [each for each in rules if each.id in wanted.get(line.statement.id, ())]
        new = _repair(line, look, mine)
        if new != line.raw:
            found[line.statement.id] = new
    return found


def _lines(look: Look, wanted: Iterable[str]) -> Iterator[Line]:
    """The active statements with these ids, in reading order."""
    content = look.content
    for level in content.by_level:
        mine = [each for each in wanted if each in content.positions and content.by_id[each].level == level]
        for each in sorted(mine, key=content.positions.__getitem__):
            yield look.line(content.by_id[each])


def _repair(line: Line, look: Look, rules: Sequence[Rule]) -> str:
    """The wording after all of the rules' repairs; one may make room for another, so they are gone through again."""
    for _ in range(ROUNDS):
        before = line.raw
        for rule in rules:
            if rule.repair is None or not any(_found(rule, line, look)):
                continue
            text = rule.repair(line, look)
            if text != line.raw and text.strip():
                line = Line(replace(line.statement, text=text), line.where, look.verbs)
        if line.raw == before:
            break
    return line.raw


def _found(rule: Rule, line: Line, look: Look) -> Iterator[bool]:
    if rule.of_line is not None:
        yield from (True for _ in rule.of_line(line, look))
    else:
        # A rule of all with a repair looks at each line by itself.
        yield bool(line.parsed.problems)


def _run(look: Look, accepted: Iterable[Accepted]) -> Iterator[Finding | None]:
    held = {each.key: each for each in accepted if not each.withdrawn}
    moved = {(each.rule, each.basis): each for each in held.values() if each.subject not in look.content.by_id}
    for rule in active_rules(look.settings):
        for each in _of(rule, look):
            yield None if each is None else _finding(rule, each, look, held, moved)


def _of(rule: Rule, look: Look) -> Iterator[Found | None]:
    if rule.of_line is not None:
        for line in look.wanted:
            yield from rule.of_line(line, look)
            yield None
    elif rule.of_all is not None:
        yield from rule.of_all(look)


def _finding(
    rule: Rule, found: Found, look: Look, held: Mapping[str, Accepted], moved: Mapping[tuple[str, str], Accepted]
) -> Finding:
    line, where = found.line, found.where
    if line is not None:
        subject = line.statement.id
        basis = basis_of(line.raw, *sorted(each.raw for each in found.others))
    else:
        # What is found in the framework as a whole holds as long as it is found so.
        subject, basis = where, basis_of(found.message)
    key = finding_key(rule.id, subject, basis)
    # A statement that got another id through a corrected match, with the same wording, is still the one accepted.
    known = held.get(key) or (moved.get((rule.id, basis)) if line is not None else None)
    return Finding(
        rule=rule.id,
        severity=look.settings.severities.get(rule.id, rule.severity),
        where=line.where if line is not None else where,
        message=found.message,
        statement_id=line.statement.id if line is not None else None,
        text=line.raw if line is not None else "",
        key=key,
        part=found.part,
        others=tuple(each.statement.id for each in found.others),
        fix=_fix(rule, line, look),
        accepted=(known.reason or "accepted") if known else "",
    )


def _fix(rule: Rule, line: Line | None, look: Look) -> Fix | None:
    if rule.repair is None or line is None:
        return None
    text = rule.repair(line, look)
    return Fix(text=text, what=rule.repairs) if text != line.raw and text.strip() else None


def accept(finding: Finding, content: Content, reason: str, author: str, time: str) -> Accepted:
    """The record that a finding is let stand; time in ISO 8601, UTC."""
    if finding.statement_id is None:
        subject, basis = finding.where, basis_of(finding.message)
    else:
        subject = finding.statement_id
        others = [content.by_id[each].text for each in finding.others if each in content.by_id]
        basis = basis_of(finding.text, *sorted(others))
    return Accepted(rule=finding.rule, subject=subject, basis=basis, reason=reason, author=author, time=time)
