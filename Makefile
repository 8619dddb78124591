# Every target sets up what it needs: a fresh clone, `make`, Python 3.11 to 3.15 with its venv module, nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The Python that makes the virtual environment, and those that the lock files are made for.
PYTHON ?= python3
PYTHONS := 3.11 3.12 3.13 3.14 3.15
SYSTEMS := x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin x86_64-apple-darwin x86_64-pc-windows-msvc
# What `make diff` compares with, when that is not the default branch, and `make check` if it is given: a branch, a tag, a commit.
REV ?=
# More for the command itself: `make serve ARGS="--port 8001"`, `make test ARGS="-k plan"`.
ARGS ?=
# Where the site and its source stand, when that is not where content/guide.yml says: a fork, a preview.
export SITE_URL ?=
export REPOSITORY ?=
REPOSITORY_OPTION := $${REPOSITORY:+--repository "$$REPOSITORY"}
# The browser of the tests; empty means the first that is found.
export CHROMIUM ?=

RUN := .venv/bin/python
UV := .venv/lock/bin/python -m uv
# Only built packages, each with a hash that the lock file names: installing runs no code of theirs.
INSTALL := -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:

.PHONY: help site serve check new rename plan decide diff due links test test-all quick bench recount dist lock locked clean browser node FORCE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

site: .venv/site ## Build the whole site into build/site
	@$(RUN) -m generator build $${SITE_URL:+--site-url "$$SITE_URL"} $(REPOSITORY_OPTION) $(ARGS)

serve: .venv/site ## Build, show it on this machine, rebuild on each change
	@$(RUN) -m generator serve $(ARGS)

check: .venv/site ## Say everything that is wrong with the content; REV=main also tells what would be lost, ARGS=--fix mends
	@$(RUN) -m generator check $(if $(REV),--against "$(REV)") $(ARGS)

new: .venv/site ## Write a new file to fill in; ARGS="resource course/its-id --url https://..."
	@$(RUN) -m generator new $(ARGS)

rename: .venv/site ## Give something another id, everywhere; ARGS="OLD NEW"
	@$(RUN) -m generator rename $(ARGS)

plan: .venv/site ## Print a learning path; ARGS="--from PERSONA --to ROLE"; ARGS=--renew renews those in content/_plans
	@$(RUN) -m generator plan $(ARGS)

decide: .venv/site ## Say what answers to a decision mean; ARGS="DECISION --answers QUESTION=OPTION,..."
	@$(RUN) -m generator decide $(ARGS)

diff: .venv/site ## Say what your changes do to every path and decision; REV=HEAD
	@$(RUN) -m generator diff $(ARGS) $(if $(REV),"$(REV)")

due: .venv/site ## List what needs a human look, most used first
	@$(RUN) -m generator due $(ARGS)

links: .venv/links ## Ask every outside link whether it still answers
	@$(RUN) -m generator links $(REPOSITORY_OPTION) $(ARGS)

# Each file of tests stays in one process, which has its own browser; the longest come first. Sites are built once for all of them.
test: browser node ## Run the tests, all but what is marked as long
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

test-all: browser node ## Run what is long, too: every engine, more worlds for the planner; before a release
	@$(RUN) -m pytest --all -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

quick: node ## Run the tests that need no browser, no engine and no command, in about a minute
	@$(RUN) -m pytest --quick -n auto --maxprocesses 4 --dist loadfile -q $(ARGS)

bench: browser ## Measure what it costs and write bench/RESULTS.md, on an idle machine: about an hour; ARGS="--hugo PROGRAM" compares
	@$(RUN) bench/results.py $(ARGS)

recount: .venv/test ## Count again what the guide says it counted; DATA=FOLDER holds checkouts of the data, ARGS=--list says what can be counted
	@$(RUN) bench/recount.py $(DATA) $(ARGS)

dist: .venv/test ## Make the wheel and the source package that others install, in dist/
	@$(RUN) -m hatchling build --clean $(ARGS)

lock: .venv/lock/made ## Write requirements/*.txt anew from *.in; ARGS=--upgrade takes newer versions
	@cd requirements && for name in lock site links test; do \
		VIRTUAL_ENV=../.venv/lock ../$(UV) pip compile --quiet --universal --python-version $(firstword $(PYTHONS)) --generate-hashes $(ARGS) \
			--output-file $$name.txt $$name.in || exit 1; \
	done

locked: .venv/lock/made ## Try the lock files for the lowest and the highest Python on each system
	@for python in $(firstword $(PYTHONS)) $(lastword $(PYTHONS)); do for system in $(SYSTEMS); do for name in lock test; do \
		VIRTUAL_ENV=.venv/lock $(UV) pip compile --quiet --only-binary :all: --python-version $$python --python-platform $$system \
			--output-file /dev/null requirements/$$name.txt || { echo "requirements/$$name.txt: Python $$python, $$system" >&2; exit 1; }; \
	done; done; done

clean: ## Delete everything that was made here
	rm -rf build dist site .venv .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# The last act of each of these is its stamp, so one that was interrupted is done again. The environment is made anew when
# the lock file changes (nothing lingers) and when its Python is gone.
.venv/site: requirements/site.txt $(shell $(RUN) -c '' 2>/dev/null || echo FORCE)
	@$(PYTHON) -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in "$(PYTHONS)".split())' || { \
		echo "Fingerpost needs Python $(firstword $(PYTHONS)) to $(lastword $(PYTHONS)); name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Setting up .venv (once) ..." >&2
	@$(PYTHON) -m venv --clear .venv
	@$(RUN) $(INSTALL) -r requirements/site.txt
	@touch $@

.venv/links: .venv/site requirements/links.txt
	@$(RUN) $(INSTALL) -r requirements/links.txt
	@touch $@

.venv/test: .venv/site requirements/test.txt
	@$(RUN) $(INSTALL) -r requirements/test.txt
	@touch $@

.venv/lock/made: requirements/lock.txt
	@$(PYTHON) -m venv --clear .venv/lock
	@.venv/lock/bin/python $(INSTALL) -r requirements/lock.txt
	@touch $@

browser: .venv/test
	@$(RUN) tests/chromium.py

node: .venv/test
	@$(RUN) tests/node.py
