"""Only what the city asked for is put right here, or answered with a reason; sending gives the application back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_forms import reply_name
from kyodo_portal.process.correction_presenters import moved_since
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import closed_page, is_second
from kyodo_portal.process.waiting import as_told_to

from .access import application_roles
from .forms import CorrectForm
from .views import in_scope


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """The form of what is asked for now. Where the city asked for more or less meanwhile (409), what was typed stands in it."""
    row = in_scope(request, pk)
    if "applicant" not in application_roles(request.user, row):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    if data is None and not as_told_to(row, request.user).may("correct"):
        return redirect(f"{row.get_absolute_url()}#main")
    corrections = row.corrections.open() if row.may("correct") else _sent_for(row, data)
    form = CorrectForm(data, application=row, corrections=corrections)
    if data is not None and row.may("correct") and small_int(data.get("version")) != row.version:
        return _asked_otherwise(request, row, form)
    if data is not None and form.is_valid():
        try:
            take_step(row, "correct", by=request.user, version=form.cleaned_data["version"], **form.answers)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale as error:
            if not is_second(request, error):
                return _too_late(request, error, form)
        if form.is_valid():
            messages.success(request, "出し直しました。市がもう一度読みます。")
            return redirect(f"{row.get_absolute_url()}#main")
    return _page(request, row, form)


def _page(request, row, form):
    if form.is_bound and not row.may("correct"):
        return _too_late(request, Stale(row), form)
    return render(request, "projects/applications/correct.html", {"application": row, "form": form})


def _too_late(request, error, form):
    """409: what was typed stands there, to be copied."""
    return closed_page(request, error.subject, form, word="correct", is_of_the_past=error.is_of_the_past)


def _sent_for(row, data):
    """The corrections that were on the page that sent this."""
    return [correction for correction in row.corrections.all() if reply_name(correction) in (data or {})]


def _asked_otherwise(request, row, form):
    every = CorrectForm(request.POST, application=row, corrections=_sent_for(row, request.POST))
    form.data = request.POST.copy()
    form.data["version"] = row.version
    form.clear_errors()
    moved = moved_since(row, small_int(request.POST.get("version"), 0))
    context = {"application": row, "form": form, "moved": moved, "fields": typed_in(every, but=form.fields)}
    answer = render(request, "projects/applications/correct.html", context, status=409)
    answer.is_of_the_past = True  # what this page once sent was taken back
    return answer
