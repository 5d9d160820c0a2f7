"""一覧の確定版, under /report/: what everybody reads, then what the secretariat does with it."""

from django.urls import path

from . import keeping_views, old_list_views, views

urlpatterns = [
    path("<int:year>/list/", views.year_list, name="report-list"),
    path("<int:year>/list.<slug:kind>", views.year_file, name="report-list-file"),
    path("lists/", keeping_views.year_lists, name="year-lists"),
    path("lists/<int:year>/", keeping_views.year_versions, name="year-list"),
    path("lists/read/", old_list_views.begin, name="old-list-begin"),
    path("lists/read/<int:pk>/marked/", old_list_views.marked, name="old-list-marked"),
    path("lists/read/<int:pk>/<slug:step>/", old_list_views.old_list_step, name="old-list"),
]
