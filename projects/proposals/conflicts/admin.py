"""除斥 and 代決 in the admin: pages that lead from the proposal's own page, and back to it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from kyodo_portal.common.admin import SafeModelAdmin
from projects.proposals.access import proposal_roles
from projects.proposals.models import Proposal

from .access import can_name_substitute
from .actions import end_substitute, etag_of_exclusion, judge_exclusion, name_substitute
from .forms import STAYS_AWAY, ExclusionForm, SubstituteForm
from .models import Exclusion, Substitute


def _proposal(request, pk):
    """The proposal in the scope of the admin, otherwise 404."""
    at_desk = Proposal.objects.at_desk_of(request.user)
    return get_object_or_404(at_desk.select_related("call", "partner", "department"), pk=pk)


def _back(proposal):
    return HttpResponseRedirect(f"{reverse('admin:projects_proposal_change', args=[proposal.pk])}#content-start")


class FromProposal(SafeModelAdmin):
    """Rows that stand on the proposal's page: no list of their own, no row that is edited."""

    def has_module_permission(self, request):
        return False

    def page(self, request, template, title, context):
        frame = {**self.admin_site.each_context(request), "opts": Proposal._meta, "title": title}
        return render(request, f"admin/projects/proposal/{template}.html", {**frame, **context})


@admin.register(Exclusion)
class ExclusionAdmin(FromProposal):
    def get_urls(self):
        return [path("<int:pk>/judge/", self.admin_site.admin_view(self.judge_view), name="projects_exclusion_judge")]

    def judge_view(self, request, pk):
        """The secretariat confirms or rejects; whoever is of a proposing group does not."""
        row = get_object_or_404(Exclusion.objects.select_related("user", "partner"), pk=pk)
        proposal = _proposal(request, row.proposal_id)
        if "secretariat" not in proposal_roles(request.user, proposal):
            raise PermissionDenied
        shown = {"reason": row.reason, "etag": etag_of_exclusion(row)}
        form = ExclusionForm(request.POST if request.method == "POST" else None, initial=shown)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            said = {"excluded": given["verdict"] == STAYS_AWAY, "reason": given["reason"], "etag": given["etag"]}
            try:
                judge_exclusion(row, by=request.user, **said)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"{row.user}の扱いを記録しました。")
                return _back(proposal)
        return self.page(request, "exclusion", "除斥を確かめる", {"row": row, "subject": proposal, "form": form})


@admin.register(Substitute)
class SubstituteAdmin(FromProposal):
    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("proposal/<int:pk>/name/", guarded(self.name_view), name="projects_substitute_name"),
            path("<int:pk>/end/", guarded(self.end_view), name="projects_substitute_end"),
        ]

    def name_view(self, request, pk):
        """An administrator names who acts where nobody is left."""
        proposal = _proposal(request, pk)
        if not can_name_substitute(request.user, proposal):
            raise PermissionDenied
        form = SubstituteForm(request.POST if request.method == "POST" else None, proposal=proposal)
        if request.method == "POST" and form.is_valid():
            try:
                name_substitute(proposal, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, "代決する人を記録しました。")
                return _back(proposal)
        return self.page(request, "substitute", "代決する人を決める", {"subject": proposal, "form": form})

    def end_view(self, request, pk):
        """Ends it: asked, then by POST."""
        row = get_object_or_404(Substitute.objects.select_related("user"), pk=pk)
        proposal = _proposal(request, row.proposal_id)
        if not can_name_substitute(request.user, proposal):
            raise PermissionDenied
        if request.method != "POST":
            raise Http404
        end_substitute(row, by=request.user)
        messages.success(request, "代決を終えました。")
        return _back(proposal)
