"""Three guards around every request: a database that is away, headers, and input that no view should meet."""

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpResponse
from django.template import engines

from kyodo_portal.common.city import the_city
from kyodo_portal.common.files.handlers import LOST, TOO_BIG

from .away import is_away
from .too_large import TOO_LARGE, read_post

ACCOUNTS_CSP = {
    "script-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],  # what a passkey has to sign is fetched when its button is pressed
}
ADMIN_CSP = {
    "script-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
}
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def _page(template, status, request=None, **more):
    """One of our error pages. Without a request it needs neither session nor database: no context processor runs."""
    context = {"city": the_city(), **more}
    return HttpResponse(engines["django"].get_template(template).render(context, request), status=status)


def away_page():
    """503 with Retry-After; rendered without the database."""
    response = _page("503.html", 503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


class _Unavailable:
    """Says 503 with Retry-After while database or disk do not answer, are full or may only be read (away.py), never 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except Exception as error:
            if not is_away(error):
                raise
            return away_page()

    def process_exception(self, request, error):
        return away_page() if is_away(error) else None


unavailable = _Unavailable


def security_headers(get_response):
    """Widens the CSP for sign-in and admin, forbids caches to keep private answers, and names what browsers may not use."""

    def middleware(request):
        response = get_response(request)
        path = request.path_info
        if path.startswith("/accounts/"):
            led = {"form-action": sorted({origin for door in settings.KYODO_DOORS.values() for origin in door.origins})}
            response._csp_update = {**(getattr(response, "_csp_update", None) or {}), **_added(ACCOUNTS_CSP | led)}
        elif path.startswith("/admin/"):
            response._csp_update = {**(getattr(response, "_csp_update", None) or {}), **_added(ADMIN_CSP)}
        if path.startswith(("/accounts/", "/admin/")) or _signed_in(request):
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")  # static files never reach Django's own middleware for it
        return response

    return middleware


def _added(wanted):
    """django-csp appends what `_csp_update` names to the directives of the settings: leave out what stands there."""
    standing = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {name: [source for source in sources if source not in standing.get(name, ())] for name, sources in wanted.items()}


def _signed_in(request):
    """True also where the database cannot say: rather one cached page too few than one too many."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    try:
        return request.user.is_authenticated
    except Exception as error:
        if not is_away(error):
            raise
        return True


MOST_OF_A_COLUMN = 2**63 - 1  # SQLite and PostgreSQL alike


class _CleanInput:
    """Answers 400 in Japanese to addresses that no link of ours has: NUL, bytes that are no UTF-8, lone surrogates.

    Bodies are looked at just before the view runs, after CSRF: a NUL in the *name* of a field always gets a 400; a NUL in
    a value is left to the forms of our views, which answer at the field and keep the rest. Views that have no such form
    (the admin, allauth) get the 400 instead, so that no NUL ever reaches the database. A number in an address that no column
    can hold names nothing: 404, whichever way a view would ask for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _broken(request.path_info) or any(_broken(part) for item in request.GET.lists() for part in (item[0], *item[1])):
            return _page("400.html", 400, request)
        try:
            return self.get_response(request)
        except TOO_LARGE:
            return _page("413.html", 413, request)

    def process_view(self, request, view, args, kwargs):
        if any(isinstance(value, int) and value > MOST_OF_A_COLUMN for value in kwargs.values()):
            raise Http404
        if request.method != "POST":
            return None
        try:
            posted = read_post(request)
        except TOO_LARGE:
            return _page("413.html", 413, request)
        if getattr(request, TOO_BIG, ()):
            return _page("413.html", 413, request, files=getattr(request, TOO_BIG))
        if getattr(request, LOST, False):
            return away_page()
        strict = getattr(view, "reads_post_raw", False) or request.path_info.startswith(("/admin/", "/accounts/"))
        if any(_broken(name) for name in posted) or (strict and _has_nul(posted)):
            return _page("400.html", 400, request)
        return None

    def process_exception(self, request, error):
        if isinstance(error, TOO_LARGE):
            return _page("413.html", 413, request)
        # A view that read what was posted without a form, and a database that refused the NUL.
        if isinstance(error, (DataError, ValueError)) and request.method == "POST" and _has_nul(request.POST):
            return _page("400.html", 400, request)
        return None


clean_input = _CleanInput


def _has_nul(posted):
    return any("\x00" in text for _, texts in posted.lists() for text in texts)


def _broken(text):
    """True for what decoding left of bytes that were no text. (U+FFFD is Django's mark for them.)"""
    return "\x00" in text or "\ufffd" in text or any("\ud800" <= c <= "\udfff" for c in text)
