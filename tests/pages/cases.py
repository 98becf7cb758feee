"""The workbooks that are printed: each kind, plain and in every shape that has made pages ugly before."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lexcurric.core.model import Criterion, Level, Snapshot, Statement, replace
from lexcurric.core.rubric import Options, Paper, Rubric, RubricKind, Theme, make_rubric
from lexcurric.formats.lex_json import read_export
from lexcurric.formats.rubric import write_rubric
from lexcurric.formats.rubric.places import COHORT_HEADER_ROW, NAMES_ROW, PLAN_HEADER_ROW, Places
from tests.formats.filling import Value, filled
from tests.formats.rubrics import bakers, made_up

STEPS = ("Novice", "Beginner", "Advanced beginner", "Competent", "Proficient", "Expert")
THEMES = (
    "Mise en place",
    "Mixing and kneading",
    "Fermentation and proofing",
    "Shaping",
    "Baking and oven control",
    "Hygiene and food safety in the production area",
    "Equipment",
    "Costs, orders and stock",
)
NAMES = ("Ada Lovelace", "Grace Brewster Murray Hopper", "Li Wei", "Muḥammad ibn Mūsā al-Khwārizmī", "Zoë", "Bo")
_WRITTEN = {
    "arabic": "العجين — يُحضّر ويُعجن وفق الوصفة المعتمدة تحت إشراف مباشر رقم {n}.",
    "chinese": "面团{n}——按照批准的配方在监督下称量、混合并揉制面团，直到面筋充分形成，然后放在规定温度下发酵。",
}


@dataclass(frozen=True)
class Case:
    """One workbook: its rubric, a logo, and what a trainer has typed into it, by sheet and cell."""

    name: str
    rubric: Rubric
    logo: bytes | None = None
    typed: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name}.xlsx"
        write_rubric(self.rubric, path, self.logo)
        return filled(path, path, self.typed) if self.typed else path


def cases(export: Path | None) -> Iterator[Case]:
    """Every case; the ones about a real export only where it is at hand."""
    for kind in RubricKind:
        for name, make in SHAPES.items():
            yield make(f"{kind.value}-{name}", kind)
        if export is not None:
            yield Case(f"{kind.value}-real", make_rubric(read_export(export).snapshot(), kind))


def with_criteria(snapshot: Snapshot) -> Snapshot:
    """Eight criteria of uneven size, and some statements without one."""
    criteria = tuple(Criterion(id=f"c{at}", label=label, rank=f"{at:02d}") for at, label in enumerate(THEMES))
    statements = []
    for at, each in enumerate(snapshot.content.statements):
        place = at * 7 % 23
        statements.append(
            each if place > 20 else replace(each, criterion=f"c{min(place // 2, 7) if place < 14 else 2}")
        )
    return replace(snapshot, content=replace(snapshot.content, statements=tuple(statements), criteria=criteria))


def in_levels(labels: tuple[str, ...]) -> Snapshot:
    """The sample's statements, spread over levels with these labels."""
    old = bakers()
    levels = tuple(Level(key=f"k{at}", label=label, rank=f"{at:02d}") for at, label in enumerate(labels))
    count = len(old.content.statements)
    statements = tuple(
        replace(each, level=f"k{at * len(labels) // count}", rank=f"{at:04d}")
        for at, each in enumerate(old.content.statements)
    )
    return replace(old, content=replace(old.content, levels=levels, statements=statements))


def in_writing(which: str, *labels: str) -> Snapshot:
    """Statements in another writing."""
    old = bakers()
    levels = tuple(Level(key=f"k{at}", label=label, rank=f"{at:02d}") for at, label in enumerate(labels))
    statements = tuple(
        Statement(id=f"s{at}-{n}", level=f"k{at}", rank=f"{n:04d}", text=_WRITTEN[which].format(n=n))
        for at in range(len(labels))
        for n in range(1, 7)
    )
    content = replace(old.content, levels=levels, statements=statements, criteria=())
    return with_criteria(replace(old, content=content))


def typed_into(rubric: Rubric, gaps: bool = True) -> dict[str, dict[str, Value]]:
    """What a trainer might have filled in: most rows rated, some notes, most trainees of the group."""
    places, chance = Places(rubric), random.Random(5)
    letters, sheets = places.letters, places.sheets
    score: dict[str, Value] = {}
    cohort: dict[str, Value] = {}
    for at, line in enumerate(places.first_lines):
        row = rubric.rows[line.at]
        fitting = [each for each in rubric.scale if _fits(rubric, each.points, row.top)]
        weights = [6 if each.points == row.top - 1 else 3 if each.points else 1 for each in fitting]
        if not gaps or at % 9 != 4 or len(rubric.rows) < 9:
            score[f"{letters['rating']}{line.row}"] = _cell(chance.choices(fitting, weights)[0].code)
        if at % 4 == 1 or len(rubric.rows) < 9:
            score[f"{letters['comment']}{line.row}"] = "Seen on the early shift, twice."
        for trainee in range(places.cohort_size - 2):
            mark = chance.choices(fitting, weights)[0].mark
            cohort[f"{places.cohort_letter(trainee)}{COHORT_HEADER_ROW + 1 + at}"] = _cell(mark)
    for trainee in range(places.cohort_size - 2):
        cohort[f"{places.cohort_letter(trainee)}{NAMES_ROW}"] = NAMES[trainee % len(NAMES)]
    inputs = {"InTrainee": NAMES[0], "InDate": date(2026, 5, 15), "InPlace": "Main bakery", "InTrainer": "R. Mehl"}
    for name, value in inputs.items():
        score[places.inputs[name].rpartition("!")[2].replace("$", "")] = value
    first = PLAN_HEADER_ROW + 1
    plan: dict[str, Value] = {f"E{first}": "Two early shifts with the oven team", f"F{first}": date(2026, 7, 1)}
    return {sheets["score"]: score, sheets["cohort"]: cohort, sheets["plan"]: plan}


def _fits(rubric: Rubric, points: float | None, top: float) -> bool:
    return not rubric.kind.is_across_levels or points is None or points <= top


def _cell(code: str) -> Value:
    return int(code) if code.isdecimal() else code


def logo() -> bytes:
    """A small PNG: a green and a white half."""
    width, height = 120, 40
    line = b"\0" + b"\x1e\x4d\x2b" * (width // 2) + b"\xd8\xe8\xd8" * (width // 2)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(line * height)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _plain(name: str, kind: RubricKind) -> Case:
    return Case(name, make_rubric(bakers(), kind))


def _chosen(name: str, kind: RubricKind) -> Case:
    rated = "E03" if kind is not RubricKind.SINGLE_POINT else "P03"
    weights: dict[str, int | float] = {} if kind.is_across_levels else {rated: 2, "Shaping": 1.5}
    if kind is RubricKind.ANALYTIC:
        weights = {"Shaping": 2}
    options = Options(language="es", paper=Paper.LETTER, theme=Theme(name="green"), weights=weights)
    return Case(name, make_rubric(with_criteria(bakers()), kind, options), logo())


def _filled(name: str, kind: RubricKind) -> Case:
    rubric = make_rubric(with_criteria(bakers()), kind)
    return Case(name, rubric, typed=typed_into(rubric))


def _group(name: str, kind: RubricKind) -> Case:
    names = tuple(NAMES[at % len(NAMES)] for at in range(30))
    rubric = make_rubric(bakers(), kind, Options(trainees=names))
    return Case(name, rubric, typed=typed_into(rubric, gaps=False))


def _six(name: str, kind: RubricKind) -> Case:
    return Case(name, make_rubric(with_criteria(in_levels(STEPS)), kind))


def _one(name: str, kind: RubricKind) -> Case:
    return Case(name, make_rubric(with_criteria(in_levels(("Ready for work",))), kind))


def _odd(name: str, kind: RubricKind) -> Case:
    return Case(name, make_rubric(made_up(3, 2, 5, 1, 1, 4), kind))


def _arabic(name: str, kind: RubricKind) -> Case:
    rubric = make_rubric(in_writing("arabic", "مبتدئ", "متوسط", "متقدم"), kind)
    return Case(name, rubric, typed=typed_into(rubric))


def _chinese(name: str, kind: RubricKind) -> Case:
    return Case(name, make_rubric(in_writing("chinese", "初级", "中级", "高级", "专家"), kind))


SHAPES: dict[str, Callable[[str, RubricKind], Case]] = {
    "plain": _plain,
    "chosen": _chosen,
    "filled": _filled,
    "group": _group,
    "six": _six,
    "one": _one,
    "odd": _odd,
    "arabic": _arabic,
    "chinese": _chinese,
}
