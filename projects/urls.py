"""Addresses under /projects/. Each part keeps its own list, so that one can be read without the others."""
from .views import calls, proposals  # noqa: F401

call_and_proposal = []
review = []
ledger = []

urlpatterns = [*call_and_proposal, *review, *ledger]
