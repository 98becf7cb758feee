"""The lists of benchmarks/LISTS.md: read from small packages of our own, fetched by the real pip."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from itertools import groupby
from pathlib import Path

import pytest

from benchmarks.lists.__main__ import build
from benchmarks.lists.packages import DiffersError, Pin, UnavailableError, digest, fetch, pins, read_package
from benchmarks.lists.parse import FAMILIES
from benchmarks.lists.rows import Change, Row, cleaned

LISTS = Path(__file__).parents[2] / "benchmarks" / "LISTS.md"
STIX = {
    "objects": [
        {
            "type": "attack-pattern",
            "id": f"attack-pattern--{key}",
            "external_references": [{"source_name": "mitre-attack", "external_id": key}],
            "kill_chain_phases": [{"phase_name": "impact"}],
            "description": "Bakers may [burn](x) <code>rye</code> loaves.(Citation: Us) They may also not.",
            "revoked": key == "T1",
        }
        for key in ("T1", "T2", "T3")
    ]
    + [
        {"type": "relationship", "id": "r", "relationship_type": "revoked-by"}
        | {"source_ref": "attack-pattern--T1", "target_ref": "attack-pattern--T2"}
    ]
}
CHECKER = """MSGS = {
    "C0102": ("Stale name", "stale", "Used when a " "name is stale."),
    "W0201": ("Sour %s", "sour", "Used when dough is sour.", {"old_names": [("W0200", "acid")]}),
}"""
HED = """<HED><schema><node><name>Bread</name><description>What is baked.</description>
  <node><name>Rye</name><description>Dark bread.</description></node>
  <node><name>Red</name><description>CSS-color red</description></node></node></schema>
  <unitClassDefinition><name>weight</name><description>How heavy.</description></unitClassDefinition></HED>"""
OTEL = """/**
 * The [loaf](x) that was
 * baked.
 *
 * Note: warm.
 */
export declare const ATTR_LOAF_KIND: "loaf.kind";
/**
 * Kind of bun.
 *
 * @deprecated Replaced by `loaf.kind` and `loaf.size`.
 */
export declare const ATTR_BUN_KIND: "bun.kind";
/** Kept out, as in the values' names. */
export declare const ATTR_BUN_VALUE: "bun.value";
/** Enum value "rye". */
export declare const LOAF_KIND_VALUE_RYE: "rye";
"""
OTEL_OLD = "var TMP_BUN_KIND = 'bun.kind';\n/**\n * Kind of bun\n */\nexport var SEMATTRS_BUN_KIND = TMP_BUN_KIND;"
CASES = [
    ("mitre_attack", "", {"a/data/v1/enterprise-attack.json": json.dumps(STIX)},
     [Row("enterprise", "impact", key, "Bakers may burn rye loaves.") for key in ("T2", "T3")]),
    ("mitre_attack", "", {"a/data/mitigations-lookup-v2.json": json.dumps({"mitigations": [
        {"stix_id": "course-of-action--1", "external_id": "M1", "description": "Watch the oven."},
        {"stix_id": "course-of-action--2", "external_id": "T9", "description": "Superseded."}]})},
     [Row("mitigations-enterprise", "", "M1", "Watch the oven.")]),
    ("prowler_checks", "", {"prowler/providers/aws/services/oven/hot/hot.metadata.json": json.dumps(
        {"Provider": "aws", "ServiceName": "oven", "CheckID": "hot", "CheckTitle": "[DEPRECATED] Oven is hot"}),
     "prowler/providers/aws/services/oven/hot/warm.metadata.json": json.dumps(
        {"Provider": "aws", "ServiceName": "oven", "CheckID": "hot", "CheckTitle": "Said again"})},
     [Row("aws", "oven", "hot", "Oven is hot")]),
    ("otel_semconv", "", {"build/esm/stable_attributes.d.ts": OTEL, "build/esm/trace/SemanticAttributes.js": OTEL_OLD},
     [Row("attributes", "loaf", "loaf.kind", "The loaf that was baked.")]),
    ("otel_semconv", "", {"build/esm/trace/SemanticAttributes.js": OTEL_OLD},
     [Row("attributes", "bun", "bun.kind", "Kind of bun")]),
    ("lint_rules", "vue", {"lib/rules/no-rye.js": "module.exports = {type: 'problem', docs: {description: 'forbid `rye`'}}",
                           "README.md": "nothing"}, [Row("vue", "problem", "no-rye", "forbid `rye`")]),
    ("lint_rules", "import", {"README.md": "* [`a/no-rye`](docs/rules/no-rye.md): Forbid all [rye](x) bread. (fixable)\n"},
     [Row("import", "", "no-rye", "Forbid all rye bread.")]),
    ("lint_rules", "axe-core", {"axe.js": "x={'no-rye': {description: 'Ensure \\'rye\\' is out', help: 'No rye'}}"},
     [Row("axe-core", "", "no-rye", "Ensure 'rye' is out")]),
    ("lint_rules", "stylelint", {"lib/rules/no-rye/README.md": "# no-rye\n\nDisallow\nrye.\n\n```\nrye\n```"},
     [Row("stylelint", "", "no-rye", "Disallow rye.")]),
    ("hed_tags", "8.0.0", {"hed/schema/schema_data/HED8.0.0.xml": HED},
     [Row("tags", "Bread", "Bread", "What is baked."), Row("tags", "Bread", "Rye", "Dark bread."),
      Row("definitions", "unitClassDefinitions", "unitClassDefinitions:weight", "How heavy.")]),
    ("pylint_messages", "", {"pylint/checkers/bread.py": CHECKER},
     [Row("pylint", "bread", "C0102", "Used when a name is stale."), Row("pylint", "bread", "W0201", "Used when dough is sour.")]),
    ("checkov_checks", "", {
        "checkov/arm/checks/B.py": "class B:\n    def f(self):\n        name = 'Bake'\n        id = \"CKV_A_10\"\n",
        "checkov/arm/checks/a.yaml": "metadata:\n  id: CKV_A_9\n  name: \"Cool\"\n",
        "checkov/tf/checks/B.py": "class B:\n    def f(self):\n        name = 'Bake again'\n        id = \"CKV_A_10\"\n"},
     [Row("checkov", "arm", "CKV_A_9", "Cool"), Row("checkov", "arm", "CKV_A_10", "Bake")]),
    ("bids_schema", "", {"bidsschematools/data/schema/objects/breads.yaml":
                         "rye:\n  description: |\n    A [dark](x) `bread`. Keeps well. Costs more.\nbun: {}\n"},
     [Row("breads", "", "rye", "A dark bread. Keeps well.")]),
    ("bids_schema", "", {"bidsschematools/data/schema.json": '{"objects": {"breads": {"rye": {"description": "Dark"}}}}'},
     [Row("breads", "", "rye", "Dark.")]),
]  # fmt: skip


@pytest.mark.parametrize(("family", "part", "files", "rows"), CASES)
def test_each_family_reads_its_rows_from_the_files_that_it_wants(tmp_path, family, part, files, rows):
    path = npm_package(tmp_path / "list-1.0.0.tgz", {**files, "unwanted.txt": "x"})
    wanted, rows_in, _ = FAMILIES[family]
    found = read_package(path, wanted)
    assert found == files
    assert cleaned(rows_in(found, part)) == rows


@pytest.mark.parametrize(
    ("family", "files", "old", "new", "changes"),
    [
        ("mitre_attack", {"enterprise-attack.json": json.dumps(STIX)}, {("enterprise", "T1"), ("enterprise", "T2")},
         {("enterprise", "T2")}, [Change("T1,T2", "T2", "enterprise:revoked-by (merge into an existing one)")]),
        ("otel_semconv", {"a.d.ts": OTEL}, {("attributes", "bun.kind")}, {("attributes", "loaf.kind")},
         [Change("bun.kind", "loaf.kind", "renamed [attributes]: Replaced by `loaf.kind` and `loaf.size`.")]),
        ("otel_semconv", {"a.d.ts": OTEL}, {("attributes", "loaf.kind")}, {("attributes", "loaf.kind")}, []),
        ("pylint_messages", {"pylint/checkers/bread.py": CHECKER}, {("pylint", "W0200")}, {("pylint", "W0201")},
         [Change("W0200", "W0201", "renamed (old_names in the source)")]),
        ("pylint_messages", {"pylint/checkers/bread.py": CHECKER}, {("pylint", "W0200"), ("pylint", "W0201")}, {("pylint", "W0201")}, []),
    ],
)  # fmt: skip
def test_official_changes_join_ids_of_the_two_releases(family, files, old, new, changes):
    assert list(FAMILIES[family].changes(files, old, new)) == changes


def test_a_family_is_written_as_lists_and_a_map_the_same_on_every_run(tmp_path):
    before = wheel(tmp_path / "a.whl", {"pylint/checkers/x.py": CHECKER.replace("W0201", "W0200")})
    after = wheel(tmp_path / "b.whl", {"pylint/checkers/x.py": CHECKER})
    paths = [(pin(release=release), path) for release, path in (("v1", before), ("v2", after))]
    for _ in range(2):
        assert build("pylint_messages", paths, tmp_path / "out") == ["v1 2", "v2 2", "map_v1_v2 1"]
        assert {path.name: path.read_text("utf-8").splitlines()[-1] for path in (tmp_path / "out").iterdir()} == {
            "v1.tsv": "pylint\tx\tW0200\tUsed when dough is sour.",
            "v2.tsv": "pylint\tx\tW0201\tUsed when dough is sour.",
            "map_v1_v2.tsv": "W0200\tW0201\trenamed (old_names in the source)",
        }


def test_a_package_is_fetched_once_and_checked(tmp_path, monkeypatch):
    shelf, folder = tmp_path / "shelf", tmp_path / "packages"
    shelf.mkdir()
    folder.mkdir()
    offered = wheel(shelf / "rye_list-1.0-py3-none-any.whl", {"rye.txt": "rye"})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    good = pin(package="rye-list", sha256=digest(offered))
    assert digest(fetch(good, folder)) == good.sha256
    with pytest.raises(DiffersError, match=r"rye_list-1\.0-py3-none-any\.whl is not the pinned package"):
        fetch(good._replace(sha256="0" * 64), folder)
    fetch(good, folder)
    offered.unlink()
    assert fetch(good, folder).exists()
    with pytest.raises(UnavailableError, match=r"pip could not get rye-list 2\.0: ERROR: Could not find a version"):
        fetch(good._replace(version="2.0"), folder)


def test_without_npm_its_packages_are_unavailable(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="npm is not installed"):
        fetch(pin(client="npm", package="@bakers/list"), tmp_path)


def test_every_pin_is_whole_read_by_a_family_and_documented():
    told = LISTS.read_text("utf-8")
    assert [family for family, _ in groupby(pins(), key=lambda one: one.family)] == list(FAMILIES)
    for one in pins():
        assert len(one.sha256) == 64
        assert int(one.bytes) < 15e6
        row = next(line for line in told.splitlines() if line.startswith(f"| {one.family} |"))
        assert one.package in row
        assert one.version in row


def pin(**fields: str) -> Pin:
    """A pin with what the test does not care about filled in."""
    plain = dict.fromkeys(Pin._fields, "") | {"family": "pylint_messages", "client": "pip", "version": "1.0"}
    return Pin(**plain | fields)


def wheel(path: Path, files: dict[str, str]) -> Path:
    """A wheel with these files, whole enough for pip."""
    about = "Metadata-Version: 2.1\nName: rye-list\nVersion: 1.0\n"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in {**files, "rye_list-1.0.dist-info/METADATA": about}.items():
            file.writestr(name, text)
        file.writestr("rye_list-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("rye_list-1.0.dist-info/RECORD", "")
    return path


def npm_package(path: Path, files: dict[str, str]) -> Path:
    """A package as npm packs them: all under one folder."""
    with tarfile.open(path, "w:gz") as file:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text.encode())
            file.addfile(member, io.BytesIO(text.encode()))
    return path
