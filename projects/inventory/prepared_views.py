"""A round that was prepared and has not begun: its page to put it right, and the one that takes it away."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.pages import edit_form, saved_over

from . import prepared_actions
from .access import can_drop_round, can_prepare_round
from .forms import RoundDropForm, RoundEditForm
from .views import round_or_404

BEGUN = "棚卸しの用意を直せるのは、事務局が、始める前だけです。始めたあとは、「期限をのばす」を使ってください。"
TOLD = "取りやめられるのは、一度も始めていない棚卸しだけです。用意した内容は「用意した内容を直す」で直せます。"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, year):
    """The secretariat: year, days and questions, until the round begins."""
    row = round_or_404(request, year)
    if not can_prepare_round(request.user, row):
        raise PermissionDenied(BEGUN)
    form = edit_form(request, RoundEditForm, prepared_actions.prepared_of(row))
    save = partial(prepared_actions.edit_round, row, by=request.user)
    if saved := saved_over(request, form, save, prepared_actions.prepared_of):
        messages.success(request, "保存しました。")
        return HttpResponseRedirect(f"{saved.get_absolute_url()}#main")
    return render(request, "projects/inventory/prepared.html", {"round": row, "form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, year):
    """The secretariat: a round that never began goes."""
    row = round_or_404(request, year)
    if not can_drop_round(request.user, row):
        raise PermissionDenied(TOLD)
    form = RoundDropForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        prepared_actions.drop_round(row, by=request.user)
        messages.success(request, f"{row}の用意を取りやめました。")
        return HttpResponseRedirect(f"{reverse('inventory')}#main")
    return render(request, "projects/inventory/prepared.html", {"round": row, "form": form, "drops": True})
