"""申込み・連絡: one's threads and what belongs to each; below /partners/ only the application for an offer."""

from django.urls import path

from . import ask_views, care_views, views

urlpatterns = [
    path("requests/sent/", ask_views.ask_sent, name="ask-sent"),
    path("requests/answers/", ask_views.known, name="known-answers"),
    path("requests/", views.requests, name="requests"),
    path("requests/introduce/", care_views.introduce_page, name="introduce"),
    path("requests/guest/<str:token>/", views.guest_thread, name="request-guest"),
    path("requests/<int:pk>/", views.thread, name="request"),
    path("requests/<int:pk>/step/<slug:name>/", views.step, name="request-step"),
    path("requests/<int:pk>/report/", care_views.report_page, name="request-report"),
    path("requests/<int:pk>/dismiss/", care_views.dismiss_page, name="request-dismiss"),
    path("requests/<int:pk>/dismiss/reopen/", care_views.reopen_page, name="request-reopen-reports"),
    path("requests/<int:pk>/block/", care_views.block_page, name="request-block"),
    path("requests/<int:pk>/share/", care_views.share_page, name="request-share"),
    path("requests/<int:pk>/answer/", care_views.answer_page, name="request-answer"),
    path("partners/offers/<int:pk>/apply/", ask_views.offer_apply, name="offer-apply"),
]
