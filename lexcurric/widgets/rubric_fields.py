"""The fields of the rubric builder: what was typed becomes a choice, or is said to be wrong beside the field."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import traitlets

from lexcurric.core.errors import EditError, FileError, LexcurricError
from lexcurric.workspace.rubric_choices import READY
from lexcurric.workspace.rubrics import names_of

_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,4})?")
_COLOUR = re.compile(r"#?[0-9A-Fa-f]{6}")
_NAMES = ("header", "level_low", "level_high", "input", "accent")
WEIGHT = "weight:"
"""Before the name of a criterion, the name of the field of its weight."""


class Fields:
    """
    What the fields of the screen do. Mixed into a panel that has the traits of `RubricBuilder`.

    A value that does not fit stays in its field with what is wrong about it; the last one that fitted holds.
    """

    kind: str
    version: str
    options: dict[str, Any]
    trainees: list[str]
    many: str
    path: str
    logo: Any
    _wrong: dict[str, dict[str, Any]]

    @property
    def wrong(self) -> dict[str, dict[str, Any]]:
        """The fields with a value that does not fit: the value as typed, and what is wrong about it."""
        return dict(self._wrong)

    def say_wrong(self, field: str, value: Any, said: str) -> None:
        """Keeps what was typed into a field, and what is wrong about it."""
        self._wrong[field] = {"value": value, "said": said[:1].upper() + said[1:]}

    @contextmanager
    def at_field(self, field: str, value: Any, file: Path | None = None) -> Iterator[None]:
        """Says at its field what does not fit; a file by its name, without the folder that it was kept in."""
        self._wrong.pop(field, None)
        try:
            yield
        except FileError as error:
            problems = "; ".join(map(str, error.problems[:5]))
            name = file.name if file is not None else Path(error.file).name
            hint = f". {error.hint}" if error.hint else ""
            self.say_wrong(field, value, f"{name}: {problems}{hint}")
        except (LexcurricError, traitlets.TraitError) as error:
            self.say_wrong(field, value, _plain(str(error)))

    def do_choose(self, field: str, value: Any) -> None:
        """Takes the value of a field of the screen."""
        name, _, of = field.partition(":")
        method = getattr(self, f"_take_{name}", None)
        if method is None:
            raise LexcurricError(f"the rubric builder has no field {field!r}")
        with self.at_field(field, value):
            method(value, of)

    def _choose(self, **changes: Any) -> None:
        """Options with these changed; None for as usual."""
        options = {
            name: value for name, value in {**self.options, **changes}.items() if value not in (None, "", [], {})
        }
        self.options = options

    def _take_kind(self, value: str, _of: str) -> None:
        self.kind = value

    def _take_version(self, value: str, _of: str) -> None:
        self.version = value

    def _take_target(self, value: str, _of: str) -> None:
        self._choose(target=value)

    def _take_levels(self, value: Sequence[str], _of: str) -> None:
        if not value:
            raise EditError("a rubric has at least one level: tick one")
        target = self.options.get("target", "")
        self._choose(levels=list(value), target=target if target in value else None)

    def _take_criteria(self, value: Sequence[str] | None, _of: str) -> None:
        """The labels of the criteria that are rated; None for all."""
        if value is not None and not value:
            raise EditError("nothing would be rated: tick at least one criterion")
        self._choose(criteria=None if value is None else list(value))

    def _take_weight(self, value: str, of: str) -> None:
        weights = {name: weight for name, weight in self.options.get("weights", {}).items() if name != of}
        number = _number(value, "a weight") if value.strip() else 1
        if not 0 < number <= 1000:
            raise EditError(f"a weight is more than 0 and at most 1,000; found {value.strip()}")
        self._choose(weights=weights if number == 1 else {**weights, of: number})

    def _take_share(self, value: str, _of: str) -> None:
        number = _number(value.strip().removesuffix("%"), "the share required")
        if not 0 <= number <= 100:
            raise EditError(f"the share required is from 0 to 100 %; found {value.strip()}")
        self.options = {**self.options, "share_required": number / 100}

    def _take_met(self, value: str, _of: str) -> None:
        self._choose(met_rating=_number(value, "the rating that counts as met") if value.strip() else None)

    def _take_scale(self, value: str | Sequence[Mapping[str, Any]], _of: str) -> None:
        self._wrong.pop("met", None)
        if value == "usual":
            self._choose(scale=None, met_rating=None)
        elif isinstance(value, str):
            if value not in READY:
                raise EditError(f"no scale {value!r}; there is usual, {', '.join(READY)}")
            ratings = READY[value][1][self.options.get("language", "en")]
            self._choose(scale=[each.model_dump(mode="json") for each in ratings], met_rating=None)
        else:
            self._choose(scale=[_rating(at, each) for at, each in enumerate(value, start=1)])

    def _take_paper(self, value: str, _of: str) -> None:
        self._choose(paper=value)

    def _take_language(self, value: str, _of: str) -> None:
        old = self.options.get("language", "en")
        # A ready scale goes along; one of the designer's own is in her words.
        ready = next(
            (name for name, (_, scales) in READY.items() if _is_same(self.options.get("scale"), scales.get(old))), ""
        )
        scale = (
            [each.model_dump(mode="json") for each in READY[ready][1][value]]
            if ready and value in READY[ready][1]
            else None
        )
        self._choose(language=value, **({"scale": scale} if scale else {}))

    def _take_theme(self, value: str, _of: str) -> None:
        self._choose(theme={**self.options.get("theme", {}), "name": value})

    def _take_colour(self, value: str, of: str) -> None:
        if of not in _NAMES:
            raise EditError(f"no colour {of!r}; there is {', '.join(_NAMES)}")
        if value.strip() and not _COLOUR.fullmatch(value.strip()):
            raise EditError(f"a colour is six hex digits such as 1F3864; found {value.strip()!r}")
        theme = {name: each for name, each in self.options.get("theme", {}).items() if name != of}
        self._choose(theme={**theme, of: value.strip()} if value.strip() else theme)

    def _take_logo(self, value: None, _of: str) -> None:
        """Leaves the logo out; one comes in as a file."""
        self.logo = value

    def _take_trainees(self, value: str, _of: str) -> None:
        self.trainees = list(_typed_names(value))

    def _take_many(self, value: str, _of: str) -> None:
        self.many = value

    def _take_path(self, value: str, _of: str) -> None:
        self.path = value


def _typed_names(text: str) -> Sequence[str]:
    """The names in what was typed or pasted: a name a line, or the cells of a table from Excel."""
    if "\t" not in text:
        lines = [line for line in text.splitlines() if line.strip()]
        return names_of(lines) if lines else ()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "What was pasted.csv"
        place.write_text(text, encoding="utf-8")
        return names_of(place)


def _rating(at: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the designer's own scale, whose points may be left empty."""
    code, points = (
        str(row.get("code", "")).strip(),
        str(row.get("points") if row.get("points") is not None else "").strip(),
    )
    if not code:
        raise EditError(f"row {at} of the scale has no rating: write one, or take the row away")
    met = row.get("met")
    value = None if points in ("", "-", "–") else _number(points, f"the points of {code}")
    return {
        "code": code,
        "meaning": str(row.get("meaning", "")).strip(),
        "points": value,
        "met": bool(met) if isinstance(met, bool) and value is not None else None,
        "short": str(row.get("short", "")).strip(),
    }


def _number(text: str, what: str) -> int | float:
    plain = str(text).strip()
    if not _NUMBER.fullmatch(plain):
        raise EditError(f"{what} is a number, such as 2 or 1.5; found {plain or 'nothing'!r}")
    value = float(plain.replace(",", "."))
    return int(value) if value.is_integer() else value


def _is_same(scale: Any, ready: Any) -> bool:
    return bool(scale) and ready is not None and [each["code"] for each in scale] == [each.code for each in ready]


def _plain(text: str) -> str:
    """What the records say of a wrong value, without the names that only the program has for it."""
    said = re.sub(r"^an option of the rubric does not fit: ", "", text)
    parts = [re.sub(r"^[\w.]+: (?:Value error, )?", "", each) for each in said.split("; ")]
    return "; ".join(dict.fromkeys(parts)) if said != text else text
