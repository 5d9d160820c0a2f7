"""Requests to take a photograph off that wait for a decision of the secretariat."""

from django.urls import reverse

from .models import PhotoRequest
from .photo_places import photo_place
from .task_rows import TaskSource


def _open():
    return PhotoRequest.objects.open()


def _tasks(requests):
    """[Task] of these: the secretariat's, without whoever has a part in the page (photo_access.can_decide_request)."""
    return [_task(row) for row in requests.select_related("photo")]


def _task(request):
    place = photo_place(request.photo.place)
    row = place.row(request.photo.subject_id)
    return PHOTO_REQUESTS.task(
        request,
        role="secretariat",
        party="s",
        label="写真を外してほしいという求めを確かめる",
        matter=f"{place.title(row)}の写真",
        url=reverse("admin:process_photorequest_decide", args=[request.pk]),
        not_for=place.parties(row),
    )


PHOTO_REQUESTS = TaskSource("photo", _open, _tasks)
