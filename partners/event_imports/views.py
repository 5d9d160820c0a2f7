"""催しの取込: one page a step, the secretariat's alone."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.tables import LinesForm
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.process.table_step_views import Page, TableSteps, sent

from .access import can_import_events
from .actions import begin_import, choose_head, match_columns, match_hosts, take_in
from .forms import BeginForm, HostsForm
from .models import EventImport
from .presenters import STEPS, checked, columns_of, hosts_shown, marked_table, result_of, runs_of
from .undo_actions import undo_import, what_undoing_does
from .words import HEADINGS


@require_safe
def event_imports(request):
    """What was taken in so far, and the way to the next list."""
    _refuse_others(request)
    return render(request, "partners/event_imports/list.html", {"runs": runs_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The first page: a file, or what was copied out of one."""
    _refuse_others(request)
    form = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        said = {name: read[name] for name in ("form_key", "name", "sheets", "file_name")}
        return HttpResponseRedirect(begin_import(by=request.user, **said).step_url("head"))
    return render(request, "partners/event_imports/begin.html", {"form": form, "way": LIST.way("begin")})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its result."""
    run = _run(request, pk)
    if step == "done" and run.taken_at:
        shown = {"table": run, "result": result_of(run), "way": LIST.way("done")}
        return render(request, "partners/event_imports/done.html", shown)
    if run.taken_at:
        return HttpResponseRedirect(run.step_url("done"))
    if not run.sheets:
        raise Http404
    return LIST.answer(request, run, step)


def _hosts(request, run):
    form = HostsForm(sent(request), table=run)
    return Page(form, partial(match_hosts, run, by=request.user), {"shown": hosts_shown(run, form)})


def _check(request, run):
    found = checked(run)
    form = LinesForm(sent(request), table=run, looked=found.asked)
    return Page(form, partial(take_in, run, by=request.user), {"found": found, "choices": found.ticks(form)})


TEMPLATES = {
    "head": "partners/event_imports/head.html",
    "columns": "partners/event_imports/columns.html",
    "hosts": "partners/event_imports/hosts.html",
    "check": "partners/event_imports/check.html",
}
LIST = TableSteps(
    steps=STEPS, templates=TEMPLATES, headings=HEADINGS, choose_head=choose_head, match_columns=match_columns,
    columns_of=columns_of, pages={"hosts": _hosts, "check": _check},
)  # fmt: skip


@require_POST
def marked(request, pk):
    """The list again with what should be looked at before each line, as xlsx: put right there, it is handed in anew."""
    run = _run(request, pk)
    if run.taken_at or not run.sheets:
        raise Http404
    header, rows = marked_table(run)
    record("export", by=request.user, target=run, note="直すところに印をつけた催しの表", rows=len(rows))
    return xlsx_response("直すところ.xlsx", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    """取込をなかったことにする, after a page that says what goes and what stays."""
    run = _run(request, pk)
    if run.taken_at is None or run.undone_at:
        return HttpResponseRedirect(run.step_url("done" if run.taken_at else "columns"))
    if request.method != "POST":
        return render(request, "partners/event_imports/undo.html", {"table": run, "does": what_undoing_does(run)})
    try:
        done = undo_import(run, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(
            request, f"取込をもどしました。{f'もう使われている{done.stay}件は、そのままです。' if done.stay else ''}"
        )
    return HttpResponseRedirect(run.step_url("done"))


def _run(request, pk):
    _refuse_others(request)
    return get_object_or_404(EventImport.objects.visible_to(request.user), pk=pk)


def _refuse_others(request):
    if not can_import_events(request.user):
        raise PermissionDenied
