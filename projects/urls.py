"""Addresses under /projects/: each room keeps its own list."""

from projects.board.urls import urlpatterns as board
from projects.calls.urls import urlpatterns as calls
from projects.cases.urls import urlpatterns as cases
from projects.cycles.urls import urlpatterns as cycles
from projects.ledger.urls import urlpatterns as ledger
from projects.papers.urls import urlpatterns as papers
from projects.prints.urls import urlpatterns as prints
from projects.proposals.urls import urlpatterns as proposals
from projects.reviews.urls import urlpatterns as reviews

urlpatterns = [*calls, *proposals, *reviews, *prints, *ledger, *cycles, *papers, *board, *cases]
