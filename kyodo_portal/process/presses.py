"""A button pressed twice: whatever the page, the second press is answered by what the first one did.

Most actions know it by themselves (a one-time key, the version of a matter, words that stand already). What is left over is
known here: the very same page, sent again by the same person, is refused because the first press has gone through.
"""

import hashlib
import json
import time

from django.contrib import messages
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponseRedirect

from kyodo_portal.common.forms.box_words import NAME
from kyodo_portal.common.forms.keys import made_at
from kyodo_portal.common.forms.typed import is_taken
from kyodo_portal.common.japanese.numbers import small_int

from .edits import ETAG
from .errors import EditConflict
from .once import SAID_OTHERWISE
from .pages import conflict_page

KEPT = 24 * 60 * 60  # seconds: as long as somebody may come back to an old page and press again
DONE = "この操作は、もう行われています。いまの内容は、この画面のとおりです。"
CSRF = "csrfmiddlewaretoken"
OF_THE_TAB = ("form_key", "version")  # what another tab of the same page has otherwise
# Led there, nobody has done anything yet.
DETOURS = ("/accounts/", "/admin/login/")


class SecondPressMiddleware:
    """Remembers where a press that went through led to; the same press, refused later, leads there too and changes nothing.
    One whose step was taken back since is refused like any other old page (`is_of_the_past` of the answer).

    The same press: the same person, address and words, those of the page's own hidden boxes included; browsers get others with
    every page that they open. Where nothing was written (a draft thrown away, a membership ended) the page of another tab is the same
    one too, once there is nothing left to press on; and so is every other tab, as long as this is the last thing that the person did.
    Other words in the same page once more are given back: what the page made stands, and they do not.
    Queries: those of writing twice into the cache after a press, one of reading it after a refusal or where the page had a key, one more
    where the page is another tab's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or request.path_info.startswith(DETOURS) or not request.user.is_authenticated:
            return response
        if response.status_code == 302:
            if response["Location"].startswith(DETOURS):
                return response
            if is_later(request) and (first := _first(request)) and first[0] != _words(request):
                return conflict_page(request, EditConflict(SAID_OTHERWISE))
            _remember(request, response["Location"])
        elif first := _known(request, response):
            messages.info(request, DONE)
            return HttpResponseRedirect(first)
        return response


def is_later(request):
    """Whether this press may be a later one of its page, which writes nothing: a one-time key, or a step that the first one took."""
    return bool(request.POST.get("form_key")) or getattr(request, "is_second_press", False)


def _remember(request, address):
    try:
        cache.set(_key(request), [_words(request), address, request.POST.get(CSRF, "")], KEPT)
        cache.set(
            _last(request), [request.get_full_path(), _words(request, *OF_THE_TAB), address, time.time(), _version(request)], KEPT
        )
    except DatabaseError:
        pass  # it was done, and that is the answer; only a second press would not be known


def _first(request):
    """[words, address, token of the page] of the first press of this page, or None."""
    try:
        return cache.get(_key(request))
    except DatabaseError:
        return None


def _last_of_all(request):
    """Where the last press of this person led to, if it was this one out of another tab; None otherwise.

    Whoever opened the page afterwards, or did anything else since (took it back, went on), is told what stands in the way now.
    """
    try:
        path, words, address, at, version = cache.get(_last(request)) or ("", "", None, 0, 0)
    except DatabaseError:
        return None
    key = request.POST.get("form_key")
    if (key and (made_at(key) or at) >= at) or _version(request) > version:  # a page that was opened afterwards
        return None
    return address if (path, words) == (request.get_full_path(), _words(request, *OF_THE_TAB)) else None


def _known(request, response):
    """Where the first press led to, or None. An answer that hands something out, or a fault of ours, is no refusal.

    A page that writes what it was read at refuses nothing because its first press went through: it says the cause itself (409).
    """
    if (
        getattr(response, "is_of_the_past", False)
        or is_taken(response)
        or (response.status_code == 409 and ETAG in request.POST)
        or response.streaming
        or response.status_code >= 500
        or not response.get("Content-Type", "").startswith("text/html")
    ):
        return None
    first = _first(request)
    if not first or first[0] != _words(request):
        return _last_of_all(request)
    # A form shown again may have a reason of its own: here only the very same page counts, known by its token. Of a page that only
    # asks another tab counts too, where nothing is left to press on.
    is_same_token = first[2] == request.POST.get(CSRF, "")
    if response.status_code < 400:
        return first[1] if is_same_token and first[2] else _last_of_all(request)
    return first[1] if _page(request) or is_same_token or response.status_code in (403, 404) else _last_of_all(request)


def _page(request):
    """What a page is known by: its one-time key, the version that it was read at, or its token; "" of one that only asks."""
    known = request.POST.get("form_key") or request.POST.get("version")
    return known or ("" if _is_silent(request) else request.POST.get(CSRF, "") or "-")


def _is_silent(request):
    """Whether nothing was written or chosen: a button on a page that only asks."""
    return not request.FILES and all(said == "1" for name, said in request.POST.items() if name not in (NAME, CSRF, ETAG))


def _key(request):
    """One of each page (`_page`), otherwise by what was sent."""
    page = request.POST.get("form_key") or request.POST.get("version") or [_words(request), _page(request)]
    return _hash("press", [request.user.pk, request.get_full_path(), page])


def _version(request):
    """At which version of its matter the page was read; 0 of a page that has none."""
    return small_int(request.POST.get("version", ""), 0)


def _last(request):
    return _hash("last", [request.user.pk])


def _words(request, *but):
    """All that was sent, but its token, what it was read at, what the boxes are called, and the names `but`."""
    files = sorted((name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent)
    return _hash("said", [sorted(pair for pair in request.POST.lists() if pair[0] not in (NAME, CSRF, ETAG, *but)), files])


def _hash(kind, said):
    return f"{kind}:{hashlib.sha256(json.dumps(said).encode(errors='surrogatepass')).hexdigest()}"
