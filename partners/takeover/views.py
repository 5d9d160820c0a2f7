"""代表の引継ぎ, the page of one group: who comes, from when, what is handed on; entered by the group or, for it, by the secretariat."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.common.forms.keys import new_key
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.once import create_once
from partners.directory.access import can_hand_on, can_name_for
from partners.directory.own_views import partner_or_refuse

from . import access, actions
from .forms import EnterForm, SuccessorForm
from .models import Takeover
from .presenters import page_of
from .table_presenters import turn_of_the_year


@require_http_methods(["GET", "HEAD", "POST"])
def takeover(request, pk):
    """What is known of the group's representatives; a form for who may name the next one and where nothing waits."""
    partner = partner_or_refuse(request, pk, access.can_see_takeover)
    form = _form(request, partner)
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_bound and form.is_valid() and _named(request.user, partner, form):
        sent = form.cleaned_data["to_email"]
        messages.success(request, f"{sent} に、招待のメールを送りました。" if sent else "届けを入れました。")
        return HttpResponseRedirect(f"{reverse('takeover', args=[pk])}#main")
    context = {"partner": partner, "form": form, "shown": page_of(partner, request.user), "key": new_key()}
    return render(request, "partners/takeover/takeover.html", context)


def _form(request, partner):
    """The form of who may name a successor; None for the others. The representative's comes before the secretariat's."""
    data = request.POST if request.method == "POST" else None
    if can_hand_on(request.user, partner):
        return SuccessorForm(data)
    if can_name_for(request.user, partner):
        return EnterForm(data, representatives=actions.representatives_of(partner))
    return None


def _named(user, partner, form):
    """The Takeover; None where the form says what stands in the way."""
    said, key = form.cleaned_data, form.cleaned_data["form_key"]
    names = ("to_email", "to_name", "starts_on", "memo", "why")
    values = {name: said[name] for name in names if name in said}

    def make():
        if isinstance(form, SuccessorForm):
            return actions.name_successor(partner=partner, by=user, form_key=key, **values)
        return actions.enter_takeover(partner=partner, by=user, from_user=form.from_user, form_key=key, **values)

    try:
        theirs, told = {"partner_id": partner.pk, "by_id": user.pk}, {"to_email": said["to_email"]}
        return create_once(Takeover, key, make, theirs=theirs, said=told)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_POST
def stays(request, pk):
    """「続けます」: the same person goes on, and nobody asks again."""
    partner = partner_or_refuse(request, pk, can_hand_on)
    values = {"partner": partner, "by": request.user, "starts_on": turn_of_the_year()}
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
        make = lambda: actions.keep_representative(**values, form_key=key)  # noqa: E731
        create_once(Takeover, key, make, theirs={"partner_id": partner.pk, "by_id": request.user.pk})
        messages.success(request, "同じ人が続けることを、記録しました。市の一覧に出ます。")
    except ValueError:
        messages.error(request, "画面を開き直して、もう一度押してください。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{reverse('takeover', args=[pk])}#main")


def _row(request, pk):
    """The takeover of the group that this person finds; 404 for every other."""
    key = small_int(request.POST.get("takeover")) or 0
    return get_object_or_404(Takeover.objects.visible_to(request.user).select_related("partner"), pk=key, partner=pk)


@require_POST
def send_again(request, pk):
    """The mail to the successor once more."""
    row = _row(request, pk)
    try:
        actions.send_again(row, by=request.user)
        messages.success(request, f"{row.to_email} に、招待のメールをもう一度送りました。前のメールは使えません。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{reverse('takeover', args=[pk])}#main")


@require_POST
def withdraw(request, pk):
    """Given up before anybody accepted."""
    gone = actions.withdraw_takeover(_row(request, pk), by=request.user)
    messages.success(request, "代表の引継ぎをやめました。" if gone else "この引継ぎは、もう済んだか、やめられています。")
    return HttpResponseRedirect(f"{reverse('takeover', args=[pk])}#main")
