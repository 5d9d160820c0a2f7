"""The audit trail is read, searched and taken out by the system administrator only; nobody writes it here."""

import datetime

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.purpose import TAKE, PurposeForm
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.lists.tables import ToTheSecond, csv_response, xlsx_response

from .actions import record
from .acts import ACTS
from .models import AuditEvent
from .search import searched

MOST = 50_000  # events of one export; who wants more takes them out a period at a time
RESPONSES = {"csv": csv_response, "xlsx": xlsx_response}
BUTTONS = {"csv": "CSVで取り出す", "xlsx": "エクセルで取り出す"}
HEADER = [
    "日時",
    "行った人",
    "メールアドレス",
    "行い",
    "だれについて",
    "対象の種類",
    "対象の番号",
    "対象",
    "内容",
    "件数",
    "どこから",
]


def is_system_admin(user):
    """Superusers: whoever is watched by the trail must not be the one who reads it every day."""
    return user.is_active and user.is_superuser


class ActFilter(admin.SimpleListFilter):
    title, parameter_name = "行い", "act"

    def lookups(self, request, model_admin):
        return list(ACTS.items())

    def queryset(self, request, queryset):
        return queryset.filter(act=self.value()) if self.value() in ACTS else queryset


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = "対象の種類", "kind"

    def lookups(self, request, model_admin):
        kinds = {model._meta.label_lower: str(model._meta.verbose_name) for model in admin.site._registry}
        return sorted(kinds.items(), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(target_type=self.value()) if self.value() else queryset


class PeriodFilter(admin.SimpleListFilter):
    """The stretches that are asked for; any other month or day is found by the row of dates above the list."""

    title, parameter_name = "期間", "period"
    DAYS = {"1": ("今日", 0), "7": ("この7日", 6), "30": ("この30日", 29), "90": ("この90日", 89)}

    def lookups(self, request, model_admin):
        return [*((key, label) for key, (label, _) in self.DAYS.items()), ("year", "今年度"), ("last", "前の年度")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() in self.DAYS:
            return queryset.filter(at__gte=_midnight(today - datetime.timedelta(days=self.DAYS[self.value()][1])))
        if self.value() not in ("year", "last"):
            return queryset
        first = fiscal_year(today) - (self.value() == "last")
        begin, end = (_midnight(datetime.date(year, 4, 1)) for year in (first, first + 1))
        return queryset.filter(at__gte=begin, at__lt=end)


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@admin.register(AuditEvent)
class AuditEventAdmin(SafeModelAdmin):
    viewers = private_viewers = staticmethod(is_system_admin)
    change_list_template = "admin/audit/change_list.html"
    takes_out = False  # its own tables say more than the list
    list_display = ["at", "by", "what", "person", "kind", "target_name", "note", "rows", "origin"]
    list_filter = [PeriodFilter, ActFilter, KindFilter]
    list_select_related = ["by", "person"]
    # What the box finds stands in search.py: people, marks of places, texts.
    search_fields = ["by__email", "by__name", "person__email", "person__name", "target_name", "note", "origin"]
    search_help_text = "行った人、だれについて（お名前かメールアドレス）、対象、内容、IPアドレスで探せます。"
    date_hierarchy = "at"
    fields = ["at", "by", "what", "person", "kind", "target_id", "target", "note", "rows", "origin"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "person")

    def get_search_results(self, request, queryset, search_term):
        return searched(queryset, search_term), False

    @admin.display(description="行い", ordering="act")
    def what(self, event):
        return ACTS.get(event.act, event.act)

    @admin.display(description="対象の種類", ordering="target_type")
    def kind(self, event):
        return kind_of(event)

    @admin.display(description="対象")
    def target(self, event):
        """What the row was called, with a link where it has a page in the admin and still stands."""
        name = event.target_name or "―"
        try:
            model = apps.get_model(event.target_type)
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[event.target_id])
        except (LookupError, ValueError, NoReverseMatch):
            return name
        return format_html('<a href="{}">{}</a>', address, name)

    def get_urls(self):
        guarded = self.admin_site.admin_view(self.export_view)
        return [path("export/<slug:form>/", guarded, name="audit_auditevent_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"query": request.GET.urlencode(), **(extra_context or {})})

    def export_view(self, request, form):
        """The events that the list shows under the same conditions, as CSV or xlsx, once it was said what for. By POST only, because
        the trail keeps it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in RESPONSES:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:audit_auditevent_changelist"))
        shown = self.get_changelist_instance(request)
        asked = PurposeForm(request.POST if "purpose" in request.POST else None)
        asked.buttons = [(TAKE, BUTTONS[form], "")]
        if not asked.is_valid():
            back = f"{reverse('admin:audit_auditevent_changelist')}?{request.GET.urlencode()}"
            context = {"form": asked, "count": shown.result_count, "back": back, "opts": self.opts}
            frame = {**self.admin_site.each_context(request), "title": "操作の記録を取り出す"}
            return render(request, "admin/take_out.html", {**frame, **context})
        events = shown.get_queryset(request).order_by("-at", "-pk")
        lines = [line_of(event) for event in events[: MOST + 1]]
        if len(lines) > MOST:
            messages.error(request, f"{MOST:,}件より多いので、書き出せません。期間で絞って、分けて書き出してください。")
            return HttpResponseRedirect(f"{reverse('admin:audit_auditevent_changelist')}?{request.GET.urlencode()}")
        record("export", by=request.user, note=f"操作の記録（{asked.cleaned_data['purpose']}）", rows=len(lines))
        return RESPONSES[form](f"操作の記録_{timezone.localdate()}.{form}", HEADER, lines)


def kind_of(event):
    """The sort of the row that an event is about, in words."""
    try:
        return apps.get_model(event.target_type)._meta.verbose_name
    except (LookupError, ValueError):
        return event.target_type or "―"


def line_of(event):
    """One event as a row of the export; its moment to the second."""
    return [
        ToTheSecond(event.at), str(event.by or ""), event.by.email if event.by else "",
        ACTS.get(event.act, event.act), str(event.person or ""), kind_of(event), event.target_id, event.target_name, event.note,
        event.rows, event.origin,
    ]  # fmt: skip
