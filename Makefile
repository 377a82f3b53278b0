# Everything that a person types while working on the workbook. `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

export PATH := $(CURDIR)/$(BIN):$(PATH)
# as if it were activated: IPython warns where another environment is
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
# two processes with spinning threads on two cores take ten times as long as with sleeping ones
export OMP_WAIT_POLICY ?= PASSIVE
export PYRIGHT_PYTHON_IGNORE_WARNINGS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test verify lint build lab site lock clean

help: ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

demo: $(INSTALLED) ## build everything, grade an example class, write feedback
	@$(BIN)/workbook demo

test: lint ## run the linters, check products, rules and graders of all lessons, run the tests
	$(BIN)/workbook build --check
	$(BIN)/workbook lint --fast
	$(BIN)/workbook verify --check --no-generated --brief
	$(BIN)/pytest

verify: $(INSTALLED) ## run all rules, and every lesson against mistakes made by machine, too
	$(BIN)/workbook lint
	$(BIN)/workbook verify

lint: $(INSTALLED) ## run ruff and pyright
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	timeout 600 $(BIN)/pyright

build: $(INSTALLED) ## make release/, solutions/ and student_lib/ from source/
	$(BIN)/workbook build

lab: $(INSTALLED) ## open the released notebooks in JupyterLab, in copies of your own
	$(BIN)/workbook lab

site: $(INSTALLED) ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "Read it: $(BIN)/python -m http.server --directory site, then http://localhost:8000"

lock: $(INSTALLED) ## write requirements.lock from what is installed in .venv
	$(BIN)/python scripts/lock.py

clean: ## remove what can be made again; gradebook and submissions stay
	rm -rf $(VENV) .workbook site .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Error: Python 3.11 or newer is needed, and $(PYTHON) is older or not there." \
	    "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Error: $(PYTHON) cannot make virtual environments." \
	    "On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV): a few minutes the first time, a second from then on."
	$(PIP) install "$$(grep '^torch==' requirements.lock)"
	$(PIP) install --requirement requirements.lock
	@# compat: a path that Python looks into, so that a course's own folder autograder/ hides nothing
	$(PIP) install --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@
