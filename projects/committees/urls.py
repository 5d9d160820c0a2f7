"""委員会: everybody's pages under /committees/, and what the secretariat does from there."""

from django.urls import path

from . import meeting_views, recruit_views, views

urlpatterns = [
    path("", views.committees, name="committees"),
    path("<int:pk>/", views.committee, name="committee"),
    path("meetings/<int:pk>/", views.meeting, name="committee-meeting"),
    path("papers/<int:pk>/", views.paper, name="committee-paper"),
    path("meetings/<int:pk>/announce/", meeting_views.announce, name="meeting-announce"),
    path("meetings/<int:pk>/unannounce/", meeting_views.unannounce, name="meeting-unannounce"),
    path("meetings/<int:pk>/cancel/", meeting_views.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/hold/", meeting_views.hold, name="meeting-hold"),
    path("meetings/<int:pk>/minutes/", meeting_views.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/minutes/withdraw/", meeting_views.minutes_off, name="meeting-minutes-off"),
    path("meetings/<int:pk>/papers/new/", meeting_views.paper_new, name="committee-paper-new"),
    path("papers/<int:pk>/remove/", meeting_views.paper_remove, name="committee-paper-remove"),
    path("papers/<int:pk>/back/", meeting_views.paper_back, name="committee-paper-back"),
    path("<int:pk>/recruit/", recruit_views.recruit, name="seat-call-new"),
    path("recruits/<int:pk>/", recruit_views.seat_call, name="seat-call"),
    path("recruits/<int:pk>/close/", recruit_views.seat_call_close, name="seat-call-close"),
    path("recruits/<int:pk>/<int:letter>/", recruit_views.application, name="seat-application"),
    path("recruits/<int:pk>/<int:letter>/back/", recruit_views.choice_back, name="seat-application-back"),
]
