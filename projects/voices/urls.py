"""声 and みんなの声."""

from django.urls import path

from . import mine_views, press_views, send_views, topic_views, views

urlpatterns = [
    path("", views.topics, name="topics"),
    path("numbers/", views.numbers, name="voice-numbers"),
    path("send/", send_views.send, name="voice-send"),
    path("send/code/", send_views.code, name="voice-code"),
    path("send/done/", send_views.sent, name="voice-sent"),
    path("file/", send_views.file, name="voice-file"),
    path("mine/", mine_views.mine, name="voices-mine"),
    path("guest/<str:token>/", mine_views.guest, name="voice-guest"),
    path("one/<int:pk>/", mine_views.voice, name="voice"),
    path("one/<int:pk>/consent/", mine_views.consent, name="voice-consent"),
    path("one/<int:pk>/step/<slug:name>/", mine_views.voice_step, name="voice-step"),
    path("new/", topic_views.new, name="topic-new"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/me-too/", press_views.me_too, name="topic-me-too"),
    path("<int:pk>/me-too/code/", press_views.me_too_code, name="topic-me-too-code"),
    path("<int:pk>/edit/", topic_views.edit, name="topic-edit"),
    path("<int:pk>/notes/", topic_views.notes, name="topic-notes"),
    path("<int:pk>/step/<slug:name>/", topic_views.topic_step, name="topic-step"),
]
