"""Addresses under /projects/. Each part keeps its own list, so that one can be read without the others."""

from django.urls import path

from projects.board import views as board
from projects.calls import views as calls_views
from projects.cycles import views as cycles_views
from projects.cycles.check import views as check
from projects.cycles.do import views as cycles_do_views
from projects.cycles.plan import views as cycles_plan_views
from projects.ledger import views as ledger_views
from projects.proposals import call_views as proposals_call_views
from projects.proposals import views as proposals
from projects.proposals.drafting import views as drafting
from projects.reviews import views as reviews

call_and_proposal = [
    path("calls/", calls_views.calls, name="calls"),
    path("calls/<int:pk>/", proposals_call_views.call, name="call"),
    path("calls/<int:pk>/propose/", proposals_call_views.call_propose, name="call-propose"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/<slug:page>/", drafting.proposal_page, name="proposal-page"),
    path("proposals/<int:pk>/check/", proposals.proposal_check, name="proposal-check"),
    path("proposals/<int:pk>/receipt/", proposals.proposal_receipt, name="proposal-receipt"),
    path("proposals/<int:pk>/step/<slug:step>/", proposals.proposal_step, name="proposal-step"),
    path("proposals/<int:pk>/delete/", proposals.proposal_delete, name="proposal-delete"),
    path("proposals/<int:pk>/copy/", proposals.proposal_copy, name="proposal-copy"),
    path("proposals/<int:pk>/files/<int:file_id>/", proposals.proposal_file, name="proposal-file"),
]
review = [
    path("review/", reviews.review_list, name="reviews"),
    path("review/<int:pk>/", reviews.review, name="review"),
    path("review/<int:pk>/check/", reviews.review_check, name="review-check"),
    path("review/<int:pk>/conflict/", reviews.review_conflict, name="review-conflict"),
]
ledger = [
    path("", ledger_views.project_list, name="projects"),
    path("board/", board.board, name="board"),
    path("<int:pk>/", ledger_views.project, name="project"),
    path("<int:pk>/<int:fiscal_year>/", cycles_views.cycle, name="cycle"),
    path("<int:pk>/<int:fiscal_year>/plan/", cycles_plan_views.plan, name="cycle-plan"),
    path("<int:pk>/<int:fiscal_year>/confirm/", cycles_plan_views.confirm, name="cycle-confirm"),
    path("<int:pk>/<int:fiscal_year>/updates/new/", cycles_do_views.update_new, name="update-new"),
    path("<int:pk>/<int:fiscal_year>/updates/<int:update_pk>/", cycles_do_views.update_edit, name="update-edit"),
    path("<int:pk>/<int:fiscal_year>/report/", check.report, name="cycle-report"),
    path("<int:pk>/<int:fiscal_year>/evaluation/", check.evaluation, name="cycle-evaluation"),
    path("<int:pk>/<int:fiscal_year>/talk/", check.talk, name="cycle-talk"),
    path("cycles/<int:pk>/step/<slug:step>/", cycles_views.cycle_step, name="cycle-step"),
]

urlpatterns = [*call_and_proposal, *review, *ledger]
