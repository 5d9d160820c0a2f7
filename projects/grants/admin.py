"""補助制度 and 補助の決まり in the admin: the secretariat keeps all, a department its own."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.doubting_admin import DoubtingAdmin
from kyodo_portal.common.forms.doubts import DoubtingForm, budget_doubts
from kyodo_portal.common.second_save_admin import SecondSaveInline
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from projects.calls.offices import city_offices, named_already

from .access import can_edit_costs, can_edit_rule, can_edit_scheme, can_read_schemes, can_see_grants, kept_by, offices_kept_by
from .models import Grant
from .problems import given_by
from .scheme_models import CostItem, GrantRule, GrantScheme

SURCHARGE = ("surcharge_rate", "surcharge_from", "surcharge_round")


@admin.register(GrantScheme)
class GrantSchemeAdmin(SafeModelAdmin):
    viewers = adders = staticmethod(can_read_schemes)
    editors = staticmethod(can_edit_scheme)
    list_display = ["title", "department", "is_active", "updated_at"]
    list_filter = ["is_active"]
    list_select_related = ["department"]
    search_fields = ["title", "summary"]
    fields = ["title", "summary", "who", "basis_text", "is_disposition", "form", "department", "is_active", "is_sample"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            kwargs["queryset"] = offices_kept_by(request.user, city_offices(named_already(request, self.model)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CostInline(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """The kinds of costs of a rule."""

    model = CostItem
    fields = ["name", "eligible", "share_max_percent", "note", "order"]
    extra = 1

    def has_view_permission(self, request, obj=None):
        return can_read_schemes(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_costs(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission


class RuleForm(DoubtingForm, forms.ModelForm):
    """A budget below what was decided is asked about."""

    def clean(self):
        data = super().clean()
        if "budget_total" in self.changed_data and self.instance.pk and "budget_total" in data:
            self.asks_about(budget_doubts(data["budget_total"], given_by(self.instance)))
        return data


@admin.register(GrantRule)
class GrantRuleAdmin(DoubtingAdmin, SafeModelAdmin):
    """A rule takes no scheme but one that whoever writes it keeps; which one it is of does not change."""

    viewers = adders = staticmethod(can_read_schemes)
    editors = staticmethod(can_edit_rule)
    form = RuleForm
    inlines = [CostInline]
    list_display = ["scheme", "fiscal_year", "is_public", "opens_on", "closes_on", "budget_total", "cap"]
    list_filter = ["fiscal_year", "is_public", "scheme"]
    search_fields = ["scheme__title"]
    fieldsets = [
        (None, {"fields": ["scheme", "fiscal_year", "is_public", "opens_on", "closes_on", "decides_on", "budget_total"]}),
        (
            "計算",
            {"fields": ["base", "rate_num", "rate_den", "cap", "floor", "round_to", "own_percent_min", "other_subsidy"]},
        ),
        ("決定のあと", {"fields": ["spend_from", "advance_percent", "minor_percent", "withdraw_days", "max_years"]}),
        ("報告と返還", {"fields": ["report_days", "report_last", "asks_vat", "late_rate", "late_least", *SURCHARGE]}),
        ("書類と理由", {"fields": ["papers", "grounds", "note"]}),
    ]

    def get_queryset(self, request):
        """With whether it is used: the page asks that again and again."""
        applied = Grant.objects.filter(rule=OuterRef("pk"), number__isnull=False)
        return super().get_queryset(request).select_related("scheme__department").annotate(is_used=Exists(applied))

    def get_readonly_fields(self, request, obj=None):
        """Once somebody has applied by it, only what there is to give and the days change."""
        if obj is None:
            return []
        if not obj.is_used:
            return ["scheme", "fiscal_year"]
        return [name for _, part in self.fieldsets for name in part["fields"] if name not in GrantRule.OPEN_LATER]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "scheme":
            kwargs["queryset"] = GrantScheme.objects.filter(kept_by(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Grant)
class GrantAdmin(StepAdmin):
    """A department finds its own, the secretariat all that were sent (`visible_to`); the accounts stand on the grant's page."""

    viewers = private_viewers = staticmethod(can_see_grants)
    list_display = ("number", "title", "partner", "scheme", "state", "asked", "decided", "confirmed", "due")
    as_values = {"due": "task_due"}
    list_filter = (QueueFilter, "status", "rule__fiscal_year")
    search_fields = ("number", "title", "partner__name")
    ordering = ("-pk",)
    fields = (
        "number", "title", "partner", "rule", "purpose", "place", "starts_on", "ends_on", "asked", "decided", "confirmed", "decided_on",
        "document_number", "conditions", "report_due",
    )  # fmt: skip

    @admin.display(description="制度")
    def scheme(self, grant):
        return str(grant.rule.scheme)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("rule__scheme__department", "partner").with_days()

    @admin.display(description="状態", ordering="status")
    def state(self, grant):
        late = grant.task_due is not None and grant.task_due < timezone.localdate()
        return f"{grant.status_label}{'【おくれています】' if late else ''}"

    @admin.display(description="期限")
    def due(self, grant):
        return jdate(grant.task_due) or "―"


register_queues(Grant)
