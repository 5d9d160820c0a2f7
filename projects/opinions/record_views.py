"""The record of an event as its people write it: minutes, what was said, the answers."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.process.pages import edit_form, saved_over
from partners.models import Event

from . import record_actions
from .access import can_write_record
from .record_actions import record_of, said_of_remark, written
from .record_forms import EventRemarkEditForm, EventRemarkForm, RecordForm


def _event(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("host"), pk=pk)
    if not can_write_record(request.user, event):
        raise PermissionDenied("記録を書けるのは、催しを開いた団体と課の人が、始まってからです。")
    return event


def _to(event):
    return HttpResponseRedirect(f"{reverse('event-record', args=[event.pk])}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def record(request, pk):
    """Minutes of an event, and what was said there."""
    event = _event(request, pk)
    row = record_of(event)
    form = edit_form(request, RecordForm, written(row))
    if saved_over(request, form, partial(record_actions.save_record, event, by=request.user), written):
        messages.success(request, "記録を保存しました。")
        return _to(event)
    context = {"event": event, "record": row, "form": form, "remarks": event.remarks.order_by("pk")}
    return render(request, "projects/opinions/event_record.html", context, status=form.http_status)


@require_POST
def show(request, pk):
    """Everybody reads the record, or no longer."""
    event = _event(request, pk)
    row = record_actions.show_record(event, by=request.user, is_shown="hide" not in request.POST)
    messages.success(request, "記録を公開しました。" if row.published_at else "記録の公開をやめました。")
    return _to(event)


@require_http_methods(["GET", "HEAD", "POST"])
def remark_new(request, pk):
    """One thing that was said."""
    event = _event(request, pk)
    form = EventRemarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        record_actions.write_event_remark(event, by=request.user, **form.cleaned_data)
        messages.success(request, "意見を載せました。")
        return _to(event)
    return render(request, "projects/opinions/event_remark.html", {"event": event, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request, pk, remark_pk):
    """The same put right, or answered."""
    event = _event(request, pk)
    row = get_object_or_404(event.remarks.select_related("event"), pk=remark_pk)
    form = edit_form(request, EventRemarkEditForm, said_of_remark(row))
    if saved_over(request, form, partial(record_actions.edit_event_remark, row, by=request.user), said_of_remark):
        messages.success(request, "意見と答えを直しました。")
        return _to(event)
    return render(request, "projects/opinions/event_remark.html", {"event": event, "form": form}, status=form.http_status)
