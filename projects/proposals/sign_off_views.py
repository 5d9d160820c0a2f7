"""The page on which somebody of the group reads the draft whole and confirms it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from projects.proposals.drafting.pages import etag_of_draft, load_parts

from .access import can_send_proposal, is_own
from .presenters import content_of, counted_only
from .sign_off_actions import (
    about_wish,
    confirmations_of,
    is_confirmed,
    sign_off,
    sign_off_url,
    take_back_sign_off,
    want_sign_off,
)
from .views import in_scope

DONE = {
    "want": "ほかの人の確認を受けてから送ることにしました。",
    "leave": "確認を受けずに送れるようにしました。",
    "confirm": "この内容でよいと確認しました。",
    "take_back": "確認を取り消しました。",
}


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_sign_off(request, pk):
    """For the people of the group while it is a draft: read, confirm, take back; the representative says whether it is wanted."""
    proposal = in_scope(request, pk)
    if not is_own(request.user, proposal):
        raise PermissionDenied
    if not proposal.is_unsent:
        return redirect(f"{proposal.get_absolute_url()}#main")
    if request.method == "POST":
        pressed = next((name for name in DONE if name in request.POST), "")
        _take(request, proposal, pressed)
        return redirect(f"{sign_off_url(proposal)}#main")
    given, sends = list(confirmations_of(proposal)), can_send_proposal(request.user, proposal)
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "sections": counted_only(content_of(proposal, load_parts(proposal))),
        "given": given,
        "former": proposal.sign_offs.in_force().exclude(pk__in=[row.pk for row in given]).select_related("by"),
        "mine": any(row.by_id == request.user.pk for row in given),
        "sends": sends,
        "confirmed": is_confirmed(given, by=request.user if sends else None),
        ETAG: etag_of_draft(proposal),
    }
    return render(request, "projects/proposals/sign_off.html", context)


def _take(request, proposal, pressed):
    if pressed in ("want", "leave"):
        want_sign_off(proposal, pressed == "want", by=request.user)
    elif pressed == "confirm":
        sign_off(proposal, by=request.user, etag=request.POST.get(ETAG, ""))
    elif pressed == "take_back":
        take_back_sign_off(proposal, by=request.user)
    if pressed:
        messages.success(
            request,
            DONE[pressed] + (when_told("団体のほかの人", about_wish(proposal), by=request.user) if pressed == "want" else ""),
        )
