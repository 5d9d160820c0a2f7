"""年のまとめ."""

from django.urls import path

from . import table_views, views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("statistics/", views.statistics, name="report-statistics"),
    path("statistics.csv", table_views.statistics_csv, name="report-statistics-csv"),
    path("<int:fiscal_year>/", views.year_report, name="year-report"),
    path("<int:fiscal_year>/tables.xlsx", table_views.tables, name="report-tables"),
    path("<int:fiscal_year>/tables.json", table_views.tables_json, name="report-tables-json"),
    path("<int:fiscal_year>/policies/", views.policies, name="report-policies"),
    path("<int:fiscal_year>/remarks/", views.remarks, name="report-remarks"),
    path("policies/<int:pk>/", views.review, name="policy-review"),
    path("remarks/<int:pk>/", views.remark, name="remark"),
]
