"""Whole pages for visitors who are not signed in, kept in the process and never stale.

A kept page is given out while the database says the same mark as just before the page was made (data_version.py): rows and mark
change in one moment, so nothing that a page shows has changed between. What changes with time alone ends at midnight, when the
office opens or closes, and at the next moment that a model declares in `changes_pages_at`. Everything else that a page depends on
is in the key, or keeps the page from being kept.
"""

import datetime
import hashlib
from itertools import chain

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from kyodo_portal.common import city, office_hours
from kyodo_portal.common.web.away import is_away
from kyodo_portal.common.web.middleware import away_page
from kyodo_portal.common.web.page_store import Makers, Page, PageStore
from kyodo_portal.common.web.reading_preference import choice_of
from kyodo_portal.notices.access import can_read_sample_mails

from . import data_version
from .replica import answer_from_replica

MB = 1024 * 1024
# Private, counted, or made from more than database, day and cookie: the mark is not even asked for. Whatever else is private says so itself.
NEVER = (
    "/accounts/", "/admin/", "/me/", "/inbox/", "/reading/", "/sample/", "/gallery/", "/drawings/", "/colours/", "/static/", "/readyz", "/.well-known/",
    "/search/", "/photos/",
)  # fmt: skip
MESSAGES = "messages"  # the cookie of django.contrib.messages
OF_THE_BODY = {"content-type", "content-length", "content-language"}  # headers that an answer without a body leaves out


def page_cache(get_response):
    """Stands inside of what sets headers for all answers and counts pages at a time, outside of all that knows a visitor.

    One query where the page is kept.
    """
    if not settings.KYODO_PAGE_CACHE_MB:
        raise MiddlewareNotUsed
    store, makers = PageStore(settings.KYODO_PAGE_CACHE_MB * MB), Makers()

    def middleware(request):
        if not is_anybodys(request):
            return get_response(request)
        try:
            version, now = data_version.data_version(), timezone.now()
        except Exception as error:
            if not is_away(error):
                raise
            return away_page()
        if version is None:
            return get_response(request)
        key = key_of(request)
        page = store.get(key, version, now)
        if page is None and makers.wait_for((key, version)):
            page = store.get(key, version, now)
        if page is not None:
            return answer(request, page)
        with makers.making((key, version)):
            return made(request, key, version, now)

    def made(request, key, version, now):
        city.read_again()  # the mark may have changed because somebody else's process wrote the city's row
        response = answer_from_replica(get_response, request, version)
        if not may_be_kept(request, response):
            return response
        patch_vary_headers(response, ["Cookie"])
        response["Cache-Control"] = "no-cache"  # whoever keeps it asks each time
        response["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        until = store.until(version, now) or end_of(now)
        page = Page(response.content, dict(response.headers.items()), etag, now, until)
        if request.method == "GET":
            store.put(key, version, page)
        return unchanged(page) if is_known(request, etag) else response

    return middleware


def is_anybodys(request):
    """Whether the answer can be the same for everybody: nobody says who they are, and nothing is sent."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in cookies
        and MESSAGES not in cookies
        and "HTTP_AUTHORIZATION" not in request.META
        and not request.path_info.startswith(NEVER)
    )


def key_of(request):
    """What a public page depends on besides the data and the day: name and scheme of the site, address, how somebody reads, and in a
    sample city whether one may become somebody else of it.
    """
    meta = request.META
    host = (meta.get("HTTP_HOST"), meta.get("SERVER_NAME"), meta.get("SERVER_PORT"))
    return (
        request.scheme,
        host,
        request.path,
        meta.get("QUERY_STRING", ""),
        choice_of(request).value,
        can_read_sample_mails(request),
    )


def may_be_kept(request, response):
    """Whether this answer is the same for the next visitor: a whole public page that sets no cookie, shows no token, and has
    nothing to say about caches itself.
    """
    view = request.resolver_match and request.resolver_match.func
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(view, "login_required", True)
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not any(response.has_header(name) for name in ("Cache-Control", "Content-Encoding"))
        and not any(name.startswith("_csp") for name in chain(vars(response), vars(request)))
        and {word.strip().lower() for word in response.get("Vary", "").split(",")} <= {"", "cookie"}
    )


def end_of(now):
    """The moment from which a page made at `now` is wrong: midnight in the city, what a model declares, or when the office opens
    or closes. One query.
    """
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min))
    return min(filter(None, (midnight, data_version.next_moment(now), office_hours.next_change(now))))


def answer(request, page):
    return unchanged(page) if is_known(request, page.etag) else HttpResponse(page.body, headers=page.headers)


def is_known(request, etag):
    """Whether the visitor holds this very page. Compared weakly: nginx packs an answer and says so in front of its tag."""
    said = request.META.get("HTTP_IF_NONE_MATCH")
    return said is not None and any(one.removeprefix("W/") in (etag, "*") for one in parse_etags(said))


def unchanged(page):
    """304 with every header that the page has and that is not about its body."""
    kept = {name: value for name, value in page.headers.items() if name.lower() not in OF_THE_BODY}
    response = HttpResponse(status=304, headers=kept)
    del response["Content-Type"]
    return response
