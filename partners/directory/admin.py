"""Reference rows in the admin: partners, who belongs where, who accompanies whom, areas, fields."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.urls import path

from kyodo_portal.accounts.models import UNPROVEN
from kyodo_portal.common import upwards
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.doubting_admin import DoubtingAdmin
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.mail import clean_mail
from kyodo_portal.common.privacy import private_columns
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.telling import when_told

from . import access
from . import actions as directory_actions
from . import member_actions as directory_member_actions
from .admin_forms import PartnerForm
from .dispute_views import dispute_page
from .listing_views import listing_page
from .member_forms import AssignmentForm, MembershipForm
from .membership import Assignment, Membership
from .models import Partner
from .name_actions import keep_name
from .name_models import PartnerName
from .office_filters import with_people_left_behind
from .reference_models import Area, Field, Theme
from .staff_invitations import offices

PUBLIC_FIELDS = [
    "name", "kana", "kind", "corporate_number", "established", "members_count", "members_unit", "purpose", "activities", "schedule", "pr",
    "website", "fields", "areas", "is_collective", "is_sample", "source_note", "confirmed_on",
]  # fmt: skip


STANDS = ["standing", "rule", "registered_from", "valid_until"]


def system_admin(user, obj=None):
    """The one who keeps the system."""
    return user.is_active and user.is_superuser


def secretariat(user, obj=None):
    """The secretariat enters rows and changes them."""
    return access.is_secretariat(user)


@admin.register(Partner)
class PartnerAdmin(DoubtingAdmin, SafeModelAdmin):
    """What the city corrects by hand. The standing changes by steps only; the office is set by the keeper of the system."""

    viewers = staticmethod(access.is_city_reader)
    adders = editors = private_viewers = staticmethod(secretariat)
    list_display = ["name", "kind", "standing", "office", "is_sample", "confirmed_on"]
    list_filter = ["standing", "kind", "office", "is_sample"]
    search_fields = ["search_text"]
    ordering = ["kana_key", "pk"]

    change_list_template = "admin/partners/partner/change_list.html"

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_import": secretariat(request.user), **(extra_context or {})})

    def get_fields(self, request, obj=None):
        renamed = ["renamed_on"] if obj and self.has_change_permission(request, obj) else []
        private = [name for name in private_columns(Partner) if name != "extra"]
        return ["name", *renamed, *PUBLIC_FIELDS[1:], *private, "office", *(STANDS if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        return [*STANDS, *([] if system_admin(request.user) else ["office"])]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **{"form": PartnerForm, **kwargs})
        for name in ("fields", "areas"):
            if name in form.base_fields:
                form.base_fields[name].widget.can_add_related = False
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Beside the row what changes where it stands, which no box of it does."""
        context["may_take_down"] = obj is not None and access.can_take_down(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        listing = self.admin_site.admin_view(self.listing_view)
        return [path("<path:object_id>/listing/", listing, name="partners_partner_listing"), *super().get_urls()]

    def listing_view(self, request, object_id):
        """掲載: take it down, put it up again, and an individual's word on paper. Asked by GET, done by POST."""
        partner = self.get_object(request, object_id)
        if partner is None or not self.has_view_permission(request, partner):
            raise Http404
        if not access.can_take_down(request.user, partner):
            raise PermissionDenied
        return listing_page(self, request, partner)

    def save_model(self, request, obj, form, change):
        directory_actions.prepare_by_city(partner=obj, new=not change)
        if change and form.cleaned_data.get("renamed_on"):
            keep_name(obj, on=form.cleaned_data["renamed_on"])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        directory_actions.entered_by_city(partner=form.instance)


@admin.register(PartnerName)
class PartnerNameAdmin(SafeModelAdmin):
    """前の名前: kept with a change of name; here the secretariat puts right what was entered wrongly, or takes it out."""

    viewers = staticmethod(access.is_city_reader)
    adders = editors = deleters = staticmethod(secretariat)
    list_display = ["name", "partner", "since", "until"]
    search_fields = ["name", "partner__name"]
    ordering = ["-until", "pk"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        directory_actions.entered_by_city(partner=obj.partner)

    def delete_model(self, request, obj):
        partner = obj.partner
        super().delete_model(request, obj)
        directory_actions.entered_by_city(partner=partner)


class PersonField(ModelChoiceField):
    """A user by e-mail address: no list of all people, and no script."""

    asks = "のメールアドレスを入れてください。"

    def __init__(self, queryset, **kwargs):
        kwargs.update(
            to_field_name="email", widget=AdminTextInputWidget, help_text="サインインに使うメールアドレスを入れてください。"
        )
        super().__init__(queryset, **{name: value for name, value in kwargs.items() if name != "limit_choices_to"})

    def prepare_value(self, value):
        """The address of the stored person, or what was typed."""
        row = self.queryset.filter(pk=value).first() if isinstance(value, int) else None
        return row.email if row else super().prepare_value(value)

    def clean(self, value):
        email = clean_mail(value, item=self.item, sure=True) if value else value
        if email and self.queryset.unproven().filter(email=email).exists():
            raise ValidationError(UNPROVEN)
        if email and not self.queryset.filter(email=email).exists():
            raise ValidationError("このメールアドレスの利用者はいません。先に、本人に利用者登録をしてもらってください。")
        return super().clean(email)


class DatedAdmin(DoubtingAdmin, SafeModelAdmin):
    """Rows with a first and a last day: the secretariat ends them with a date, nobody deletes them."""

    viewers = adders = editors = private_viewers = staticmethod(secretariat)
    search_fields = ["partner__name", "user__name", "user__email"]
    list_select_related = ["user", "partner"]
    ordering = ["-since", "-pk"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            return PersonField(db_field.related_model.objects.all(), label=db_field.verbose_name)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Membership)
class MembershipAdmin(DatedAdmin):
    list_display = ["user", "partner", "part", "since", "until"]
    list_filter = ["part"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{"form": MembershipForm, **kwargs})

    def get_urls(self):
        decide = self.admin_site.admin_view(self.dispute_view)
        return [path("<path:object_id>/dispute/", decide, name="partners_membership_dispute"), *super().get_urls()]

    def dispute_view(self, request, object_id):
        """The secretariat decides about 「心あたりがない」. Asked by GET, done by POST."""
        membership = self.get_object(request, object_id)
        if membership is None or not self.has_view_permission(request, membership):
            raise Http404
        return dispute_page(self, request, membership)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or {"user", "partner", "part"} & set(form.changed_data):
            directory_member_actions.membership_entered(membership=obj, by=request.user)
        if change and "until" in form.changed_data and (laid := upwards.membership_ends(obj, by=request.user)) is not None:
            told = when_told("前任の人と課・団体の代表者", by=request.user, keys=[laid.planned_key])
            messages.success(request, f"引継ぎ（{jdate(laid.on)}から）を用意しました。{told}")


@admin.register(Assignment)
class AssignmentAdmin(DatedAdmin):
    list_display = ["user", "partner", "since", "until"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{"form": AssignmentForm, **kwargs})


@admin.register(Area)
class AreaAdmin(SafeModelAdmin):
    viewers = staticmethod(access.is_city_reader)
    adders = editors = staticmethod(secretariat)
    list_display = ["name", "code", "order"]
    search_fields = ["name"]


@admin.register(Theme)
class ThemeAdmin(SafeModelAdmin):
    """The city's own themes; the code is that of a trouble of the library, where one asks about the same."""

    viewers = staticmethod(access.is_city_reader)
    adders = editors = staticmethod(secretariat)
    list_display = ["name", "kana", "code", "order"]
    search_fields = ["name", "kana"]
    fields = ["name", "kana", "code", "order", "fields"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)


@admin.register(Field)
class FieldAdmin(SafeModelAdmin):
    """The twenty fields of the law; only their short names are the city's."""

    viewers = staticmethod(access.is_city_reader)
    editors = staticmethod(secretariat)
    list_display = ["number", "short", "name"]
    search_fields = ["number", "short", "name"]
    list_display_links = ["short"]
    readonly_fields = ["number", "name"]


register_queue(
    "なくなった課に人が残っている",
    lambda request: with_people_left_behind(offices()),
    "/staff/offices/?lacks=move",
    visible=access.is_secretariat,
)
