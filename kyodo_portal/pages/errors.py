"""Pages for what went wrong. None of them may fail itself: 400 and 500 ask neither the database nor the session.

413 and 503 come from kyodo_portal.common.middleware, 409 from kyodo_portal.process.middleware.
"""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from kyodo_portal.common.forms.typed import is_secret, typed_in_post
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.web.away import is_away
from kyodo_portal.common.web.middleware import away_page

TYPED_LIMIT = 1_000_000  # characters that the page after a stale form carries along


def bad_request(request, exception=None):
    return HttpResponse(render_to_string("400.html"), status=400)


@requires_csrf_token
def forbidden(request, exception=None):
    return render(request, "403.html", {"reason": own_words_said(str(exception or ""))}, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    # A middleware met the database that is away: Django asks here before our own guard hears of it.
    if is_away(sys.exc_info()[1]):
        return away_page()
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
@requires_csrf_token
def csrf_failed(request, reason=""):
    """The form was too old, or cookies are off: show what was typed in a form that can be sent again at once.

    Nothing was done with it yet. Passwords, codes and files are not carried along. What another site sent is not offered at
    all: one click on this page would do what that site wanted.
    """
    foreign = comes_from_elsewhere(request)
    kept = {} if foreign else kept_of(request)
    context = {"cookies_off": settings.CSRF_COOKIE_NAME not in request.COOKIES, "foreign": foreign, **kept}
    return render(request, "403_csrf.html", context, status=403)


def comes_from_elsewhere(request):
    """True when the browser says that a page of another site sent this form."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is not None and urlsplit(said).netloc != request.get_host()


def kept_of(request):
    """{"hidden": all values to send again, "fields": those worth showing, "lost": whether something was left out}."""
    kept, lost, size = [], bool(request.FILES), 0
    for name, values in request.POST.lists():
        if is_secret(name):
            lost = lost or name != "csrfmiddlewaretoken"
            continue
        for value in values:
            if size < TYPED_LIMIT:
                kept.append((name, value[: TYPED_LIMIT - size]))
            size += len(value)
    hidden = [{"name": name, "value": value} for name, value in kept]
    return {"hidden": hidden, "fields": typed_in_post(kept, request.resolver_match), "lost": lost or size > TYPED_LIMIT}


def typed_survives(get_response):
    return _TypedSurvives(get_response)


class _TypedSurvives:
    """A form sent after the session ended: sign in beside it and send it again, instead of losing what was typed.

    Who has our form has our CSRF cookie, and CsrfViewMiddleware has compared it by now.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if (
            request.method != "POST"
            or not getattr(view, "login_required", True)
            or settings.CSRF_COOKIE_NAME not in request.COOKIES
        ):
            return None
        if request.user.is_authenticated:
            return None
        kept = kept_of(request)
        if not kept["fields"] and not kept["lost"]:
            return None
        return render(request, "403_csrf.html", {"signed_out": True, **kept}, status=403)
