"""What a run before a release does in whole, and `make test` as far as it tells something new (CONTRIBUTING.md, "Tests")."""

import os

# `make coverage` and `make test-slow` say so.
WHOLE = "TESTS_MIGRATE" in os.environ
