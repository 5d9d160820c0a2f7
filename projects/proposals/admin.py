"""提案 in the admin: queues, everything to judge on one page, step buttons from the table, the department's talks."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.keyed import hanging, keyed
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.pages import closed
from kyodo_portal.process.presenters import told_by
from partners.directory.access import is_secretariat
from projects.calls.access import can_see_calls_in_admin, can_see_ranking

from .access import ask_at_once, can_file, is_of_group, proposal_roles
from .conflicts.presenters import conflicts_on
from .filing_presenters import page_for
from .formal_checks import form_checks
from .forms import TalkCorrectionForm, TalkForm
from .joint.models import JOINT_GROUPS, known_joint_groups
from .models import Proposal
from .presenters import frozen
from .stage_presenters import stages_of
from .talk_access import can_correct_talk, departments_to_record_for, talking_departments
from .talk_actions import correct_talk, record_talk
from .talk_presenters import talks_of
from .version_presenters import since_last_version
from .workflow import PROPOSAL, ProposalStatus

# What rights, steps and the page read of a proposal, and what of it may not be there: asked once for each of them otherwise.
AT_HAND = (
    "call__review_plan",
    "partner",
    "department",
    "wished_department",
    "decision__form",
    "decision__recorded_by",
    "hearing_slot",
    "project",
)


class StateFilter(admin.SimpleListFilter):
    title = "状態"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in PROPOSAL.states if "city" in row.readers]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in ProposalStatus.values else queryset


class OfficeFilter(admin.SimpleListFilter):
    """The departments that proposals are with; a filter of the foreign key itself would list every group of the directory."""

    title = "担当課"
    parameter_name = "department"

    def lookups(self, request, model_admin):
        proposals = model_admin.get_queryset(request).exclude(department=None).order_by("department__name", "department")
        return [(str(pk), name) for pk, name in proposals.values_list("department", "department__name").distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(department=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(Proposal)
class ProposalAdmin(StepAdmin):
    """The secretariat reads what was sent and takes the steps; the department in charge reads its own and records its talks."""

    viewers = staticmethod(can_see_calls_in_admin)
    change_form_template = "admin/projects/proposal/change_form.html"
    change_list_template = "admin/projects/proposal/change_list.html"
    step_template = "admin/projects/proposal/step.html"
    list_display = ["name", "number", "state", "partner", "department", "submitted_at"]
    list_filter = [QueueFilter, StateFilter, "call", OfficeFilter]
    list_select_related = ["partner", "department"]
    search_fields = ["number", "title", "partner__name"]
    bulk_steps = [
        "receive", "start_talks", "start_review", "correct_decision", "undo_receive", "undo_start_talks", "undo_start_review",
        "undo_correct_decision",
    ]  # fmt: skip
    bulk_related = ["partner", "call", JOINT_GROUPS, "exclusions", "filings"]
    ordering = [F("submitted_at").desc(nulls_last=True), "-pk"]
    fieldsets = [(None, {"fields": []})]  # everything stands in the template; an empty `fields` would mean all

    @admin.display(description="企画の名前")
    def name(self, proposal):
        return str(proposal)

    @admin.display(description="状態")
    def state(self, proposal):
        return proposal.status_label

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*AT_HAND).at_desk_of(request.user)

    def kept_row(self, request, key):
        return _of_city(key) if is_secretariat(request.user) else None

    def listed(self, request, rows):
        own = ("title", "number", "status", "submitted_at", "partner__name", "department__name")
        return rows.select_related(None).select_related("partner", "department").only(*own)

    def changelist_view(self, request, extra_context=None):
        """Narrowed to one call, the list shows its stages as tabs and leads on to that call's review."""
        call = small_int(request.GET.get("call__id__exact", ""))
        extra = {"judged_call": call if can_see_ranking(request.user) else None, "may_enter": is_secretariat(request.user)}
        if call and self.has_view_permission(request):
            extra["stages"] = stages_of(call, self.get_queryset(request), request.GET.get(StateFilter.parameter_name, ""))
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        subject = self.get_object(request, unquote(object_id))
        extra = self.everything(request, subject) if subject and self.has_view_permission(request, subject) else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def everything(self, request, proposal):
        """What the page shows below its title."""
        ask_at_once(request.user, proposal, **_beside(proposal))
        revision, own = frozen(proposal), is_of_group(request.user, proposal)
        if not own:
            record_look(by=request.user, target=proposal, note="提案の全文")
        return {
            **conflicts_on(request.user, proposal)._asdict(),
            "joint_groups": known_joint_groups(proposal),
            "revision": revision,
            "sections": revision.content if revision else [],
            "checks": form_checks(proposal),
            "corrections": proposal.corrections.all(),
            "version_rows": since_last_version(proposal, revision),
            "talks": [] if own else talks_of(proposal, request.user),  # staff of the group read what the group reads (利益相反)
            "talking": [] if own else talking_departments(proposal)[1:],
            "talk_url": self.talk_url(proposal) if departments_to_record_for(request.user, proposal) else "",
            "own": own,
            "approval": proposal.may("marks") and "secretariat" in proposal_roles(request.user, proposal),
            "entry": getattr(proposal, "project", None),
            "filings": proposal.all_filings,
            "filed_url": self.filed_url(request.user, proposal),
        }

    def step_url(self, subject, row):
        """With what came on paper the secretariat takes the group's steps, on the group's own page."""
        return subject.step_url(row) if {"applicant", "filer"} & set(row.roles) else super().step_url(subject, row)

    def filed_url(self, user, proposal):
        """Where what came on paper is entered, or, half entered, goes on; "" for whoever may not."""
        if not can_file(user, proposal) or not (proposal.open_filing or proposal.may_come):
            return ""
        return (
            page_for(proposal, proposal.open_filing.what)
            if proposal.open_filing
            else reverse("proposal-filed", args=[proposal.pk])
        )

    def talk_url(self, proposal):
        return reverse("admin:projects_proposal_talk", args=[proposal.pk])

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/talk/", wrap(self.talk_view), name="projects_proposal_talk"),
            path("<path:object_id>/talk/<int:talk_id>/", wrap(self.correct_talk_view), name="projects_proposal_talk_correct"),
            *super().get_urls(),
        ]

    def talk_view(self, request, object_id):
        """担当課協議: what was said, who was there, what the department thinks."""
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404
        offices = departments_to_record_for(request.user, proposal)
        form = TalkForm(request.POST if request.method == "POST" else None, offices=offices)
        if not offices:
            raise _talk_refused(request, proposal, form, "talk")
        if request.method == "POST" and form.is_valid():
            record_talk(proposal, by=request.user, **form.cleaned_data)
            self.message_user(request, "協議の記録を残しました。", messages.SUCCESS)
            return redirect("admin:projects_proposal_change", proposal.pk)
        return self._talk_page(request, proposal, form, "担当課協議を記録する")

    def correct_talk_view(self, request, object_id, talk_id):
        """The record of a talk as it should have been; the wrong one stays behind it."""
        proposal = self.get_object(request, unquote(object_id))
        talk = proposal and proposal.talks.select_related("department").filter(pk=talk_id).first()
        if talk is None or is_of_group(request.user, proposal):
            raise Http404
        talk.proposal = proposal
        first = {name: getattr(talk, name) for name in ("held_on", "attendees", "summary", "opinion")}
        form = TalkCorrectionForm(request.POST if request.method == "POST" else None, initial=first)
        if (request.method != "POST" or not proposal.may("record")) and not can_correct_talk(request.user, talk):
            raise _talk_refused(request, proposal, form, "record")
        if request.method == "POST" and form.is_valid():
            correct_talk(talk, by=request.user, **form.cleaned_data)
            self.message_user(request, "協議の記録を訂正しました。前の記録も残っています。", messages.SUCCESS)
            return redirect("admin:projects_proposal_change", proposal.pk)
        return self._talk_page(request, proposal, form, "担当課協議の記録を訂正する")

    def _talk_page(self, request, proposal, form, title):
        context = {**self.admin_site.each_context(request), "title": title, "form": form, "subject": proposal, "opts": self.opts}
        return render(request, "admin/projects/proposal/talk.html", context)


def _talk_refused(request, proposal, form, word):
    """What to raise: whoever wrote on while the talks ended (`word`) hears that and keeps the words; others may not."""
    sides = proposal_roles(request.user, proposal) & {"department", "secretariat"}
    if request.method == "POST" and sides and not proposal.may(word):
        return closed(request, proposal, form, word=word, is_of_the_past=False)
    return PermissionDenied()


@keyed
def _of_city(proposal):
    return Proposal.objects.read_by_city().select_related(*AT_HAND).filter(pk=proposal)


def _beside(proposal):
    """What the page shows of a proposal out of tables of a few rows each."""
    return {
        "exclusions": hanging(proposal, "exclusions", "user", "partner", "decided_by"),
        "substitutes": hanging(proposal, "substitutes", "user", "named_by"),
        "changes": told_by(proposal),
        "corrections": hanging(proposal, "corrections"),
        "joint_groups": hanging(proposal, "joint_groups", "partner"),
        "talks": hanging(proposal, "talks", "by", "department"),
        "talk_parts": hanging(proposal, "talk_parts", "department"),
    }


register_queues(Proposal)
