"""補助金: everybody's pages under /apply/schemes/, one grant under /grants/."""

from django.urls import path

from . import correct_views, filing_views, run_views, scheme_views, sheet_views, table_views, views

urlpatterns = [
    path("apply/schemes/", scheme_views.schemes, name="grant-schemes"),
    path("apply/schemes/<int:pk>/", scheme_views.scheme, name="grant-scheme"),
    path("apply/schemes/<int:pk>/new/", views.grant_new, name="grant-new"),
    path("apply/schemes/<int:pk>/paper/<slug:kind>/", sheet_views.blank, name="grant-blank"),
    path("grants/<int:pk>/sheet/<slug:kind>/", sheet_views.written, name="grant-sheet"),
    path("grants/", views.grants, name="grants"),
    path("grants/ledger.xlsx", table_views.ledger, name="grants-xlsx"),
    path("grants/<int:pk>/", views.grant, name="grant"),
    path("grants/<int:pk>/edit/", views.grant_edit, name="grant-edit"),
    path("grants/<int:pk>/correct/", correct_views.correct, name="grant-correct"),
    path("grants/<int:pk>/change/", run_views.grant_change, name="grant-change"),
    path("grants/<int:pk>/report/", run_views.grant_report, name="grant-report"),
    path("grants/<int:pk>/step/<slug:step>/", views.grant_step, name="grant-step"),
    path("grants/<int:pk>/filed/", filing_views.filed, name="grant-filed"),
    path("grants/<int:pk>/filed/<int:filing_pk>/drop/", filing_views.filed_drop, name="grant-filed-drop"),
    path("staff/grants/enter/", filing_views.enter, name="grant-enter"),
    path("staff/grants/enter/<int:rule>/<int:partner>/", filing_views.enter_for, name="grant-enter-for"),
    path("grants/<int:pk>/papers/new/", run_views.paper_new, name="grant-paper-new"),
    path("grants/<int:pk>/papers/<int:paper_pk>/", run_views.paper, name="grant-paper"),
    path("grants/<int:pk>/papers/<int:paper_pk>/remove/", run_views.paper_remove, name="grant-paper-remove"),
]
