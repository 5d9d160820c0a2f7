"""One page for every step of every process: it asks, confirms, and calls the app's one action."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from .actions import take_step
from .forms import step_form


def row_or_refuse(subject, name, user):
    """The table's row for this step: 404 where there is none, 403 where the user may never take it."""
    try:
        row = subject.process.step(name)
    except KeyError:
        raise Http404 from None
    if not subject.process.roles_of(user, subject) & set(row.roles):
        raise PermissionDenied
    return row


def step_page(request, subject, name, *, template="process/step.html", context=None, back=None):
    """Ask and confirm on GET; on POST take the step and go back to the matter.

    A ValidationError of the action stands at its field; a Stale becomes the 409 page (process/middleware.py).
    """
    row = row_or_refuse(subject, name, request.user)
    if row.page:
        return HttpResponseRedirect(f"{subject.page_url(row.page)}#main")
    form = step_form(row, subject, data=request.POST if request.method == "POST" else None)
    back = back or subject.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            take_step(subject, name, by=request.user, version=form.cleaned_data["version"], **form.answers)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"「{subject}」：「{row.label}」を行いました。")
            return HttpResponseRedirect(f"{back}#main")
    now_possible = subject.status in row.source and row.applies_to(subject)
    fields = [] if now_possible else typed(form)
    return render(
        request,
        template,
        {
            "subject": subject,
            "row": row,
            "form": form,
            "fields": fields,
            "back": back,
            "now_possible": now_possible,
            **(context or {}),
        },
        status=200 if now_possible else 409,
    )


def typed(form):
    """[{label, value}] of what stands in the boxes of a sent form: shown where it can no longer be sent, so that it can be copied."""
    if not form.is_bound:
        return []
    filled = [(box, str(form.data.get(box.html_name, "")).strip()) for box in form.visible_fields()]
    return [{"label": box.label, "value": text} for box, text in filled if text and not hasattr(box.field, "choices")]
