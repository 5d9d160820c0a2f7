from django.urls import path

from .views import directory, matter, own, registration

urlpatterns = [
    path("", directory.directory, name="partners"),
    path("register/", registration.start, name="register"),
    path("registrations/<int:pk>/", matter.registration, name="registration"),
    path("registrations/<int:pk>/check/", registration.check, name="registration-check"),
    path("registrations/<int:pk>/receipt/", registration.receipt, name="registration-receipt"),
    path("registrations/<int:pk>/discard/", registration.discard, name="registration-discard"),
    path("registrations/<int:pk>/correct/", matter.correct, name="registration-correct"),
    path("registrations/<int:pk>/step/<slug:name>/", matter.step, name="registration-step"),
    path("registrations/<int:pk>/papers/<int:file>/", matter.file, name="registration-file"),
    path("registrations/<int:pk>/<slug:key>/", registration.page, name="registration-page"),
    path("<int:pk>/", directory.partner, name="partner"),
    path("<int:pk>/edit/", own.edit, name="partner-edit"),
    path("<int:pk>/publish/", own.publish, name="partner-publish"),
    path("<int:pk>/change/", own.change, name="partner-change"),
    path("<int:pk>/members/", own.members, name="partner-members"),
    path("<int:pk>/members/<int:membership>/end/", own.end_membership, name="membership-end"),
]
