"""A button pressed twice: whatever the page, the second press is answered by what the first one did.

Most actions know it by themselves (a one-time key, the version of a matter, words that stand already). What is left over is
known here: the very same page, sent again by the same person, is refused because the first press has gone through.
"""

import hashlib
import json

from django.contrib import messages
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponseRedirect

KEPT = 24 * 60 * 60  # seconds: as long as somebody may come back to an old page and press again
DONE = "この操作は、もう行われています。いまの内容は、この画面のとおりです。"
# Led there, nobody has done anything yet.
DETOURS = ("/accounts/", "/admin/login/")


class SecondPressMiddleware:
    """Remembers where a press that went through led to; the same press, refused later, leads there too and changes nothing.
    One whose step was taken back since is refused like any other old page (`is_of_the_past` of the answer).

    The same press: the same person, address and words, those of the page's own hidden boxes included; browsers get others with
    every page that they open. Queries: those of writing into the cache after a press, one after a refusal.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or request.path_info.startswith(DETOURS) or not request.user.is_authenticated:
            return response
        if response.status_code == 302:
            if not response["Location"].startswith(DETOURS):
                _remember(request, response["Location"])
        elif first := _known(request, response):
            messages.info(request, DONE)
            return HttpResponseRedirect(first)
        return response


def _remember(request, address):
    try:
        cache.set(_key(request), address, KEPT)
    except DatabaseError:
        pass  # it was done, and that is the answer; only a second press would not be known


def _known(request, response):
    """Where the first press led to, or None. An answer that hands something out, or a fault of ours, is no refusal."""
    if (
        getattr(response, "is_of_the_past", False)
        or response.streaming
        or response.status_code >= 500
        or not response.get("Content-Type", "").startswith("text/html")
    ):
        return None
    if response.status_code < 400 and "csrfmiddlewaretoken" not in request.POST:
        return None  # a form shown again may have a reason of its own: here only the very same page counts, known by its token
    try:
        return cache.get(_key(request))
    except DatabaseError:
        return None


def _key(request):
    files = sorted((name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent)
    said = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files]
    return f"press:{hashlib.sha256(json.dumps(said).encode(errors='surrogatepass')).hexdigest()}"
