"""What each family's package files say: rows (group, level, id, text), and which ids officially became which."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from xml.etree import ElementTree

import yaml

from benchmarks.lists import rules
from benchmarks.lists.rows import Change, Files, Ids, Row, joined, unlinked


class Family(NamedTuple):
    """Which files of a package are wanted, how they become rows, and how they tell official changes."""

    wanted: str
    rows: Callable[[Files, str], Iterable[Row]]
    changes: Callable[[Files, Ids, Ids], Iterable[Change]] = lambda files, old, new: ()


# MITRE ATT&CK: STIX bundles, and in the newest package look-up tables that are made from them.


def attack_rows(files: Files, part: str) -> list[Row]:
    """Techniques by domain and id, then mitigations, each with the first sentence of its description."""
    rows = []
    for name, text in files.items():
        domain = attack_domain(name)
        for thing in attack_things(json.loads(text)):
            key = attack_id(thing)
            if not key or any(thing.get(no) for no in ("revoked", "deprecated", "x_mitre_deprecated")):
                continue
            if "course-of-action" not in (thing.get("type") or thing["stix_id"]):
                phases = [phase["phase_name"] for phase in thing.get("kill_chain_phases", [])] or thing.get("tactics")
                rows.append(Row(domain, (phases or [""])[0], key, first_sentence(thing.get("description") or "")))
            elif re.match(r"M\d", key):
                rows.append(Row("mitigations-" + domain, "", key, first_sentence(thing.get("description") or "")))
    return sorted(rows, key=lambda row: (row.group.startswith("mitigations"), row.group, row.id))


def attack_domain(name: str) -> str:
    """enterprise, mobile or ics; the look-up tables know only the first."""
    found = re.search(r"(enterprise|mobile|ics)-attack", name)
    return found[1] if found else "enterprise"


def attack_things(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Techniques and mitigations."""
    stix = [thing for thing in data.get("objects", []) if thing["type"] in ("attack-pattern", "course-of-action")]
    return stix or data.get("attack_patterns") or data.get("mitigations") or []


def attack_id(thing: dict[str, Any]) -> str:
    """The id that MITRE shows, such as T1001.001; empty if none."""
    known = (ref for ref in thing.get("external_references", []) if ref.get("source_name", "").startswith("mitre"))
    return thing.get("external_id") or next((ref["external_id"] for ref in known if "external_id" in ref), "")


def first_sentence(text: str) -> str:
    """The first sentence of a description, without citations and mark-up."""
    text = re.sub(r"</?code>", "", unlinked(re.sub(r"\(Citation:[^)]*\)", "", text)))
    line = text.strip().split("\n")[0]
    sentence = re.split(r"(?<=[a-z)\"”’\]])\.(?:\s+(?=[A-Z])|$)", line, maxsplit=1)[0].strip()
    return sentence if sentence.endswith((".", ":")) else sentence + "."


def attack_changes(files: Files, old: Ids, new: Ids) -> Iterator[Change]:
    """The `revoked-by` relationships, several old ids into one new id as one row."""
    for domain, text in sorted((attack_domain(name), text) for name, text in files.items()):
        things = json.loads(text).get("objects", [])
        ids = {thing["id"]: attack_id(thing) for thing in things}
        became: dict[str, list[str]] = {}
        for thing in things:
            if thing.get("relationship_type") == "revoked-by":
                gone, now = ids.get(thing["source_ref"], ""), ids.get(thing["target_ref"], "")
                if (domain, gone) in old and (domain, now) in new:
                    became.setdefault(now, []).append(gone)
        for now, all_gone in sorted(became.items()):
            merge = [now] if (domain, now) in old else []
            kind = f"{domain}:revoked-by" + (" (merge into an existing one)" if merge else "")
            yield Change(",".join(sorted(all_gone + merge)), now, kind)


# OpenTelemetry: doc comments in TypeScript declarations (in 1.24 in JavaScript, with the values apart).

COMMENTED = re.compile(
    r'/\*\*((?:(?!\*/).)*)\*/\s*(?:export )?(?:declare const|var) ([A-Z]\w+)(?:: "([^"]+)"| = (TMP_\w+));', re.DOTALL
)


def otel_entries(files: Files) -> dict[tuple[str, str], tuple[str, str]]:
    """Brief and deprecation note of each attribute and metric, by (kind, name)."""
    declared = {name: text for name, text in files.items() if name.endswith("ts")} or files
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for text in declared.values():
        values = dict(re.findall(r"var (TMP_\w+) = '([^']+)'", text))
        for comment, name, value, temporary in COMMENTED.findall(text):
            if "VALUE" in name or not name.startswith(("ATTR_", "METRIC_", "SEMATTRS_", "SEMRESATTRS_")):
                continue
            plain = re.sub(r"^\s*\* ?", "", comment, flags=re.MULTILINE)
            note = re.search(r"@deprecated\s+(.*?)(?=\n\s*\n|\n@|\Z)", plain, re.DOTALL)
            brief = joined(unlinked(re.split(r"\n\s*(?:@|Note:)", plain)[0]))
            key = ("metrics" if name.startswith("METRIC") else "attributes", value or values[temporary])
            found.setdefault(key, ("" if brief.startswith("@") else brief, joined(note[1]) if note else ""))
    return found


def otel_rows(files: Files, part: str) -> Iterator[Row]:
    """The names in force with their briefs, level = first part of the name."""
    for (kind, name), (brief, note) in otel_entries(files).items():
        if not note and not brief.startswith("Deprecated"):
            yield Row(kind, name.split(".")[0], name, brief)


def otel_changes(files: Files, old: Ids, new: Ids) -> Iterator[Change]:
    """What the deprecation notes name in place of a name."""
    for (kind, name), (_, note) in otel_entries(files).items():
        now = [other for other in dict.fromkeys(re.findall(r"`([a-z][a-z0-9_.]+)`", note)) if (kind, other) in new]
        if (kind, name) in old and now and re.search(r"replac|use|split|renam", note, re.IGNORECASE):
            yield Change(name, ",".join(now), f"{'split' if len(now) > 1 else 'renamed'} [{kind}]: {note}")


# Prowler: one metadata file per check.


def prowler_rows(files: Files, part: str) -> Iterator[Row]:
    """Check titles by provider; level = service."""
    for text in files.values():
        check = json.loads(text)
        if check["Provider"] in ("aws", "azure", "gcp", "kubernetes"):
            title = check["CheckTitle"].replace("[DEPRECATED]", "")
            yield Row(check["Provider"], check["ServiceName"], check["CheckID"], title)


# HED: one schema file per release, all in one package; `part` is the release.


def hed_rows(files: Files, part: str) -> Iterator[Row]:
    """Descriptions of the tags (level = path of the parent) and of the definitions after them."""
    root = ElementTree.fromstring(files[f"hed/schema/schema_data/HED{part}.xml"])
    for schema in root.findall("schema"):
        yield from hed_tags(schema, "")
    for kind in ("unitClass", "unitModifier", "valueClass", "schemaAttribute", "property"):
        for node in root.iter(kind + "Definition"):
            section = kind + "Definitions"
            yield Row("definitions", section, f"{section}:{node.findtext('name')}", node.findtext("description", ""))


def hed_tags(parent: ElementTree.Element, path: str) -> Iterator[Row]:
    """The tags below a node, depth first, without the CSS colours."""
    for node in parent.findall("node"):
        name, text = node.findtext("name", ""), node.findtext("description", "")
        if not text.startswith("CSS-color"):
            yield Row("tags", path or name, name, text)
        yield from hed_tags(node, f"{path}/{name}" if path else name)


# Pylint: dictionaries of messages in the checkers, {"C0102": (message, symbol, help, {options})}.


def pylint_messages(files: Files) -> Iterator[tuple[str, str, list[ast.expr]]]:
    """File name, number and the elements of each message."""
    for name, source in files.items():
        for node in ast.walk(ast.parse(source)):
            for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
                number = constant(key) or ""
                if re.fullmatch(r"[CRWEFI]\d{4}", number) and isinstance(value, ast.Tuple):
                    yield name, number, value.elts


def pylint_rows(files: Files, part: str) -> list[Row]:
    """Help texts by number; level = checker."""
    rows = {}
    for name, number, elements in pylint_messages(files):
        if len(elements) >= 3 and (text := constant(elements[2])):
            level = PurePosixPath(name.replace("/__init__", "")).with_suffix("").parts[2:3]
            rows[number] = Row("pylint", "".join(level), number, text)
    return sorted(rows.values(), key=lambda row: (row.id[1:], row.id))


def pylint_changes(files: Files, old: Ids, new: Ids) -> Iterator[Change]:
    """The `old_names` of the messages: a number that is gone, with what has its name now."""
    became: dict[str, dict[str, None]] = {}
    for _, number, elements in pylint_messages(files):
        for options in (element for element in elements[3:] if isinstance(element, ast.Dict)):
            for key, value in zip(options.keys, options.values, strict=True):
                if constant(key) == "old_names":
                    for gone, _ in ast.literal_eval(value):
                        became.setdefault(gone, {})[number] = None
    for gone, numbers in sorted(became.items()):
        now = [number for number in numbers if ("pylint", number) in new - old]
        if ("pylint", gone) in old - new and now:
            kind = "split" if len(now) > 1 else "renamed"
            yield Change(gone, ",".join(now), f"{kind} (old_names in the source)")


def constant(node: ast.expr | None) -> str | None:
    """The text that a literal stands for."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# Checkov: one Python or YAML file per check. Names that are put together at run time are not read.

IN_PYTHON = (
    re.compile(r"^\s+(?:check_)?id\s*=\s*[\"'](CKV2?_\w+)[\"']", re.MULTILINE),
    re.compile(r"^\s+name\s*=\s*\(?\s*((?:[\"'].*[\"']\s*)+)\)?\s*$", re.MULTILINE),
)
IN_YAML = (
    re.compile(r"^\s+id:\s*[\"']?(CKV2?_\w+)", re.MULTILINE),
    re.compile(r"^\s+name:\s*(.+)$", re.MULTILINE),
)


def checkov_rows(files: Files, part: str) -> list[Row]:
    """Check names by id; level = framework. Where several files share an id, the first one speaks."""
    rows: dict[str, Row] = {}
    for path, text in files.items():
        number, name = (pattern.search(text) for pattern in (IN_PYTHON if path.endswith(".py") else IN_YAML))
        if number and name:
            said = ast.literal_eval(f"({name[1]})") if path.endswith(".py") else name[1].strip().strip("\"'")
            rows.setdefault(number[1], Row("checkov", path.split("/")[1], number[1], said))
    return sorted(rows.values(), key=lambda row: numbered(row.id))


def numbered(number: str) -> tuple[str, int]:
    """What sorts CKV_AWS_9 before CKV_AWS_10."""
    kind = number.rstrip("0123456789")
    return kind, int(number[len(kind) :] or 0)


# BIDS: YAML files of objects, later one JSON file.


def bids_rows(files: Files, part: str) -> Iterator[Row]:
    """The first two sentences of each object's description; group = kind of object."""
    kinds = {PurePosixPath(name).stem: yaml.safe_load(text) for name, text in files.items() if name.endswith("yaml")}
    if not kinds:
        kinds = json.loads(files["bidsschematools/data/schema.json"])["objects"]
    for kind, things in sorted(kinds.items()):
        for name, thing in things.items():
            if isinstance(thing, dict) and thing.get("description"):
                yield Row(kind, "", name, two_sentences(thing["description"]))


def two_sentences(text: str) -> str:
    """The first two sentences, without links and code marks."""
    plain = joined(unlinked(text).replace("`", "").replace("))", ")"))
    text = ". ".join(re.split(r"(?<=[^.][a-z0-9)\"])\.\s+(?=[A-Z\"])", plain)[:2])
    return text if text.endswith(".") else text + "."


FAMILIES = {
    "mitre_attack": Family(
        r".*/data/(v[\d.]+/\w+-attack|(attack-patterns|mitigations)-lookup-.*)\.json", attack_rows, attack_changes
    ),
    "prowler_checks": Family(r"prowler/providers/[^/]+/services/.*\.metadata\.json", prowler_rows),
    "otel_semconv": Family(
        r"(build/esm|dist)/\w+_(attributes|metrics)\.d\.m?ts|build/esm/\w+/Semantic\w*Attributes\.js",
        otel_rows,
        otel_changes,
    ),
    "lint_rules": Family(rules.WANTED, rules.lint_rows),
    "hed_tags": Family(r"hed/schema/schema_data/HED[\d.]+\.xml", hed_rows),
    "pylint_messages": Family(r"pylint/.*\.py", pylint_rows, pylint_changes),
    "checkov_checks": Family(r"checkov/.*/checks/.*\.(py|yaml)", checkov_rows),
    "bids_schema": Family(r"bidsschematools/data/schema(\.json|/objects/\w+\.yaml)", bids_rows),
}
