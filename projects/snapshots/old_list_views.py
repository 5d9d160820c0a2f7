"""過去の一覧を読み込む: one page a step, the secretariat's alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.tables import ColumnsForm, HeadForm
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.table_pages import head_shown, way_to
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.process.errors import EditConflict

from .access import can_keep_lists
from .list_presenters import is_published
from .models import OldList
from .old_list_actions import begin_old_list, choose_head, match_columns, match_words, take_in
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
    return render(request, "projects/snapshots/begin.html", {"form": form, "way": way_to(STEPS, "begin")})


@require_http_methods(["GET", "HEAD", "POST"])
def old_list_step(request, pk, step):
    """One of the pages after the first; what is taken in leads to its list."""
    _refuse_others(request)
    old = get_object_or_404(OldList.objects.visible_to(request.user), pk=pk)
    if old.snapshot_id:
        return HttpResponseRedirect(reverse("year-list", args=[old.fiscal_year]))
    if step not in PAGES:
        raise Http404
    return PAGES[step](request, old)


def _head(request, old):
    sheet = small_int(request.GET.get("sheet"), old.sheet, most=len(old.sheets) - 1)
    form = HeadForm(_sent(request), table=old, sheet=sheet)
    act = lambda **said: choose_head(old, by=request.user, sheet=sheet, **said)  # noqa: E731
    return _page(request, old, "head", form, act, shown=head_shown(old, sheet, form))


def _columns(request, old):
    form = ColumnsForm(_sent(request), table=old, headings=HEADINGS)
    act = lambda **said: match_columns(old, by=request.user, **said)  # noqa: E731
    return _page(request, old, "columns", form, act, shown=columns_of(old, form))


def _words(request, old):
    form = WordsForm(_sent(request), table=old)
    act = lambda **said: match_words(old, by=request.user, **said)  # noqa: E731
    return _page(request, old, "words", form, act, shown=words_shown(old, form))


def _check(request, old):
    found = checked(old)
    form = TakeInForm(_sent(request), table=old, looked=found.looked)
    act = lambda **said: take_in(old, by=request.user, **said)  # noqa: E731
    return _page(
        request, old, "check", form, act, found=found, choices=found.ticks(form), is_public=is_published(old.fiscal_year)
    )


TEMPLATES = {
    "head": "projects/snapshots/head.html",
    "columns": "projects/snapshots/columns.html",
    "words": "projects/snapshots/words.html",
    "check": "projects/snapshots/check.html",
}
PAGES = {"head": _head, "columns": _columns, "words": _words, "check": _check}


def marked(request, pk):
    """The table again with what should be looked at behind each line, as xlsx: put right there, it is handed in anew."""
    _refuse_others(request)
    old = get_object_or_404(OldList.objects.visible_to(request.user), pk=pk)
    if old.snapshot_id or request.method != "POST":
        raise Http404
    header, rows = marked_table(old)
    record("export", by=request.user, note=f"過去の一覧（{old}）", rows=len(rows))
    return xlsx_response("直すところ.xlsx", header, rows)


def _refuse_others(request):
    if not can_keep_lists(request.user):
        raise PermissionDenied


def _sent(request):
    return request.POST if request.method == "POST" else None


def _page(request, old, step, form, act, **context):
    """Show the page, or do what it asks and lead to the next one; what is refused stands on the page with what was chosen."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            act(version=form.cleaned_data["version"], **form.answers)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except EditConflict as error:
            form.add_error(None, str(error))
            status = 409
        else:
            return _next(request, old, step)
    frame = {"old": old, "form": form, "way": way_to(STEPS, step), "back": old.step_url(STEPS[max(0, _place(step) - 1)][0])}
    return render(request, TEMPLATES[step], {**frame, **context}, status=status)


def _place(step):
    return [key for key, _ in STEPS].index(step)


def _next(request, old, step):
    following, _ = STEPS[_place(step) + 1]
    if step != "check":
        return HttpResponseRedirect(old.step_url(following))
    messages.success(request, f"{old}を読み込みました。まちがえたときは、このページの「読み込みを取り下げる」で戻せます。")
    return HttpResponseRedirect(reverse("year-list", args=[old.fiscal_year]))
