"""To a provider and back, and one's own list of them."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .outside import door, doors
from .outside_actions import links_of, unlink
from .outside_adapter import NO_ANSWER, NOT_PROVEN, turn_away


def _door(id):
    found = door(id)
    if found is None:
        raise Http404
    return found


def _leave(request, one, *, process, next_url, **more):
    """The redirect to the provider; `more` comes back with the visitor, unseen by the provider."""
    from .outside_provider import OutsideProvider

    def begin(request, one):
        return OutsideProvider.of(request, one).begin(request, process=process, next_url=next_url, **more)

    return _with_answer(request, one, begin)


def _with_answer(request, one, ask):
    """What `ask(request, one)` answers; back to the sign-in with a sentence where the provider does not answer, or says what cannot be."""
    from .outside_provider import AWAY, BROKEN

    try:
        try:
            return ask(request, one)
        except (AWAY, OSError):
            turn_away(request, one, NO_ANSWER, note="答えなかった")
        except BROKEN:
            turn_away(request, one, NOT_PROVEN, note="確かめられなかった")
    except ImmediateHttpResponse as answer:
        return answer.response


@login_not_required
@never_cache
@require_POST
def outside_login(request, provider_id):
    """A press on the sign-in's page: to the provider, and from there to `next`, if that is a page of ours."""
    one, wanted = _door(provider_id), request.POST.get("next") or ""
    return _leave(request, one, process="login", next_url=wanted if get_adapter().is_safe_url(wanted) else None)


@login_not_required
@never_cache
@require_GET
def outside_callback(request, provider_id):
    """The provider sends the visitor back here."""
    from .outside_provider import callback

    return _with_answer(request, _door(provider_id), callback)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_doors(request):
    """One's own list: tie one, untie one. 404 where the city has none."""
    if not settings.KYODO_DOORS:
        raise Http404
    return _own_doors(request)


@reauthentication_required
def _own_doors(request):
    tied = links_of(request.user)
    if request.method == "POST":
        one = _door(request.POST.get("door", ""))
        if "tie" in request.POST and not one.is_for_staff:
            return _leave(request, one, process="connect", next_url=None, user=request.user.pk)
        if "untie" in request.POST and not one.is_for_staff and unlink(request.user, one, by=request.user):
            messages.success(request, f"{one.label}を外しました。")
        return redirect("account-doors")
    has = {one.id for one, _ in tied}
    context = {"tied": tied, "others": [one for one in doors(staff=False) if one.id not in has]}
    return render(request, "account/doors.html", context)
