"""台帳."""

from django.urls import path

from . import activity_views, objection_views, views, window_views

urlpatterns = [
    path("", views.project_list, name="projects"),
    path("activities/", activity_views.activities, name="activities"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/step/<slug:step>/", views.ledger_step, name="ledger-step"),
    path("<int:pk>/window/", window_views.window, name="project-window"),
    path("<int:pk>/objection/", objection_views.objection, name="project-objection"),
]
