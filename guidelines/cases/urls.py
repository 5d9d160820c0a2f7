"""事例."""

from django.urls import path

from . import views

urlpatterns = [
    path("cases/", views.case_list, name="guideline-cases"),
    path("cases/<slug:slug>/<slug:key>/", views.case, name="guideline-case"),
]
