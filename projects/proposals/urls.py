"""A call's page, where a proposal begins, and the proposal itself."""

from django.urls import path

from . import call_views, filing_views, helping_views, paper_views, preview_views, step_views, version_views, views
from .comments.views import proposal_comments
from .drafting.views import proposal_page
from .joint.views import joint_group
from .sign_off_views import proposal_sign_off

urlpatterns = [
    path("calls/<int:pk>/", call_views.call, name="call"),
    path("calls/<int:pk>/propose/", call_views.call_propose, name="call-propose"),
    path("calls/<int:pk>/preview/", preview_views.call_preview, name="call-preview"),
    path("calls/<int:pk>/paper/", paper_views.call_paper, name="call-paper"),
    path("calls/papers/", filing_views.enter, name="proposal-enter"),
    path("calls/<int:call>/papers/<int:partner>/", filing_views.enter_for, name="proposal-enter-for"),
    path("proposals/<int:pk>/filed/", filing_views.filed, name="proposal-filed"),
    path("proposals/<int:pk>/filed/<int:filing_pk>/drop/", filing_views.filed_drop, name="proposal-filed-drop"),
    path("proposals/<int:pk>/filed/<int:filing_pk>/scan/", filing_views.filed_scan, name="proposal-filed-scan"),
    path("proposals/helping/", helping_views.proposal_helping, name="proposal-helping"),
    path("proposals/joint/<int:pk>/", joint_group, name="joint-group"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/<slug:page>/", proposal_page, name="proposal-page"),
    path("proposals/<int:pk>/check/", step_views.proposal_check, name="proposal-check"),
    path("proposals/<int:pk>/helper/", helping_views.proposal_helper, name="proposal-helper"),
    path("proposals/<int:pk>/comments/", proposal_comments, name="proposal-comments"),
    path("proposals/<int:pk>/sign-off/", proposal_sign_off, name="proposal-sign-off"),
    path("proposals/<int:pk>/versions/", version_views.proposal_versions, name="proposal-versions"),
    path("proposals/<int:pk>/paper/", paper_views.proposal_paper, name="proposal-paper"),
    path("proposals/<int:pk>/receipt/", views.proposal_receipt, name="proposal-receipt"),
    path("proposals/<int:pk>/step/<slug:step>/", step_views.proposal_step, name="proposal-step"),
    path("proposals/<int:pk>/delete/", step_views.proposal_delete, name="proposal-delete"),
    path("proposals/<int:pk>/copy/", step_views.proposal_copy, name="proposal-copy"),
    path("proposals/<int:pk>/files/<int:file_id>/", views.proposal_file, name="proposal-file"),
]
