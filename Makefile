# Two commands for a newcomer: `make run` and `make test`. Everything else is a part of one of them.
SHELL := /bin/sh
PYTHON ?= python3
WEB := .venv/web/bin/python
RASA := .venv/rasa/bin/python
UV = $(shell test -x .venv/uv/bin/uv && echo .venv/uv/bin/uv || command -v uv)
COMPILE = $(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url
export TF_CPP_MIN_LOG_LEVEL = 3
export CUDA_VISIBLE_DEVICES = -1
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export OMP_NUM_THREADS = 1

.PHONY: run test unit check setup setup-dev dutch-model lock shell clean python

run: setup
	@exec $(WEB) -m bot serve

test: setup-dev
	@$(WEB) -m bot train
	$(WEB) -m pytest
	$(RASA) -m pytest

unit: setup-dev
	$(WEB) -m pytest -m "not journey" tests/unit tests/golden tests/house
	$(RASA) -m pytest tests/unit

check: setup-dev
	$(WEB) -m ruff format --check .
	$(WEB) -m ruff check .
	$(WEB) -m mypy
	$(WEB) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(WEB) -m bot knowledge check

setup: python
	@$(PYTHON) -m bot.cli.setup

setup-dev: python
	@$(PYTHON) -m bot.cli.setup --dev

dutch-model: python
	@$(PYTHON) -m bot.cli.setup --retry-model

# Newer versions of everything; then run the tests.
lock: setup
	@for name in web web-dev; do $(COMPILE) --python-version 3.12 requirements/$$name.in -o requirements/$$name.txt; done
	@for name in rasa rasa-dev; do $(COMPILE) --python-version 3.10 requirements/$$name.in -o requirements/$$name.txt; done
	@$(COMPILE) --python-version 3.8 requirements/uv.in -o requirements/uv.txt

# Talk to the assistant in the terminal, without web.
shell: setup
	@$(WEB) -m bot train
	@BRON_TRACKER_URL=sqlite:// BRON_ACTIONS_URL=http://127.0.0.1:5055 $(RASA) -m rasa shell --endpoints bot/domain/endpoints.yml

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Stopped: no $(PYTHON) was found. Remedy: install Python 3.12, or name one: make run PYTHON=/path/to/python3."; exit 1; }

clean:
	rm -rf .venv models .rasa
