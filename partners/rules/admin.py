"""登録の要件 in the admin: versions, what each asks, and the two buttons that renew them. The actions write those."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveInline
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.directory.access import is_secretariat
from partners.directory.consent_models import ConsentWording

from .access import can_edit_pledge, can_edit_rule, can_read_rules, can_renew_rule
from .actions import etag_of_rule, new_version, put_in_force
from .forms import ForceForm, VersionForm
from .models import Entitlement, PaperRule, Pledge, RegistrationRule, RuleField

USED = "この版で始まった申請か、登録した団体があるので、変えられません。変えるときは「新しい版をつくる」を押してください。"


def secretariat(user, obj=None):
    """The secretariat writes what the city settles."""
    return is_secretariat(user)


class Rows(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """Rows of a version; closed once something was begun by it."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return can_read_rules(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_rule(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission


class FieldInline(Rows):
    model = RuleField
    fields = ("label", "key", "kind", "options", "help", "required", "public", "by_application", "order")


class PaperInline(Rows):
    model = PaperRule
    fields = ("kind", "must", "for_new", "for_change", "for_renewal", "keep_days")


@admin.register(RegistrationRule)
class RegistrationRuleAdmin(SafeModelAdmin):
    """The secretariat settles, departments read."""

    viewers = staticmethod(can_read_rules)
    editors = staticmethod(can_edit_rule)
    change_form_template = "admin/partners/registrationrule/change_form.html"
    inlines = [FieldInline, PaperInline]
    list_display = ("name", "kind", "version", "in_force_from", "until", "validity", "begun")
    list_filter = ("kind", "validity")
    search_fields = ("name",)
    readonly_fields = ("kind", "version", "in_force_from", "until")
    fieldsets = [
        (None, {"fields": ["name", "kind", "version", "in_force_from", "until"]}),
        (
            "要件",
            {
                "fields": [
                    "min_members", "min_months", "min_local_percent", "base_in_city", "open_to_join", "discloses", "interview",
                ],
                "description": "送られた申請に、合っているかどうかとそのわけが付きます。人が確かめて、合っていなくても認められます。",
            },
        ),
        ("期間と更新", {"fields": ["validity", "years", "march_counts_next", "renewal_opens_days", "auto_accept"]}),
        ("決めかた", {"fields": ["days_to_decide"]}),
        ("約束と、登録で使えるもの", {"fields": ["pledges", "entitlements"]}),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(applications=Count("registrations"))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    @admin.display(description="これで始まった申請")
    def begun(self, rule):
        return f"{rule.applications:,}件"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<path:object_id>/version/", guarded(self.version_view), name="partners_registrationrule_version"),
            path("<path:object_id>/use/", guarded(self.use_view), name="partners_registrationrule_use"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        rule = self.get_object(request, object_id)
        extra = {"used": ""}
        if rule is not None and can_renew_rule(request.user):
            names = [("version", "新しい版をつくる"), *([("use", "この版を使い始める")] if rule.is_draft else [])]
            extra["links"] = [
                (reverse(f"admin:partners_registrationrule_{name}", args=[rule.pk]), label) for name, label in names
            ]
            extra["used"] = USED if rule.is_used else ""
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _rule(self, request, object_id):
        rule = self.get_object(request, object_id)
        if rule is None:
            raise Http404
        if not can_renew_rule(request.user):
            raise PermissionDenied
        return rule

    def _asked(self, request, rule, form, title, says):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, "admin/partners/registrationrule/ask.html", {**frame, "rule": rule, "form": form, "says": says})

    def version_view(self, request, object_id):
        """The draft of the next version."""
        rule = self._rule(request, object_id)
        form = VersionForm(request.POST if request.method == "POST" else None, initial={ETAG: etag_of_rule(rule)})
        if request.method == "POST" and form.is_valid():
            made = new_version(rule, by=request.user)
            messages.success(request, "新しい版の下書きができました。直してから、使い始める日を決めてください。")
            return redirect("admin:partners_registrationrule_change", made.pk)
        says = "いまの内容を写した下書きができます。使い始める日までは、いまの版のままです。"
        return self._asked(request, rule, form, "新しい版をつくる", says)

    def use_view(self, request, object_id):
        """From which day, then it holds."""
        rule = self._rule(request, object_id)
        form = ForceForm(request.POST if request.method == "POST" else None, initial={ETAG: etag_of_rule(rule)})
        if request.method == "POST" and form.is_valid():
            try:
                put_in_force(rule, by=request.user, since=form.cleaned_data["since"], etag=form.cleaned_data[ETAG])
            except EditConflict as error:
                form.overtaken(str(error), etag_of_rule(error.subject), {})
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"{rule}を使い始める日を決めました。")
                return redirect("admin:partners_registrationrule_change", rule.pk)
        says = "その日から始まる申請は、この版で進みます。もう始まっている申請と、登録している団体は、前の版のままです。"
        return self._asked(request, rule, form, "この版を使い始める", says)


@admin.register(Pledge)
class PledgeAdmin(SafeModelAdmin):
    """A used promise is not changed; its next version is a new row, which a new version of the rule chooses."""

    viewers = staticmethod(can_read_rules)
    adders = staticmethod(secretariat)
    editors = staticmethod(can_edit_pledge)
    list_display = ("text", "code", "version", "since")
    search_fields = ("text", "code")


@admin.register(Entitlement)
class EntitlementAdmin(SafeModelAdmin):
    viewers = staticmethod(can_read_rules)
    adders = editors = staticmethod(secretariat)
    list_display = ("name", "code", "order")
    search_fields = ("name", "code")


@admin.register(ConsentWording)
class ConsentWordingAdmin(SafeModelAdmin):
    """Words that somebody has read are not changed: a new version is added."""

    viewers = staticmethod(can_read_rules)
    adders = staticmethod(secretariat)
    list_display = ("version", "since", "consequence")
    search_fields = ("version",)
