"""The rules of JavaScript linters, as their packages describe them: read with patterns, since nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from benchmarks.lists.rows import Files, Row, unlinked

MODULE, RULE_README = r"((lib|dist)/)?rules/[^/]+\.js", r"(lib|src|dist)/rules/[^/]+/README\.md"
WANTED = rf"{MODULE}|{RULE_README}|(?i:readme\.md)|axe\.js"
STRING = r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`)'
# - [`name`](…rules/name.md): description
LISTED = re.compile(r"\s*\|?\s*[-*]?\s*\[`?(?:[\w@/-]+/)?([\w@-]+)`?\]\([^)]*rules/[^)]*\)\s*[:|–-]+\s*([^|\n]+)")


def lint_rows(files: Files, tool: str) -> list[Row]:
    """The rules of one tool, from wherever its package describes most of them."""
    if tool == "axe-core":
        return list(in_axe(files["axe.js"], tool))
    if tool == "stylelint":
        return list(in_rule_readmes(files, tool))
    return max(list(in_modules(files, tool)), list(in_readme(files, tool)), key=len)


def in_modules(files: Files, tool: str) -> Iterator[Row]:
    """Rules whose module has `docs: {description: …}`; level = category or type."""
    for path, source in files.items():
        text = re.search(r"docs\s*:\s*\{[^{}]*?description\s*:\s*" + STRING, source)
        if text and re.fullmatch(MODULE, path):
            category = re.search(r"category\s*:\s*" + STRING, source)
            kind = re.search(r"\btype:\s*[\"'](problem|suggestion|layout)", source)
            level = unquoted(category[1]) if category else kind[1] if kind else ""
            yield Row(tool, level, PurePosixPath(path).stem, unquoted(text[1]))


def in_readme(files: Files, tool: str) -> Iterator[Row]:
    """Rules that the package's own README lists."""
    for line in "\n".join(text for path, text in files.items() if path.lower() == "readme.md").split("\n"):
        if found := LISTED.match(line):
            text = re.sub(r"\[([^\]]+)\]\[[^\]]*\]", r"\1", unlinked(found[2]))
            text = re.sub(r"\s*\*?\((?:fixable|recommended)\)\*?", "", text)
            if len(text.split()) >= 3:
                yield Row(tool, "", found[1], text)


def in_axe(source: str, tool: str) -> Iterator[Row]:
    """Rules in axe's own table, `name: {description: …, help: …}`."""
    table = rf"['\"]?([a-z0-9-]+)['\"]?:\s*\{{\s*description:\s*{STRING},\s*help:\s*['\"`]"
    return (Row(tool, "", name, unquoted(text)) for name, text in re.findall(table, source))


def in_rule_readmes(files: Files, tool: str) -> Iterator[Row]:
    """Rules with a README of their own: its first plain paragraph."""
    for path, text in files.items():
        if re.fullmatch(RULE_README, path):
            paragraphs = [paragraph.strip() for paragraph in text.split("\n\n")][1:]
            plain = [paragraph for paragraph in paragraphs if not paragraph.startswith(("#", ">", "```", "<", "!"))]
            yield Row(tool, "", PurePosixPath(path).parent.name, unlinked((plain or [""])[0]))


def unquoted(literal: str) -> str:
    """The text of a JavaScript string literal."""
    try:
        return str(ast.literal_eval(literal))
    except SyntaxError:
        return literal[1:-1]
