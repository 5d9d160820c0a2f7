"""Nobody's words are lost: whatever page answers what was sent, the text stands on it, unless it was taken."""

import re
from html import unescape

from django.conf import settings
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from kyodo_portal.common.city import the_city
from kyodo_portal.common.forms.typed import UNLABELLED, Typed, is_taken

from .errors import comes_from_elsewhere, kept_of

TAKEN_OUT = "-drop"  # the button that takes a row out of a form: what stood in it is to go
CHOSEN_AGAIN = "ファイル（受け取っていません。送り直すときに、もう一度選んでください）"
_MAIN = b"</main>"
# What a browser sends for a choice, a key or a date: no words of a person.
_TOKEN = re.compile(r"[\x21-\x7e]*")
# What our templates put between characters: places to break a line.
_BREAKS = re.compile(r"<(?:wbr|br)\s*/?>|[\s\u200b]+")


class TextGivenBackMiddleware:
    """Puts what was typed below every answer to a POST that is a page and does not show it: refused, too late, gone, not now.

    A redirect means that it was taken; one to the sign-in or to the second factor means that it was not, and becomes a page.
    Stands outside of all that may refuse. What another site sent is not shown. No queries.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or (not getattr(request, "csrf_processing_done", False) and comes_from_elsewhere(request)):
            return response
        if 300 <= response.status_code < 400:
            return self._instead_of_a_detour(request, response)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        if response.status_code == 200 and (any(name.endswith(TAKEN_OUT) for name in request.POST) or is_taken(response)):
            return response
        page, refused = response.content.decode(response.charset, "replace"), response.status_code >= 400
        lost = lost_words(request, page, refused=refused)
        if refused and _MAIN not in response.content:  # an answer of Django's own, without a page: 405, some of 400 and 403
            _replace(response, render_to_string("refused.html", {"fields": lost, "city": the_city()}))
        elif lost and _MAIN in response.content:
            _insert(response, render_to_string("parts/typed.html", {"fields": lost}))
        return response

    def _instead_of_a_detour(self, request, response):
        away = response.get("Location", "").split("?")[0]
        if request.path_info.startswith("/accounts/") or not away.startswith(detours()):
            return response
        lost = lost_words(request, "")
        if not lost:
            return response
        page = render_to_string("detour.html", {"fields": lost, "url": response["Location"], "city": the_city()})
        response.status_code = 403
        _replace(response, page)
        del response["Location"]
        return response


def detours():
    """The addresses to which somebody is led who may not go on as they are."""
    return (resolve_url(settings.LOGIN_URL), "/accounts/2fa/", "/admin/login/")


def lost_words(request, page, *, refused=False):
    """[Typed] of what people wrote into the form of this request and the page does not say.

    refused: nothing of it was taken, so numbers and dates of known boxes are given back too.
    """
    try:
        sent = kept_of(request)["fields"]
    except Exception:  # the body could not be read: there is nothing to give back
        return []
    said = _squeezed(unescape(_BREAKS.sub("", page)))
    if refused:
        names = [file.name for files in request.FILES.lists() for file in files[1]]
        sent += [Typed(CHOSEN_AGAIN, "、".join(names))] if names else []
    whole = [entry for entry in sent if is_prose(entry.value) or (refused and entry.label != UNLABELLED)]
    return [entry for entry in whole if _squeezed(entry.value) not in said]


def is_prose(text):
    """Whether a person wrote this: Japanese, or several words. Keys, codes, numbers and dates are typed again in a moment."""
    return not _TOKEN.fullmatch(text.strip())


def _squeezed(text):
    return _BREAKS.sub("", text)


def _insert(response, block):
    before, _, after = response.content.rpartition(_MAIN)
    _replace(response, before + block.encode(response.charset) + _MAIN + after)


def _replace(response, content):
    response.content = content
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
