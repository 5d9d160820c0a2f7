"""ことば."""

from django.urls import path

from . import views

urlpatterns = [
    path("terms/", views.index, name="guideline-terms"),
    path("terms/<slug:key>/", views.term, name="guideline-term"),
]
