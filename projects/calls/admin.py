"""募集回 in the admin: the call, its questions, criteria and panel on one page; last year's call as a start."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.doubting_admin import DoubtingAdmin
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.templatetags.kyodo import fiscal
from kyodo_portal.process.task_actions import sync_matters
from partners.directory.kind import PartnerKind
from partners.rules.models import Entitlement

from .access import can_edit_calls, can_see_calls_in_admin, can_see_ranking
from .actions import copy_call
from .announced_actions import announce, withdraw
from .announced_views import announced_links, announced_urls
from .change_models import LateAdmission
from .closed_rows import closed_rows
from .completeness import call_checks
from .days import DAYS, moved_days
from .eligibility_models import EligibilityWaiver
from .eligibility_views import eligibility_links, eligibility_urls
from .forms import CallForm, CopyCallForm
from .inline_admin import (
    CostInline,
    CriterionInline,
    QuestionInline,
    SeatInline,
    ThemeInline,
    facts_of,
    named_in_call,
    offices_of_city,
)
from .models import Call
from .news import announce_call
from .offices import city_offices

FROZEN = "提案がもう出されているので、質問、審査基準、題、経費の区分は変えられません。団体が読んだとおりに残します。"
CLOSED = ["track", "fiscal_year", "kinds", "entitlement", "before", "rate_num", "rate_den", "round_to", "asks_plan", "pass_mark"]


class CallYearFilter(admin.SimpleListFilter):
    """The years that calls are for, in the city's reckoning."""

    title, parameter_name = "実施する年度", "fiscal_year"

    def lookups(self, request, model_admin):
        years = model_admin.get_queryset(request).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        return [(str(year), fiscal(year)) for year in years]

    def queryset(self, request, queryset):
        return queryset.filter(fiscal_year=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(Call)
class CallAdmin(DoubtingAdmin, SafeModelAdmin):
    """The secretariat opens and changes calls, departments look. A call with proposals keeps what groups have read."""

    viewers = staticmethod(can_see_calls_in_admin)
    adders = editors = staticmethod(can_edit_calls)
    form = CallForm
    change_form_template = "admin/projects/call/change_form.html"
    inlines = [SeatInline, ThemeInline, CostInline, QuestionInline, CriterionInline]
    list_display = ["title", "kind", "year", "state", "closes_at", "department"]
    list_filter = ["track", CallYearFilter]
    search_fields = ["title"]
    list_select_related = ["department"]
    ordering = ["-closes_at", "pk"]
    actions = ["start_from_this"]
    fieldsets = [
        (
            "公開",
            {
                "fields": ["published_at", "is_sample"],
                "description": "公開する日時を入れて保存すると、その時刻から公開の一覧に出ます。",
            },
        ),
        (None, {"fields": ["title", "track", "fiscal_year", "department", "summary"]}),
        (
            "提案できる人",
            {
                "fields": ["eligibility", "kinds", "entitlement", "before"],
                "description": "上の文は、そのまま公開のページに出ます。下の条件は、団体が書く前に伝え、送るときに確かめます。",
            },
        ),
        ("お金", {"fields": ["support", "grant_limit", "rate_num", "rate_den", "round_to", "budget", "tell_left"]}),
        ("日程", {"fields": [*(day.name for day in DAYS[:1]), "briefing_place", *(day.name for day in DAYS[1:])]}),
        ("計画", {"fields": ["asks_plan"]}),
        ("審査と公表", {"fields": ["pass_mark", "tell_scores", "publish_declined"]}),
    ]

    @admin.display(description="募集の型", ordering="track")
    def kind(self, call):
        return call.get_track_display()

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, call):
        return fiscal(call.fiscal_year)

    @admin.display(description="いま")
    def state(self, call):
        if not call.published_at:
            return "公開前"
        if call.withdrawn_at:
            return "取りやめ"
        return "受付中" if call.is_open else "受付終了" if call.is_closed else "これから"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "department":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, "queryset": city_offices(named_in_call(request))}
        )
        nothing = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = [*nothing, *((row.pk, str(row)) for row in offices_of_city(request))]
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "entitlement":
            if not hasattr(request, "entitlements"):
                request.entitlements = list(Entitlement.objects.values_list("code", "name"))
            rows = [("", "決めていない"), *request.entitlements]
            return ChoiceField(label=db_field.verbose_name, required=False, choices=rows, help_text=db_field.help_text)
        if db_field.name == "kinds":
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
            field.choices = PartnerKind.of_groups()
            return field
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return CLOSED if obj is not None and facts_of(request, obj)["sent"] else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        call = self.get_object(request, unquote(object_id))
        extra = {}
        if call is not None and self.has_view_permission(request, call):
            copy_url = reverse("admin:projects_call_copy", args=[call.pk]) if can_edit_calls(request.user) else ""
            summary_url = (
                reverse("admin:projects_review_call", args=[call.pk])
                if can_see_ranking(request.user) and facts_of(request, call)["sent"]
                else ""
            )
            waivers, admissions = granted_to_groups(call) if can_edit_calls(request.user) else ([], [])
            extra = {
                "summary_url": summary_url,
                "checks": call_checks(call, facts_of(request, call)),
                "frozen": FROZEN if facts_of(request, call)["sent"] else "",
                "copy_url": copy_url,
                "closed_rows": self.closed_rows(request, call),
                "announced_links": [
                    *eligibility_links(call, request.user),
                    *announced_links(call, request.user),
                ],
                "waivers": waivers,
                "admissions": admissions,
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def closed_rows(self, request, call):
        """[ClosedRows] of what this person reads of a call and cannot edit now."""
        inlines = [inline(self.model, self.admin_site) for inline in self.inlines]
        closed = [row for row in inlines if row.has_view_permission(request, call) and not row.is_open(request, call)]
        return closed_rows([(row.model._meta, row.closed_rows(call), row.read) for row in closed]) if closed else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        announcement = getattr(context["adminform"].form.instance, "announcement", None)
        if announcement is not None and (announcement.is_open_question or announcement.is_answered):
            context["asked"] = announcement
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Whoever empties the day of publication of an announced call withdraws it: its page stays, and says why."""
        if change and "published_at" in form.changed_data and (form.instance.withdrawn_at or _hides(form)):
            obj.published_at = form.initial["published_at"]
            form.changed_data.remove("published_at")
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Days and seats say who has to do what by when: the tasks of what was proposed follow."""
        super().save_related(request, form, formsets, change)
        announcement = getattr(form.instance, "announcement", None)
        if announcement and announcement.changes:
            announce(form.instance, announcement.changes, by=request.user, reason=announcement.reason)
        if announcement and announcement.hides:
            withdraw(form.instance, by=request.user, reason=announcement.reason)
        else:
            announce_call(form.instance)
        sync_matters(form.instance.proposals.all())

    @admin.action(description="この募集回をもとに新しい募集回を作る")
    def start_from_this(self, request, queryset):
        calls = list(queryset[:2])
        if len(calls) != 1 or not can_edit_calls(request.user):
            self.message_user(request, "もとにする募集回を1つだけ選んでください。", messages.ERROR)
            return None
        return redirect("admin:projects_call_copy", calls[0].pk)

    def get_urls(self):
        copy = path("<path:object_id>/copy/", self.admin_site.admin_view(self.copy_view), name="projects_call_copy")
        return [copy, *announced_urls(self), *eligibility_urls(self), *super().get_urls()]

    def copy_view(self, request, object_id):
        """Asks for name, year and dates, then makes the new call, once."""
        call = self.get_object(request, unquote(object_id))
        if call is None:
            raise Http404
        if not can_edit_calls(request.user):
            raise PermissionDenied
        next_year = {
            "title": call.title.replace(fiscal(call.fiscal_year), fiscal(call.fiscal_year + 1)),
            "fiscal_year": call.fiscal_year + 1,
            **moved_days(call),
        }
        form = CopyCallForm(request.POST if request.method == "POST" else None, source=call, initial=next_year)
        new = _copied(form, call, request.user) if request.method == "POST" and form.is_valid() else None
        if new is not None:
            shown = "公開しました。" if new.published_at else "まだ公開されていません。"
            self.message_user(
                request, f"新しい募集回を作りました。{shown}審査委員、審査の進めかた、日程を確かめてください。", messages.SUCCESS
            )
            return redirect(f"{reverse('admin:projects_call_change', args=[new.pk])}#main")
        context = {
            **self.admin_site.each_context(request),
            "title": "新しい募集回を作る",
            "form": form,
            "call": call,
            "opts": self.opts,
        }
        return render(request, "admin/projects/call/copy.html", context)

    def get_inline_instances(self, request, obj=None):
        """Only what may be edited now is a form: the rest stands below it in words (`closed_rows`). Questions and criteria of a call that
        has them are folded: seats and dates are what changes."""
        inlines = [inline for inline in super().get_inline_instances(request, obj) if inline.is_open(request, obj)]
        for inline in inlines:
            if obj is not None and inline.closes and facts_of(request, obj)[inline.formset.name]:
                inline.classes = ["collapse"]
        return inlines


def _hides(form):
    announcement = getattr(form.instance, "announcement", None)
    return announcement is not None and announcement.hides


def _copied(form, call, user):
    """The new call; None where the action refused, and the form says why."""
    try:
        return copy_call(call, by=user, **form.said)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def granted_to_groups(call):
    """([EligibilityWaiver], [LateAdmission]) in force: why a group may do what others may not is for whoever grants it. One query."""
    return together(_waivers(call.pk).on(call, "waivers"), _admissions(call.pk).on(call, "late_admissions"))


@keyed
def _waivers(call):
    return EligibilityWaiver.objects.in_force().filter(call=call).select_related("partner", "by")


@keyed
def _admissions(call):
    return LateAdmission.objects.in_force().filter(call=call).select_related("partner", "by")
