"""心あたりがない: said on the group's page, decided by the secretariat in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG

from . import access, dispute_actions
from .consent import YES
from .member_forms import DecideForm, ReopenForm
from .membership import Membership
from .models import Partner


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request, pk, membership):
    """Confirm, then say that one knows nothing of somebody who was entered as one of the group."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(Membership.objects.of_group(partner), pk=membership)
    if not (access.can_dispute(request.user, row) or access.is_member(request.user, partner) and row.suspended_at):
        raise PermissionDenied
    if request.method == "POST":
        dispute_actions.dispute(row, by=request.user)
        messages.success(request, "「心あたりがない」と知らせました。事務局が確かめるまで、この人の権限は止まります。")
        return HttpResponseRedirect(f"{reverse('partner-members', args=[partner.pk])}#main")
    return render(request, "partners/directory/dispute.html", {"partner": partner, "membership": row})


def dispute_page(model_admin, request, membership):
    """The secretariat's page. `model_admin`: whose frame is drawn around it."""
    row = membership.disputes.select_related("by").first()
    if row is None:
        raise Http404
    if not access.can_decide_dispute(request.user, row):
        raise PermissionDenied
    if "undo" in request.POST or (row.decided_at and request.method != "POST"):
        form, act = _reopening(request, row)
    else:
        form, act = _deciding(request, row)
    if form.is_bound and form.is_valid():
        messages.success(request, act(form.cleaned_data))
        return HttpResponseRedirect(f"{request.path}#main")
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": "代表者の確かめ"}
    can_reopen = dispute_actions.can_be_reopened(row)
    context = {**frame, "dispute": row, "membership": membership, "form": form, "can_reopen": can_reopen}
    return render(request, "admin/partners/membership/dispute.html", context)


def _deciding(request, row):
    """(form, what it does: the sentence about it) while a doubt is open."""

    def act(said):
        dispute_actions.decide(row, by=request.user, upheld=said["upheld"] == YES, why=said["why"])
        return f"決めました。{when_told('団体の人と本人', dispute_actions.about_decision(row), by=request.user)}"

    return DecideForm(request.POST if request.method == "POST" else None), act


def _reopening(request, row):
    """The same once it is decided, for who takes that back."""

    def act(said):
        dispute_actions.reopen(row, by=request.user, why=said["why"], etag=said[ETAG])
        return "決めたことを取り消しました。もう一度確かめて、決めてください。"

    data = request.POST if request.method == "POST" else None
    return ReopenForm(data, initial={ETAG: dispute_actions.etag_of_decided(row)}), act
