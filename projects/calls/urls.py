"""募集回."""

from django.urls import path

from . import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
]
