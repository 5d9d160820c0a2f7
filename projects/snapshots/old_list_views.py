"""過去の一覧を読み込む: one page a step, the secretariat's alone."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose
from kyodo_portal.process.table_room_views import MARKED, TO_PUT_RIGHT
from kyodo_portal.process.table_step_views import Page, TableSteps, sent

from .access import can_keep_lists
from .list_presenters import is_published
from .models import OldList
from .old_list_actions import MATCHING, begin_old_list, take_in
from .old_list_forms import BeginForm, TakeInForm, WordsForm
from .old_list_presenters import STEPS, checked, columns_of, marked_table, words_shown
from .old_words import HEADINGS


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """The first page: a file, or what was copied out of one."""
    _refuse_others(request)
    form = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        try:
            old = begin_old_list(
                by=request.user, form_key=read["form_key"], fiscal_year=read["fiscal_year"], name=read["name"], sheets=read["sheets"],
                file_name=read["file_name"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else None, error)
        else:
            return HttpResponseRedirect(old.step_url("head"))
    return render(request, "projects/snapshots/begin.html", {"form": form, "way": LIST.way("begin")})


@require_http_methods(["GET", "HEAD", "POST"])
def old_list_step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its list."""
    _refuse_others(request)
    old = get_object_or_404(OldList.objects.visible_to(request.user), pk=pk)
    if old.snapshot_id:
        return HttpResponseRedirect(reverse("year-list", args=[old.fiscal_year]))
    return LIST.answer(request, old, step)


def _words(request, old):
    form = WordsForm(sent(request), table=old)
    return Page(form, partial(MATCHING.match_words, old, by=request.user), {"shown": words_shown(old, form)})


def _check(request, old):
    found = checked(old)
    form = TakeInForm(sent(request), table=old, looked=found.looked)
    shown = {"found": found, "choices": found.ticks(form), "is_public": is_published(old.fiscal_year)}
    return Page(form, partial(take_in, old, by=request.user), shown)


def _taken(request, old):
    messages.success(request, f"{old}を読み込みました。まちがえたときは、このページの「読み込みを取り下げる」で戻せます。")
    return reverse("year-list", args=[old.fiscal_year])


TEMPLATES = {
    "head": "projects/snapshots/head.html",
    "columns": "projects/snapshots/columns.html",
    "words": "projects/snapshots/words.html",
    "check": "projects/snapshots/check.html",
}
LIST = TableSteps(
    steps=STEPS, templates=TEMPLATES, headings=HEADINGS, choose_head=MATCHING.choose_head, match_columns=MATCHING.match_columns,
    columns_of=columns_of, pages={"words": _words, "check": _check}, after=_taken,
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def marked(request, pk):
    """The table again with what should be looked at behind each line, as xlsx: put right there, it is handed in anew."""
    _refuse_others(request)
    old = get_object_or_404(OldList.objects.visible_to(request.user), pk=pk)
    if old.snapshot_id or request.method != "POST":
        raise Http404
    header, rows = marked_table(old)
    purpose, asks = ask_purpose(request, title=MARKED, count=len(rows), back=old.step_url("check"), usual=TO_PUT_RIGHT)
    if asks is not None:
        return asks
    record("export", by=request.user, note=f"過去の一覧（{old}。{purpose}）", rows=len(rows))
    return xlsx_response("直すところ.xlsx", header, rows)


def _refuse_others(request):
    if not can_keep_lists(request.user):
        raise PermissionDenied
