"""事例にする."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/case/", views.begin, name="project-case"),
    path("cases/<int:pk>/", views.case, name="case-draft"),
    path("cases/<int:pk>/edit/", views.edit, name="case-edit"),
    path("cases/<int:pk>/step/<slug:step>/", views.step, name="case-step"),
]
