from django.urls import path

from partners.directory import own_views as directory_own_views
from partners.directory import views as directory
from partners.registration import change_views as registration_change_views
from partners.registration import sent_views as matter
from partners.registration import views as registration

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
    path("<int:pk>/edit/", directory_own_views.edit, name="partner-edit"),
    path("<int:pk>/publish/", directory_own_views.publish, name="partner-publish"),
    path("<int:pk>/change/", registration_change_views.change, name="partner-change"),
    path("<int:pk>/members/", directory_own_views.members, name="partner-members"),
    path("<int:pk>/members/<int:membership>/end/", directory_own_views.end_membership, name="membership-end"),
]
