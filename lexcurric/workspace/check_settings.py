"""The settings of the checks as a file beside the workspace: found, read, and written with comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lexcurric.core.checks import IDS, RULES, CheckSettings, Limits, parse_settings
from lexcurric.core.errors import FileError, Problem
from lexcurric.core.model import replace
from lexcurric.files import read_text, write_whole

NAMES = ("lexcurric-checks.yaml", "lexcurric-checks.yml", "lexcurric-checks.json")
_HINT = "Correct the file; `lexcurric check --write-settings FILE` writes one with comments"


def settings_folder(url: str) -> Path:
    """Where the settings of a workspace are looked for: its folder, or for a database the current one."""
    return Path() if "://" in url or url == ":memory:" else Path(url).parent


def find_settings(url: str) -> Path | None:
    """The settings beside a workspace, if there are any."""
    return next((path for name in NAMES if (path := settings_folder(url) / name).is_file()), None)


def read_settings(path: Path | None) -> CheckSettings:
    """The settings in a file (YAML or JSON); the defaults without one. Raises FileError with every problem."""
    if path is None:
        return CheckSettings()
    import yaml

    text = read_text(path, "a file with settings of checks")
    try:
        value = _value(path, text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FileError(str(path), [Problem(where, f"cannot be read: {error}".splitlines()[0])], _HINT) from None
    settings, problems = parse_settings(value, IDS)
    if problems:
        raise FileError(str(path), problems, _HINT)
    return settings


def _value(path: Path, text: str) -> Any:
    import yaml

    return json.loads(text) if path.suffix.casefold() == ".json" else yaml.load(text, _loader())  # noqa: S506 - a safe one


def _loader() -> Any:
    """A safe loader that keeps `no`, `on` and the like as the words they are: verbs and jargon may be such."""
    import re

    import yaml

    class Words(yaml.SafeLoader):
        """YAML 1.2's booleans only."""

    Words.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Words.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
    )
    return Words


def write_settings(path: Path) -> Path:
    """Writes the default settings with comments. Raises FileError where there is a file already: that is the user's."""
    if path.exists():
        raise FileError(
            str(path), [Problem("", "is there already, and is never written over")], "Edit it, or name another"
        )
    write_whole(path, settings_text().encode())
    return path


def switch_rule(url: str, rule: str, *, on: bool) -> Path:
    """
    Switches a rule on or off in the settings beside a workspace, and gives their file; it is made where there is none.

    Only that line is changed: comments and all else stay. Raises FileError where the file cannot be understood.
    """
    import yaml

    path = find_settings(url) or settings_folder(url) / NAMES[0]
    before = read_settings(path) if path.is_file() else CheckSettings()
    text = read_text(path, "a file with settings of checks") if path.is_file() else settings_text()
    text = _switched_json(text, rule, on) if path.suffix.casefold() == ".json" else _switched(text, rule, on)
    problems = [Problem("rules", f"cannot be changed from here; write `{rule}: {str(on).lower()}` there yourself")]
    try:
        settings, wrong = parse_settings(_value(path, text), IDS)
    except (yaml.YAMLError, ValueError):
        raise FileError(str(path), problems, _HINT) from None
    if wrong or settings != replace(before, rules={**before.rules, **settings.rules, rule: on}):
        raise FileError(str(path), problems, _HINT)
    write_whole(path, text.encode())
    return path


def _switched(text: str, rule: str, on: bool) -> str:
    """The settings in YAML with the line of one rule changed, or added."""
    value = "true" if on else "false"
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if line.startswith("rules:")), None)
    if start is None:
        end = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{end}rules:\n  {rule}: {value}\n"
    if lines[start].split("#")[0].split(":", 1)[1].strip() in ("{}", "null", "~"):
        lines[start] = "rules:\n"
    indent = "  "
    for at in range(start + 1, len(lines)):
        bare = lines[at].strip()
        if not bare or bare.startswith("#"):
            continue
        if not lines[at][0].isspace():
            break
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        if bare.split(":")[0].strip("\"'") == rule:
            comment = f"  #{lines[at].split('#', 1)[1].rstrip()}" if "#" in lines[at] else ""
            lines[at] = f"{indent}{rule}: {value}{comment}\n"
            return "".join(lines)
    if not lines[start].endswith("\n"):
        lines[start] += "\n"
    lines.insert(start + 1, f"{indent}{rule}: {value}\n")
    return "".join(lines)


def _switched_json(text: str, rule: str, on: bool) -> str:
    value = json.loads(text) or {}
    value["rules"] = {**(value.get("rules") or {}), rule: on}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def settings_text() -> str:
    """The default settings as YAML with comments; what is read from it are the defaults."""
    limits = Limits()
    lines = [
        "# The checks of `lexcurric check`. Change what you like; what is left out has its default.",
        "",
        "# Each rule on (true) or off (false), with the reason for it.",
        "rules:",
    ]
    for rule in RULES:
        lines.append(f"  # {rule.reason}")
        if rule.bad:
            lines.append(f"  #   not: {rule.bad[:100]}")
            lines.append(f"  #   but: {rule.good[:100]}")
        lines.append(f"  {rule.id}: {'true' if rule.default_on else 'false'}")
    lines += [
        "",
        "# How much a finding of a rule matters: error, warning or note. Such as  length: warning",
        "severities: {}",
        "",
        "limits:",
        f"  shortest: {limits.shortest}        # the fewest words of a statement",
        f"  longest: {limits.longest}        # the most words",
        f"  grade: {limits.grade:g}          # the highest reading grade (Flesch-Kincaid; years of school)",
        f"  performances: {limits.performances}    # how many verbs may stand in the list after the dash",
        f"  alike: {limits.alike}         # share of common words from which two statements are near-duplicates",
        f"  level_sizes: {limits.level_sizes:g}     # how many times as many statements one level may have as another",
        "",
        "# Whose spelling: us, uk, or none (not looked at).",
        "spelling: none",
        "",
        "# Words to avoid, each with what to write instead (or nothing). Such as  utilize: use",
        "jargon: {}",
        "",
        "# Words that the rule `inclusive` shall let stand. Such as  [craftsman]",
        "inclusive_allowed: []",
        "",
        "# The newest release of a source that you know of. Such as  onet: v30.2",
        "newest: {}",
        "",
        "# Verbs that you add, change or (with false) take out of the list that `lexcurric verbs --list` shows.",
        "# bloom: remember, understand, apply, analyze, evaluate, create (Anderson & Krathwohl, 2001)",
        "# dave: imitate, manipulate, precise, articulate, naturalize (Dave, 1970)",
        "# Such as  plait: {bloom: apply, dave: precise}   or, for one nobody can observe,  sense: {instead: name it}",
        "verbs: {}",
    ]
    return "\n".join(lines) + "\n"
