"""One 引継ぎ: its page, its steps, a sheet, all sheets on paper."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import refusal, say_kept, step_page
from kyodo_portal.process.presenters import matter_page

from .actions import write_sheet, written_on
from .forms import SheetForm
from .models import Handover
from .presenters import boxes_of, lines_of, open_work_of, sheets_of


def in_scope(request, pk):
    """The Handover of this address, with its people; 404 for whom it does not exist."""
    return get_object_or_404(Handover.objects.visible_to(request.user).select_related("partner", "giver", "taker"), pk=pk)


@require_safe
def handover(request, pk):
    """Where it stands, what can be done now, the sheets."""
    row = in_scope(request, pk)
    page = matter_page(row, request.user, names=True)._asdict()
    lines = lines_of(row)
    unwritten = sum(not line.is_written for line in lines) if row.may("write") else 0
    context = {**page, "handover": row, "lines": lines, "unwritten": unwritten, "work": open_work_of(row, request.user)}
    return render(request, "projects/handover/handover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_step(request, pk, step):
    """One step of the table: ask, confirm, do."""
    return step_page(request, in_scope(request, pk), step)


@require_safe
def handover_print(request, pk):
    """All sheets, a page of A4 each."""
    row = in_scope(request, pk)
    return render(request, "projects/handover/print.html", {"handover": row, "sheets": sheets_of(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def handover_sheet(request, pk, project_pk):
    """One sheet as it will be printed, and below it the boxes for whoever may write now."""
    row = in_scope(request, pk)
    sheet = get_object_or_404(row.sheets.of_project(project_pk))
    names = boxes_of(request.user, row)
    if request.method == "POST" and not names:
        raise refusal(request, row, "write")
    stored = written_on(sheet)
    form = SheetForm(
        request.POST if request.method == "POST" and names else None, names=names, initial={**stored, ETAG: fields_etag(stored)}
    )
    if form.is_bound and form.is_valid() and _written(request, sheet, form):
        messages.success(request, f"「{sheet.project}」の引継書を書きました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#sheets-h")
    (shown,) = sheets_of(row, only=sheet.project_id)
    context = {"handover": row, "sheet": shown, "form": form if names else None}
    return render(request, "projects/handover/sheet.html", context, status=form.http_status)


def _written(request, sheet, form):
    """Whether it was written; otherwise the form says at each box what stands now."""
    values = {name: value for name, value in form.cleaned_data.items() if name != ETAG}
    try:
        saved = write_sheet(sheet, by=request.user, values=values, etag=form.cleaned_data[ETAG])
    except EditConflict as error:
        form.show_conflict(error)
        return False
    say_kept(request, form, written_on(saved), values)
    return True
