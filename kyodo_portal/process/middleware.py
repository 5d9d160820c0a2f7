"""Turns an EditConflict into the page that says so (409), wherever a view meets it."""

from .errors import EditConflict
from .pages import conflict_page


class _StaleAnswer:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return conflict_page(request, error) if isinstance(error, EditConflict) else None


def stale_answer(get_response):
    return _StaleAnswer(get_response)
