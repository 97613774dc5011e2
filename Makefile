# make run: the main job on the example. make test: everything checked. Both make what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export OMP_WAIT_POLICY = PASSIVE
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test test-long lint bench bench-training bench-window bench-plots bench-evaluation bench-attribution bench-ablation bench-accuracy bench-faults freeze self-test clean help

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

run: $(READY) system ## the window on the example; without a display the tour into build/tour
	@sh installer/run.sh $(BIN)

test: $(READY) system lint ## lint, types, import contracts, all tests (under 10 minutes)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not long"

test-long: $(READY) system ## what takes minutes
	$(BIN)/python -m pytest -m long

lint: $(READY) ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: bench-training bench-window bench-plots bench-evaluation bench-attribution ## every figure

bench-training bench-evaluation bench-attribution bench-ablation: bench-%: $(READY)
	$(BIN)/python -m tests.benchmarks.$*

bench-window: $(READY) system
	$(BIN)/python -m tests.benchmarks.window

bench-plots: $(READY) system
	$(BIN)/python -m tests.benchmarks.live_plots

bench-accuracy: $(READY) $(VENV)/.peers ## the risks beside those of other models, on published tables (hours, once)
	$(BIN)/python -m tests.benchmarks.accuracy $(ACCURACY)

bench-faults: $(READY) ## injected faults: seen, named, proven; false alarms; overhead (a quarter of an hour)
	$(BIN)/python -m tests.benchmarks.faults $(FAULTS)

$(VENV)/.peers: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[test,bench]'
	@touch $@

freeze: $(READY) ## the one-folder application into dist/
	@sh installer/system_libraries.sh window
	$(BIN)/python installer/build.py freeze

self-test: ## the frozen application checks itself
	$(PYTHON) installer/build.py self-test

.PHONY: system
system:
	@sh installer/system_libraries.sh

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
