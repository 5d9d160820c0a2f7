"""The admin's pages of this app: one module per part, imported here so that Django finds them."""

from . import calls, cycles, ledger, proposals, reviews  # noqa: F401
