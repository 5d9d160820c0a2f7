"""Staff see what was told and what could not be sent; they change nothing here but 「もう一度送る」."""

from django.contrib import admin, messages

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue

from .access import can_list_mails
from .actions import send_again
from .models import Delivery, News, Notice, ScheduledJob
from .news_actions import put_back, take_off


@admin.register(Delivery)
class DeliveryAdmin(SafeModelAdmin):
    """The outbox. Bodies are not shown: they speak to one person, and some hold a code."""

    viewers = private_viewers = staticmethod(can_list_mails)
    list_display = ["created_at", "to", "subject", "state", "attempts", "sent_at", "error"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    fields = ["to", "subject", "state", "attempts", "next_try", "sent_at", "error", "created_at"]
    readonly_fields = fields
    actions = ["again"]

    @admin.action(description="送れなかったメールを、もう一度送る", permissions=["view"])
    def again(self, request, queryset):
        count = send_again(queryset, by=request.user)
        messages.info(request, f"{count}件を送信待ちに戻しました。確認コードのメールは送り直せません。")


@admin.register(Notice)
class NoticeAdmin(SafeModelAdmin):
    viewers = private_viewers = staticmethod(can_list_mails)
    list_display = ["created_at", "user", "title", "waits_until", "read_at"]
    list_select_related = ["user"]
    search_fields = ["title", "user__email", "user__name"]
    fields = ["user", "title", "url", "created_at", "waits_until", "read_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        # The inbox's scope is its owner; this list of who was told what is another question.
        return Notice._base_manager.order_by("-created_at", "-pk")


@admin.register(News)
class NewsAdmin(SafeModelAdmin):
    """新着: what the portal told of. It follows what it speaks of by itself; what should never have been told is taken off here."""

    viewers = staticmethod(can_list_mails)
    list_display = ["at", "kind", "title", "url", "withdrawn_at"]
    list_filter = ["kind"]
    search_fields = ["title", "summary"]
    fields = readonly_fields = ["at", "kind", "title", "summary", "url", "source", "withdrawn_at"]
    actions = ["take_off", "put_back"]

    @admin.action(description="新着に載せるのをやめる", permissions=["view"])
    def take_off(self, request, queryset):
        count = take_off(queryset, by=request.user)
        messages.success(request, f"{count}件を、新着・フィード・週のメールから外しました。もとのページは、そのままです。")

    @admin.action(description="新着にもう一度載せる", permissions=["view"])
    def put_back(self, request, queryset):
        count = put_back(queryset, by=request.user)
        messages.success(request, f"{count}件を、新着に戻しました。")


@admin.register(ScheduledJob)
class ScheduledJobAdmin(SafeModelAdmin):
    viewers = private_viewers = staticmethod(can_list_mails)
    search_fields = ["name", "error"]
    list_display = ["name", "due_at", "leased_until", "finished_at", "error"]
    fields = readonly_fields = list_display


register_queue(
    "送れなかったメール",
    count=lambda request: Delivery.objects.given_up(),
    url="/admin/notices/delivery/?state__exact=failed",
    visible=can_list_mails,
)
register_queue(
    "うまくいかなかった定期の処理",
    count=lambda request: ScheduledJob.objects.failed(),
    url="/admin/notices/scheduledjob/",
    visible=can_list_mails,
)
