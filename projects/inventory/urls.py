"""年次棚卸し, under /ledger/."""

from django.urls import path

from . import file_views, possibility_views, prepared_views, sheet_views, views

urlpatterns = [
    path("inventory/", views.rounds, name="inventory"),
    path("inventory/new/", views.new, name="inventory-new"),
    path("inventory/<int:year>/", views.round, name="inventory-round"),
    path("inventory/<int:year>/edit/", prepared_views.edit, name="inventory-edit"),
    path("inventory/<int:year>/drop/", prepared_views.drop, name="inventory-drop"),
    path("inventory/<int:year>/remind/", views.remind, name="inventory-remind"),
    path("inventory/<int:year>/accept/", views.accept, name="inventory-accept"),
    path("inventory/<int:year>/excuse/", views.excuse, name="inventory-excuse"),
    path("inventory/<int:year>/tie/", views.tie, name="inventory-tie"),
    path("inventory/<int:year>/xlsx/", file_views.book, name="inventory-xlsx"),
    path("inventory/<int:year>/table/", file_views.table, name="inventory-table"),
    path("inventory/<int:year>/step/<slug:name>/", views.round_step, name="inventory-step"),
    path("inventory/<int:year>/<int:office>/", sheet_views.sheet, name="inventory-sheet"),
    path("inventory/<int:year>/<int:office>/xlsx/", file_views.book, name="inventory-sheet-xlsx"),
    path("inventory/<int:year>/<int:office>/table/", file_views.table, name="inventory-sheet-table"),
    path("inventory/<int:year>/<int:office>/step/<slug:name>/", views.sheet_step, name="inventory_sheet-step"),
    path("possible/", possibility_views.possibilities, name="possibilities"),
    path("possible/add/", possibility_views.add, name="possibility-add"),
    path("possible/<int:pk>/", possibility_views.possibility, name="possibility"),
    path("possible/<int:pk>/edit/", possibility_views.edit, name="possibility-edit"),
    path("possible/<int:pk>/diagnosis/", possibility_views.diagnosis, name="possibility-diagnosis"),
]
