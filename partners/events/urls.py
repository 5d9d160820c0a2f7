"""催し under /events/. What has to know every kind of page stands in pages/event_views.py."""

from django.urls import path

from . import attendee_views, own_views, signup_views, views

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/publish/", own_views.event_publish, name="event-publish"),
    path("events/<int:pk>/withdraw/", own_views.event_withdraw, name="event-withdraw"),
    path("events/<int:pk>/cancel/", own_views.event_cancel, name="event-cancel"),
    path("events/<int:pk>/revive/", own_views.event_revive, name="event-revive"),
    path("events/<int:pk>/together/<int:partner>/", own_views.event_together, name="event-together"),
    path("events/<int:pk>/discard/", own_views.event_discard, name="event-discard"),
    path("events/<int:pk>/next/", own_views.event_next, name="event-next"),
    path("events/mine/", signup_views.my_signups, name="my-signups"),
    path("events/signup/<str:token>/", signup_views.signup_guest, name="signup-guest"),
    path("events/<int:pk>/signup/", signup_views.event_signup, name="event-signup"),
    path("events/<int:pk>/signup/code/", signup_views.signup_code, name="signup-code"),
    path("events/<int:pk>/signup/own/", signup_views.signup_own, name="signup-own"),
    path("events/<int:pk>/signups/", attendee_views.event_signups, name="event-signups"),
    path("events/<int:pk>/signups/enter/", attendee_views.signup_enter, name="signup-enter"),
    path("events/<int:pk>/signups/came/", attendee_views.signup_came, name="signup-came"),
    path("events/<int:pk>/signups/draw/", attendee_views.event_draw, name="event-draw"),
    path("events/<int:pk>/signups/table/", attendee_views.signup_table, name="signup-table"),
    path("events/<int:pk>/signups/<int:signup>/", attendee_views.signup_turn, name="signup-turn"),
    path("partners/<int:pk>/events/", own_views.partner_events, name="partner-events"),
]
