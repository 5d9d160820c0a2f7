"""Who comes, for the host's people: the list with needs, entering by hand, taking off and back, the lot, who came, the table.

Every look at the names is in the audit trail, and every table that leaves.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.forms.typed import taken
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose

from . import signup_actions
from .access import can_see_signups
from .attendees import attendees, table_of
from .own_views import own_event
from .signup_forms import EnterForm
from .signup_models import Signup
from .told_presenters import told_of_lot, told_of_signup


def _mine(request, pk):
    """The event whose sign-ups this person sees: 404 or 403 otherwise."""
    return own_event(request, pk, can_see_signups)


def _back(request, event, text, *, error=False):
    (messages.error if error else messages.success)(request, text)
    return HttpResponseRedirect(f"{reverse('event-signups', args=[event.pk])}#main")


@require_safe
def event_signups(request, pk):
    """Names, how many, what they need, the waiting line. Four queries besides those of the page."""
    row = _mine(request, pk)
    shown = attendees(row)
    if shown.count:
        record_look(by=request.user, target=row, note="催しに申し込んだ人", rows=shown.count)
    return render(request, "partners/events/signups.html", {"event": row, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def signup_enter(request, pk):
    """Somebody who called, wrote or came by."""
    row = _mine(request, pk)
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made = signup_actions.enter_signup(row, by=request.user, **said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _back(request, row, f"申込みに入れました。{made.get_state_display()}です。")
    return render(request, "partners/events/signup_enter.html", {"event": row, "form": form})


@require_POST
def signup_turn(request, pk, signup):
    """One of them: taken off, back again, or the offered seat taken after a call."""
    row = _mine(request, pk)
    one = get_object_or_404(Signup.objects.of_event(row), pk=signup)
    turns = {"back": (signup_actions.put_back, "もどしました。"), "take": (signup_actions.take_seat, "席をとりました。")}
    action, text = turns.get(request.POST.get("turn"), (signup_actions.leave, ""))
    try:
        action(one, by=request.user)
    except ValidationError as error:
        return _back(request, row, " ".join(error.messages), error=True)
    return _back(
        request, row, text or f"取り消しました。{told_of_signup(one, request.user)}まちがえたときは、「もどす」で元にもどせます。"
    )


@require_POST
def signup_came(request, pk):
    """Who came; ticks can be taken away again. Two people at the door tick on two pages: only what a page changed is written."""
    row = _mine(request, pk)
    before, came = (_keys(request.POST.getlist(name)) for name in ("ticked", "came"))
    signup_actions.mark_who_came(row, by=request.user, ticked=came - before, unticked=before - came)
    return _back(request, row, "来た人を記録しました。")


def _keys(texts):
    return {key for text in texts[:2000] if (key := small_int(text)) is not None}


@require_http_methods(["GET", "HEAD", "POST"])
def event_draw(request, pk):
    """The lot, after a page that says what it does: everybody is told at once."""
    row = _mine(request, pk)
    if request.method == "POST":
        try:
            signup_actions.draw_lot(row, by=request.user)
        except ValidationError as error:
            return _back(request, row, " ".join(error.messages), error=True)
        return _back(request, row, f"抽選しました。{told_of_lot(row, request.user)}")
    return render(request, "partners/events/draw.html", {"event": row})


@require_POST
def signup_table(request, pk):
    """The list as xlsx, or on paper, once it was said what for. By POST only: the trail keeps who took it out."""
    row = _mine(request, pk)
    header, rows = table_of(row)
    more = {"button": ("paper", "紙の一覧を出す")} if "paper" in request.POST else {}
    back = reverse("event-signups", args=[row.pk])
    purpose, asks = ask_purpose(request, title="申し込んだ人の一覧", count=len(rows), back=back, **more)
    if asks is not None:
        return asks
    record("export", by=request.user, target=row, note=f"催しに申し込んだ人（{purpose}）", rows=len(rows))
    if "paper" in request.POST:
        return taken(render(request, "partners/events/signups_paper.html", {"event": row, "header": header, "rows": rows}))
    return xlsx_response("申し込んだ人.xlsx", header, rows)
