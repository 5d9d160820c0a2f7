"""The threads of letters: one's own list, one thread, and what protects people in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.own_words import has_coordinator
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import is_second, step_page
from kyodo_portal.process.presenters import history_of, turn_of
from partners.directory.access import is_coordinator

from . import access
from .filters import RequestFilter, lines_of
from .forms import LetterForm
from .guest_actions import DOOR, note_opened
from .message_actions import add_message, read_thread
from .message_models import Message
from .models import Request
from .presenters import letters_of, open_reports, thread_page
from .workflow import DESK

Side = Message.Side


def visible(request, pk):
    """The thread in its reader's scope, with its two sides; 404 otherwise."""
    return get_object_or_404(Request.objects.visible_to(request.user).with_sides(), pk=pk)


@require_safe
def requests(request):
    """Everything that one wrote or that came to one's bodies, what waits for an answer first."""
    filter = RequestFilter(request, Request.objects.of_hands(request.user))
    return render(
        request,
        "partners/requests/list.html",
        {
            "filter": filter,
            "page": filter.page,
            "lines": lines_of(filter.page, request.user),
            "is_coordinator": is_coordinator(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, pk):
    """The letters, whose turn it is, and the next letter. Who guards only sees that it is there."""
    row = visible(request, pk)
    shown = thread_page(row, request.user)
    form, status = _letter_form(request, row, shown), 200
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                _write(request, row, form.cleaned_data)
                return HttpResponseRedirect(f"{row.get_absolute_url()}#last")
            except ValidationError as error:
                form.add_error(None, error)
    elif shown.reads and shown.side:
        read_thread(row, request.user)
    history, _ = history_of(row, request.user)
    context = {**shown._asdict(), "subject": row, "form": form, "turn": turn_of(row, request.user), "history": history}
    return render(request, "partners/requests/thread.html", {**context, **_can(request.user, row)}, status=status)


def _letter_form(request, row, shown):
    """The form of the next letter, or None where the reader may write none."""
    if shown.side is None or not row.may("talk"):
        return None
    data = request.POST if request.method == "POST" else None
    return LetterForm(data, may_note=shown.side == Side.DESK and not row.is_waiting, initial={"version": row.version})


def _write(request, row, said):
    """The first answer is a step; every further letter only a letter. The second press of the first finds it done."""
    roles = row.process.roles_of(request.user, row)
    if DESK in roles and row.is_waiting and not said.get("is_note"):
        try:
            take_step(row, "reply", by=request.user, version=said.get("version") or 0, text=said["text"])
        except Stale as error:
            if not is_second(request, error):
                raise
        return
    add_message(row, by=request.user, text=said["text"], form_key=said["form_key"], is_note=bool(said.get("is_note")))


def _can(user, row):
    decides, reopens = access.can_decide_report(user, row), access.can_reopen_reports(user, row)
    may_share, may_answer = access.can_report(user, row) and has_coordinator(), access.can_answer_for_all(user, row)
    steps = [step for step in row.offered_to(user) if not step.is_undo]
    return {
        "may_do": bool(steps or may_answer or may_share or decides or reopens),
        "may_report": access.can_report(user, row),
        "may_decide": decides,
        "may_reopen": reopens,
        "reports": open_reports(row) if decides else [],
        "may_block": access.can_block(user, row),
        "is_blocked": row.by_id is not None and access.is_blocked(row.by, row.to),
        "may_answer": may_answer,
        "may_share": may_share,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, name):
    """The confirm page of one step of the table."""
    return step_page(request, visible(request, pk), name)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest_thread(request, token):
    """The one thread that a mail's address opens, for whoever has no account: read, and go on writing."""
    row = _guests(token)
    data = request.POST if request.method == "POST" else None
    form = LetterForm(data) if row.may("talk") else None
    if data is not None and form is not None and form.is_valid():
        try:
            add_message(row, by=None, text=form.cleaned_data["text"], form_key=form.cleaned_data["form_key"])
            messages.success(request, "手紙を送りました。")
            return HttpResponseRedirect(reverse("request-guest", args=[token]))
        except ValidationError as error:
            form.add_error(None, error)
    note_opened(row)
    context = {"subject": row, "form": form, "letters": letters_of(row, None)}
    response = render(request, "partners/requests/guest.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _guests(token):
    row = DOOR.row_of(token, Request.objects.of_guests())
    if row is None:
        raise Http404
    return row
