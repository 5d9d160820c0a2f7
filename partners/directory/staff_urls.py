"""Addresses under /staff/ about the city's own offices."""

from django.urls import path

from . import office_views

urlpatterns = [
    path("offices/", office_views.office_list, name="staff-offices"),
    path("invitations/", office_views.invitations, name="staff-invitations"),
    path("invitations/<int:pk>/withdraw/", office_views.invitation_withdraw, name="staff-invitation-withdraw"),
]
