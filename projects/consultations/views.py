"""Consultations at the coordinators' desk. Sealed words stand on a page only while this browser has the zone open."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import say_kept

from .access import can_edit
from .actions import (
    add_follow_up,
    edit_consultation,
    record_consultation,
    share_consultation,
    shared_of,
    stored_of,
    tick_follow_up,
)
from .filters import ConsultationFilter
from .forms import ConsultationForm, FollowUpForm, QuickForm, ShareForm, initial_of
from .letters import first_of, found_letter
from .models import Consultation, FollowUp
from .opening import opened_in
from .presenters import before_of, consultation_page
from .zone_views import at_the_desk


def _data(request):
    return request.POST if request.method == "POST" else None


def in_scope(request, pk):
    at_the_desk(request)
    rows = Consultation.objects.visible_to(request.user).select_related(
        "partner", "by", "project", "proposal", "department", "body"
    )
    return get_object_or_404(rows.prefetch_related("introduced"), pk=pk)


@require_safe
def consultations(request):
    """The consultations of one's body, the newest first."""
    body, filter = at_the_desk(request), ConsultationFilter(request)
    context = {"body": body, "filter": filter, "page": filter.page, "opened": opened_in(request)}
    return render(request, "projects/consultations/list.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_new(request):
    """Record one: the open columns any time, the sealed words while the zone is open."""
    body, opened, status = at_the_desk(request), opened_in(request), 200
    first = first_of(request.GET, request.user)
    form = ConsultationForm(_data(request), user=request.user, opened=opened is not None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            row = _recorded(request, form, opened)
            messages.success(request, f"相談 {row.number} を残しました。")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
        except (ValidationError, EditConflict) as error:
            status = _refused(form, error)
    return render(request, "projects/consultations/new.html", {"body": body, "form": form, "opened": opened}, status=status)


def _refused(form, error):
    """Say it above the form, with everything that was typed: the status of the answer."""
    is_conflict = isinstance(error, EditConflict)
    form.add_error(None, str(error) if is_conflict else error)
    return 409 if is_conflict else 200


def _recorded(request, form, opened):
    return record_consultation(
        by=request.user,
        opened=opened,
        form_key=form.cleaned_data["form_key"],
        words=form.words or {},
        introduced=form.cleaned_data["introduced_names"],
        **form.said,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_quick(request):
    """電話 10分 団体 内容: half a minute on a telephone, nothing to seal."""
    body = at_the_desk(request)
    form = QuickForm(_data(request), user=request.user, initial={"partner": small_int(request.GET.get("partner"))})
    if form.is_bound and form.is_valid():
        row = record_consultation(by=request.user, opened=None, form_key=form.cleaned_data["form_key"], words={}, **form.said)
        messages.success(request, f"相談 {row.number} を残しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    return render(request, "projects/consultations/quick.html", {"body": body, "form": form})


@require_safe
def consultation(request, pk):
    """One of them: open columns, what is sealed while the zone is open, its dates, what the city was told."""
    row, opened = in_scope(request, pk), opened_in(request)
    page = consultation_page(row, opened)
    context = {
        "row": row,
        "opened": opened,
        "page": page,
        "letter": found_letter(row, request.user),
        "edits": can_edit(request.user, row),
        "form": FollowUpForm(opened=opened is not None),
        "before": before_of(row, request.user),
        "today": timezone.localdate(),
    }
    return render(request, "projects/consultations/consultation.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_edit(request, pk):
    """Whoever wrote it puts it right; what came through the portal is taken by saving it."""
    row, opened = in_scope(request, pk), opened_in(request)
    if not can_edit(request.user, row):
        raise PermissionDenied("直せるのは、その相談を書いた人だけです。")
    stored, status = stored_of(row, opened), 200
    form = ConsultationForm(
        _data(request),
        user=request.user,
        opened=opened is not None,
        initial={**initial_of(row, stored), ETAG: fields_etag(stored)},
    )
    if form.is_bound and form.is_valid():
        try:
            saved = _edited(request, row, form, opened)
            say_kept(request, form, stored_of(saved, opened if form.opened else None), form.written)
            messages.success(request, f"相談 {row.number} を直しました。")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            status = 409
            form.show_conflict(error)
    return render(request, "projects/consultations/edit.html", {"row": row, "form": form, "opened": opened}, status=status)


def _edited(request, row, form, opened):
    return edit_consultation(
        row,
        by=request.user,
        opened=opened,
        etag=form.cleaned_data[ETAG],
        words=form.words,
        introduced=form.cleaned_data["introduced_names"],
        **form.said,
    )


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_new(request, pk):
    """A date of a consultation."""
    row, opened, status = in_scope(request, pk), opened_in(request), 200
    form = FollowUpForm(_data(request), opened=opened is not None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            add_follow_up(
                row, by=request.user, opened=opened, form_key=said["form_key"], on=said["on"], text=said.get("text", "")
            )
            messages.success(request, f"{row.number}の約束を足しました。")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#dates")
        except (ValidationError, EditConflict) as error:
            status = _refused(form, error)
    return render(request, "projects/consultations/follow_up.html", {"row": row, "form": form, "opened": opened}, status=status)


@require_POST
def follow_up_tick(request, pk):
    """It is done; or, by the other button, it is not after all."""
    at_the_desk(request)
    row = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related("consultation"), pk=pk)
    tick_follow_up(row, by=request.user, done="undo" not in request.POST)
    messages.success(
        request, f"{row.consultation.number}の約束を、{'もどしました' if 'undo' in request.POST else '済みにしました'}。"
    )
    return HttpResponseRedirect(f"{row.consultation.get_absolute_url()}#dates")


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_share(request, pk):
    """Tell the city a text that is written for it; or take it back."""
    row = in_scope(request, pk)
    if not can_edit(request.user, row):
        raise PermissionDenied("市に伝えるのは、その相談を書いた人です。")
    stored, status = shared_of(row), 200
    first = {**stored, "department": stored["department_id"], ETAG: fields_etag(stored)}
    form = ShareForm(_data(request), initial=first)
    if form.is_bound and form.is_valid():
        try:
            row = share_consultation(row, by=request.user, etag=form.cleaned_data[ETAG], **form.said)
            messages.success(request, f"{row.number}：{row.get_shared_with_display()}")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#shared")
        except EditConflict as error:
            status = 409
            form.show_conflict(error)
    return render(request, "projects/consultations/share.html", {"row": row, "form": form}, status=status)
