"""名簿の取込: one page a step, the secretariat's alone."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.purpose import PurposeForm
from kyodo_portal.common.forms.tables import LinesForm
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.process.table_step_views import Page, TableSteps, sent

from .access import can_import
from .actions import begin_import, choose_head, match_columns, match_words, take_in
from .exports import groups_table
from .forms import BeginForm, WordsForm
from .models import PartnerImport
from .presenters import STEPS, checked, columns_of, marked_table, result_of, runs_of, words_shown
from .undo_actions import undo_import, what_undoing_does
from .words import HEADINGS


@require_safe
def imports(request):
    """What was taken in so far, and the ways to the next list and out of here."""
    _refuse_others(request)
    return _list(request, PurposeForm())


def _list(request, purpose):
    return render(request, "partners/imports/list.html", {"runs": runs_of(request.user), "purpose": purpose})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The first page: a file, or what was copied out of one."""
    _refuse_others(request)
    form = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        said = {name: read[name] for name in ("form_key", "name", "sheets", "file_name")}
        return HttpResponseRedirect(begin_import(by=request.user, **said).step_url("head"))
    return render(request, "partners/imports/begin.html", {"form": form, "way": LIST.way("begin")})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its result."""
    _refuse_others(request)
    run = get_object_or_404(PartnerImport.objects.visible_to(request.user), pk=pk)
    if step == "done" and run.taken_at:
        return render(request, "partners/imports/done.html", {"table": run, "result": result_of(run), "way": LIST.way("done")})
    if run.taken_at:
        return HttpResponseRedirect(run.step_url("done"))
    if not run.sheets:
        raise Http404
    return LIST.answer(request, run, step)


def _words(request, run):
    form = WordsForm(sent(request), table=run)
    return Page(form, partial(match_words, run, by=request.user), {"shown": words_shown(run, form)})


def _check(request, run):
    found = checked(run)
    form = LinesForm(sent(request), table=run, looked=found.asked)
    return Page(form, partial(take_in, run, by=request.user), {"found": found, "choices": found.ticks(form)})


TEMPLATES = {
    "head": "partners/imports/head.html",
    "columns": "partners/imports/columns.html",
    "words": "partners/imports/words.html",
    "check": "partners/imports/check.html",
}
LIST = TableSteps(
    steps=STEPS, templates=TEMPLATES, headings=HEADINGS, choose_head=choose_head, match_columns=match_columns,
    columns_of=columns_of, pages={"words": _words, "check": _check},
)  # fmt: skip


@require_POST
def marked(request, pk):
    """The list again with what should be looked at before each line, as xlsx: put right there, it is handed in anew."""
    _refuse_others(request)
    run = get_object_or_404(PartnerImport.objects.visible_to(request.user), pk=pk)
    if run.taken_at or not run.sheets:
        raise Http404
    header, rows = marked_table(run)
    record("export", by=request.user, target=run, note="直すところに印をつけた名簿", rows=len(rows))
    return xlsx_response("直すところ.xlsx", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    """取込をなかったことにする, after a page that says what goes and what stays."""
    _refuse_others(request)
    run = get_object_or_404(PartnerImport.objects.visible_to(request.user), pk=pk)
    if run.taken_at is None or run.undone_at:
        return HttpResponseRedirect(run.step_url("done" if run.taken_at else "columns"))
    if request.method != "POST":
        return render(request, "partners/imports/undo.html", {"table": run, "does": what_undoing_does(run)})
    try:
        done = undo_import(run, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        stays = f"もう使われている{done.stay}件は、そのままです。" if done.stay else ""
        messages.success(request, f"取込をもどしました。{stays}")
    return redirect(run.step_url("done"))


@require_POST
def export(request):
    """Every group as xlsx with the portal's number, to be put right there and taken in again. It is recorded, with its purpose."""
    _refuse_others(request)
    purpose = PurposeForm(request.POST)
    if not purpose.is_valid():
        return _list(request, purpose)
    header, rows = groups_table()
    record("export", by=request.user, note=f"団体の名簿（連絡先も。{purpose.cleaned_data['purpose']}）", rows=len(rows))
    return xlsx_response("団体の名簿.xlsx", header, rows)


def _refuse_others(request):
    if not can_import(request.user):
        raise PermissionDenied
