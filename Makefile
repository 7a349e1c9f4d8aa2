# Everything runs in .venv, made here on first use.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup run test check bench mutation index format
.DELETE_ON_ERROR:

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	# torch first: with it in place nothing asks for its large GPU builds.
	$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep '^torch==' requirements.lock)"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

index: setup
	$(BIN)/lvping index

run: setup
	$(BIN)/lvping serve --host 127.0.0.1 --port 8000

# The page is tried in a real browser, the documents are looked at with real fonts.
.venv/.browser: $(READY)
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium)
	fc-list 2>/dev/null | grep -qi "cjk" || apt-get install -y -qq fontconfig fonts-noto-cjk
	touch .venv/.browser

test: setup .venv/.browser
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lvping check

bench: setup
	$(BIN)/python -m tests.benchmarks

mutation: setup
	$(BIN)/python -m tests.mutation

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
