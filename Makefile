# make chat    set up, bring the index in step with corpus/, open the chat page
# make test    set up, run every check

PORT ?= 7860
VENV := .venv
PYTHON := $(VENV)/bin/python
FIND_PYTHON := for p in python3 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done
PIP := $(PYTHON) -m pip install --disable-pip-version-check --constraint constraints.txt

SUITES := $(wildcard evals/suites/*.jsonl evals/subjects/* evals/unseen/*)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev check test chat ask reader decision format clean

help:
	@echo "make chat [PORT=7860]  set up, bring the index in step with corpus/, open the chat page"
	@echo "make ask Q=\"...\"       answer one question in the terminal"
	@echo "make test              set up, run every check"
	@echo "make setup             only set up"

setup: $(VENV)/ready
	@echo "Colloquy is set up. Next: make chat"

setup-dev: $(VENV)/ready-dev

$(VENV)/bin/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "Colloquy needs Python 3.11 or newer; install it from python.org or your distribution." >&2; exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "This Python lacks venv; install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$python"; $$python -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing packages into $(VENV); the first time takes some minutes"
	@if [ -n "$(TORCH_INDEX)" ]; then $(PIP) --index-url "$(TORCH_INDEX)" torch; fi
	@$(PIP) --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@$(PIP) --editable ".[dev]"
	@touch $@

check: $(VENV)/ready-dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports
	$(PYTHON) -m pytest
	$(PYTHON) -m evals check $(SUITES)
	$(PYTHON) -m evals gate
	$(PYTHON) -m evals planted evals/planted/development.jsonl corpus --among 20 \
		--out .data/evals/planted --fail-under disagreement_recall=.68 --fail-under false_alarms=.05

test: setup-dev
	@$(MAKE) --no-print-directory check

chat: $(VENV)/ready
	-@$(PYTHON) -m ingest --prune
	@$(PYTHON) -m ui --port $(PORT)

export Q
ask: $(VENV)/ready
	@if [ -z "$$Q" ]; then echo 'Ask with: make ask Q="When was ... founded?"' >&2; exit 2; fi
	-@[ -e .data/catalog.sqlite ] || $(PYTHON) -m ingest
	@$(PYTHON) -m assistant "$$Q"

# glibc gives large blocks back to the kernel at once by default; asking for them again at every
# step takes a tenth to a fifth of the training time.
reader: export MALLOC_MMAP_THRESHOLD_ = 4294967296
reader: export MALLOC_TRIM_THRESHOLD_ = 8589934592
reader: export MALLOC_TOP_PAD_ = 1073741824
reader: $(VENV)/ready-dev
	@test -n "$(DATA)" || { echo 'Name the folder of the data sets: make reader DATA=FOLDER' >&2; exit 1; }
	$(PYTHON) -m evals.reading train "$(DATA)" --out .data/reader
	$(PYTHON) -m evals.reading measure "$(DATA)" --weights .data/reader/reader-5.safetensors

decision: $(VENV)/ready-dev
	@test -n "$(DATA)" || { echo 'Name the folder of the data sets: make decision DATA=FOLDER' >&2; exit 1; }
	$(PYTHON) -m evals.reading fit "$(DATA)"
	$(PYTHON) -m evals.reading look

format: $(VENV)/ready-dev
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
