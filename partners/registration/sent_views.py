"""An application after it was sent: where it stands, the correction, the steps, its papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_forms import reply_name
from kyodo_portal.process.correction_presenters import moved_since
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.models import standing
from kyodo_portal.process.pages import is_second, step_page
from kyodo_portal.process.presenters import matter_page, reads_reasons, track_of, turn_of
from kyodo_portal.process.waiting import as_told_to
from partners.directory.access import can_change_by_application, can_see_contact, is_member
from partners.directory.actions import record_contact_view
from partners.directory.presenters import private_names
from partners.directory.schema import FILES_PAGE, schema_of

from .access import can_fill_registration, can_see_files, helps
from .file_actions import record_download
from .file_models import RegistrationFile
from .findings import papers_for
from .forms import correction_form
from .models import Registration
from .presenters import changed_rows, conditions_of, hidden_corrections, progress_of, written_parts
from .step_actions import TYPED
from .views import draft_or_refuse, too_late, version_in


def _visible(request, pk):
    return get_object_or_404(Registration.objects.visible_to(request.user).select_related("partner", "rule"), pk=pk)


@require_safe
def registration(request, pk):
    """The draft's task list, or where the application stands, whose turn it is and what happened so far."""
    row = as_told_to(_visible(request, pk), request.user)
    if row.is_claim:
        return HttpResponseRedirect(reverse("claim", args=[pk]))
    context = {
        "registration": row,
        "writes": can_fill_registration(request.user, row),
        "helps": helps(request.user, row),
    }
    if row.may("write"):
        context |= {**progress_of(row)._asdict(), "papers": papers_for(row)}
        context |= {"turn": turn_of(row, request.user), "track": track_of(row, ())}
        return render(request, "partners/registration/tasks.html", context)
    context["conditions"] = conditions_of(row, request.user)
    return render(request, "partners/registration/status.html", {**context, **_sent(request, row)})


def _sent(request, row):
    """What the page of a sent application shows; contact data only to those who may see it, and their look is recorded."""
    sees_contact = can_see_contact(request.user, row.partner)
    if sees_contact and not is_member(request.user, row.partner):
        record_contact_view(partner=row.partner, by=request.user)
    corrections, unsaid = list(row.corrections.all()), not reads_reasons(request.user, row)
    hidden = () if sees_contact else private_names(row.rule)
    return {
        **matter_page(row, request.user)._asdict(),
        "parts": written_parts(row, hidden=hidden),
        "corrections": corrections,
        "waiting": [correction for correction in corrections if correction.is_open and row.may("correct")],
        "is_corrected": any(not correction.is_open for correction in corrections),
        "hidden_corrections": hidden_corrections(row, sees_contact=sees_contact, sees_files=can_see_files(request.user, row)),
        "own": is_member(request.user, row.partner),
        "changed": changed_rows(row, hidden=hidden),
        "files": row.files.standing(),
        "decline": next((change for change in standing(row.changes.all()) if change.step == "decline"), None)
        if not unsaid
        else None,
        "unsaid": unsaid,
        "may_apply": can_change_by_application(request.user, row.partner),
        "sees_files": can_see_files(request.user, row),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Only what the office asked for can be changed here, or answered with a reason; sending gives the application back."""
    row = draft_or_refuse(request, pk)
    data = request.POST if request.method == "POST" else None
    here = row.may("correct")
    if data is None and not as_told_to(row, request.user).may("correct"):
        return too_late(request, row, None)
    form = _correction_form(row, data)
    if here and data is not None and version_in(request) != row.version:
        return _asked_otherwise(request, row, form)
    if data is not None and form.is_valid():
        try:
            take_step(row, "correct", by=request.user, version=form.cleaned_data["version"], **form.answers)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale as error:
            if not is_second(request, error):
                return too_late(request, error.subject, form, is_of_the_past=error.is_of_the_past)
        if form.is_valid():
            messages.success(request, "出し直しました。市がもう一度読みます。")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    return too_late(request, row, form) if data is not None and not here else _draw_correction(request, row, form)


def _correction_form(row, data):
    """The form of what is asked for now; where the page comes too late, of what it asked for: to give the words back."""
    corrections = row.corrections.open() if row.may("correct") else _sent_for(row, data)
    initial = {**row.payload, **row.payload.get(TYPED, {}), **row.corrections.typed(), "version": row.version}
    return correction_form(list(corrections), data, schema=schema_of(row.rule), initial=initial)


def _sent_for(row, data):
    """The corrections that were on the page that sent this."""
    return [correction for correction in row.corrections.all() if correction.field in data or reply_name(correction) in data]


def _asked_otherwise(request, row, form):
    """409: the city asked for more, or for less, while the group was writing. What was typed stands in the new form, or below it."""
    every = correction_form(_sent_for(row, request.POST), request.POST, schema=schema_of(row.rule))
    form.data = request.POST.copy()
    form.data["version"] = row.version
    form.clear_errors()
    gone = typed_in(every, but=form.fields)
    answer = _draw_correction(request, row, form, status=409, moved=moved_since(row, version_in(request)), fields=gone)
    answer.is_of_the_past = True  # what this page once sent was taken back
    return answer


def _draw_correction(request, row, form, *, status=200, **more):
    asks_files = any(correction.field == FILES_PAGE for correction in form.corrections)
    context = {"registration": row, "form": form, "corrections": form.corrections, "asks_files": asks_files}
    return render(request, "partners/registration/correct.html", {**context, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, name):
    """The confirm page of a step (withdraw, and what the secretariat does). Sending and correcting have their own pages."""
    row = _visible(request, pk)
    return step_page(request, row, name)


@require_safe
def file(request, pk, file):
    """Hand a paper out to those who may examine it; who took it is recorded."""
    paper = get_object_or_404(RegistrationFile.objects.visible_to(request.user).standing(), pk=file, registration=pk)
    if not can_see_files(request.user, paper.registration):
        raise PermissionDenied
    record_download(file=paper, by=request.user)
    return download_response(paper.stored_as, paper.name, paper.content_type)
