"""引継ぎ: addresses at the root of the portal, for groups and offices alike."""

import datetime

from django.urls import path, register_converter

from . import move_views, staff_views, views


class DayConverter:
    """2027-04-01 in an address, a date in the view; what is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return datetime.date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("staff/handover/", move_views.next_moves, name="handover-next-moves"),
    path("staff/handover/<day:on>/", move_views.moves, name="handover-moves"),
    path("staff/handover/<day:on>/xlsx/", move_views.moves_table, name="handover-moves-table"),
    path("staff/handover/<day:on>/file/", move_views.moves_file, name="handover-moves-file"),
    path("staff/meetings/", staff_views.meetings, name="staff-meetings"),
    path("staff/ownerless/", staff_views.ownerless, name="ownerless"),
    path("staff/ownerless/<int:pk>/", staff_views.ownerless_name, name="ownerless-name"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/print/", views.handover_print, name="handover-print"),
    path("handovers/<int:pk>/sheets/<int:project_pk>/", views.handover_sheet, name="handover-sheet"),
    path("handovers/<int:pk>/step/<slug:step>/", views.handover_step, name="handover-step"),
]
