# Two commands: `make run` starts the program, `make test` runs every check. Both do the set-up by themselves.

# The first Python that starts at all: a shim of pyenv may not, as `.python-version` names one that it may not have.
PYTHON ?= $(shell for name in python3 /usr/bin/python3 /usr/local/bin/python3 python; do \
	"$$name" -c "" >/dev/null 2>&1 && echo "$$name" && break; done)

.PHONY: setup run test check bench format clean

setup:
	@test -n "$(PYTHON)" || { echo "Python 3 is needed to begin (any from 3.8 on): apt-get install python3"; exit 1; }
	@$(PYTHON) setup

run: setup
	@exec .venv/bin/mentorhalo start

test: setup
	@.venv/bin/python -m tools.checks

check: setup
	@.venv/bin/python -m tools.checks --quick

bench: setup
	@.venv/bin/python -m benchmarks

format: setup
	@.venv/bin/python -m tools.checks --format

clean:
	rm -rf .venv .tools node_modules dist test-results src/mentorhalo/core/static/core/build
	find src -name '*.mo' -delete
