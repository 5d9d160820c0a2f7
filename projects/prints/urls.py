"""What is printed."""

from django.urls import path

from . import views

urlpatterns = [
    path("proposals/<int:pk>/print/", views.proposal_print, name="proposal-print"),
    path("proposals/<int:pk>/approval/", views.proposal_approval, name="proposal-approval"),
    path("calls/<int:pk>/print/", views.call_print, name="call-print"),
    path("calls/<int:pk>/approval/", views.call_approval, name="call-approval"),
]
