"""For readers of little Japanese: how to read, and what this portal is in English and in plain Japanese."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.dates import english_month
from kyodo_portal.common.web.reading_preference import COOKIE, YEAR, choice_of

LONGEST = 2000  # characters of the address to come back to


@login_not_required
@require_safe
@never_cache
def reading(request):
    """Keeps how somebody wants to read and leads back. A plain link, so that it works without JavaScript; it says nothing of anybody."""
    choice = choice_of(request).changed(request.GET.get("easy"), request.GET.get("ruby"))
    answer = HttpResponseRedirect(_inner(request.GET.get("next", "")))
    if request.method == "HEAD":
        return answer
    secure, where = settings.SESSION_COOKIE_SECURE, {"samesite": "Lax"}
    if choice.value:
        answer.set_cookie(COOKIE, choice.value, max_age=YEAR, secure=secure, httponly=True, **where)
    else:
        answer.delete_cookie(COOKIE, **where)
    return answer


def _inner(address):
    """The address if it is a page of ours, otherwise the home page."""
    ours = address.startswith("/") and not address.startswith("/reading/") and len(address) <= LONGEST
    return address if ours and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"


@login_not_required
@require_safe
def english(request):
    """What the portal is, how to take part and whom to call, in English."""
    context = {"page_lang": "en", "origin": settings.KYODO_ORIGIN, "as_of": english_month(the_city()["as_of"])}
    return render(request, "pages/welcome_en.html", context)


@login_not_required
@require_safe
def easy(request):
    """The same in plain Japanese."""
    return render(request, "pages/welcome_easy.html", {"origin": settings.KYODO_ORIGIN})
