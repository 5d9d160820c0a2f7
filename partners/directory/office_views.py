"""Pages of the staff about the city's own offices: who works where, and who is invited."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.accounts.invitation_actions import invite, withdraw
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.process.once import create_once

from .access import is_city_reader, is_secretariat, secretariat_only
from .invitation_forms import InvitationForm
from .office_filters import OfficeFilter
from .office_presenters import lines_of, waiting_invitations

FORMER = "同じあて先に前に送った招待は、使えなくなりました。"


@require_safe
def office_list(request):
    """Everybody of the city hall: each office's representatives and 協働推進員, and where nobody is."""
    if not is_city_reader(request.user):
        raise Http404
    filter = OfficeFilter(request)
    context = {"filter": filter, "page": filter.page, "lines": lines_of(filter.page), "invites": is_secretariat(request.user)}
    context["has_promoters"] = any(line.promoters for line in context["lines"]) or filter.page.paginator.count > 1
    return render(request, "partners/offices/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request):
    """The secretariat prepares a place for somebody who may not have an account yet."""
    secretariat_only(request.user)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := _invited(request.user, form)):
        messages.success(
            request, f"{made.email} に、招待のメールを送りました。{FORMER if getattr(made, 'gave_way', False) else ''}"
        )
        return redirect("staff-invitations")
    return render(request, "partners/offices/invitations.html", {"form": form, "waiting": waiting_invitations()})


def _invited(user, form):
    """The Invitation; None where the form says what stands in the way."""
    said = form.cleaned_data
    office, key = said["office"], said["form_key"]
    values = {name: said[name] for name in ("email", "part", "since", "until")}

    def make():
        return invite(kind="staff", target=str(office.pk), by=user, form_key=key, **values)

    try:
        return create_once(Invitation, key, make, theirs={"by_id": user.pk}, said={"email": said["email"]})
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_POST
def invitation_withdraw(request, pk):
    """The secretariat takes an invitation back: the address in its mail opens nothing any more."""
    if not is_secretariat(request.user):
        raise PermissionDenied
    row = get_object_or_404(Invitation.objects.staff(), pk=pk)
    taken_back = withdraw(row, by=request.user)
    messages.success(request, "招待を取り消しました。" if taken_back else "この招待は、もう受けられたか、取り消されています。")
    return redirect("staff-invitations")
