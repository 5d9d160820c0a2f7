"""声 and みんなの声 in the admin: what waits to be read, and where each stands; steps are asked here as on the portal's pages."""

from django.contrib import admin

from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from partners.directory.access import is_secretariat

from .models import Voice
from .topic_models import Topic
from .workflow import VOICE


class StatusFilter(admin.SimpleListFilter):
    """The states of the table in its words, without those in which nobody in the city finds a voice."""

    title, parameter_name = "状態", "status"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in VOICE.states if row.readers]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(Voice)
class VoiceAdmin(StepAdmin):
    """The secretariat reads and leads on; an office answers what it was given (`visible_to`)."""

    viewers = staticmethod(lambda user: user.is_staff)
    private_viewers = staticmethod(is_secretariat)
    list_display = ("number", "theme", "area", "channel", "status", "received_on", "read_by")
    list_filter = (QueueFilter, StatusFilter, "channel", "theme", "route")
    search_fields = ("number",)
    list_select_related = ("theme", "area")
    ordering = ("-created_at", "-pk")
    fields = readonly_fields = (
        "number", "text", "theme", "area", "channel", "received_on", "read_by", "name", "phone", "guest_mail", "wants_answer",
        "may_show", "shown_text", "topic", "route", "routed_to", "answer", "cause", "memo", "why", "status", "created_at",
    )  # fmt: skip


@admin.register(Topic)
class TopicAdmin(StepAdmin):
    """Its words are written on its own page; here its steps are taken, and its history read."""

    viewers = private_viewers = staticmethod(lambda user: user.is_staff)
    list_display = ("title", "theme", "area", "department", "status", "opened_at")
    list_filter = (QueueFilter, "status", "theme")
    search_fields = ("search_text",)
    list_select_related = ("theme", "area", "department")
    ordering = ("-pk",)
    fields = readonly_fields = (
        *Topic.WRITTEN, "event", "talk_on", "talk_place", "talk_why", "project", "start_why", "effect", "public_answer", "became", "cause",
        "closed_why", "merged_into", "status", "opened_at",
    )  # fmt: skip


register_queues(Voice)
