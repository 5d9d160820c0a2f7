"""Addresses under /staff/errands/."""

from django.urls import path

from . import views

urlpatterns = [
    path("errands/", views.errands, name="errands"),
    path("errands/enter/", views.enter, name="errand-enter"),
    path("errands/labels/", views.labels, name="errand-labels"),
    path("errands/<int:pk>/done/", views.done, name="errand-done"),
]
