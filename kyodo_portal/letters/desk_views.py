"""通知書 at the desk: the outbox, one draft, letting several go, holding back, 差替え, how they went, the table for the filing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose
from kyodo_portal.common.web.ticks import GONE, ticked
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import say_kept

from . import draft_actions, release_actions
from .access import can_handle, sits_at_a_desk
from .filters import LetterFilter
from .forms import LetterForm, ReplaceForm, SendingForm
from .models import OfficialLetter
from .overtaken import know_answers
from .presenters import other_signatory, plan_of, sheet_of, table_of

MOST = 200  # that one press lets go


def desk_only(user):
    """404 for who works on none of these matters."""
    if not sits_at_a_desk(user):
        raise Http404


def _own(request, pk):
    """The letter, for who handles it: 404 for who does not work on its matter, 403 for who must not decide about it."""
    row = get_object_or_404(OfficialLetter.objects.at_desk_of(request.user).with_all(), pk=pk)
    if not can_handle(request.user, row):
        raise PermissionDenied
    return row


def _desk(row):
    return HttpResponseRedirect(f"{reverse('official-letter-desk', args=[row.pk])}#main")


@require_safe
def letters(request):
    """What is to go out, what went, what went on paper; drafts are ticked. `?tick` marks all drafts of the page."""
    desk_only(request.user)
    record_look(by=request.user, target=None, note="通知書の一覧")
    context = {"filter": LetterFilter(request), "most": MOST, "ticks_all": "tick" in request.GET}
    return render(request, "letters/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request, pk):
    """One letter with its form, as it will be printed, and what can be done with it."""
    row = _own(request, pk)
    record_look(by=request.user, target=row, note="通知書")
    stored, status = draft_actions.written_in(row), 200
    data = request.POST if request.method == "POST" else None
    form = LetterForm(data, initial={**stored, ETAG: fields_etag(stored)}) if row.is_draft or data else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            saved = draft_actions.edit_letter(row, by=request.user, etag=form.cleaned_data[ETAG], values=form.values)
        except EditConflict as error:
            status, row = 409, error.subject
            form.show_conflict(error)
        else:
            say_kept(request, form, draft_actions.written_in(saved), form.values)
            messages.success(request, "下書きを保存しました。")
            return _desk(saved)
    know_answers([row])
    context = {"letter": row, "form": form, "sheet": sheet_of(row), "sendings": row.sendings.select_related("by")}
    return render(request, "letters/desk.html", {**context, "signs": other_signatory(row)}, status=status)


PRESSES = {
    "drop": (draft_actions.drop_letter, "この通知書は、出さないことにしました。まちがえたときは、「下書きに戻す」で戻せます。"),
    "take_up": (draft_actions.take_up_letter, "下書きに戻しました。"),
    "hold_back": (release_actions.hold_back, "もどしました。まだ、だれにも届いていません。"),
}


@require_POST
def press(request, pk):
    """A button that asks nothing: put aside, taken up, held back, or a note of a sending taken out."""
    row, by = _own(request, pk), request.user
    name = next((name for name in PRESSES if name in request.POST), "")
    try:
        if name:
            action, said = PRESSES[name]
            action(row, by=by)
        else:
            release_actions.take_out_sending(row, small_int(request.POST.get("unsent")) or 0, by=by)
            said = "送付の記録を消しました。"
        messages.success(request, said)
    except (ValidationError, EditConflict) as error:
        messages.error(request, "".join(getattr(error, "messages", [str(error)])))
    return _desk(row)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, pk):
    """Why another letter takes the place of this one; then the draft of it."""
    row = _own(request, pk)
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = draft_actions.replace_letter(row, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "差替えの下書きができました。ちがっていたところを直して、出してください。")
        return _desk(made)
    return render(request, "letters/replace.html", {"letter": row, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk):
    """That a letter went, or goes once more."""
    row = _own(request, pk)
    if not row.is_released:
        raise Http404
    form = SendingForm(request.POST if request.method == "POST" else None, letter=row, initial={"how": row.how})
    if form.is_bound and form.is_valid():
        try:
            release_actions.record_sending(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "送ったと記しました。")
            return _desk(row)
    return render(request, "letters/send.html", {"letter": row, "form": form})


@require_POST
def check(request):
    """The confirm page of the drafts that were ticked; sent again with `run`, they go, and each result is said; with `back`, they come
    back to be drafts."""
    desk_only(request.user)
    if "run" in request.POST:
        return _run(request)
    keys = ticked(request, "letter", MOST)
    rows = OfficialLetter.objects.at_desk_of(request.user).filter(pk__in=keys).select_related("template").order_by("pk")
    if not rows:
        messages.error(request, GONE if keys else "通知書が選ばれていません。出す通知書の「選ぶ」に、しるしを付けてください。")
        return HttpResponseRedirect(f"{reverse('official-letters')}#main")
    if "back" in request.POST:
        count = release_actions.hold_all_back(rows, by=request.user)
        messages.success(request, f"{count}通をもどしました。まだ、だれにも届いていません。")
        return HttpResponseRedirect(f"{reverse('official-letters')}?state=draft#main")
    context = {"plan": plan_of(request.user, rows), "minutes": int(waiting_time().total_seconds() // 60)}
    return render(request, "letters/check.html", context)


def _run(request):
    answered = {small_int(value.partition(":")[0]) for value in request.POST.getlist("answered")[:MOST]}
    pairs = [value.partition(":") for name in ("row", "answered") for value in request.POST.getlist(name)[:MOST]]
    read = {key: etag for text, _, etag in pairs if (key := small_int(text)) is not None}
    rows = OfficialLetter.objects.at_desk_of(request.user).filter(pk__in=read).select_related("template").order_by("pk")
    results = release_actions.release_all([(row, read[row.pk]) for row in rows], by=request.user, answered=answered)
    context = {
        "done": [row.letter for row in results if row.is_done],
        "left": [row for row in results if not row.is_done],
        "minutes": int(waiting_time().total_seconds() // 60),
    }
    return render(request, "letters/done.html", context)


@require_POST
def table(request):
    """The letters of the list as xlsx for the city's filing, once it was said what for. By POST only: the trail keeps who took it out."""
    desk_only(request.user)
    filter = LetterFilter(request)
    header, rows = table_of(filter.sorted_rows)
    back = f"{reverse('official-letters')}?{request.GET.urlencode()}"
    purpose, asks = ask_purpose(request, title="通知書の一覧", count=len(rows), back=back, usual="文書管理に登録するため")
    if asks is not None:
        return asks
    record("export", by=request.user, note=f"通知書の一覧（{purpose}）", rows=len(rows))
    return xlsx_response("通知書の一覧.xlsx", header, rows)
