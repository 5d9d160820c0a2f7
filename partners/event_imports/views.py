"""催しの取込: one page a step, the secretariat's alone."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.forms.tables import LinesForm
from kyodo_portal.process.table_room_views import TableRoom
from kyodo_portal.process.table_step_views import Page, TableSteps, sent

from .actions import MATCHING, WORK, begin_import, take_in
from .forms import BeginForm, HostsForm
from .presenters import STEPS, checked, columns_of, hosts_shown, marked_table, result_of, runs_of
from .undo_actions import what_undoing_does
from .words import HEADINGS


@require_safe
def event_imports(request):
    """What was taken in so far, and the way to the next list."""
    ROOM.refuse_others(request.user)
    return render(request, "partners/event_imports/list.html", {"runs": runs_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The first page: a file, or what was copied out of one."""
    return ROOM.first_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its result."""
    return ROOM.step_page(request, pk, step)


def _hosts(request, run):
    form = HostsForm(sent(request), table=run)
    return Page(form, partial(MATCHING.match_words, run, by=request.user), {"shown": hosts_shown(run, form)})


def _check(request, run):
    found = checked(run)
    form = LinesForm(sent(request), table=run, looked=found.asked)
    return Page(form, partial(take_in, run, by=request.user), {"found": found, "choices": found.ticks(form)})


TEMPLATES = {
    "head": "partners/event_imports/head.html",
    "columns": "partners/event_imports/columns.html",
    "hosts": "partners/event_imports/hosts.html",
    "check": "partners/event_imports/check.html",
    "begin": "partners/event_imports/begin.html",
    "done": "partners/event_imports/done.html",
    "undo": "partners/event_imports/undo.html",
}
LIST = TableSteps(
    steps=STEPS, templates=TEMPLATES, headings=HEADINGS, choose_head=MATCHING.choose_head, match_columns=MATCHING.match_columns,
    columns_of=columns_of, pages={"hosts": _hosts, "check": _check}, after=lambda request, run: ROOM.after(request, run),
)  # fmt: skip
ROOM = TableRoom(
    steps=LIST, work=WORK, begin_form=BeginForm, begin=begin_import,
    result_of=result_of, what_undoing_does=what_undoing_does, marked_table=marked_table, marked_note="直すところに印をつけた催しの表",
)  # fmt: skip


@require_POST
def marked(request, pk):
    """The list with what to look at, as xlsx."""
    return ROOM.marked(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    """取込をなかったことにする."""
    return ROOM.undo_page(request, pk)
