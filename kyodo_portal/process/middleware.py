"""Turns Stale into the page that says so (409), wherever a view meets it."""

from django.shortcuts import render

from .errors import Stale


class _StaleAnswer:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, Stale):
            return render(request, "409.html", {"message": str(error), "subject": error.subject}, status=409)
        return None


def stale_answer(get_response):
    return _StaleAnswer(get_response)
