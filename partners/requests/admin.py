"""申込み・連絡 in the admin: that a letter is there, of which kind, whose turn it is; its text only where a side shows or reports it."""

from django.contrib import admin
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.classes import more_of
from kyodo_portal.common.lists.together import bring_along
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.presenters import told_by
from kyodo_portal.process.task_actions import sync_matters
from partners.directory.access import is_secretariat, is_writer
from partners.directory.admin import PersonField
from partners.directory.desk_models import Desk

from .access import can_decide_report, can_read_letters, keeps_desks
from .message_models import KnownAnswer
from .models import Request
from .workflow import DESK, REQUEST

NOT_OF_BODY = "この団体・課の手紙を担当していない人です。代わりの人は、同じ団体・課の人から選んでください。"
NOBODY_STANDS_IN = "休むあいだ、だれが代わりに受けるかを入れてください。"


class StatusFilter(admin.SimpleListFilter):
    """The states of the table in its words; what nobody has sent is nobody's."""

    title = "状態"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in REQUEST.states if row.code != REQUEST.start]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(Request)
class RequestAdmin(StepAdmin):
    """The secretariat keeps an eye on days and reports; between two bodies their letters are theirs."""

    viewers = private_viewers = staticmethod(is_secretariat)
    change_form_template = "admin/partners/request/change_form.html"
    list_display = ["name", "kind", "receiver", "state", "answer_by", "waiting"]
    list_filter = [QueueFilter, StatusFilter, "kind"]
    list_select_related = ["to", "from_partner", "by"]
    search_fields = ["about_label", "to__name"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description="何について")
    def name(self, row):
        return row.about_label

    @admin.display(description="受ける団体・課")
    def receiver(self, row):
        return row.to.public_name

    @admin.display(description="状態", ordering="status")
    def state(self, row):
        return row.status_label

    @admin.display(description="返事")
    def waiting(self, row):
        waits = row.answer_by is not None and row.status in REQUEST.turn_of(DESK)
        return "おくれ" if waits and row.answer_by < timezone.localdate() else ""

    def get_fieldsets(self, request, obj=None):
        """No form at all: the page's own template says what may be read."""
        return []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        subject = self.get_object(request, object_id)
        extra = {}
        if subject is not None and self.has_view_permission(request, subject):
            bring_along(subject, reports=subject.reports.all(), changes=told_by(subject))
            reads = can_read_letters(request.user, subject)
            if reads:
                record_look(by=request.user, target=subject, note="手紙")
            extra = {
                "letters": subject.letters.exclude(side="note") if reads else None,
                "reports": subject.reports.all() if reads else (),
                "decides": can_decide_report(request.user, subject),
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


@admin.register(Desk)
class DeskAdmin(SafeModelAdmin):
    """受付: in how many days a body answers, and who stands in: somebody who reads its letters, named by the mail address."""

    viewers = adders = private_viewers = staticmethod(is_secretariat)
    list_display = ["partner", "answer_days", "phone", "away_until"]
    list_select_related = ["partner"]
    search_fields = ["partner__name"]

    def editors(self, user, obj=None):
        return keeps_desks(user)

    def deleters(self, user, obj=None):
        return keeps_desks(user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "deputy":
            return PersonField(User.objects.filter(is_active=True), label=db_field.verbose_name, required=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)

        def clean(self):
            cleaned = form.clean(self)
            deputy, partner = cleaned.get("deputy"), cleaned.get("partner", self.instance.partner_id and self.instance.partner)
            if deputy and partner and not is_writer(deputy, partner):
                self.add_error("deputy", NOT_OF_BODY)
            if cleaned.get("away_until") and not deputy and "deputy" not in self.errors:
                self.add_error("deputy", NOBODY_STANDS_IN)
            return cleaned

        return more_of(form, clean=clean)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        sync_matters(Request.objects.filter(to=obj.partner))  # whose turn it is, until which day

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        sync_matters(Request.objects.filter(to=obj.partner))


@admin.register(KnownAnswer)
class KnownAnswerAdmin(SafeModelAdmin):
    """よくある質問: written for everybody."""

    viewers = adders = staticmethod(is_secretariat)
    list_display = ["question", "partner", "order", "is_open", "updated_at"]
    list_filter = ["is_open"]
    list_select_related = ["partner"]
    search_fields = ["question", "answer"]
    fields = ["partner", "about", "question", "answer", "order", "is_open"]

    def editors(self, user, obj=None):
        return keeps_desks(user)

    def deleters(self, user, obj=None):
        return keeps_desks(user)


register_queues(Request)
