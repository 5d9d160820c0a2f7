"""団体・主体 and what a group changes by itself."""

from django.urls import path

from . import dispute_views, own_views, views

urlpatterns = [
    path("", views.directory, name="partners"),
    path("map/", views.by_area, name="partner-map"),
    path("<int:pk>/", views.partner, name="partner"),
    path("<int:pk>/edit/", own_views.edit, name="partner-edit"),
    path("<int:pk>/publish/", own_views.publish, name="partner-publish"),
    path("<int:pk>/members/", own_views.members, name="partner-members"),
    path("<int:pk>/members/<int:membership>/dispute/", dispute_views.dispute, name="membership-dispute"),
    path("<int:pk>/members/<int:membership>/end/", own_views.end_membership, name="membership-end"),
]
