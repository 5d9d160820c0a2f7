"""形態の決めごと in the admin: versions, what each asks, and the two buttons that renew them. The actions write those."""

from django.contrib import admin
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.version_admin import VersionAdmin, VersionRows

from .access import can_edit_spec, can_read_specs, can_renew_spec
from .actions import etag_of_spec, new_version, put_in_use
from .forms import UseForm, VersionForm
from .models import FormField, FormSpec, Ground, PaperAsk

USED = "この版で始まった年度か申請があるので、変えられません。変えるときは「新しい版をつくる」を押してください。"


class Rows(VersionRows):
    viewers, editors = staticmethod(can_read_specs), staticmethod(can_edit_spec)


class FieldInline(Rows):
    model = FormField
    fields = ("label", "key", "kind", "options", "help", "asked", "required", "public", "in_table", "order")


class PaperInline(Rows):
    model = PaperAsk
    fields = ("label", "kind", "asked", "required", "only_if_fee", "order")


class GroundInline(Rows):
    model = Ground
    fields = ("text", "for_decline", "for_revoke", "order")


@admin.register(FormSpec)
class FormSpecAdmin(VersionAdmin):
    """The secretariat settles, departments read."""

    viewers = staticmethod(can_read_specs)
    editors = staticmethod(can_edit_spec)
    renewers, etag = staticmethod(can_renew_spec), staticmethod(etag_of_spec)
    used = USED
    made = "新しい版の下書きができました。直してから、使い始めてください。"
    says_version = "いまの内容を写した下書きができます。使い始めるまで、いまの版のままです。"
    says_use = "これから始まる年度は、この版で進みます。もう始まっている年度は、始まったときの版のまま進みます。"
    inlines = [FieldInline, PaperInline, GroundInline]
    list_display = ("title", "version", "state", "way", "evaluation", "counted", "years")
    list_filter = ("state", "way")
    search_fields = ("form__title", "code")
    list_select_related = ("form", "evaluation")
    fieldsets = [
        (None, {"fields": ["way", "evaluation", "counted"]}),
        (
            "申し出と報告",
            {
                "fields": [
                    "takes_applications",
                    "apply_days",
                    "apply_from",
                    "late",
                    "answer_days",
                    "report",
                    "report_days",
                    "unreported",
                    "omit_years",
                    "is_disposition",
                ],
                "description": "形態のページと、申請のページに出ます。",
            },
        ),
    ]

    def get_queryset(self, request):
        """With whether it is used: the page asks that again and again."""
        uses = (FormSpec.cycles, FormSpec.applications)
        begun, asked = (Exists(rows.rel.related_model.objects.filter(spec=OuterRef("pk"))) for rows in uses)
        is_used = ExpressionWrapper(begun | asked, output_field=BooleanField())
        return super().get_queryset(request).annotate(begun=Count("cycles"), is_used=is_used)

    @admin.display(description="形態")
    def title(self, spec):
        return spec.title

    @admin.display(description="これで始まった年度")
    def years(self, spec):
        return f"{spec.begun:,}件"

    def version_form(self, data, version):
        return VersionForm(data, spec=version, etag=etag_of_spec(version))

    def use_form(self, data, version):
        return UseForm(data, initial={ETAG: etag_of_spec(version)})

    def make(self, version, by, said):
        return new_version(version, by=by, form=said["form"])

    def put(self, version, by, said):
        put_in_use(version, by=by, etag=said[ETAG])
        return f"{version}を使い始めました。"
