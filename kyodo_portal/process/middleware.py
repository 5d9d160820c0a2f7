"""Turns an EditConflict into the page that says so (409), wherever a view meets it."""

import logging

from django.db import IntegrityError
from django.http import HttpResponseRedirect

from .errors import EditConflict, Stale
from .pages import conflict_page, is_second

log = logging.getLogger(__name__)
CLASH = "同じ内容が、先に登録されています。新しい内容を見てから、もう一度送ってください。"


class EditConflictMiddleware:
    """Whoever saved second is answered with what they sent, also where only the database noticed; every other error goes its way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, Stale) and is_second(request, error):
            return HttpResponseRedirect(f"{error.subject.get_absolute_url()}#main")
        if isinstance(error, IntegrityError) and request.method == "POST":
            log.error("A row was refused that no action expected: %s", request.path, exc_info=error)
            error = EditConflict(CLASH)
        return conflict_page(request, error) if isinstance(error, EditConflict) else None
