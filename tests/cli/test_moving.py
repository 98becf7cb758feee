from __future__ import annotations

import gzip
import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import OLD, ROOT

SOC = "51-3011.00"


@pytest.fixture
def kept(run: Run) -> Run:
    """The commands, on a workspace with a release."""
    assert run("import", OLD).code == 0
    return run


def fingerprint(run: Run, *options: str) -> str:
    return str(json.loads(run("verify", "--json", *options).out)["fingerprint"])


def test_a_backup_says_what_was_kept_and_is_never_written_over(kept: Run) -> None:
    wanted = fingerprint(kept)
    assert kept("backup", "b.db").out == f"Kept in b.db: 1 framework, 1 version, 1 edit. Fingerprint {wanted}.\n"
    assert fingerprint(kept, "-w", "b.db") == wanted
    again = kept("backup", "b.db")
    assert (again.code, again.out) == (2, "")
    assert (
        again.err == "lexcurric: something is at b.db already, and nothing is ever copied over it; give a new place\n"
    )
    assert "a backup is one new file" in kept("backup", "folder/").err


def test_a_copy_to_a_folder_and_back(kept: Run) -> None:
    wanted = fingerprint(kept)
    said = kept("copy", "data/workspace.db", "history/").out
    assert said.startswith("Copied to history, and found equal: 1 framework, 1 version, 1 edit.")
    assert said.endswith(f"Fingerprint {wanted}. 5 new files.\n")
    kept("edit", SOC, "94d2a15b", "--text", "Doors — open.")
    assert kept("copy", "data/workspace.db", "history").out.endswith(" 1 new file.\n")
    answered = json.loads(kept("copy", "history", "back.db", "--json").out)
    assert answered == {
        "place": "back.db",
        "frameworks": 1,
        "versions": 1,
        "edits": 2,
        "fingerprint": fingerprint(kept),
        "added": None,
    }
    assert "Doors" in kept("show", SOC, "-w", "back.db").out
    assert kept("copy", "back.db", "history", "-q").out == ""


def test_a_copy_names_what_is_wrong(kept: Run) -> None:
    kept("copy", "data/workspace.db", "history")
    path = Path("history/frameworks/51-3011.00/draft/000001.json")
    path.write_text(path.read_text(encoding="utf-8").replace("Flour", "Flower", 1), encoding="utf-8")
    failed = kept("copy", "history", "back.db")
    assert (failed.code, failed.err.count("\n")) == (2, 1)
    assert failed.err.startswith(f"lexcurric: {path}: is not as it was written. Histories are not edited by hand")
    assert "there is no workspace at none.db" in kept("copy", "none.db", "x.db").err
    assert not Path("none.db").exists()


@pytest.mark.parametrize("options", [[], ["--backup", "before.db"]])
def test_an_older_workspace_is_upgraded_after_a_backup(run: Run, options: list[str]) -> None:
    old = gzip.decompress((ROOT / "tests/files/format-1.db.gz").read_bytes())
    Path("old.db").write_bytes(old)
    done = run("-w", "old.db", "upgrade", *options)
    backup = Path(options[1] if options else "old-before-format-2.db")
    assert done.code == 0
    assert done.out == f"Upgraded. The workspace as it was is in {backup}.\n"
    assert backup.is_file()
    assert done.err == ""
    assert run("-w", "old.db", "verify").code == 0
    assert run("-w", "old.db", "upgrade").out == "Nothing to upgrade.\n"
    assert run("-w", "none.db", "upgrade").code == 2


def test_an_older_workspace_that_is_opened_is_upgraded_with_a_warning_in_one_line(run: Run) -> None:
    Path("old.db").write_bytes(gzip.decompress((ROOT / "tests/files/format-1.db.gz").read_bytes()))
    said = run("-w", "old.db", "list").err
    assert said.startswith("lexcurric: warning: old.db was brought to the format of this program (2)")
    assert said.count("\n") == 1


def test_a_server_is_upgraded_only_with_a_backup(run: Run, postgresql_url: str) -> None:
    run("-w", postgresql_url, "import", OLD)
    refused = run("-w", postgresql_url, "upgrade")
    assert (refused.code, refused.err.rstrip().endswith("only after a backup; say --backup FILE")) == (2, True)
    assert run("-w", postgresql_url, "upgrade", "--backup", "b.db").out == "Nothing to upgrade.\n"
    assert not Path("b.db").exists()


def test_a_witness_misses_what_was_cut_off(kept: Run) -> None:
    kept("backup", "before.db")
    kept("edit", SOC, "94d2a15b", "--text", "Doors — open.")
    said = kept("verify", "--write", "keep/witness.json").out.splitlines()
    assert said[0] == "The workspace is whole."
    assert said[2] == "Wrote keep/witness.json; keep it elsewhere. Later: lexcurric verify --against keep/witness.json"
    assert kept("verify", "--against", "keep/witness.json").code == 0
    short = kept("verify", "-w", "before.db", "--against", "keep/witness.json")
    assert short.code == 1
    assert short.out.startswith(f"{SOC}: revision 2 of draft is not the one that was there. (It was on ")
    Path("other.json").write_text("{}")
    assert kept("verify", "--against", "other.json").code == 2
    assert kept("verify", "--against", "none.json").code == 2
    assert kept("-w", "none.db", "verify").code == 2
    assert not Path("none.db").exists()


def test_the_difference_that_the_page_shows_is_what_is_written(kept: Run) -> None:
    page = (ROOT / "docs/moving.md").read_text(encoding="utf-8")
    old, new = re.findall(r"^[-+](- Baked .*)$", page, re.MULTILINE)
    statements = Path("history/frameworks/51-3011.00/statements.md")
    kept("copy", "data/workspace.db", "history/")
    before = statements.read_text(encoding="utf-8").splitlines()
    text = "Baked loaves and rolls — unload with a peel and heat-proof gloves, then space on cooling racks."
    kept("edit", SOC, "94d2a15b", "--text", text)
    kept("copy", "data/workspace.db", "history/")
    after = statements.read_text(encoding="utf-8").splitlines()
    assert ([old], [new]) == (
        [each for each in before if each.startswith("- Baked") and each not in after],
        [each for each in after if each.startswith("- Baked") and each not in before],
    )


def test_a_damaged_workspace_is_said_to_be_with_no_fingerprint(kept: Run) -> None:
    with sqlite3.connect("data/workspace.db") as raw:
        raw.execute("DROP TRIGGER refuse_update_revision")
        raw.execute("UPDATE revision SET author = 'Eve' WHERE rev = 1")
    raw.close()
    said = kept("verify", "--write", "w.json")
    assert said.code == 1
    assert "revision 1 is not what was written" in said.out
    assert said.out.endswith(" problems, so w.json was not written.\n")
    assert not Path("w.json").exists()
    failed = kept("copy", "data/workspace.db", "history/")
    assert (failed.code, failed.err.startswith("lexcurric: data/workspace.db is damaged, and was not copied")) == (
        2,
        True,
    )
    assert json.loads(kept("verify", "--json").out)["fingerprint"] is None
