"""Only what the city asked for is put right here, or answered with a reason; sending gives the application back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_forms import replied_in
from kyodo_portal.process.correction_presenters import moved_since
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import closed_page, is_second
from kyodo_portal.process.waiting import as_told_to
from projects.cycles.plan.row_forms import row_button

from .access import grant_roles
from .apply_actions import what_is_sent
from .correct_forms import CorrectGrantForm, sets_for
from .views import found_grant


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """The form of what is asked for now. Where the city asked for more or less meanwhile (409), what was typed stands in it."""
    row = found_grant(request, pk)
    if "applicant" not in grant_roles(request.user, row):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    if data is None and not as_told_to(row, request.user).may("correct"):
        return redirect(f"{row.get_absolute_url()}#main")
    asked = list(row.corrections.open() if row.may("correct") else replied_in(data, row.corrections.all()))
    form, sets = CorrectGrantForm(data, grant=row, corrections=asked), sets_for(row, asked, data)
    moved = data is not None and row.may("correct") and small_int(data.get("version")) != row.version
    if moved:
        form.say_moved(row.version)
        return _page(request, row, form, sets, left=_let_off(row, data, asked))
    elif data is not None and not row_button(data, sets) and _sent(request, row, form, sets):
        return redirect(f"{row.get_absolute_url()}#main")
    elif data is not None and not row.may("correct"):
        return _too_late(request, form, sets)
    if data is not None and row_button(data, sets):
        form.clear_errors()
    return _page(request, row, form, sets)


def _let_off(grant, data, asked):
    """[Typed] of items that the city let off while the page was open: what was written there, to be copied."""
    gone = [row for row in replied_in(data, grant.corrections.all()) if row not in asked]
    return typed_in(
        CorrectGrantForm(data, grant=grant, corrections=gone), *sets_for(grant, gone, data).values(), but=("despite",)
    )


def _too_late(request, form, sets):
    """409: what was typed stands there, to be copied."""
    error = form.stale or Stale(form.grant)
    return closed_page(request, error.subject, form, *sets.values(), word="correct", is_of_the_past=error.is_of_the_past)


def _sent(request, grant, form, sets):
    """Whether it was sent again; otherwise the form says why not."""
    if not all([form.is_valid(), *(rows.is_valid() for rows in sets.values())]):
        return False
    answers = form.answers
    answers["values"] |= {name: rows.values for name, rows in sets.items()}
    try:
        take_step(grant, "correct", by=request.user, version=form.cleaned_data["version"], **answers)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except Stale as error:
        if not is_second(request, error):
            form.stale = error
            return False
    messages.success(request, "出し直しました。担当課がもう一度読みます。")
    return True


def _page(request, grant, form, sets, left=None):
    """left: [Typed] of what is not asked for any more, on a page from before; None for every other page."""
    moved = None if left is None else moved_since(grant, small_int(request.POST.get("version"), 0))
    shows = form.is_bound and not moved and not row_button(request.POST, sets)
    errors = all_errors(form, *sets.values()) if shows else []
    said = {"grant": grant, "form": form, "sets": sets, "error_list": errors, "moved": moved, "doubts": what_is_sent(grant)}
    said["fields"] = left
    answer = render(request, "projects/grants/correct.html", said, status=409 if moved else 200)
    answer.is_of_the_past = bool(moved)  # what this page once sent was taken back
    return answer
