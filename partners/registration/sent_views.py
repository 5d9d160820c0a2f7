"""An application after it was sent: where it stands, the correction, the steps, its papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.files.storage import download_response
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.models import standing
from kyodo_portal.process.pages import step_page
from partners.directory.access import can_change_by_application, can_see_contact, is_member
from partners.directory.actions import record_contact_view
from partners.directory.payload import cleaned_payload, display_rows, is_complete, page_states
from partners.directory.presenters import PRIVATE
from partners.directory.schema import FILES_PAGE

from .access import can_edit_registration, can_see_files
from .file_actions import record_download
from .forms import correction_form
from .models import Registration, RegistrationFile
from .views import draft_or_refuse, too_late


def _visible(request, pk):
    return get_object_or_404(Registration.objects.visible_to(request.user).select_related("partner"), pk=pk)


@require_safe
def registration(request, pk):
    """The draft's task list, or where the application stands, whose turn it is and what happened so far."""
    row = _visible(request, pk)
    context = {
        "registration": row,
        "writes": can_edit_registration(request.user, row),
    }
    if row.may("write"):
        context |= {"steps": page_states(row), "complete": is_complete(row.payload)}
        return render(request, "partners/registration/tasks.html", context)
    return render(request, "partners/registration/status.html", {**context, **_sent(request, row)})


def _sent(request, row):
    """What the page of a sent application shows; contact data only to those who may see it, and their look is recorded."""
    sees_contact = can_see_contact(request.user, row.partner)
    if sees_contact and not is_member(request.user, row.partner):
        record_contact_view(partner=row.partner, by=request.user)
    return {
        "sections": display_rows(row.payload, hidden=() if sees_contact else PRIVATE),
        "corrections": row.corrections.filter(resolved_at__isnull=True),
        "files": row.files.all(),
        "decline": next((change for change in standing(row.changes.all()) if change.step == "decline"), None),
        "may_apply": can_change_by_application(request.user, row.partner),
        "sees_files": can_see_files(request.user, row),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Only what the office asked for can be changed here; sending gives the application back."""
    row = draft_or_refuse(request, pk)
    late = request.method == "POST" and not row.may("correct")
    asked = list(row.corrections.all() if late else row.corrections.filter(resolved_at__isnull=True))
    form_class = correction_form(dict.fromkeys(correction.field for correction in asked))
    if request.method != "POST" and not row.may("correct"):
        return too_late(request, row, form_class(request.POST) if request.POST else None)
    form = form_class(request.POST if request.method == "POST" else None, initial={**row.payload, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            take_step(row, "correct", by=request.user, version=form.cleaned_data["version"], values=cleaned_payload(form))
        except Stale as error:
            same = all(error.subject.payload.get(name) == value for name, value in cleaned_payload(form).items())
            if not (error.is_second_press and same):
                return too_late(request, error.subject, form)
        messages.success(request, "直した内容を出し直しました。市がもう一度読みます。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {
        "registration": row,
        "form": form,
        "corrections": asked,
        "asks_files": any(correction.field == FILES_PAGE for correction in asked),
    }
    return render(request, "partners/registration/correct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, name):
    """The confirm page of a step (withdraw, and what the secretariat does). Sending and correcting have their own pages."""
    row = _visible(request, pk)
    return step_page(request, row, name)


@require_safe
def file(request, pk, file):
    """Hand a paper out to those who may examine it; who took it is recorded."""
    paper = get_object_or_404(RegistrationFile.objects.visible_to(request.user), pk=file, registration=pk)
    if not can_see_files(request.user, paper.registration):
        raise PermissionDenied
    record_download(file=paper, by=request.user)
    return download_response(paper.stored_as, paper.name, paper.content_type)
