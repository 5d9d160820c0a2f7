"""委員会 in the admin: who sits in it until when, what it met about. The secretariat keeps them, departments look."""

from django.contrib import admin
from django.utils import timezone

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.own_rights import OwnRightsRefusedInline
from kyodo_portal.common.second_save_admin import SecondSaveInline
from partners.directory.access import is_secretariat
from projects.calls.offices import city_offices

from .access import can_edit_committees, can_see_committees
from .forms import SeatForm
from .models import Committee, CommitteeMeeting, CommitteeSeat
from .presenters import warnings_of


class SeatInline(SecondSaveInline, ColumnsAdmin, OwnRightsRefusedInline, admin.StackedInline):
    """The seats of a committee. A seat ends with a date: who sat in it stays known."""

    model, form = CommitteeSeat, SeatForm
    fields = ["name", "belongs", "category", "is_chair", "email", "since", "until"]
    extra = 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def has_view_permission(self, request, obj=None):
        return is_secretariat(request.user)  # who has which mailbox is the secretariat's to know

    def has_add_permission(self, request, obj=None):
        return can_edit_committees(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_committees(request.user)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Committee)
class CommitteeAdmin(SafeModelAdmin):
    viewers = staticmethod(can_see_committees)
    adders = editors = staticmethod(can_edit_committees)
    inlines = [SeatInline]
    change_form_template = "admin/projects/committee/change_form.html"
    list_display = ["name", "nature", "members", "department", "ended_on"]
    list_filter = ["nature"]
    list_select_related = ["department"]
    search_fields = ["name"]
    fields = [
        "name",
        "nature",
        "basis",
        "purpose",
        "department",
        "seats_limit",
        "term_months",
        "open_goal",
        "ended_on",
        "is_sample",
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            kwargs["queryset"] = city_offices()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("seats")

    @admin.display(description="いまの委員")
    def members(self, committee):
        today = timezone.localdate()
        return f"{sum(seat.since <= today <= (seat.until or today) for seat in committee.seats.all())}人"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["warnings"] = warnings_of(obj)
            if can_edit_committees(request.user) and obj.nature == obj.Nature.ADVISORY:
                context["seats_without_account"] = obj.seats.valid().filter(user=None)
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(SafeModelAdmin):
    viewers = staticmethod(can_see_committees)
    adders = editors = staticmethod(can_edit_committees)
    list_display = ["committee", "on", "agenda"]
    list_filter = ["committee"]
    list_select_related = ["committee"]
    search_fields = ["agenda", "minutes"]
    fields = ["committee", "on", "attendees", "agenda", "minutes"]
