"""催し under /events/. What has to know every kind of page stands in pages/event_views.py."""

from django.urls import path

from . import own_views, views

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/publish/", own_views.event_publish, name="event-publish"),
    path("events/<int:pk>/withdraw/", own_views.event_withdraw, name="event-withdraw"),
    path("events/<int:pk>/cancel/", own_views.event_cancel, name="event-cancel"),
    path("events/<int:pk>/revive/", own_views.event_revive, name="event-revive"),
    path("events/<int:pk>/next/", own_views.event_next, name="event-next"),
    path("partners/<int:pk>/events/", own_views.partner_events, name="partner-events"),
]
