"""Addresses under /partners/<pk>/takeover/."""

from django.urls import path

from . import objection_views, paper_views, views

urlpatterns = [
    path("takeover/paper/", paper_views.blank, name="takeover-paper"),
    path("<int:pk>/takeover/", views.takeover, name="takeover"),
    path("<int:pk>/takeover/stays/", views.stays, name="takeover-stays"),
    path("<int:pk>/takeover/again/", views.send_again, name="takeover-again"),
    path("<int:pk>/takeover/withdraw/", views.withdraw, name="takeover-withdraw"),
    path("<int:pk>/takeover/<int:takeover>/object/", objection_views.objection, name="takeover-object"),
]
