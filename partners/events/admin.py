"""Events in the admin: read there, written on the host's own pages. Who comes stands in no admin."""

from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin
from partners.directory.access import is_city_reader, is_secretariat

from .models import Event


@admin.register(Event)
class EventAdmin(SafeModelAdmin):
    """The events of the whole city, drafts too. What is wrong is put right on the page of the host."""

    viewers = staticmethod(is_city_reader)
    change_list_template = "admin/partners/event/change_list.html"
    list_display = ["title", "host", "kind", "starts_at", "place", "signup", "capacity", "published_at", "cancelled_at"]
    list_filter = ["kind", "signup", "theme", "area"]
    date_hierarchy = "starts_at"
    search_fields = ["search_text"]
    list_select_related = ["host"]
    readonly_fields = ["about", "about_label", "published_at", "cancelled_at", "cancelled_why", "checked_on"]
    fields = [
        "host", "co_hosts", "about_label", "kind", "title", "kana", "theme", "area", "starts_at", "ends_at", "when_note", "place", "address",
        "access", "parking", "text", "bring", "fee", "fee_detail", "conditions", "sign", "captions", "childcare", "wheelchair", "plain",
        "capacity", "signup", "signup_until", "most_people", "phone", "url", "published_at", "cancelled_at", "cancelled_why", "checked_on",
    ]  # fmt: skip

    def names_people(self, user, row):
        """The people of the groups write these; whoever else of the city reads along does not know them."""
        return is_secretariat(user)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_import": is_secretariat(request.user), **(extra_context or {})})
