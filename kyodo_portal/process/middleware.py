"""Turns an EditConflict into the page that says so (409), wherever a view meets it."""

from django.shortcuts import render

from .errors import EditConflict


def typed(request):
    """[{label, value}] of the words in a form that came too late, so that they can be copied; codes and keys are left out."""
    values = [value for name, values in request.POST.lists() if "password" not in name for value in values]
    return [{"label": "入れた内容", "value": value} for value in values if not value.isascii()]


class _StaleAnswer:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, EditConflict):
            return render(
                request, "409.html", {"message": str(error), "subject": error.subject, "fields": typed(request)}, status=409
            )
        return None


def stale_answer(get_response):
    return _StaleAnswer(get_response)
