"""Addresses under /staff/ about lists that come in, and about bodies that stand in the directory twice."""

from django.urls import path

from . import merge_views, views

urlpatterns = [
    path("imports/", views.imports, name="partner-imports"),
    path("imports/read/", views.begin, name="partner-import-begin"),
    path("imports/export/", views.export, name="partner-export"),
    path("imports/<int:pk>/marked/", views.marked, name="partner-import-marked"),
    path("imports/<int:pk>/undo/", views.undo, name="partner-import-undo"),
    path("imports/<int:pk>/<slug:step>/", views.step, name="partner-import"),
    path("merges/", merge_views.merge_list, name="partner-merges"),
    path("merges/<int:keep>/<int:gone>/", merge_views.merge, name="partner-merge"),
    path("merges/<int:pk>/undo/", merge_views.merge_undo, name="partner-merge-undo"),
]
