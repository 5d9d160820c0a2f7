"""補助金: everybody's pages under /apply/schemes/."""

from django.urls import path

from . import scheme_views

urlpatterns = [
    path("apply/schemes/", scheme_views.schemes, name="grant-schemes"),
    path("apply/schemes/<int:pk>/", scheme_views.scheme, name="grant-scheme"),
]
