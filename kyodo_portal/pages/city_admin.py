"""市の情報 in the admin: one row, opened with what the settings said until it is saved for the first time."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.japanese.clock import parse_time
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.japanese.width import to_half
from partners.directory.access import is_city_reader, is_secretariat

from .city_actions import city_saved, first_values
from .city_models import City

BETWEEN = re.compile("から|[〜～~－–—‐−ー]")


def secretariat(user, obj=None):
    """The secretariat says what the city is; whoever keeps the system may do so too."""
    return is_secretariat(user)


class CityCodeField(LineField):
    """Six digits in any width, with or without a hyphen before the last one."""

    def read(self, text):
        return super().read(to_half(text).replace("-", "").replace(" ", ""))


class CityForm(forms.ModelForm):
    def clean_open_hours(self):
        """8:30-17:15 out of what people type: 午前8時30分から午後5時15分まで, 8：30〜17：15."""
        typed = self.cleaned_data["open_hours"]
        if not typed:
            return ""
        first, _, last = BETWEEN.sub("-", typed, count=1).partition("-")
        try:
            opens, closes = (_clock(parse_time(part, item="「開いている時間」")) for part in (first, last))
        except DateProblem:
            raise ValidationError(
                "「開いている時間」は、「8:30-17:15」のように、始まりと終わりを入れてください。", code="hours"
            ) from None
        if parse_time(first) >= parse_time(last):
            raise ValidationError("「開いている時間」は、終わりを始まりより後にしてください。", code="hours")
        return f"{opens}-{closes}"

    def clean_closed_days(self):
        """One day a line as YYYY-MM-DD, each once, in their order."""
        read = JaDateField(label="ほかに休む日", required=False).clean
        days = []
        for line in self.cleaned_data["closed_days"].splitlines():
            try:
                days += [read(line)] if line.strip() else []
            except ValidationError as error:
                raise ValidationError(f"「{line.strip()}」：{error.messages[0]}") from None
        return "\n".join(day.isoformat() for day in sorted({*days} - {None}))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("coordinator_phone") and not cleaned.get("coordinator"):
            self.add_error("coordinator", "コーディネーターの電話を入れるときは、だれの電話かも入れてください。")
        return cleaned


def _clock(since_midnight):
    """8:30 of the time since midnight; an office that is open until 24:00 closes a minute earlier."""
    minutes = min(int(since_midnight.total_seconds()) // 60, 24 * 60 - 1)
    return f"{minutes // 60}:{minutes % 60:02}"


@admin.register(City)
class CityAdmin(SafeModelAdmin):
    """One row: its list leads to it, and nobody takes it away."""

    index_order = 1
    viewers = staticmethod(is_city_reader)
    editors = staticmethod(secretariat)
    form = CityForm
    search_fields = ["name"]
    list_display = ["name", "office", "phone", "saved_at"]
    fieldsets = [
        ("市", {"fields": ["name", "kana", "kind", "code", "site", "readings"]}),
        ("担当課", {"fields": ["office", "desk", "address", "phone", "fax", "email"]}),
        ("受付時間", {"fields": ["hours_text", "open_hours", "closed_days", "answer_days"]}),
        ("相談", {"fields": ["coordinator", "coordinator_phone"]}),
        ("色とデータ", {"fields": ["hue", "licence", "licence_url"]}),
    ]

    def adders(self, user):
        return is_secretariat(user) and not City.objects.exists()

    def render_change_form(self, request, context, **kwargs):
        return super().render_change_form(request, {**context, "show_save_and_add_another": False}, **kwargs)

    def get_changeform_initial_data(self, request):
        return first_values() | super().get_changeform_initial_data(request)

    def changelist_view(self, request, extra_context=None):
        """The row itself; whoever may not write the first one finds an empty list."""
        if request.method == "GET" and not request.GET:
            row = City.objects.first()
            if row:
                return redirect("admin:pages_city_change", row.pk)
            if self.has_add_permission(request):
                return redirect("admin:pages_city_add")
        return super().changelist_view(request, extra_context)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "code":
            return db_field.formfield(form_class=CityCodeField, max_length=None)
        if db_field.name == "open_hours":
            return db_field.formfield(form_class=LineField, max_length=40)  # what is typed is longer than what is kept
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)
        city_saved(obj)
