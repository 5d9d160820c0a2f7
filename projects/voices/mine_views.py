"""One's own voices; one voice for whoever said it, reads it, or answers it; and the topic's words for whoever makes topics."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import step_page
from kyodo_portal.process.presenters import matter_page

from .access import can_read_contact, makes_topics, voice_roles
from .actions import may_say_for, set_consent
from .guest_actions import DOOR
from .models import Voice
from .topic_models import MeToo
from .workflow import DEPT, OFFICE, WRITER


@require_safe
def mine(request):
    """One's own voices and what became of them, and where one has said 「わたしも」."""
    presses = MeToo.objects.visible_to(request.user).select_related("topic")
    return render(
        request,
        "projects/voices/mine.html",
        {
            "page": get_page(Voice.objects.said_by(request.user), request),
            "presses": get_page(presses, request, parameter="presses"),
        },
    )


def visible(request, pk):
    """One voice in its reader's scope; 404 otherwise."""
    return get_object_or_404(
        Voice.objects.visible_to(request.user).select_related("topic", "routed_to", "area", "theme", "by"), pk=pk
    )


@require_safe
def voice(request, pk):
    """The voice, where it stands, and what its reader may do with it. Whoever reads another's leaves a trace."""
    row = visible(request, pk)
    roles = voice_roles(request.user, row)
    if WRITER not in roles:
        record_look(by=request.user, target=row, note="声")
    context = {
        **matter_page(row, request.user)._asdict(),
        "voice": row,
        "is_own": WRITER in roles,
        "may_consent": row.may("consent") and may_say_for(request.user, row),
        "reads_contact": can_read_contact(request.user, row),
        "is_inside": bool(roles & {OFFICE, DEPT}),
        "makes_topics": makes_topics(request.user) and WRITER not in roles,
    }
    return render(request, "projects/voices/voice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def voice_step(request, pk, name):
    """The confirm page of one step of a voice. `?topic=`: into which it is to be gathered, where that was just written."""
    return step_page(request, visible(request, pk), name, first={"topic": small_int(request.GET.get("topic"))})


@require_http_methods(["POST"])
def consent(request, pk):
    """Let it be shown, or no longer; what was shown is gone at once."""
    row = visible(request, pk)
    return _set_consent(request, row, request.user, row.get_absolute_url())


def _set_consent(request, row, by, back):
    may_show = request.POST.get("may_show") == "1"
    try:
        set_consent(row, by=by, may_show=may_show)
        messages.success(
            request, "見せてよいことにしました。" if may_show else "見せるのをやめました。ことばは、もうどこにも出ません。"
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return HttpResponseRedirect(f"{back}#main")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request, token):
    """The one voice that a mail's address opens, for whoever has no account: read what became of it, withdraw it, end the showing."""
    row = DOOR.row_of(token, Voice.objects.of_guests().select_related("topic", "routed_to"))
    if row is None:
        raise Http404
    here = reverse("voice-guest", args=[token])
    if request.method == "POST" and "may_show" in request.POST:
        return _set_consent(request, row, None, here)
    offered = {step.name: step for step in row.offered_to_guest()}
    if request.method == "POST":
        return _step_of_guest(request, row, offered, here)
    response = render(
        request, "projects/voices/guest.html", {"voice": row, "offered": offered, "may_consent": row.may("consent")}
    )
    response["Cache-Control"] = "no-store"
    return response


def _step_of_guest(request, row, offered, here):
    name = request.POST.get("step", "")
    if name not in ("withdraw_guest", "undo_withdraw_guest"):
        raise PermissionDenied
    if name in offered:
        try:
            take_step(row, name, by=None, version=row.version)
            messages.success(request, "声を取り下げました。" if name == "withdraw_guest" else "声をもどしました。")
        except Stale:
            messages.error(request, "ほかの画面で、先に進んでいます。いまのようすを確かめてください。")
    return HttpResponseRedirect(f"{here}#main")
