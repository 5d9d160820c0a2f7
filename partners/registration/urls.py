"""登録の申請: begun (start_views), written (views), sent (sent_views), begun for a change (change_views)."""

from django.urls import path

from . import change_views, claim_views, helping_views, paper_views, sent_views, standing_views, start_views, views

urlpatterns = [
    path("register/", start_views.start, name="register"),
    path("register/paper/", paper_views.blank, name="register-paper"),
    path("claim/", claim_views.unlisted, name="claiming-unlisted"),
    path("<int:pk>/claim/", claim_views.claiming, name="claiming"),
    path("claims/<int:pk>/", claim_views.claim_page, name="claim"),
    path("claims/<int:pk>/letter/", claim_views.claim_letter, name="claim-letter"),
    path("helping/", helping_views.helping, name="helping"),
    path("registrations/<int:pk>/helper/", helping_views.helper, name="registration-helper"),
    path("registrations/<int:pk>/paper/", paper_views.written, name="registration-paper"),
    path("registrations/<int:pk>/", sent_views.registration, name="registration"),
    path("registrations/<int:pk>/check/", views.check, name="registration-check"),
    path("registrations/<int:pk>/receipt/", views.receipt, name="registration-receipt"),
    path("registrations/<int:pk>/discard/", views.discard, name="registration-discard"),
    path("registrations/<int:pk>/correct/", sent_views.correct, name="registration-correct"),
    path("registrations/<int:pk>/step/<slug:name>/", sent_views.step, name="registration-step"),
    path("registrations/<int:pk>/papers/<int:file>/", sent_views.file, name="registration-file"),
    path("registrations/<int:pk>/<slug:key>/", views.page, name="registration-page"),
    path("<int:pk>/change/", change_views.change, name="partner-change"),
    path("<int:pk>/renew/", standing_views.renew, name="partner-renew"),
    path("<int:pk>/renew/paper/", paper_views.renewal, name="partner-renew-paper"),
    path("<int:pk>/pause/", standing_views.pause, name="partner-pause"),
    path("<int:pk>/resume/", standing_views.resume, name="partner-resume"),
    path("<int:pk>/leave/", standing_views.leave, name="partner-leave"),
]
