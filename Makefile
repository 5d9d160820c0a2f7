# The commands of kyodo_portal. `make run` and `make test` need nothing but Python 3.11 or newer.
SHELL := /bin/sh
# The distribution's Python first: it is built with profiles of a running one, and does the same work in three quarters of the time of one
# that pyenv or a tarball built with the defaults. `make PYTHON=python3.13 …` takes another.
PYTHON := $(shell for name in /usr/bin/python3 python3 python3.13 python3.12 python3.11 python3.14 python; do \
  if command -v $$name >/dev/null 2>&1 && $$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
  then command -v $$name; break; fi; done)

.PHONY: run test test-slow test-cluster test-debian coverage check fix lock screens a11y python

run: python
	@exec $(PYTHON) run.py

test: python
	@exec $(PYTHON) tests/all.py

test-slow: python
	@exec $(PYTHON) tests/all.py --slow

test-cluster: python
	@exec $(PYTHON) -m tests.cluster

test-debian: python
	@exec $(PYTHON) -m tests.debian

coverage: python
	@exec $(PYTHON) tests/all.py --coverage

check: python
	@exec $(PYTHON) tests/check.py

fix: python
	@exec $(PYTHON) tests/check.py --fix

lock: python
	@exec $(PYTHON) requirements/lock.py

# The pictures of README.md, taken from a portal that `make run` started in another window (ADDRESS=… for another address).
screens: python
	@exec $(PYTHON) tests/screens.py $(ADDRESS)

# The year's test of accessibility on a running portal (ADDRESS=…): what staff take in as a file (OUT=…).
a11y: python
	@exec $(PYTHON) tests/a11y.py $(or $(ADDRESS),http://127.0.0.1:8000) $(or $(OUT),a11y.json)

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 以上が見つかりません。Debian では apt-get install python3 python3-venv で入ります。" >&2; exit 1; }
