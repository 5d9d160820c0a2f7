"""登録の申請 in the admin: everything to judge on one page, the steps from the table, nothing to edit."""

import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from kyodo_portal.accounts.registers import know
from kyodo_portal.common.lists.together import bring_along
from kyodo_portal.common.upwards import still_running
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.events import event_of
from kyodo_portal.process.presenters import reads_reasons, told_by
from partners.directory.access import ASSIGNMENTS, can_see_contact, can_take_off, is_city_reader, is_member, is_secretariat
from partners.directory.actions import record_contact_view
from partners.directory.models import Partner
from partners.directory.payload import display_rows, payload_of
from partners.directory.presenters import private_names
from partners.directory.schema import schema_of

from .access import can_check, can_see_files
from .check_views import checks_page
from .file_models import standing_files
from .forms import HearingForm, RemovalForm
from .leaving_actions import hear, take_off
from .models import Registration
from .presenters import changed_rows, hidden_corrections, similar_of
from .workflow import REGISTRATION, RegistrationStatus


class StatusFilter(admin.SimpleListFilter):
    """The states of the table in its words; drafts are the group's own."""

    title = "状態"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in REGISTRATION.states if "city" in row.readers]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in RegistrationStatus.values else queryset


class AgeFilter(admin.SimpleListFilter):
    """How long an application has been in its state."""

    title = "いまの状態になってから"
    parameter_name = "age"
    DAYS = {"7": "7日より長い", "14": "14日より長い", "30": "30日より長い"}

    def lookups(self, request, model_admin):
        return list(self.DAYS.items())

    def queryset(self, request, queryset):
        if self.value() not in self.DAYS:
            return queryset
        return queryset.filter(status_since__lt=timezone.now() - datetime.timedelta(days=int(self.value())))


@admin.register(Registration)
class RegistrationAdmin(StepAdmin):
    """Departments read, the secretariat decides. Contact data and papers are the secretariat's only."""

    viewers = staticmethod(is_city_reader)
    change_form_template = "admin/partners/registration/change_form.html"
    list_display = ["name", "number", "purpose", "state", "submitted_at", "decide_by", "waiting"]
    list_filter = [QueueFilter, StatusFilter, "purpose", AgeFilter]
    search_fields = ["number", "partner__name", "partner__kana"]
    ordering = ["-submitted_at", "-pk"]

    @admin.display(description="団体")
    def name(self, registration):
        return str(registration)

    @admin.display(description="状態", ordering="status")
    def state(self, registration):
        return registration.status_label

    @admin.display(description="この状態の日数")
    def waiting(self, registration):
        if registration.status in registration.process.ends:
            return "終わり"
        return f"{(timezone.now() - registration.status_since).days}日"

    def get_urls(self):
        removal = path("removal/<int:pk>/", self.admin_site.admin_view(self.removal_view), name="partners_registration_removal")
        checks = self.admin_site.admin_view(self.checks_view)
        return [removal, path("<path:object_id>/checks/", checks, name="partners_registration_checks"), *super().get_urls()]

    def checks_view(self, request, object_id):
        """要件の確認 of an application that is not decided. Asked by GET, done by POST."""
        registration = self.get_object(request, object_id)
        if registration is None or not self.has_view_permission(request, registration):
            raise Http404
        if not can_check(request.user, registration):
            raise PermissionDenied
        return checks_page(self, request, registration)

    def removal_view(self, request, pk):
        """Take a group off the directory: the reason is asked and told, the page says what happens."""
        partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
        if not can_take_off(request.user, partner):
            raise PermissionDenied
        hears = "hear" in request.POST
        form = RemovalForm(request.POST if request.method == "POST" and not hears else None)
        hearing = HearingForm(request.POST if hears else None)
        for asked, act in ((hearing, hear), (form, take_off)):
            if asked.is_bound and asked.is_valid():
                try:
                    paper = act(partner=partner, by=request.user, **asked.cleaned_data)
                    told = when_told(f"「{partner}」の人", event_of(paper, paper.version), by=request.user)
                    messages.success(request, told if hears else f"「{partner}」を名簿から外しました。{told}")
                    return HttpResponseRedirect(reverse("admin:partners_registration_change", args=[paper.pk]))
                except ValidationError as error:
                    asked.add_error(None, error)
        context = {
            **self.admin_site.each_context(request),
            "title": "名簿から外す",
            "opts": self.opts,
            "partner": partner,
            "form": form,
            "hearing": hearing,
            "running": still_running(partner),
        }
        return render(request, "admin/partners/registration/removal.html", context)

    def get_fieldsets(self, request, obj=None):
        """No form at all: the page's own template shows everything, masked where somebody may not see it."""
        return []

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(status__in=REGISTRATION.read_by("city"))
            .select_related("partner", "rule", "created_by")
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        subject = self.get_object(request, object_id)
        extra = self.everything(request, subject) if subject and self.has_view_permission(request, subject) else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def everything(self, request, registration):
        """What the page shows below its title; contact data only for those who may see it, and that look is recorded."""
        rows = {name: getattr(registration, name).all() for name in ("corrections", "files")}
        along = {**rows, "checks": registration.checks.select_related("by"), "changes": told_by(registration)}
        know(request.user, [ASSIGNMENTS], registration, **along)
        sees = can_see_contact(request.user, registration.partner)
        if sees:
            record_contact_view(partner=registration.partner, by=request.user)
        hidden = () if sees else private_names(registration.rule)
        schema = schema_of(registration.rule)
        sees_files = can_see_files(request.user, registration)
        of_paper = registration.is_application  # a claim or a notice brings no entry: what is on file stands there instead
        if not of_paper:
            body = registration.partner
            bring_along(body, fields=body.fields.all(), areas=body.areas.all())
        shown = registration.payload if of_paper else payload_of(registration.partner, schema)
        sections = display_rows(shown, schema, hidden=hidden)
        if registration.purpose == Registration.Purpose.CHANGE:
            sections = with_stored_values(sections, display_rows(payload_of(registration.partner, schema), schema, hidden=hidden))
        return {
            "sections": [row for row in sections if of_paper or any(text for _, _, text in row[2])],
            "of_paper": of_paper,
            "shows_before": registration.purpose == Registration.Purpose.CHANGE,
            "rule": registration.rule,
            "checks": registration.checks.all(),
            "may_check": can_check(request.user, registration),
            "corrections": registration.corrections.all(),
            "hidden_corrections": hidden_corrections(registration, sees_contact=sees, sees_files=sees_files),
            "changed": changed_rows(registration, hidden=hidden),
            "papers": standing_files(registration) if sees_files else None,
            "similar": similar_of(registration, among=Partner.objects.choosable(), by_phone=sees),
            "unsaid": not reads_reasons(request.user, registration),
            "own": is_member(request.user, registration.partner),
            "decides": is_secretariat(request.user) and not is_member(request.user, registration.partner),
            "sees_contact": sees,
        }


def with_stored_values(sections, before):
    """The sections with the stored value as a fourth part of each row, promises without one."""
    known = {name: text for _, _, fields in before for name, _, text in fields}
    return [
        (key, title, [(name, label, text, known.get(name, "")) for name, label, text in fields])
        for key, title, fields in sections
    ]


register_queues(Registration)
