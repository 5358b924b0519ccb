# Everything lives in its own .venv; nothing but Python, make and a package index is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: demo test check lint types layers unit fuzz shape docs site bench clean

demo: $(INSTALLED)
	$(BIN)/python examples/demo.py

test: lint types layers unit

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(INSTALLED)
	$(BIN)/mypy

layers: $(INSTALLED)
	$(BIN)/lint-imports

# Bytecode is kept whatever the environment says, or each worker and program compiles all anew.
# Three workers for two processors: some tests wait for a time to pass.
unit: $(INSTALLED)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist worksteal

# Every property with new examples and ten times as many of them, until one fails or all hold.
fuzz: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m hypothesis --hypothesis-profile fuzz

# The documentation as a web site, in site/; with tools of its own, which the tests do not need.
site: .venv-site/installed
	NO_MKDOCS_2_WARNING=1 .venv-site/bin/mkdocs build --strict --quiet

.venv-site/installed:
	$(PYTHON) -m venv .venv-site
	.venv-site/bin/python -m pip install --quiet --disable-pip-version-check 'mkdocs-material>=9.7,<10'
	touch $@

shape: $(INSTALLED)
	$(BIN)/python benchmarks/shape.py

docs: $(INSTALLED)
	$(BIN)/python docs/make.py

bench: $(INSTALLED)
	$(BIN)/python benchmarks/run.py

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) .venv-site site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
