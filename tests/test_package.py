from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import lexcurric as lx
from tests.samples import NEW, OLD, ROOT

HEAVY = ("pandas", "openpyxl", "ipywidgets", "anywidget", "sqlalchemy", "dask", "numpy", "scipy", "pydantic")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, lexcurric; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_no_other() -> None:
    for name in lx.__all__:
        assert getattr(lx, name) is not None
    assert set(lx.__all__) <= set(dir(lx))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = lx.nothing


def test_the_example_of_the_interface_runs(tmp_path: Path) -> None:
    ws = lx.open(tmp_path / "workspace.db", author="A. Designer")
    fw = ws.import_export(OLD)
    fw = ws.framework("51-3011.00")
    ids = fw.statements["id"].tolist()
    fw.edit(ids[0], text="Hands — wash.", reason="shorter")
    fw.tag(ids[:3], "tool:word-processing")
    assert fw.undo().startswith("Tagged 3 statements")
    v = fw.save("v.26.05-acme.1", message="ours")
    assert lx.diff(fw, v).summary["reworded"] == 0
    assert lx.diff(fw.snapshot("v.26.05"), v).summary["reworded"] == 1
    d = lx.diff(OLD, NEW)
    assert len(list(d)) == len(d.to_frame()) == sum(count for kind, count in d.summary.items() if kind != "unchanged")
    assert all(len(text) > 1000 for text in (d.to_html(), d.to_markdown(), d.to_json(), d._repr_html_()))
    assert lx.diff(fw, NEW, workspace=ws).summary["reworded"] == 11
    plan = fw.merge(NEW)
    assert plan._repr_html_()
    assert plan.conflicts == ()
    plan.apply()
    assert fw.rubric(kind="checklist").to_excel(tmp_path / "rubric.xlsx").stat().st_size > 10_000
    assert lx.match(["A — do."], ["A — do."]).pairs == [(0, 0, 1.0, "same")]


def test_each_file_of_the_code_keeps_to_a_length_that_a_newcomer_can_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in ROOT.joinpath("lexcurric").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_the_sample_files_come_with_the_package() -> None:
    assert lx.sample_file().name == OLD.name
    with pytest.raises(FileNotFoundError, match="no sample file"):
        lx.sample_file("nope")
