# The only commands that a newcomer needs: `make site` and `make test`.
# They work from nothing but Python >= 3.11, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Nothing is installed but what the lock names, checked by its hash, and nothing is built: a
# package that has to be would fetch its tools unchecked, and run its own code.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
VERROU := --require-hashes --only-binary :all:
EPINGLER := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
  --generate-hashes --only-binary :all: --no-header
# Each install is stamped, so that a second `make` goes straight to work.
BASE := $(VENV)/.base
DEV := $(VENV)/.dev

.PHONY: site build test bench lint types verifier servir captures lock licences audit clean

site: build
	@echo
	@echo "Le site est prêt : http://127.0.0.1:$(PORT)  (Ctrl-C pour arrêter)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory site

# The site is dated by its last commit: the same one gives the same archive, byte for byte.
build: $(BASE)
	$(BIN)/capitalisation verifier
	@epoque=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null)}; \
	env $${epoque:+SOURCE_DATE_EPOCH=$$epoque} $(BIN)/capitalisation construire --hors-ligne

servir: $(BASE)
	$(BIN)/capitalisation servir

verifier: $(BASE)
	$(BIN)/capitalisation verifier

test: $(DEV)
	@sh tests/navigateurs.sh $(BIN)/python
	$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

bench: $(DEV)
	$(BIN)/python -m tests.bench $(BENCH)

# Draws again the pictures of the guide, when the form has changed.
captures: $(DEV)
	$(BIN)/python -m tests.browser.captures

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

# Writes the pins again from pyproject.toml: versions that need no build, their hashes, who asks
# for each, and no address.
lock: $(DEV)
	$(EPINGLER) --extra build --extra complet -o requirements.txt $(UV)
	$(EPINGLER) --extra build --extra complet --extra dev -c requirements.txt -o requirements-dev.txt $(UV)

# Writes LICENCES-TIERS.md again, from the locks and from what the installed packages say.
licences: $(DEV)
	@$(BIN)/python .ci/licences.py

# Asks a public database which of the components have a known flaw. It needs the network.
audit: $(BASE)
	@$(BIN)/python .ci/audit.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Il faut Python 3.11 ou plus récent.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(BASE): $(VENV)/bin/python requirements.txt pyproject.toml
	$(PIP) $(VERROU) -r requirements.txt
	$(PIP) --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(BASE) requirements-dev.txt
	$(PIP) $(VERROU) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) site build .pytest_cache .mypy_cache .ruff_cache hooks/*.egg-info
