"""The one page on which people are invited to a place, whatever kind of place it is (accounts/invitations.py)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.accounts.invitation_actions import invite, withdraw
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.common.upwards import invitation_kind
from kyodo_portal.process.once import create_once

from .invite_forms import InviteForm


def _page(request, name, target):
    """The InvitingPage of a place: 404 where this person does not find it, 403 where they may not give it."""
    try:
        kind = invitation_kind(name)
    except KeyError:
        raise Http404 from None
    page = kind.page(target, request.user) if kind.page else None
    if page is None:
        raise Http404
    if not kind.may_invite(request.user, target):
        raise PermissionDenied
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def inviting(request, kind, target):
    """Whom, as what; below it who has not answered yet."""
    page = _page(request, kind, target)
    form = InviteForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_bound and form.is_valid() and (made := _invited(request.user, kind, target, form)):
        messages.success(request, f"{made.email} に、招待のメールを送りました。")
        return redirect("inviting", kind, target)
    parts = dict(page.parts)
    waiting = Invitation.objects.to(kind, target).open().select_related("by")
    rows = [(row, parts.get(row.part, "").split("（")[0]) for row in waiting]
    context = {"page": page, "form": form, "waiting": rows, "kind": kind, "target": target}
    return render(request, "partners/takeover/inviting.html", context)


def _invited(user, kind, target, form):
    """The Invitation; None where the form says what stands in the way."""
    email, key = form.cleaned_data["email"], form.cleaned_data["form_key"]

    def make():
        return invite(kind=kind, target=target, email=email, by=user, form_key=key, **form.place)

    try:
        return create_once(Invitation, key, make, theirs={"by_id": user.pk}, said={"email": email})
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_POST
def invite_withdraw(request, kind, target, pk):
    """Whoever may give the place takes an invitation back: the address in its mail opens nothing any more."""
    _page(request, kind, target)
    row = get_object_or_404(Invitation.objects.to(kind, target), pk=pk)
    taken_back = withdraw(row, by=request.user)
    messages.success(request, "招待を取り消しました。" if taken_back else "この招待は、もう受けられたか、取り消されています。")
    return redirect("inviting", kind, target)
