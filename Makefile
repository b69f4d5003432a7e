SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PORT ?= 8000
PYTHON ?= $(shell sh deploy/find-python.sh)
VENV := .venv/bin
NPM = $(PYTHON) -m deploy.setup.npm
# Two workers a core gain nothing; a number from outside wins.
WORKERS ?= auto

.PHONY: help python setup setup-test setup-python run test test-fast unit lint fix web-test e2e bench clauses docs lock ci clean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Python 3.11 or newer is needed. On Ubuntu 22.04: sudo apt-get install -y python3.11 python3.11-venv" >&2; exit 1; fi

setup: python ## get everything that running needs (system packages, Python, Node, both web apps)
	@$(PYTHON) -m deploy.setup run

setup-test: python
	@$(PYTHON) -m deploy.setup test

setup-python: python
	@$(PYTHON) -m deploy.setup python

run: setup ## set up if needed and serve on 127.0.0.1:8000 (PORT=… for another port)
	@SHOUWANG_PORT=$(PORT) SHOUWANG_DEMO=$${SHOUWANG_DEMO:-1} \
	 SHOUWANG_PUBLIC_URL=$${SHOUWANG_PUBLIC_URL:-http://127.0.0.1:$(PORT)} exec $(VENV)/python wsgi.py run

test: setup-test ## set up if needed, then lint and every test: both databases, web, browser
	@$(MAKE) lint
	@$(MAKE) web-test
	@$(MAKE) unit
	@$(MAKE) e2e

unit: setup-python ## every Python test but those in the browser, on both databases
	@$(VENV)/python -m pytest -n $(WORKERS) --dist worksteal tests --ignore tests/e2e

test-fast: python ## the Python tests on SQLite alone, without browser or PostgreSQL
	@$(PYTHON) -m deploy.setup python-no-postgresql
	@SHOUWANG_TEST_DATABASES=sqlite $(VENV)/python -m pytest -n $(WORKERS) --dist worksteal tests --ignore tests/e2e

lint: setup-python ## style, types and the walls between the packages
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/lint-imports
	@$(VENV)/mypy

fix: setup-python ## mend what ruff can mend
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

web-test: setup-test ## types and tests of the web apps
	@$(NPM) run check
	@$(NPM) test

e2e: setup-test ## the story in a real browser against the real server
	@$(VENV)/python -m pytest tests/e2e

bench: setup-test ## run one benchmark: make bench NAME=ingest
	@if [ -z "$(NAME)" ]; then echo "which one? make bench NAME=…:" $(basename $(notdir $(wildcard benchmarks/[a-z]*.py))) >&2; exit 2; fi
	@PYTHONPATH=. $(VENV)/python benchmarks/$(NAME).py

clauses: setup-python ## which clauses of the law are proved by tests
	@$(VENV)/python -m tests.clauses

docs: setup-test ## make again what is made from the code: openapi.json and the types of the web apps
	@$(VENV)/python wsgi.py openapi --write web/openapi.json
	@$(NPM) run types

lock: setup-python ## take the newest allowed versions into the lock files
	@$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group web pyproject.toml -o requirements.lock
	@$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group web --group clock -c requirements.lock pyproject.toml -o requirements-clock.lock
	@$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group web --group clock --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

ci: ## what the build machine runs
	@.ci/run

clean: ## remove what the set-up made; var/ with its data stays
	@rm -rf .venv .setup web/node_modules web/*/dist web/*/node_modules
