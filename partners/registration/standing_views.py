"""Where a registered group stands: it is renewed, pauses, goes on, leaves."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.upwards import still_running
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import made_before
from partners.directory.access import can_leave
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner
from partners.directory.payload import payload_of
from partners.directory.schema import PLEDGE, schema_of
from partners.rules.models import rule_in_force

from . import access
from .actions import open_registration, start_again
from .forms import ChangesForm, KeyForm, LeaveForm, PauseForm, RenewForm, ResumeForm
from .leaving_actions import give_notice
from .leaving_actions import pause as give_notice_of_pause
from .models import Registration
from .presenters import parts_of, why_no_paper
from .renewal_actions import etag_of_entry, renew_unchanged


def _to(paper):
    return HttpResponseRedirect(f"{paper.get_absolute_url()}#main")


def about_standing(allowed, what):
    """A page on which somebody files `what` about where a partner stands; the view takes the partner instead of its key.

    404 out of scope. Where it cannot be filed (any more), the press that filed it leads to its paper once more, and people of the
    partner read why on its page; for everybody else PermissionDenied.
    """

    def decorate(view):
        @wraps(view)
        def asked(request, pk):
            partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
            if allowed(request.user, partner):
                return view(request, partner)
            if paper := _filed_before(request, partner):
                return _to(paper)
            if why := why_no_paper(request.user, partner, what):
                messages.warning(request, why)
                return HttpResponseRedirect(f"{partner.get_absolute_url()}#main")
            raise PermissionDenied

        return asked

    return decorate


def _filed_before(request, partner):
    """The Registration that this very press made already, or None."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return None
    return made_before(Registration, form.cleaned_data["form_key"], partner=partner, created_by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@about_standing(access.can_renew, "更新")
def renew(request, row):
    """What stands in the directory, once more: the same as last year with one press, or an application with what has changed."""
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
@about_standing(access.can_pause, "休止")
def pause(request, row):
    """休止の届け: what happens then, why, and one press."""
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _to(give_notice_of_pause(partner=row, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"partner": row, "form": form, "running": still_running(row)}
    return render(request, "partners/registration/pause.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@about_standing(access.can_resume, "再開")
def resume(request, row):
    """再開の申請: the entry as it stood, to be looked at and sent."""
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


@require_http_methods(["GET", "HEAD", "POST"])
@about_standing(can_leave, "退会")
def leave(request, row):
    """退会の届け: what happens then, why, and one press; a person's own word holds at once."""
    of_person = row.kind == PartnerKind.CITIZEN
    form = LeaveForm(request.POST if request.method == "POST" else None, of_person=of_person)
    if form.is_bound and form.is_valid():
        try:
            return _to(give_notice(partner=row, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"partner": row, "form": form, "running": still_running(row), "of_person": of_person}
    context["heading"] = "登録をやめる" if of_person else "団体の退会"
    return render(request, "partners/registration/leave.html", context)
