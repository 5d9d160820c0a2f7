"""年次棚卸し, under /ledger/."""

from django.urls import path

from . import sheet_views, views

urlpatterns = [
    path("inventory/", views.rounds, name="inventory"),
    path("inventory/<int:year>/", views.round, name="inventory-round"),
    path("inventory/<int:year>/step/<slug:name>/", views.round_step, name="inventory-step"),
    path("inventory/<int:year>/<int:office>/", sheet_views.sheet, name="inventory-sheet"),
    path("inventory/<int:year>/<int:office>/step/<slug:name>/", views.sheet_step, name="inventory_sheet-step"),
]
