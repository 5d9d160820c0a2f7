"""改組: addresses below /staff/."""

from django.urls import path

from . import views

urlpatterns = [
    path("staff/reorganisations/", views.reorganisations, name="reorganisations"),
    path("staff/reorganisations/new/", views.new, name="reorganisation-new"),
    path("staff/reorganisations/<int:pk>/", views.reorganisation, name="reorganisation"),
    path("staff/reorganisations/<int:pk>/edit/", views.edit, name="reorganisation-edit"),
    path("staff/reorganisations/<int:pk>/lines/", views.lines, name="reorganisation-lines"),
    path("staff/reorganisations/<int:pk>/lines/<int:line>/remove/", views.remove, name="reorganisation-line-remove"),
    path("staff/reorganisations/<int:pk>/names/", views.names, name="reorganisation-names"),
    path("staff/reorganisations/<int:pk>/names/<int:name>/remove/", views.remove_name, name="reorganisation-name-remove"),
    path("staff/reorganisations/<int:pk>/people/", views.people, name="reorganisation-people"),
    path("staff/reorganisations/<int:pk>/step/<slug:step>/", views.step, name="reorganisation-step"),
]
