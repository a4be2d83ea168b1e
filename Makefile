# Everything on one machine, from .venv beside this file. `make demo` needs Python 3.11 to 3.13 and nothing else.
# Variables: PYTHON=python3.12 (which Python makes .venv), ARGS="tests/text -k mask" (for `make test`), DATA=folder (for `make evaluate`).
.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint lint-types lint-rest scan evaluate evaluate-accuracy evaluate-files chaos setup lock bench
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
INSTALL := sh .ci/install
DATA ?= ../shared/data
TEMPLATES := $(wildcard dashboards/templates monitor/templates)

help:
	@echo "make demo    set up and run everything on this machine, with an exercise (first time 1-2 minutes)"
	@echo "make test    all tests, 4 processes, random order"
	@echo "make coverage  the same, and which lines no test runs"
	@echo "make lint    style, types, templates, imports, migrations, compose file"
	@echo "make scan    risky code, committed secrets, and the bill of materials (build/sbom.cdx.json)"
	@echo "make evaluate  accuracy against its floors: the exercise and, where it is there, labelled data in DATA (2 minutes)"
	@echo "make chaos   kill, stop, cut off and starve the running system, and look whether anything was lost (5 minutes)"
	@echo "make setup   install everything, bench peers included"
	@echo "make bench   this project beside its peers in one run; JSON per question"
	@echo "make lock    pin requirements/*.in to requirements/*.txt with hashes"

# exec: the demo is then make's own child and stops when make is killed.
demo: .venv/stamp-base
	@exec $(PY) -m monitor.embedded demo

test: .venv/stamp-dev
	$(PY) -m pytest -n 4 --dist loadscope --no-loadscope-reorder $(ARGS)

coverage:
	@$(MAKE) test ARGS="--cov --cov-report=term:skip-covered $(ARGS)"

# Types take as long as all the rest, so they are looked at beside it.
lint: .venv/stamp-dev
	@$(MAKE) -j 2 lint-types lint-rest

lint-types:
	$(PY) -m mypy

lint-rest:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/djlint --quiet --lint $(TEMPLATES)
	.venv/bin/lint-imports --no-logo
	$(PY) -m monitor.embedded exec -- $(PY) manage.py makemigrations --check --dry-run
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

scan: .venv/stamp-dev
	@$(PY) -m scan $(ARGS)

# What is found in files waits for LibreOffice most of the time: it is looked at beside the accuracy.
evaluate: .venv/stamp-dev
	@$(MAKE) -j 2 evaluate-accuracy evaluate-files

evaluate-accuracy:
	@$(PY) manage.py floors $(if $(wildcard $(DATA)),--data $(DATA)) $(ARGS)

evaluate-files:
	@$(PY) manage.py traces
	@if command -v soffice >/dev/null && command -v pdftoppm >/dev/null; then $(PY) manage.py evaluate reports tests/reports/golden; \
	  else echo "reports not looked at page by page: install libreoffice-writer and poppler-utils" >&2; fi

chaos: .venv/stamp-dev
	@$(PY) -m chaos $(ARGS)

# Services may not write beside the code (deploy/systemd), so what they import is compiled here; a package's odd file is no fault.
setup: .venv/stamp-bench
	@-$(PY) -m compileall -q -q -j 0 .venv/lib monitor dashboards tasks

bench: .venv/stamp-bench
	@$(PY) manage.py bench analyse $(ARGS)
	@$(PY) manage.py bench feeds $(ARGS)
	@$(PY) manage.py bench topics $(ARGS)
	@$(PY) manage.py bench pages $(ARGS)
	@$(PY) manage.py bench live $(ARGS)
	@$(PY) manage.py bench search $(ARGS)
	@$(PY) manage.py bench alerts $(ARGS)

lock: .venv/stamp-dev
	@set -e; for set in base dev bench; do echo "pinning requirements/$$set.txt"; \
	  .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header -q requirements/$$set.in -o requirements/$$set.txt; done

# dev.txt holds base.txt and bench.txt holds both, so a larger set stamps the smaller ones too.
.venv/stamp-base: requirements/base.txt
	@$(INSTALL) base
	@touch $@

.venv/stamp-dev: requirements/dev.txt
	@$(INSTALL) dev
	@touch .venv/stamp-base $@

.venv/stamp-bench: requirements/bench.txt
	@$(INSTALL) bench
	@touch .venv/stamp-base .venv/stamp-dev $@
