"""補助制度 and 補助の決まり in the admin: the secretariat keeps all, a department its own."""

from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveInline
from projects.calls.offices import city_offices

from .access import can_edit_rule, can_edit_scheme, can_read_schemes, kept_by, offices_kept_by
from .scheme_models import CostItem, GrantRule, GrantScheme


@admin.register(GrantScheme)
class GrantSchemeAdmin(SafeModelAdmin):
    viewers = adders = staticmethod(can_read_schemes)
    editors = staticmethod(can_edit_scheme)
    list_display = ["title", "department", "is_active", "updated_at"]
    list_filter = ["is_active"]
    list_select_related = ["department"]
    search_fields = ["title", "summary"]
    fields = ["title", "summary", "who", "basis_text", "form", "department", "is_active", "is_sample"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            kwargs["queryset"] = offices_kept_by(request.user, city_offices())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CostInline(SecondSaveInline, ColumnsAdmin, admin.TabularInline):
    """The kinds of costs of a rule."""

    model = CostItem
    fields = ["name", "eligible", "share_max_percent", "note", "order"]
    extra = 1

    def has_view_permission(self, request, obj=None):
        return can_read_schemes(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_rule(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(GrantRule)
class GrantRuleAdmin(SafeModelAdmin):
    """A rule takes no scheme but one that whoever writes it keeps; which one it is of does not change."""

    viewers = adders = staticmethod(can_read_schemes)
    editors = staticmethod(can_edit_rule)
    inlines = [CostInline]
    list_display = ["scheme", "fiscal_year", "is_public", "opens_on", "closes_on", "budget_total", "cap"]
    list_filter = ["fiscal_year", "is_public", "scheme"]
    list_select_related = ["scheme"]
    search_fields = ["scheme__title"]
    fieldsets = [
        (None, {"fields": ["scheme", "fiscal_year", "is_public", "opens_on", "closes_on", "decides_on", "budget_total"]}),
        (
            "計算",
            {"fields": ["base", "rate_num", "rate_den", "cap", "floor", "round_to", "own_percent_min", "other_subsidy"]},
        ),
        ("決定のあと", {"fields": ["spend_from", "advance_percent", "minor_percent", "withdraw_days", "max_years"]}),
        ("報告と返還", {"fields": ["report_days", "report_last", "asks_vat", "late_rate", "late_least"]}),
        ("書類と理由", {"fields": ["papers", "grounds", "note"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["scheme", "fiscal_year"] if obj is not None else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "scheme":
            kwargs["queryset"] = GrantScheme.objects.filter(kept_by(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
