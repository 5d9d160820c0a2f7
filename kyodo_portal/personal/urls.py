from django.urls import path

from . import views

urlpatterns = [
    path("me/data/", views.own_data, name="own-data"),
    path("me/data/name/", views.own_name, name="own-name"),
    path("me/data/notices/", views.own_notices, name="own-notices"),
    path("me/data/download/", views.own_download, name="own-download"),
    path("me/data/again/", views.own_again, name="own-data-again"),
    path("me/data/close/", views.own_close, name="own-close"),
    path("me/closed/", views.own_closed, name="own-closed"),
]
