"""写真. Everything else of this shelf stands under the addresses of the matters."""

from django.urls import path

from . import photo_views

urlpatterns = [
    path("photos/asked/", photo_views.asked, name="photo-asked"),
    path("photos/<int:pk>/", photo_views.photo, name="photo"),
    path("photos/<int:pk>/<slug:size>.webp", photo_views.picture, name="photo-picture"),
    path("photos/<int:pk>/correct/", photo_views.photo_correct, name="photo-correct"),
    path("photos/<int:pk>/remove/", photo_views.photo_remove, name="photo-remove"),
    path("photos/of/<slug:key>/<int:subject_id>/", photo_views.photos, name="photos"),
]
