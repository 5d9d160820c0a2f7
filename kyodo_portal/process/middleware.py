"""Turns an EditConflict into the page that says so (409), wherever a view meets it."""

import logging

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import render

from .errors import EditConflict, Stale
from .pages import conflict_page, is_second

log = logging.getLogger(__name__)
CLASH = "同じ内容が、先に登録されています。新しい内容を見てから、もう一度送ってください。"


class EditConflictMiddleware:
    """Whoever saved second is answered with what they sent, also where only the database noticed; every other error goes its way.

    A row that the view still found and that was deleted while its action waited for the lock is answered like one that never was.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, Stale) and is_second(request, error):
            return HttpResponseRedirect(f"{error.subject.get_absolute_url()}#main")
        if isinstance(error, IntegrityError) and request.method == "POST":
            log.error("A row was refused that no action expected: %s", request.path, exc_info=error, extra={"request": request})
            error = EditConflict(CLASH)
        if isinstance(error, ObjectDoesNotExist) and request.method == "POST":
            log.warning("A row was gone before it could be locked: %s", request.path, exc_info=error, extra={"request": request})
            return render(request, "404.html", status=404)
        return conflict_page(request, error) if isinstance(error, EditConflict) else None
