"""形態えらび and 相談先さがし."""

from django.urls import path

from . import form_views, help_views

urlpatterns = [
    path("forms/", form_views.choose_form, name="guideline-forms"),
    path("forms/<slug:slug>/<slug:key>/", form_views.form, name="guideline-form"),
    path("help/", help_views.troubles, name="guideline-help"),
    path("help/<slug:key>/", help_views.trouble, name="guideline-trouble"),
]
