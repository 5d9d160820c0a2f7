"""審査."""

from django.urls import path

from . import views

urlpatterns = [
    path("review/", views.review_list, name="reviews"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/check/", views.review_check, name="review-check"),
    path("review/<int:pk>/conflict/", views.review_conflict, name="review-conflict"),
]
