"""Where a registered group stands: it is renewed, pauses, goes on."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.directory.own_views import partner_or_refuse
from partners.directory.payload import payload_of
from partners.directory.schema import PLEDGE, schema_of
from partners.rules.models import rule_in_force

from . import access
from .actions import open_registration, start_again
from .forms import ChangesForm, PauseForm, RenewForm, ResumeForm
from .leaving_actions import pause as give_notice_of_pause
from .models import Registration
from .presenters import parts_of
from .renewal_actions import etag_of_entry, renew_unchanged


def _to(paper):
    return HttpResponseRedirect(f"{paper.get_absolute_url()}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request, pk):
    """What stands in the directory, once more: the same as last year with one press, or an application with what has changed."""
    row = partner_or_refuse(request, pk, access.can_renew)
    form = RenewForm(request.POST if "renew" in request.POST else None, initial={ETAG: etag_of_entry(row)})
    changes, late = ChangesForm(request.POST if "changes" in request.POST else None), False
    try:
        if paper := _renewed(request.user, row, form, changes):
            return _to(paper)
    except EditConflict as error:
        late = True
        form.overtaken(str(error), etag_of_entry(error.subject), {})
    except ValidationError as error:
        form.add_error(None, error)
    context = {"partner": row, "form": form, "changes": changes, "under_way": open_registration(row), **_entry(row)}
    return render(request, "partners/registration/renew.html", context, status=409 if late else 200)


def _renewed(user, partner, form, changes):
    """The paper of whichever button was pressed; None where no form is whole."""
    if changes.is_bound and changes.is_valid():
        key = changes.cleaned_data["form_key"]
        return start_again(partner=partner, by=user, form_key=key, purpose=Registration.Purpose.RENEWAL)
    if form.is_bound and form.is_valid():
        return renew_unchanged(partner=partner, by=user, form_key=form.cleaned_data["form_key"], etag=form.cleaned_data[ETAG])
    return None


def _entry(partner):
    """What stands now, as the rule asks for it today, and what it wants promised."""
    rule = rule_in_force(partner.kind)
    parts = parts_of(payload_of(partner, schema_of(rule)), rule)
    return {"parts": [part for part in parts if part.key != PLEDGE], "pledges": rule.pledges.all()}


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request, pk):
    """休止の届け: what happens then, why, and one press."""
    row = partner_or_refuse(request, pk, access.can_pause)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _to(give_notice_of_pause(partner=row, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "partners/registration/pause.html", {"partner": row, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request, pk):
    """再開の申請: the entry as it stood, to be looked at and sent."""
    row = partner_or_refuse(request, pk, access.can_resume)
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            key = form.cleaned_data["form_key"]
            return _to(start_again(partner=row, by=request.user, form_key=key, purpose=Registration.Purpose.RESUME))
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request, "partners/registration/resume.html", {"partner": row, "form": form, "under_way": open_registration(row)}
    )
