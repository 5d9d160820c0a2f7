"""Requests to take a photograph off that wait for a decision of the secretariat."""

from django.urls import reverse

from .models import PhotoRequest
from .photo_places import photo_place
from .task_rows import TaskSource


def _open():
    return PhotoRequest.objects.open()


def _tasks(requests):
    """[Task] of these: the secretariat's, without whoever has a part in the page (photo_access.can_decide_request)."""
    asked = ((row, photo_place(row.photo.place)) for row in requests.select_related("photo"))
    pages = ((row, place, place.row(row.photo.subject_id)) for row, place in asked)
    return [_task(row, place, page) for row, place, page in pages if page is not None]


def _task(request, place, row):
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
