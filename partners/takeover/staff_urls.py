"""Addresses under /staff/takeovers/: the table of April, and what people of a group objected to."""

from django.urls import path

from . import objection_views, staff_views

urlpatterns = [
    path("", staff_views.takeovers, name="staff-takeovers"),
    path("sheet/", staff_views.takeovers_sheet, name="staff-takeovers-sheet"),
    path("file/", staff_views.takeovers_file, name="staff-takeovers-file"),
    path("<int:pk>/answer/", objection_views.answer, name="takeover-answer"),
    path("<int:pk>/answer/reopen/", objection_views.reopen, name="takeover-reopen"),
]
