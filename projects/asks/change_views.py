"""An ask that stands: its words are put right, it is taken back from some or all, and asked again where that was a mistake."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import edit_form, saved_over

from .access import can_keep
from .actions import edit_ask, restore_ask, withdraw_ask, word_of, words_of
from .forms import RestoreForm, WithdrawForm, WordsEditForm
from .loads import asked_no_more, still_asked
from .staff_views import ask_in_scope
from .told_actions import told_of_words


def _kept(request, pk):
    """One ask, for the office that asked and the secretariat."""
    row = ask_in_scope(request, pk)
    if not can_keep(request.user, row):
        raise PermissionDenied("お願いを直したり取り下げたりできるのは、お願いした課と事務局だけです。")
    return row


def _back(ask):
    return HttpResponseRedirect(f"{ask.get_absolute_url()}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_edit(request, pk):
    """Put its words right; the groups that are asked are told, and what they answered stays."""
    row = _kept(request, pk)
    form = edit_form(request, WordsEditForm, words_of(row))
    if saved_over(request, form, partial(edit_ask, row, by=request.user), words_of):
        messages.success(request, f"お願いを直しました。{told_of_words(row, request.user, word_of(row))}")
        return _back(row)
    return render(request, "projects/asks/edit.html", {"form": form, "ask": row}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_withdraw(request, pk):
    """Take it back, from all or from some."""
    row = _kept(request, pk)
    standing = still_asked(row)
    if request.method == "POST" and not standing:
        raise EditConflict("このお願いは、ほかの人か、あなたの別の画面が先に取り下げました。", row)
    first = {"partners": [partner.pk for partner in standing]}
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial=first, partners=standing)
    if form.is_bound and form.is_valid():
        rows = withdraw_ask(row, by=request.user, **form.cleaned_data)
        messages.success(request, f"{len(rows)}団体へのお願いを取り下げました。")
        return _back(row)
    return render(request, "projects/asks/withdraw.html", {"form": form, "ask": row})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_restore(request, pk):
    """Ask again those from whom it was taken back by mistake."""
    row = _kept(request, pk)
    asked = asked_no_more(row)
    if request.method == "POST" and not asked:
        raise EditConflict("このお願いは、ほかの人か、あなたの別の画面が先にもどしました。", row)
    form = RestoreForm(request.POST if request.method == "POST" else None, partners=asked)
    if form.is_bound and form.is_valid():
        try:
            rows = restore_ask(row, by=request.user, **form.cleaned_data)
            messages.success(request, f"{len(rows)}団体へのお願いをもどしました。")
        except EditConflict as error:
            messages.error(request, str(error))
        return _back(row)
    return render(request, "projects/asks/restore.html", {"form": form, "ask": row})
