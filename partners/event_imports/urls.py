"""Addresses under /staff/ about lists of events that come in."""

from django.urls import path

from . import views

urlpatterns = [
    path("events/imports/", views.event_imports, name="event-imports"),
    path("events/imports/read/", views.begin, name="event-import-begin"),
    path("events/imports/<int:pk>/marked/", views.marked, name="event-import-marked"),
    path("events/imports/<int:pk>/undo/", views.undo, name="event-import-undo"),
    path("events/imports/<int:pk>/<slug:step>/", views.step, name="event-import"),
]
