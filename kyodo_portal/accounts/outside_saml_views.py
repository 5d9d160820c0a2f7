"""To the office's SAML provider and back. It sends the visitor back by a POST of its own page, with which no browser sends our session's
cookie: the answer is judged there, and who has come goes on by a GET, in a signed cookie of one minute."""

import logging

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.helpers import complete_social_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from .outside import saml_door
from .outside_adapter import NOT_PROVEN, turn_away

NOT_READY = (
    "{label}でのサインインは、いま使えません（設定の不具合です）。メールで届く番号や、パスワードなら、いまもサインインできます。"
)

COOKIE, SALT, SECONDS = "saml-answer", "accounts.saml", 60
logger = logging.getLogger(__name__)


def _door():
    found = saml_door()
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@require_POST
def saml_login(request):
    """A press on the sign-in's page: to the office's page, and from there to `next`, if that is a page of ours."""
    one, wanted = _door(), request.POST.get("next") or ""
    from .outside_saml_provider import BROKEN, OutsideSamlProvider

    next_url = wanted if get_adapter().is_safe_url(wanted) else None
    try:
        return OutsideSamlProvider.of(request, one).redirect(request, process="login", next_url=next_url)
    except (OSError, *BROKEN) as error:
        logger.error("nobody can be sent to %s: %r", one.label, error)  # above all: its certificate cannot be read
    try:
        turn_away(request, one, NOT_READY, note="設定が読めない")
    except ImmediateHttpResponse as answer:
        return answer.response


@login_not_required
@never_cache
@csrf_exempt  # another site's page posts here; what counts is its signature, and that this browser asked (saml_finish)
@require_POST
def saml_acs(request):
    """The provider's answer: judged, and on to saml_finish. Touches no session: the browser has not sent its own."""
    one = _door()
    from .outside_saml_provider import BROKEN, claims_of

    answer = redirect("saml-finish")
    try:
        claims = claims_of(one, request.POST.get("SAMLResponse", ""))
    except (OSError, *BROKEN) as error:
        logger.warning("an answer of %s was refused: %.300r", one.label, error)
        return answer
    answer.set_cookie(
        COOKIE, signing.dumps(claims, salt=SALT), max_age=SECONDS, path=reverse("saml-finish"), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@login_not_required
@never_cache
@require_GET
def saml_finish(request):
    """Who has come, in the browser that asked: signed in, or back to the sign-in with a sentence."""
    one = _door()
    try:
        answer = _finish(request, one)
    except ImmediateHttpResponse as refused:
        answer = refused.response
    answer.delete_cookie(COOKIE, path=reverse("saml-finish"), samesite="Lax")
    return answer


def _finish(request, one):
    from .outside_saml_provider import OutsideSamlProvider

    provider = OutsideSamlProvider.of(request, one)
    try:
        claims = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
        state = provider.unstash_redirect_state(request, claims["answers"])
    except (signing.BadSignature, PermissionDenied):
        turn_away(request, one, NOT_PROVEN, note="確かめられなかった")
    login = provider.login_of(request, claims)
    login.state = state
    return complete_social_login(request, login)


@login_not_required
@require_GET
def saml_metadata(request):
    """What the office's provider has to know of us: for whoever keeps it. Says nothing that is not public."""
    one = _door()
    from .outside_saml_provider import metadata_of

    return HttpResponse(metadata_of(one), content_type="application/samlmetadata+xml")
