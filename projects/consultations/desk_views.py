"""The coordinator's desk, its reports, its kept lists."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.process.errors import EditConflict
from projects.board.actions import note_visit

from .desk import CHOICES, SILENT, desk_of, understood
from .desk_actions import drop_view, hand_in, keep_view, withdraw_report
from .desk_forms import HandInForm, ViewForm
from .desk_models import DeskReport
from .figures import content_of, fingerprint, sheet_rows
from .opening import opened_in
from .periods import period_of
from .report_presenters import report_periods
from .zone_views import at_the_desk


@require_safe
def desk(request):
    """Who is at the desk: whom one has not heard of, what is due, what is new."""
    body = at_the_desk(request)
    days = small_int(request.GET.get("days"))
    days = days if days in CHOICES else SILENT
    shown = desk_of(request, body, days)
    context = {"body": body, "desk": shown, "days": days, "choices": CHOICES, "opened": opened_in(request)}
    return render(request, "projects/consultations/desk.html", context)


@require_POST
def desk_seen(request):
    """Everything up to now was seen."""
    at_the_desk(request)
    note_visit(request.user)
    messages.success(request, "ここまで見たことにしました。次からは、このあとに動いたものが出ます。")
    return HttpResponseRedirect(f"{reverse('desk')}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def view_new(request):
    """Keep the list of this address under a name."""
    at_the_desk(request)
    first = {"path": request.GET.get("path", ""), "query": request.GET.get("query", "")}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=first)
    said = form.cleaned_data if form.is_bound and form.is_valid() else first
    query = understood(said["path"], said["query"])
    if query is None:
        raise Http404
    if form.is_bound and form.is_valid():
        try:
            keep_view(by=request.user, name=said["name"], path=said["path"], query=query)
            messages.success(request, f"「{said['name']}」をしまいました。机から開けます。")
            return HttpResponseRedirect(f"{reverse('desk')}#views")
        except ValidationError as error:
            form.add_error("name", error.message_dict["name"][0])
    return render(request, "projects/consultations/view.html", {"form": form})


@require_POST
def view_drop(request, pk):
    """Take a kept list away."""
    at_the_desk(request)
    drop_view(request.user, pk)
    messages.success(request, "一覧を消しました。")
    return HttpResponseRedirect(f"{reverse('desk')}#views")


# ---- reports -------------------------------------------------------------------------------------
def _period(key):
    period = period_of(key)
    if period is None or period.first > timezone.localdate():
        raise Http404
    return period


@require_safe
def desk_reports(request):
    """The months and years of which there are consultations, and which of them were handed in."""
    body = at_the_desk(request)
    return render(request, "projects/consultations/reports.html", {"body": body, "rows": report_periods(body)})


@require_http_methods(["GET", "HEAD", "POST"])
def desk_report(request, key):
    """The numbers of a month or a 年度; handed in, they are frozen."""
    body, period = at_the_desk(request), _period(key)
    content = content_of(body, period)
    sent = DeskReport.objects.visible_to(request.user).standing().filter(period=period.key).first()
    form, status = HandInForm(request.POST if request.method == "POST" else None, initial={"sha256": fingerprint(content)}), 200
    if form.is_bound and form.is_valid():
        try:
            hand_in(period, by=request.user, form_key=form.cleaned_data["form_key"], sha256=form.cleaned_data["sha256"])
            messages.success(request, f"{period.label}の報告を市に出しました。")
            return HttpResponseRedirect(f"{reverse('desk-report', args=[key])}#main")
        except (ValidationError, EditConflict) as error:
            form, status = HandInForm(initial={"sha256": fingerprint(content)}), 409
            form.refused = " ".join(getattr(error, "messages", [str(error)]))
    context = {"body": body, "period": period, "content": content, "sent": sent, "form": form, "now": fingerprint(content)}
    context["is_over"] = period.last < timezone.localdate()
    return render(request, "projects/consultations/report.html", context, status=status)


@require_POST
def desk_report_xlsx(request, key):
    """The same as xlsx. By POST only, because the trail keeps who took it."""
    body, period = at_the_desk(request), _period(key)
    rows = sheet_rows(content_of(body, period))
    record("export", by=request.user, target=body, note=f"{period.label}の相談の報告", rows=len(rows))
    return xlsx_response(f"相談の報告 {period.label}.xlsx", ("表", "こと", "件"), rows)


@require_POST
def desk_report_withdraw(request, pk):
    """Take a report back from the city."""
    at_the_desk(request)
    row = get_object_or_404(DeskReport.objects.visible_to(request.user), pk=pk)
    withdraw_report(row, by=request.user)
    messages.success(request, f"{row.content['label']}の報告を取り下げました。")
    return HttpResponseRedirect(f"{reverse('desk-report', args=[row.period])}#main")
