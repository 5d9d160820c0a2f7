"""While a grant runs: its group writes changes and the report, and hands in papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import closed_page, say_labels_kept
from partners.directory.access import is_member
from projects.cycles.plan.row_forms import row_button

from .access import can_add_paper, can_write_change, can_write_report, is_closed_to, reads_lines
from .page_forms import MORE, ChangeForm, GrantPaperForm, ReportForm
from .paper_actions import add_paper, remove_paper, restore_paper
from .run_actions import (
    etag_of_change,
    etag_of_report,
    on_page,
    reported,
    reported_in,
    save_change,
    save_report,
    wanted_of,
    wished,
    wished_in,
)  # fmt: skip
from .views import found_grant


def _more(grant, data):
    """The rows of further lines, empty unless something was typed."""
    costs = {"form_kwargs": {"costs": grant.rule.costs.all()}}
    made = MORE["more"]
    if data is None:
        return made(prefix="more", **costs)
    return made.as_asked(data, "more", **costs) if row_button(data, MORE) else made(data, prefix="more", **costs)


def _page(request, grant, form, more, save, done, template):
    """Judge, save and lead back; otherwise the page with what was typed. save: writes, and says what stands and what was sent."""
    button, status = form.is_bound and row_button(request.POST, MORE), 200
    if button:
        form.clear_errors()
    elif form.is_bound and all([form.is_valid(), more.is_valid()]):
        try:
            say_labels_kept(request, form.labels_kept(*save()))
            messages.success(request, done)
            return redirect(f"{request.path}#main")
        except EditConflict as error:
            form.show_conflict(error)
            status = 409
    errors = all_errors(form, more) if form.is_bound and not button else []
    context = {"grant": grant, "form": form, "more": more, "error_list": errors, "change": grant.change}
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_change(request, pk):
    """The accounts as the group wants them; the page says whether that is 軽微, why not, and which step follows."""
    row = found_grant(request, pk)
    data = request.POST if request.method == "POST" else None
    first = {**wanted_of(row), ETAG: etag_of_change(row)}
    form = ChangeForm(data, lines=row.all_lines, minor_percent=row.rule.minor_percent, initial=first)
    more = _more(row, data)
    if data is not None and is_closed_to(request.user, row, "change"):
        return closed_page(request, row, form, more, word="change")
    if not can_write_change(request.user, row):
        raise PermissionDenied

    def save():
        said = {"amounts": form.amounts, **form.values}
        saved = save_change(row, by=request.user, etag=form.cleaned_data[ETAG], more=more.values, **said)
        sent = wished_in(saved, form.amounts, form.values)
        return on_page(wished(saved), sent), sent

    return _page(request, row, form, more, save, "変更したい予算を保存しました。", "projects/grants/change.html")


@require_http_methods(["GET", "HEAD", "POST"])
def grant_report(request, pk):
    """What was done and spent, line by line with its receipt; sent by a step of the table."""
    row = found_grant(request, pk)
    data, papers = request.POST if request.method == "POST" else None, row.papers.filter(removed_at=None)
    form = ReportForm(
        data, grant=row, papers=papers, initial={"result": row.result, "people": row.people, ETAG: etag_of_report(row)}
    )
    more = _more(row, data)
    if data is not None and is_closed_to(request.user, row, "report"):
        return closed_page(request, row, form, more, word="report")
    if not can_write_report(request.user, row):
        raise PermissionDenied

    def save():
        saved = save_report(row, by=request.user, etag=form.cleaned_data[ETAG], more=more.values, **form.answers)
        sent = reported_in(saved, **form.answers)
        return on_page(reported(saved), sent), sent

    return _page(request, row, form, more, save, "実績を保存しました。", "projects/grants/report.html")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request, pk):
    """Whoever writes for the group hands in a receipt or another paper; nobody but the group and the city reads it."""
    row = found_grant(request, pk)
    if not can_add_paper(request.user, row):
        raise PermissionDenied
    form = GrantPaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            add_paper(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "書類を出しました。")
            return redirect(f"{row.get_absolute_url()}#main")
    return render(request, "projects/grants/paper.html", {"grant": row, "form": form})


def _found_paper(request, pk, paper_pk):
    grant = found_grant(request, pk)
    if not reads_lines(request.user, grant):
        raise PermissionDenied
    return grant, get_object_or_404(grant.papers.select_related("grant"), pk=paper_pk)


@require_safe
def paper(request, pk, paper_pk):
    """Hands one paper out; the right is asked each time, a look of whoever is not of the group is recorded."""
    grant, row = _found_paper(request, pk, paper_pk)
    if not is_member(request.user, grant.partner):
        record_look(by=request.user, target=grant, note=f"書類 {row.pk}")
    return download_response(row.stored_as, row.name, row.content_type)


@require_POST
def paper_remove(request, pk, paper_pk):
    """The group takes a paper out of the list, as long as no line of the report rests on it; by the other button, puts it back."""
    grant, row = _found_paper(request, pk, paper_pk)
    try:
        if "undo" in request.POST:
            restore_paper(row, by=request.user)
            messages.success(request, "書類をもどしました。")
        else:
            remove_paper(row, by=request.user)
            messages.success(request, "書類を取り下げました。まちがえたときは、「もどす」で取り消せます。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{grant.get_absolute_url()}#main")
