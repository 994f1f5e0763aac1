# make site · make serve · make test: each sets up what it needs by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := site
.PHONY: site serve test check lint bench pictures lock clean

site: $(VENV)/.site ## build the site into site/
	$(BIN)/mkdocs build --strict

serve: $(VENV)/.site ## edit with live reload
	$(BIN)/mkdocs serve

check: $(VENV)/.site ## say what is wrong with the report
	$(BIN)/duizhao check

test: $(VENV)/.dev lint ## all tests, the browser's too; make test COVERAGE=1 shows what they reach
	$(BIN)/python tests/install.py
	$(BIN)/pytest -n 2 --dist loadgroup $(if $(COVERAGE),--cov --cov-report=term)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev ## measure; make bench ARGS=--peers measures the peers beside it
	$(BIN)/python bench/run.py $(ARGS)

pictures: $(VENV)/.dev ## take the pictures of README and handbook anew
	$(BIN)/python tests/browser/pictures.py
	$(BIN)/python tests/browser/office_pictures.py

lock: $(VENV)/.dev ## renew the pinned versions
	$(BIN)/python requirements/lock.py

clean:
	rm -rf $(VENV) .cache site

$(VENV)/.site: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements/site.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements/dev.txt
	touch $@
