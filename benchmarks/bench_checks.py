"""
The checks: how often each rule is right on real lists of statements, judged by hand, and how long they take.

The lists lie beside the project (../shared) and are not copied into it. Of each rule up to 40 findings are drawn by the
hash of what they say; `benchmarks/truth/checks.tsv` holds the verdicts by that hash, never a text. A list of another
form than `Object — performance.` is judged with the rule for that form left to say so once.

    python -m benchmarks.bench_checks              # the table, into docs/checks-results.md
    python -m benchmarks.bench_checks --findings   # the sampled findings, to judge
    python -m benchmarks.bench_checks --held-out   # those of the statements held out
"""

from __future__ import annotations

import csv
import hashlib
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lexcurric.core import edits
from lexcurric.core.checks import RULES, CheckSettings, Finding, Spelling, check, check_statement
from lexcurric.core.export import content_from_export
from lexcurric.core.model import Content, replace
from lexcurric.formats.lex_json import read_export

SHARED = Path(__file__).parents[2] / "shared"
TRUTH = Path(__file__).parent / "truth" / "checks.tsv"
OUTPUT = Path(__file__).parents[1] / "docs" / "checks-results.md"
SAMPLE = 40
LEFT_OUT = ("grammar", "spelling", "jargon", "reading")
"""What is not read again: what holds by definition, and what is off."""
JARGON = {"utilize": "use", "leverage": "use", "facilitate": "help", "synergy": "", "stakeholder": ""}
Row = tuple[str, str, str]
"""A level, a criterion (or nothing), and a text."""


class Judged(NamedTuple):
    """A finding with the list that it is from."""

    source: str
    finding: Finding

    @property
    def hash(self) -> str:
        """What its verdict is kept under."""
        said = f"{self.finding.rule}\n{self.finding.text or self.source + self.finding.where}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def framework(name: str, rows: Iterable[Row]) -> Content:
    """A framework of these rows; a level for each name in order."""
    listed = list(rows)
    keys = list(dict.fromkeys(level for level, _, _ in listed))
    levels = {
        f"l{place}": {"label": key or "All", "statements": [text for level, _, text in listed if level == key]}
        for place, key in enumerate(keys)
    }
    value = {
        "schemaVersion": "1.0",
        "exportedAt": "2026-01-01T00:00:00.000Z",
        "occupation": {"soc": name, "title": name, "group": "", "sector": "", "jobZone": 3},
        "framework": {"version": "v.1", "description": "", "contextCovered": "", "levels": levels},
        "sources": {"list": name},
        "attribution": "© its owner",
    }
    content = content_from_export(value)
    threads = {(f"l{keys.index(level)}", text): criterion for level, criterion, text in listed}
    for criterion in dict.fromkeys(each for _, each, _ in listed if each):
        ids = [each.id for each in content.active if threads[each.level, each.text] == criterion]
        content = edits.assign_criterion(content, ids, criterion)
    return content


THREADS = ("1 1 2 1", "2 2 1 6", "3 8 9 -", "5 4 4 7", "6 7 7 -", "10 6 5 -", "8 10 10 10", "- 3 3 3", "- 5 6 4")
"""The legal secretaries' statements about one thing, by their positions in the four levels; put together by hand."""


def threaded(content: Content) -> Content:
    """The framework with its criteria."""
    for number, thread in enumerate(THREADS, start=1):
        places = zip(content.by_level.values(), thread.split(), strict=True)
        ids = [row[int(place) - 1].id for row, place in places if place != "-"]
        content = edits.assign_criterion(content, ids, f"Thread {number}")
    return content


def turned(content: Content) -> Content:
    """The framework with its levels upside down."""
    keys = [each.key for each in content.levels]
    new = dict(zip(keys, reversed(keys), strict=True))
    return replace(content, statements=tuple(replace(each, level=new[each.level]) for each in content.statements))


def tsv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a list."""
    with path.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)


def frameworks() -> Iterator[tuple[str, Content]]:
    """Every list, as frameworks, with its name."""
    yield "legal secretaries", threaded(read_export(SHARED / "exports" / "43-6012.00.v.26.05.json").content)
    matching, formats = SHARED / "data" / "matching", SHARED / "data" / "formats"
    rows = [(*each["level"].split("/"), each["text"]) for each in tsv(matching / "ft-competencies/v1.0.0-beta.1.tsv")]
    yield "engineers", framework("engineers", [(a, b, c) for a, b, c in rows])
    by: dict[str, list[Row]] = defaultdict(list)
    for each in tsv(matching / "onet-tasks/2022.tsv"):
        by[each["group"]].append(("All", "", each["text"]))
    for group, listed in by.items():
        yield "tasks", framework(group, listed)
    by.clear()
    for each in tsv(matching / "nist-800-53/rev5_moderate.tsv"):
        by[each["group"]].append(("All", "", each["text"]))
    for group, listed in by.items():
        yield "controls", framework(group, listed)
    for name in ("bcsp-asp", "onet-basic-skills"):
        texts = competencies(json.loads((formats / "ctdl-asn" / f"{name}.json").read_text(encoding="utf-8")))
        yield name, framework(name, [("All", "", each) for each in texts])
    for name in ("mockDOK", "mockIT"):
        found = json.loads((formats / "case-1.0" / f"smarterbalanced-{name}.cfpackage.json").read_text("utf-8"))
        yield "school", framework(name, [("All", "", each["fullStatement"]) for each in found["CFItems"]])


def competencies(value: Any) -> list[str]:
    """The texts of the competencies of a CTDL-ASN graph."""
    graph = value if isinstance(value, list) else value.get("@graph", [])
    found = []
    for each in graph:
        text = each.get("ceasn:competencyText") if isinstance(each, dict) else None
        text = next(iter(text.values()), "") if isinstance(text, dict) else text
        if isinstance(text, str) and text.strip():
            found.append(text)
    return found


def all_findings() -> tuple[list[Judged], int]:
    """The findings of every rule on every list, and how many statements were looked at."""
    every = {each.id: True for each in RULES}
    found: list[Judged] = []
    count = 0
    for name, content in frameworks():
        count += len(content.active)
        # Each list is held against the spelling of the other side: that of engineers in London, all others American.
        spelling = Spelling.US if name == "engineers" else Spelling.UK
        settings = CheckSettings(rules=every, spelling=spelling, jargon=JARGON)
        found += [Judged(name, each) for each in check(content, settings)]
    return found, count


def held_out() -> list[Judged]:
    """
    The findings on tasks of 2013 that are not among those of 2022: read after the rules were set, and changed by none
    but `length`.
    """
    tasks = SHARED / "data" / "matching" / "onet-tasks"
    known = {each["text"] for each in tsv(tasks / "2022.tsv")}
    by: dict[str, list[Row]] = defaultdict(list)
    for each in tsv(tasks / "2013.tsv"):
        if each["text"] not in known:
            by[each["group"]].append(("All", "", each["text"]))
    settings = CheckSettings(rules={**{each.id: True for each in RULES}, **dict.fromkeys(LEFT_OUT, False)})
    found = []
    for group, listed in by.items():
        found += [Judged("tasks of 2013", each) for each in check(framework(group, listed), settings)]
    return found


def sample(found: list[Judged]) -> dict[str, list[Judged]]:
    """Up to SAMPLE findings of each rule, drawn by their hash."""
    by: dict[str, list[Judged]] = defaultdict(list)
    # The same words found twice are judged once.
    distinct = {each.hash: each for each in found}
    for each in sorted(distinct.values(), key=lambda one: one.hash):
        if len(by[each.finding.rule]) < SAMPLE:
            by[each.finding.rule].append(each)
    return by


def verdicts() -> dict[str, str]:
    """The verdicts by hash: `true` or `false`."""
    if not TRUTH.exists():
        return {}
    return {each["hash"]: each["verdict"] for each in tsv(TRUTH)}


def table() -> list[str]:
    """The table of precision by rule."""
    found, count = all_findings()
    known, drawn, again = verdicts(), sample(found), sample(held_out())
    lines = [
        f"On {count:,} statements of {len({each.source for each in found})} lists:",
        "",
        "| rule | on | findings | per 100 statements | judged | true | precision | held out: judged | true |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for rule in RULES:
        every = [each for each in found if each.finding.rule == rule.id]
        judged = [known[each.hash] for each in drawn[rule.id] if each.hash in known]
        true = judged.count("true")
        share = f"{true / len(judged):.0%}" if judged else "–"
        later = [known[each.hash] for each in again[rule.id] if each.hash in known]
        seen = f"{len(later)} | {later.count('true')}" if later else "– | –"
        on = "yes" if rule.default_on else "no"
        rate = f"{100 * len(every) / count:.2f}"
        lines.append(f"| {rule.id} | {on} | {len(every)} | {rate} | {len(judged)} | {true} | {share} | {seen} |")
    return lines


def speed() -> list[str]:
    """How long the checks of 4,000 real statements take, and of one of them."""
    texts = [each["text"] for each in tsv(SHARED / "data/matching/onet-tasks/2022.tsv")][:4000]
    content = framework("speed", [(f"level {place % 4}", "", each) for place, each in enumerate(texts)])
    assert len(content.active) == 4000
    whole, one = [], []
    for place in range(5):
        start = time.perf_counter()
        check(content)
        whole.append(time.perf_counter() - start)
        start = time.perf_counter()
        check_statement(content, content.active[place * 700].id)
        one.append(time.perf_counter() - start)
    small = read_export(SHARED / "exports" / "43-6012.00.v.26.05.json").content
    start = time.perf_counter()
    check_statement(small, small.active[7].id)
    least = time.perf_counter() - start
    return [
        f"All checks of 4,000 statements take {whole[0]:.2f} s the first time and {statistics.median(whole):.2f} s in "
        f"the median of five; one statement among 4,000 takes {statistics.median(one) * 1000:.0f} ms, one among 40 "
        f"{least * 1000:.1f} ms."
    ]


def progression() -> list[str]:
    """How often a fall is found where there is none (the framework as it is) and where there is one (upside down)."""
    content = threaded(read_export(SHARED / "exports" / "43-6012.00.v.26.05.json").content)
    here, there = ([each for each in check(side) if each.rule == "progression"] for side in (content, turned(content)))
    threads = {content.by_id[each.statement_id].criterion for each in there if each.statement_id}
    return [
        f"Progression: {len(here)} findings on the legal secretaries' {len(THREADS)} criteria as they are; with the "
        f"levels turned upside down, {len(threads)} of the {len(THREADS)} are pointed out."
    ]


def main() -> None:
    """Prints what was found, or writes the table."""
    if not SHARED.exists():
        print("The lists are not beside this clone (../shared): nothing was measured.")
        return
    if "--findings" in sys.argv or "--held-out" in sys.argv:
        known = verdicts()
        for rule, drawn in sample(held_out() if "--held-out" in sys.argv else all_findings()[0]).items():
            for each in drawn:
                where = f"{each.source} | {each.finding.text or each.finding.where}"
                print(f"{rule}\t{each.hash}\t{known.get(each.hash, '')}\t{each.finding.message}\t{where}")
        return
    head, _, rest = OUTPUT.read_text(encoding="utf-8").partition("<!-- measured -->")
    _, _, foot = rest.partition("<!-- /measured -->")
    body = "\n".join(["<!-- measured -->", "", *table(), "", *progression(), "", *speed(), "", "<!-- /measured -->"])
    OUTPUT.write_text(head + body + foot, encoding="utf-8")
    print(body)


if __name__ == "__main__":
    main()
