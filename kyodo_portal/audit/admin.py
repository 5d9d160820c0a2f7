"""The audit trail is read by the system administrator only; nobody writes it here."""

from django.apps import apps
from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin

from .models import AuditEvent

# The acts that record() is given, in words; an act without one is shown as it is written.
ACTS = {
    "look": "連絡先・資料を見た", "export": "表を取り出した", "load": "表を取り込んだ", "step": "手続きを進めた", "start": "書きはじめた", "draft": "下書きを書いた",
    "copy": "写して作った", "discard": "下書きを捨てた", "delete": "消した", "edit": "内容を直した", "change": "変えた", "enter": "台帳に入れた",
    "membership": "所属を変えた", "consent": "公開の同意を変えた", "review": "審査票を書いた", "decision": "決定を記録した", "release": "結果を知らせた",
    "talk": "話し合いを記録した", "rename": "自分の名前を変えた", "close": "退会の手続きをした", "erase": "個人の情報を消した",
    "dispose-list": "廃棄の一覧を作った", "dispose": "廃棄した", "hold": "保存の延長を書いた", "retention": "保存期間を変えた",
}  # fmt: skip


def is_system_admin(user):
    """Superusers: whoever is watched by the trail must not be the one who reads it every day."""
    return user.is_superuser


class ActFilter(admin.SimpleListFilter):
    title, parameter_name = "行い", "act"

    def lookups(self, request, model_admin):
        return list(ACTS.items())

    def queryset(self, request, queryset):
        return queryset.filter(act=self.value()) if self.value() in ACTS else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(SafeModelAdmin):
    viewers = private_viewers = staticmethod(is_system_admin)
    list_display = ["at", "by", "what", "kind", "target_name", "rows"]
    list_filter = [ActFilter]
    list_select_related = ["by"]
    search_fields = ["by__email", "by__name", "target_name", "note"]
    date_hierarchy = "at"
    fields = ["at", "by", "what", "kind", "target_id", "target_name", "note", "rows"]
    readonly_fields = fields

    @admin.display(description="行い", ordering="act")
    def what(self, event):
        return ACTS.get(event.act, event.act)

    @admin.display(description="対象の種類", ordering="target_type")
    def kind(self, event):
        try:
            return apps.get_model(event.target_type)._meta.verbose_name
        except (LookupError, ValueError):
            return event.target_type or "―"
