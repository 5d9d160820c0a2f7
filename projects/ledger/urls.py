"""台帳."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.project_list, name="projects"),
    path("<int:pk>/", views.project, name="project"),
]
