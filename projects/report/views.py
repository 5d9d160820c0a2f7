"""年のまとめ: all years, one year, statistics through the years, what became of each measure, and the remarks of the committee."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import edit_form, saved_over
from projects.committees.remark_models import Remark

from . import actions, presenters
from .access import can_answer_review, can_edit_remark, can_remark, can_write_report
from .forms import RemarkEditForm, RemarkForm, ReviewForm
from .models import PolicyReview, YearReport


def _report(request, fiscal_year):
    return get_object_or_404(
        YearReport.objects.visible_to(request.user).select_related("snapshot", "committee"), fiscal_year=fiscal_year
    )


@login_not_required
@require_safe
def reports(request):
    """Everybody: every year that has a report, the newest first."""
    shown = YearReport.objects.published().newest_first().select_related("snapshot")
    return render(request, "projects/report/reports.html", {"reports": shown})


@login_not_required
@require_safe
def year_report(request, fiscal_year):
    """Everybody: one year's report; before it is published, city staff and the committee that was asked."""
    report = _report(request, fiscal_year)
    context = presenters.report_page(report, drafts=not report.may("page"))._asdict()
    context |= {"may_write": can_write_report(request.user, report), "may_remark": can_remark(request.user, report)}
    return render(request, "projects/report/report.html", context)


@login_not_required
@require_safe
def statistics(request):
    """Everybody: the figures of all published years, and what the years count today that are not frozen yet."""
    return render(request, "projects/report/statistics.html", presenters.statistics_page()._asdict())


@login_not_required
@require_safe
def policies(request, fiscal_year):
    """Everybody: what became of each measure of the guideline; before, staff, who answer here, and the committee."""
    report = _report(request, fiscal_year)
    may_answer = partial(can_answer_review, request.user)
    page = presenters.policies_page(report, may_answer=may_answer, drafts=not report.may("page"))
    return render(request, "projects/report/policies.html", page._asdict())


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """The office that answers for a measure writes what it did."""
    row = get_object_or_404(PolicyReview.objects.visible_to(request.user).select_related("report", "office"), pk=pk)
    if not can_answer_review(request.user, row):
        raise PermissionDenied("この取組について書けるのは、答える課と事務局です。")
    form = edit_form(request, ReviewForm, actions.answer_of(row))
    if saved_over(request, form, partial(actions.answer_review, row, by=request.user), actions.answer_of):
        messages.success(request, f"「{row.measure}」の答えを保存しました。")
        return HttpResponseRedirect(f"{reverse('report-policies', args=[row.report.fiscal_year])}#r{row.pk}")
    return render(request, "projects/report/review.html", {"review": row, "form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request, fiscal_year):
    """Members of the committee that was asked: what they have said so far, and the form for one more."""
    report = _report(request, fiscal_year)
    if not can_remark(request.user, report):
        raise PermissionDenied("意見を書けるのは、意見を求められた委員会の委員が、期限までです。")
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        parts=presenters.parts_of(report),
        initial={"part": request.GET.get("part", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_remark(report, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "意見を送りました。期限まで、自分の意見は直せます。")
            return HttpResponseRedirect(f"{reverse('report-remarks', args=[fiscal_year])}#said-h")
    said = presenters.said_so_far(report, request.user)
    return render(request, "projects/report/remarks.html", {"report": report, "form": form, "said": said})


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request, pk):
    """Who wrote a remark puts it right while remarks are asked for."""
    row = get_object_or_404(Remark.objects.visible_to(request.user).of_reports().select_related("report"), pk=pk)
    if not can_edit_remark(request.user, row):
        raise PermissionDenied("書いた人だけが、意見の期限まで直せます。")
    form = RemarkEditForm(request.POST if request.method == "POST" else None, initial={"text": row.text, ETAG: etag_of(row.text)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_remark(row, by=request.user, **form.cleaned_data)
        except EditConflict as error:
            form.overtaken(str(error), etag_of(error.subject.text), {"text": error.subject.text})
        else:
            messages.success(request, "意見を直しました。")
            return HttpResponseRedirect(f"{reverse('report-remarks', args=[row.report.fiscal_year])}#said-h")
    return render(request, "projects/report/remark.html", {"remark": row, "form": form}, status=form.http_status)
