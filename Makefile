# make run     the app           make test    the tests
# make check   the linters       make bench   the figures in the README
# Python 3.11 or newer and make are all that has to be there.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$each" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
OR_SAY := || { echo "What nearer needs could not be fetched. Nothing is lost; with a network, please say make again." >&2; exit 1; }

.PHONY: run test check bench pictures clean
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

run: $(VENV)/installed
	@$(BIN)/nearer

test: $(VENV)/installed-dev
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal

check: $(VENV)/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	@$(BIN)/python -m bench

pictures: $(VENV)/installed-dev
	@$(BIN)/python -m bench.pictures

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "nearer needs Python 3.11 or newer, with its venv module. Please install it (on Debian: python3 python3-venv) and say make again." >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "Setting nearer up; this takes a minute, once." >&2
	@$(PIP) install --editable . $(OR_SAY)
	@$(BIN)/python -m compileall -q tui
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "Setting the tools for tests up; this takes a minute or two, once." >&2
	@$(PIP) install --editable ".[dev]" $(OR_SAY)
	@touch $@ $(VENV)/installed
