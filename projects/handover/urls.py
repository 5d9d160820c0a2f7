"""引継ぎ: addresses at the root of the portal, for groups and offices alike."""

from django.urls import path

from . import staff_views, views

urlpatterns = [
    path("staff/ownerless/", staff_views.ownerless, name="ownerless"),
    path("staff/ownerless/<int:pk>/", staff_views.ownerless_name, name="ownerless-name"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/print/", views.handover_print, name="handover-print"),
    path("handovers/<int:pk>/sheets/<int:project_pk>/", views.handover_sheet, name="handover-sheet"),
    path("handovers/<int:pk>/step/<slug:step>/", views.handover_step, name="handover-step"),
]
