"""Addresses under /staff/registrations/: what the secretariat enters for groups, and the renewals of a year."""

from django.urls import path

from . import bulk_views, filing_views

urlpatterns = [
    path("registrations/file/", filing_views.file_a_paper, name="registration-file-paper"),
    path("registrations/renewals/", bulk_views.renewals, name="registration-renewals"),
    path("registrations/renewals/check/", bulk_views.check, name="registration-renewals-check"),
]
