"""Addresses under /desk/, for those who bring people together."""

from django.urls import path

from . import desk_views

urlpatterns = [path("matches/", desk_views.desk_matches, name="desk-matches")]
