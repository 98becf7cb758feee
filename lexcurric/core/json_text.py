"""
JSON as text: a reader that remembers where each value stands, and a writer that changes only what changed.

An export must come back byte for byte where nobody touched it, whatever its spacing, key order, escapes or spelling
of numbers. So a value that is equal to what the source holds is copied from the source; only the rest is written
anew, with the spacing found around it. Grammar: RFC 8259; pointers: RFC 6901.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from lexcurric.core.errors import Problem

MAX_DEPTH = 100
MAX_DIGITS = 400

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class JsonSyntaxError(ValueError):
    """The text is not JSON; `problem` says where it stops being so."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(slots=True)
class Node:
    """
    A JSON value with its place in the text: `value` is a plain scalar, a list of nodes, or a dict of nodes.

    A member of an object begins at `lead`, with its name; any other value begins at `start`.
    """

    value: dict[str, Node] | list[Node] | str | int | float | bool | None
    start: int
    end: int
    lead: int = -1

    def plain(self) -> JsonValue:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


def canonical(value: JsonValue) -> str:
    """The one spelling of a JSON value that hashes and comparisons use: sorted keys, no spaces, raw characters."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def pointer(*keys: str | int) -> str:
    """
    The JSON pointer (RFC 6901) to a place.

    >>> pointer("framework", "levels", "a/b", "statements", 0)
    '/framework/levels/a~1b/statements/0'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def pointer_keys(path: str) -> list[str]:
    """
    The keys along a JSON pointer.

    >>> pointer_keys("/sources/on~1et")
    ['sources', 'on/et']
    """
    return [key.replace("~1", "/").replace("~0", "~") for key in path.split("/")[1:]]


def walk_leaves(value: JsonValue, at: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Each pointer with its value, where objects are walked into and anything else (lists too) is one leaf."""
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from walk_leaves(child, at + pointer(key))
    else:
        yield at, value


def read_json_text(text: str) -> tuple[Node, list[Problem]]:
    """
    The nodes of a JSON text, and the problems that leave it readable: a key that stands twice, half a character.

    Raises JsonSyntaxError where the text is not JSON (NaN and Infinity are not), or is nested deeper than 100.
    """
    reader = _Reader(text)
    return reader.document(), reader.problems


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []

    def fail(self, what: str, index: int) -> JsonSyntaxError:
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        return JsonSyntaxError(Problem(f"line {line}, column {column}", what))

    def skip(self, index: int) -> int:
        match = _SPACE.match(self.text, index)
        return match.end() if match else index

    def document(self) -> Node:
        start = self.skip(0)
        if start == len(self.text):
            raise self.fail("expected a JSON object, found nothing", start)
        node = self.read(start, "", 0)
        end = self.skip(node.end)
        if end != len(self.text):
            raise self.fail("expected the end of the file after the JSON value, found more text", end)
        return node

    def read(self, index: int, at: str, depth: int) -> Node:
        mark = self.text[index : index + 1]
        if mark in ("{", "["):
            if depth >= MAX_DEPTH:
                raise self.fail(f"nested deeper than {MAX_DEPTH} levels; an export needs about 5", index)
            return self.read_object(index, at, depth) if mark == "{" else self.read_list(index, at, depth)
        if mark == '"':
            value, end = self.string(index)
            if _HALF_CHARACTER.search(value):
                self.problems.append(Problem(at, "expected whole characters, found half of one (a lone surrogate)"))
            if "\0" in value:
                self.problems.append(Problem(at, "expected text, found a NUL character (\\u0000)"))
            return Node(value, index, end)
        for word, constant in _WORDS.items():
            if self.text.startswith(word, index):
                return Node(constant, index, index + len(word))
        return self.number(index)

    def string(self, index: int) -> tuple[str, int]:
        try:
            value, end = _DECODER.raw_decode(self.text, index)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                raise self.fail("a text that starts here never ends; is the file cut off?", index) from None
            if error.msg.startswith("Invalid control"):
                code = ord(self.text[error.pos])
                raise self.fail(f"a control character (U+{code:04X}) stands inside a text", error.pos) from None
            raise self.fail(error.msg[0].lower() + error.msg[1:], error.pos) from None
        return str(value), end

    def number(self, index: int) -> Node:
        match = _NUMBER.match(self.text, index)
        if match is None:
            found = repr(self.text[index : index + 12]) if index < len(self.text) else "the end of the file"
            raise self.fail(f"expected a JSON value, found {found}", index)
        spelled = match[0]
        whole = match[1] is None and match[2] is None
        if (whole and len(spelled) > MAX_DIGITS) or (not whole and math.isinf(float(spelled))):
            raise self.fail("a number too large to keep", index)
        return Node(int(spelled) if whole else float(spelled), index, match.end())

    def read_list(self, index: int, at: str, depth: int) -> Node:
        items: list[Node] = []
        here = self.skip(index + 1)
        if self.text.startswith("]", here):
            return Node(items, index, here + 1)
        while True:
            node = self.read(here, f"{at}/{len(items)}", depth + 1)
            items.append(node)
            here = self.skip(node.end)
            if self.text.startswith("]", here):
                return Node(items, index, here + 1)
            here = self.skip(self.expect(",", here, "expected ',' or ']' in a list"))

    def read_object(self, index: int, at: str, depth: int) -> Node:
        members: dict[str, Node] = {}
        here = self.skip(index + 1)
        if self.text.startswith("}", here):
            return Node(members, index, here + 1)
        while True:
            if not self.text.startswith('"', here):
                raise self.fail(f"expected a name in quotes, found {self.found(here)}", here)
            lead = here
            key, end = self.string(here)
            place = at + pointer(key)
            here = self.skip(self.expect(":", self.skip(end), "expected ':' after a name"))
            node = self.read(here, place, depth + 1)
            node.lead = lead
            if key in members:
                self.problems.append(Problem(place, "expected each name once, found it twice"))
            if _HALF_CHARACTER.search(key) or "\0" in key:
                self.problems.append(Problem(at, "expected a name in whole characters, found half of one or a NUL"))
            members[key] = node
            here = self.skip(node.end)
            if self.text.startswith("}", here):
                return Node(members, index, here + 1)
            here = self.skip(self.expect(",", here, "expected ',' or '}' in an object"))

    def found(self, index: int) -> str:
        return repr(self.text[index]) if index < len(self.text) else "the end of the file; is it cut off?"

    def expect(self, mark: str, index: int, what: str) -> int:
        if not self.text.startswith(mark, index):
            raise self.fail(f"{what}, found {self.found(index)}", index)
        return index + 1


def rewrite(text: str, node: Node, value: JsonValue, ordered: Sequence[str] = ()) -> str:
    """
    The text of `value`, with every part that equals the source copied from it letter for letter.

    Keys keep the source's order, new ones follow; objects at the pointers in `ordered` take the order of the value,
    which means something there. New values take the spacing and the escapes of the source.

    >>> source = '{"a": [1.50,  2], "b": "x"}'
    >>> rewrite(source, read_json_text(source)[0], {"a": [1.5, 3], "b": "x", "c": True})
    '{"a": [1.50,  3], "b": "x", "c": true}'
    """
    return text[: node.start] + _Rewriter(text, ordered).render(node, value, "") + text[node.end :]


class _Rewriter:
    def __init__(self, text: str, ordered: Sequence[str]) -> None:
        self.text = text
        self.ordered = ordered
        self.ascii = text.isascii() and "\\u" in text
        step = re.match(r"\s*[\[{]\r?\n([ \t]+)", text)
        self.step = step[1] if step else ""
        self.colon = ": " if re.search(r'^\s*\{\s*"[^"]*"\s*:\s', text) else ":"
        self.comma = ", " if re.search(r'["\]}\d], ["{\[\d]', text) else ","

    def render(self, node: Node, value: JsonValue, at: str) -> str:
        if self.is_same(node, value, at):
            return self.text[node.start : node.end]
        if isinstance(node.value, dict) and isinstance(value, dict) and node.value:
            return self.render_object(node, value, at)
        if isinstance(node.value, list) and isinstance(value, list) and node.value and value:
            return self.render_list(node, node.value, value)
        return self.indented(self.fresh(value), node.start)

    def is_same(self, node: Node, value: JsonValue, at: str) -> bool:
        """True where the source says the value already, in the order that counts."""
        if canonical(node.plain()) != canonical(value):
            return False
        if at in self.ordered and isinstance(value, dict) and isinstance(node.value, dict):
            return list(value) == list(node.value)
        inside = [each for each in self.ordered if each.startswith(at + "/")]
        if not inside or not isinstance(node.value, dict) or not isinstance(value, dict):
            return True
        return all(self.is_same(child, value[key], at + pointer(key)) for key, child in node.value.items())

    def render_object(self, node: Node, value: dict[str, JsonValue], at: str) -> str:
        members = node.value if isinstance(node.value, dict) else {}
        children = list(members.values())
        keys = [key for key in members if key in value] + [key for key in value if key not in members]
        if at in self.ordered:
            keys = list(value)
        if not keys:
            return "{}"
        opening, joint, closing, start = self.spacing(node, children)
        parts = []
        for key in keys:
            child = members.get(key)
            if child is not None:
                parts.append(self.text[child.lead : child.start] + self.render(child, value[key], at + pointer(key)))
            else:
                parts.append(self.string(key) + self.colon + self.indented(self.fresh(value[key]), start))
        return "{" + opening + joint.join(parts) + closing + "}"

    def render_list(self, node: Node, items: list[Node], value: list[JsonValue]) -> str:
        opening, joint, closing, start = self.spacing(node, items)
        known = {canonical(item.plain()): item for item in reversed(items)}
        parts = []
        for each in value:
            same = known.get(canonical(each))
            parts.append(self.text[same.start : same.end] if same else self.indented(self.fresh(each), start))
        return "[" + opening + joint.join(parts) + closing + "]"

    def spacing(self, node: Node, children: list[Node]) -> tuple[str, str, str, int]:
        """What stands after the opening bracket, between members, before the closing one; and where a line starts."""
        first = _SPACE.match(self.text, node.start + 1)
        opening = first[0] if first else ""
        closing = self.text[children[-1].end : node.end - 1]
        if len(children) > 1:
            joint = self.text[children[0].end : max(children[1].lead, 0) or children[1].start]
        else:
            joint = "," + (opening if "\n" in opening else self.comma[1:])
        return opening, joint, closing, children[0].start

    def fresh(self, value: JsonValue) -> str:
        if self.step:
            return json.dumps(value, ensure_ascii=self.ascii, indent=self.step, allow_nan=False)
        return json.dumps(value, ensure_ascii=self.ascii, separators=(self.comma, self.colon), allow_nan=False)

    def string(self, value: str) -> str:
        return json.dumps(value, ensure_ascii=self.ascii)

    def indented(self, fresh: str, index: int) -> str:
        """A value of several lines, moved right to the line where it will stand."""
        if "\n" not in fresh:
            return fresh
        line = self.text[self.text.rfind("\n", 0, index) + 1 : index]
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        return fresh.replace("\n", "\n" + margin)
