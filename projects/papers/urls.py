"""書類."""

from django.urls import path

from . import views

YEAR = "<int:pk>/<int:fiscal_year>"
urlpatterns = [
    path(f"{YEAR}/papers/new/", views.paper_new, name="paper-new"),
    path(f"{YEAR}/meetings/<int:meeting_pk>/papers/new/", views.paper_new, name="meeting-paper-new"),
    path(f"{YEAR}/papers/<int:paper_pk>/", views.paper_edit, name="paper"),
    path(f"{YEAR}/papers/<int:paper_pk>/replace/", views.paper_replace, name="paper-replace"),
    path(f"{YEAR}/papers/<int:paper_pk>/withdraw/", views.paper_withdraw, name="paper-withdraw"),
    path(f"{YEAR}/papers/<int:paper_pk>/file/", views.paper_file, name="paper-file"),
]
