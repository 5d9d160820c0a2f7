"""委員会 in the admin: who sits in it until when, what it met about. The secretariat keeps them, departments look."""

from django.contrib import admin
from django.utils import timezone

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.own_rights import OwnRightsRefusedInline
from kyodo_portal.common.second_save_admin import SecondSaveInline
from partners.directory.access import is_secretariat
from projects.calls.offices import city_offices, named_already

from .access import can_edit_committees, can_see_committees
from .forms import MeetingForm, SeatForm
from .meeting_actions import keep_up, refresh_committee
from .meeting_models import CommitteeMeeting
from .models import Committee, CommitteeSeat
from .page_presenters import state_of
from .presenters import warnings_of
from .seat_actions import seats_changed


class SeatInline(SecondSaveInline, ColumnsAdmin, OwnRightsRefusedInline, admin.StackedInline):
    """The seats of a committee. A seat ends with a date: who sat in it stays known."""

    model, form = CommitteeSeat, SeatForm
    fields = ["name", "belongs", "category", "is_chair", "email", "since", "until", "follows"]
    extra = 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "committee")

    def get_formset(self, request, obj=None, **kwargs):
        request.committee_of_seats = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "follows":
            kwargs["queryset"] = CommitteeSeat.objects.filter(committee=request.committee_of_seats).select_related("committee")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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
    list_display = ["name", "nature", "is_public", "members", "department", "ended_on"]
    list_filter = ["nature", "is_public"]
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
        "is_public",
        "is_sample",
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            kwargs["queryset"] = city_offices(named_already(request, self.model))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("seats")

    @admin.display(description="いまの委員")
    def members(self, committee):
        today = timezone.localdate()
        return f"{sum(seat.since <= today <= (seat.until or today) for seat in committee.seats.all())}人"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"is_public", "name", "department"} & {*form.changed_data}:
            refresh_committee(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        seats_changed(form.instance, by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["warnings"] = warnings_of(obj)
            if can_edit_committees(request.user) and obj.nature == obj.Nature.ADVISORY:
                context["seats_without_account"] = obj.seats.valid().filter(user=None)
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(SafeModelAdmin):
    """What a meeting is; that it is announced, and its minutes published, is done on its own page."""

    viewers = staticmethod(can_see_committees)
    adders = editors = staticmethod(can_edit_committees)
    form = MeetingForm
    change_form_template = "admin/projects/committeemeeting/change_form.html"
    list_display = ["committee", "title", "on", "agenda", "state"]
    list_filter = ["committee"]
    list_select_related = ["committee", "event"]
    search_fields = ["agenda", "minutes"]
    fieldsets = [
        (None, {"fields": ["committee", "number", "on", "starts", "ends", "place", "agenda"]}),
        ("傍聴", {"fields": ["closed_why", "listening"]}),
        ("終わったあと", {"fields": ["attendees", "minutes"]}),
    ]

    @admin.display(description="会議")
    def title(self, meeting):
        return meeting.title

    @admin.display(description="いま")
    def state(self, meeting):
        return state_of(meeting)[0]

    def get_readonly_fields(self, request, obj=None):
        return ["committee"] if obj is not None and obj.announced_at else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        keep_up(obj, by=request.user, changed=form.changed_data)
