"""一覧の確定版, under /report/."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:year>/list/", views.year_list, name="report-list"),
    path("<int:year>/list.<slug:kind>", views.year_file, name="report-list-file"),
]
