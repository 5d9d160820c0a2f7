"""申請: what groups apply for, and the desk of the city."""

from django.urls import path

from . import correct_views, file_views, filing_views, paper_views, staff_views, views

urlpatterns = [
    path("apply/", views.apply, name="apply"),
    path("apply/<int:spec>/new/", views.new, name="application-new"),
    path("apply/<int:spec>/paper/", paper_views.blank, name="application-blank"),
    path("applications/", views.own, name="applications"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("applications/<int:pk>/edit/", views.edit, name="application-edit"),
    path("applications/<int:pk>/correct/", correct_views.correct, name="application-correct"),
    path("applications/<int:pk>/discard/", views.discard, name="application-discard"),
    path("applications/<int:pk>/copy/", views.copy, name="application-copy"),
    path("applications/<int:pk>/filed/", filing_views.filed, name="application-filed"),
    path("applications/<int:pk>/filed/<int:filing_pk>/drop/", filing_views.filed_drop, name="application-filed-drop"),
    path("applications/<int:pk>/files/new/", file_views.new, name="application-file-new"),
    path("applications/<int:pk>/files/<int:paper>/", file_views.file, name="application-file"),
    path("applications/<int:pk>/files/<int:paper>/drop/", file_views.drop, name="application-file-drop"),
    path("applications/<int:pk>/paper/", paper_views.written, name="application-paper"),
    path("applications/<int:pk>/step/<slug:step>/", views.step, name="application-step"),
    path("staff/applications/", staff_views.desk, name="application-desk"),
    path("staff/applications/bulk/", staff_views.bulk, name="application-bulk"),
    path("staff/applications/enter/", staff_views.enter, name="application-enter"),
    path("staff/applications/enter/<int:spec>/<int:partner>/", staff_views.enter_for, name="application-enter-for"),
]
