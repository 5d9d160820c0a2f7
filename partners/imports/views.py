"""名簿の取込: one page a step, the secretariat's alone."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.purpose import PurposeForm
from kyodo_portal.common.forms.tables import LinesForm
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.process.table_room_views import TableRoom
from kyodo_portal.process.table_step_views import Page, TableSteps, sent

from .actions import MATCHING, WORK, begin_import, take_in
from .exports import groups_table
from .forms import BeginForm, WordsForm
from .presenters import STEPS, checked, columns_of, marked_table, result_of, runs_of, words_shown
from .undo_actions import what_undoing_does
from .words import HEADINGS


@require_safe
def imports(request):
    """What was taken in so far, and the ways to the next list and out of here."""
    ROOM.refuse_others(request.user)
    return _list(request, PurposeForm())


def _list(request, purpose):
    return render(request, "partners/imports/list.html", {"runs": runs_of(request.user), "purpose": purpose})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The first page: a file, or what was copied out of one."""
    return ROOM.first_page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its result."""
    return ROOM.step_page(request, pk, step)


def _words(request, run):
    form = WordsForm(sent(request), table=run)
    return Page(form, partial(MATCHING.match_words, run, by=request.user), {"shown": words_shown(run, form)})


def _check(request, run):
    found = checked(run)
    form = LinesForm(sent(request), table=run, looked=found.asked)
    return Page(form, partial(take_in, run, by=request.user), {"found": found, "choices": found.ticks(form)})


TEMPLATES = {
    "head": "partners/imports/head.html",
    "columns": "partners/imports/columns.html",
    "words": "partners/imports/words.html",
    "check": "partners/imports/check.html",
    "begin": "partners/imports/begin.html",
    "done": "partners/imports/done.html",
    "undo": "partners/imports/undo.html",
}
LIST = TableSteps(
    steps=STEPS, templates=TEMPLATES, headings=HEADINGS, choose_head=MATCHING.choose_head, match_columns=MATCHING.match_columns,
    columns_of=columns_of, pages={"words": _words, "check": _check}, after=lambda request, run: ROOM.after(request, run),
)  # fmt: skip
ROOM = TableRoom(
    steps=LIST, work=WORK, begin_form=BeginForm, begin=begin_import, result_of=result_of,
    what_undoing_does=what_undoing_does, marked_table=marked_table, marked_note="直すところに印をつけた名簿",
)  # fmt: skip


@require_POST
def marked(request, pk):
    """The list with what to look at, as xlsx."""
    return ROOM.marked(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    """取込をなかったことにする."""
    return ROOM.undo_page(request, pk)


@require_POST
def export(request):
    """Every group as xlsx with the portal's number, to be put right there and taken in again. It is recorded, with its purpose."""
    ROOM.refuse_others(request.user)
    purpose = PurposeForm(request.POST)
    if not purpose.is_valid():
        return _list(request, purpose)
    header, rows = groups_table()
    record("export", by=request.user, note=f"団体の名簿（連絡先も。{purpose.cleaned_data['purpose']}）", rows=len(rows))
    return xlsx_response("団体の名簿.xlsx", header, rows)
