"""Turns an EditConflict into the page that says so (409), wherever a view meets it."""

from .errors import EditConflict
from .pages import conflict_page


class EditConflictMiddleware:
    """Whoever saved second is answered with what they sent; every other error goes its way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return conflict_page(request, error) if isinstance(error, EditConflict) else None
