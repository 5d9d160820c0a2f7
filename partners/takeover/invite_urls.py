"""Addresses under /invite/: a place, by its kind and its key."""

from django.urls import path

from . import invite_views

urlpatterns = [
    path("<slug:kind>/<slug:target>/", invite_views.inviting, name="inviting"),
    path("<slug:kind>/<slug:target>/<int:pk>/withdraw/", invite_views.invite_withdraw, name="invite-withdraw"),
]
