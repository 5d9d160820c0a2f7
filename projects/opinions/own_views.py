"""One's own opinion: written, checked, sent, and put right or withdrawn until the last moment."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.accounts import guesses
from kyodo_portal.audit.actions import record_look
from kyodo_portal.process.pages import edit_form, saved_over

from .access import can_edit_opinion
from .actions import edit_opinion, said_of, send_opinion, shut_because, withdraw_opinion
from .forms import EnteredEditForm, OpinionEditForm, OpinionForm
from .opinion_models import Opinion
from .views import in_scope

RECEIPT = "opinion-receipt"  # in the session of who is not signed in: the key of what was sent last, no word of it


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk):
    """Write an opinion, read it once more, send it; signed in or not."""
    round = in_scope(request, pk)
    first = {"name": request.user.name} if request.user.is_authenticated and round.asks_name else {}
    form = OpinionForm(request.POST if request.method == "POST" else None, round=round, initial=first)
    if form.is_bound and form.is_valid() and "back" not in request.POST:
        if not round.takes_now:
            form.add_error(None, shut_because(round))
        elif "send" not in request.POST:
            return _confirm(request, round, form)
        else:
            try:
                return _sent(request, _send(request, round, form))
            except ValidationError as error:
                form.add_error(None, error)
    shut = "" if round.takes_now else shut_because(round)
    return render(request, "projects/opinions/send.html", {"round": round, "form": form, "shut": shut})


def _send(request, round, form):
    by = request.user if request.user.is_authenticated else None
    return send_opinion(round, by=by, line=guesses.line(request), **form.cleaned_data)


def _confirm(request, round, form):
    """The opinion as it will be sent; the words stand hidden below, and below the way back."""
    said = [(bound, form.cleaned_data[bound.name]) for bound in form.visible_fields()]
    shown = [
        (bound.label, dict(bound.field.choices)[value] if hasattr(bound.field, "choices") else value) for bound, value in said
    ]
    context = {"round": round, "form": form, "shown": shown, "sent": [(name, form.data.get(name, "")) for name in form.fields]}
    return render(request, "projects/opinions/confirm.html", context)


def _sent(request, opinion):
    request.session[RECEIPT] = opinion.pk
    return HttpResponseRedirect(f"{reverse('opinion-sent', args=[opinion.round_id])}#main")


@login_not_required
@never_cache
@require_safe
def sent(request, pk):
    """The receipt with its number, to print or to copy; for who has just sent one."""
    round = in_scope(request, pk)
    opinion = get_object_or_404(round.opinions.standing(), pk=request.session.get(RECEIPT))
    return render(request, "projects/opinions/sent.html", {"round": round, "opinion": opinion})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request, pk):
    """One's own opinion, or one that the city entered: put right until the last moment. Who else reads it is remembered."""
    row = _own(request, pk)
    if row.by_id != request.user.pk:
        record_look(by=request.user, target=row.round, note=f"意見 {row.receipt}")
    may = can_edit_opinion(request.user, row) and row.withdrawn_at is None
    if request.method == "POST" and row.by_id != request.user.pk and not may:
        raise PermissionDenied
    form = edit_form(request, _edit_form(row), said_of(row), round=row.round) if may or request.POST else None
    if form and saved_over(request, form, partial(edit_opinion, row, by=request.user), said_of):
        messages.success(request, "意見を直しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {"opinion": row, "round": row.round, "form": form, "may": may, "is_own": row.by_id == request.user.pk}
    return render(request, "projects/opinions/opinion.html", context, status=form.http_status if form else 200)


def _edit_form(row):
    return OpinionEditForm if row.channel == Opinion.Channel.WEB else EnteredEditForm


@require_POST
def withdraw(request, pk):
    """Take it back, or bring it back again; both until the last moment."""
    row = _own(request, pk)
    if row.by_id != request.user.pk and row.channel == Opinion.Channel.WEB:
        raise PermissionDenied
    try:
        changed = withdraw_opinion(row, by=request.user, is_withdrawn="restore" not in request.POST)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        words = (
            "取り下げました。しめきりまでは、もどせます。"
            if changed.withdrawn_at
            else "取り下げをやめました。意見は届いています。"
        )
        messages.success(request, words)
    return HttpResponseRedirect(f"{row.get_absolute_url()}#main")


def _own(request, pk):
    return get_object_or_404(Opinion.objects.visible_to(request.user).select_related("round__department", "by"), pk=pk)
