"""登録の要件 in the admin: versions, what each asks, and the two buttons that renew them. The actions write those."""

from django.contrib import admin, messages
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Subquery
from django.db.models.functions import Substr
from django.forms import CheckboxSelectMultiple

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.version_admin import VersionAdmin, VersionRows
from partners.directory.access import is_secretariat
from partners.directory.consent_models import Consent, ConsentWording, wording_in_force
from partners.directory.schema import EXTRA_CONSENT

from .access import can_edit_pledge, can_edit_rule, can_read_rules, can_renew_rule
from .actions import etag_of_rule, new_version, put_in_force
from .forms import ForceForm, VersionForm
from .models import DRAFT_DAYS, Entitlement, PaperRule, Pledge, RegistrationRule, RuleField

USED = "この版で始まった申請か、登録した団体があるので、変えられません。変えるときは「新しい版をつくる」を押してください。"


def secretariat(user, obj=None):
    """The secretariat writes what the city settles."""
    return is_secretariat(user)


class Rows(VersionRows):
    viewers, editors = staticmethod(can_read_rules), staticmethod(can_edit_rule)


class FieldInline(Rows):
    model = RuleField
    fields = ("label", "key", "kind", "options", "help", "required", "public", "by_application", "order")


class PaperInline(Rows):
    model = PaperRule
    fields = ("kind", "must", "for_new", "for_change", "for_renewal", "keep_days")


@admin.register(RegistrationRule)
class RegistrationRuleAdmin(VersionAdmin):
    """The secretariat settles, departments read."""

    viewers = staticmethod(can_read_rules)
    editors = staticmethod(can_edit_rule)
    renewers, etag = staticmethod(can_renew_rule), staticmethod(etag_of_rule)
    used = USED
    made = "新しい版の下書きができました。直してから、使い始める日を決めてください。"
    says_version = "いまの内容を写した下書きができます。使い始める日までは、いまの版のままです。"
    says_use = "その日から始まる申請は、この版で進みます。もう始まっている申請と、登録している団体は、前の版のままです。"
    says_use += f"送られないまま{DRAFT_DAYS}日たった下書きは、この版に移り、書いている人に知らせます。"
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
        """With whether it is used: the page asks that again and again."""
        uses = (RegistrationRule.registrations, RegistrationRule.partners)
        begun, stands = (Exists(rows.rel.related_model.objects.filter(rule=OuterRef("pk"))) for rows in uses)
        is_used = ExpressionWrapper(begun | stands, output_field=BooleanField())
        return super().get_queryset(request).annotate(applications=Count("registrations"), is_used=is_used)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    @admin.display(description="これで始まった申請")
    def begun(self, rule):
        return f"{rule.applications:,}件"

    def version_form(self, data, version):
        return VersionForm(data, initial={ETAG: etag_of_rule(version)})

    def use_form(self, data, version):
        return ForceForm(data, initial={ETAG: etag_of_rule(version)})

    def make(self, version, by, said):
        return new_version(version, by=by)

    def put(self, version, by, said):
        put_in_force(version, by=by, since=said["since"], etag=said[ETAG])
        return f"{version}を使い始める日を決めました。"


@admin.register(Pledge)
class PledgeAdmin(SafeModelAdmin):
    """A used promise is not changed; its next version is a new row, which a new version of the rule chooses."""

    viewers = staticmethod(can_read_rules)
    adders = staticmethod(secretariat)
    editors = staticmethod(can_edit_pledge)
    list_display = ("text", "code", "version", "since")
    search_fields = ("text", "code")

    def response_add(self, request, obj, post_url_continue=None):
        messages.info(
            request, "この約束は、まだ使われていません。「登録の要件」で新しい版をつくり、この約束を選んで、使い始めてください。"
        )
        return super().response_add(request, obj, post_url_continue)


@admin.register(Entitlement)
class EntitlementAdmin(SafeModelAdmin):
    viewers = staticmethod(can_read_rules)
    adders = editors = staticmethod(secretariat)
    list_display = ("name", "code", "order")
    search_fields = ("name", "code")


@admin.register(ConsentWording)
class ConsentWordingAdmin(SafeModelAdmin):
    """Words that somebody has read are not changed: a new version is added, which begins with the words that hold."""

    viewers = staticmethod(can_read_rules)
    adders = staticmethod(secretariat)
    list_display = ("version", "since", "consequence")
    search_fields = ("version",)

    def get_changeform_initial_data(self, request):
        held = wording_in_force()
        return {name: getattr(held, name) for name in ("consequence", "home", "name_consequence")}


@admin.register(Consent)
class ConsentAdmin(SafeModelAdmin):
    """Which group has agreed to which version of the words, to what, and since and until when. Groups answer on their own page."""

    viewers = staticmethod(secretariat)
    list_display = ("partner", "asked_for", "wording", "given_at", "received_on", "withdrawn_at")
    list_filter = ("wording",)
    list_select_related = ("partner",)
    search_fields = ("partner__search_text",)
    ordering = ("-given_at", "-pk")
    fields = ("partner", "asked_for", "wording", "given_at", "received_on", "withdrawn_at")

    def get_queryset(self, request):
        """With the name of what only the rule of the group asks."""
        key = Substr(OuterRef("field"), len(EXTRA_CONSENT) + 1)
        named = RuleField.objects.filter(rule=OuterRef("partner__rule"), key=key).values("label")[:1]
        return super().get_queryset(request).annotate(named=Subquery(named))

    @admin.display(description="公開する項目", ordering="field")
    def asked_for(self, obj):
        """In words, as the group was asked; what no rule asks any more by its key."""
        return obj.named or (obj.field.removeprefix(EXTRA_CONSENT) if obj.field.startswith(EXTRA_CONSENT) else obj.label)
