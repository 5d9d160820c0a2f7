"""The library's doors, one guideline, its sections."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.library, name="guidelines"),
    path("pictures/<int:pk>/", views.picture, name="guideline-picture"),
    path("<slug:slug>/", views.guideline, name="guideline"),
    path("<slug:slug>/print/", views.whole, name="guideline-print"),
    path("<slug:slug>/<int:number>/", views.chapter, name="guideline-chapter"),
]
