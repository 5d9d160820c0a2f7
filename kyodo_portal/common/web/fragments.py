"""Where the eye lands after a form was sent and taken.

Forms post to `#error-summary`, and a browser keeps that fragment over a redirect that has none of its own: the page that says
「保存しました」 would be opened at a list of errors that is not there.
"""

from django.shortcuts import resolve_url

MAIN, ADMIN_MAIN = "#main", "#content-start"  # the ids of <main> in base.html and in Django's admin


def own_fragment(get_response):
    """Gives every redirect inside the site that answers a form in a browser the beginning of the page as its fragment."""

    def middleware(request):
        response = get_response(request)
        target = response.headers.get("Location", "")
        sent = request.method == "POST" and "text/html" in request.headers.get("Accept", "")  # programs keep no fragments
        if sent and response.status_code in (302, 303) and "#" not in target and _is_ours(target):
            response["Location"] = target + (ADMIN_MAIN if target.startswith(resolve_url("admin:index")) else MAIN)
        return response

    return middleware


def _is_ours(target):
    return target.startswith("/") and not target.startswith("//")
