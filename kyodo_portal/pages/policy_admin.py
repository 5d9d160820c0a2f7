"""方針・規約の文 and アクセシビリティの試験 in the admin: a new version begins with the words that hold, a test comes in as a file."""

import json

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.japanese.dates import fiscal_year
from partners.directory.access import is_city_reader, is_secretariat

from .accessibility import WrongFile, read_result
from .models import AccessibilityTest, PolicyText, PublicPage
from .policy_actions import next_version
from .policy_words import draft
from .search_page_actions import forget_pages

MAX_FILE = 5_000_000  # bytes


def secretariat(user, obj=None):
    """The secretariat writes words of law; what holds already nobody changes."""
    return is_secretariat(user) and not (isinstance(obj, PolicyText) and getattr(obj, "held", obj.holds))


class PolicyForm(forms.ModelForm):
    at_once = TickField(
        label="きょうから使う",
        required=False,
        help_text="保存した時から利用者が読み、もう直せません。先の日からにするときは、印を付けずに日を入れます。その日までは直せます。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "body" in self.fields:  # a text that holds is only read
            self.fields["body"].widget.attrs["rows"] = 30
        if "kind" in self.fields and not self.initial.get("kind"):
            links = format_html_join("、", '<a href="?kind={}">{}</a>', PolicyText.Kind.choices)
            self.fields["kind"].help_text = format_html("押すと、いまの文（なければ、ひな形）から書きはじめられます：{}", links)

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since < timezone.localdate():
            raise ValidationError(
                "「この日から」は、きょうか、それより後の日にしてください。もう過ぎた日には、さかのぼれません。"
            )
        return since

    def clean(self):
        """The tick alone says which day: a text with it is no draft, and it does not wait for a later day."""
        cleaned, today = super().clean(), timezone.localdate()
        if cleaned.get("at_once") and "since" not in self.errors:
            cleaned["since"] = cleaned.get("since") or today
            if cleaned["since"] > today:
                self.add_error("since", "「きょうから使う」に印があります。先の日からにするときは、その印を外してください。")
        elif cleaned.get("since") == today:
            self.add_error(
                "at_once",
                "きょうからの文は、保存すると直せません。よければ、「きょうから使う」に印を付けて、もう一度保存してください。",
            )
        return cleaned


@admin.register(PolicyText)
class PolicyTextAdmin(SafeModelAdmin):
    """Every version of every text. A new one is made of the one that holds, or of the portal's draft (ひな形)."""

    viewers = staticmethod(is_city_reader)
    adders, editors = staticmethod(is_secretariat), staticmethod(secretariat)
    form = PolicyForm
    list_display = ["title", "begins", "note", "page"]
    list_filter = ["kind"]
    search_fields = ["body", "note"]
    ordering = ["kind", "-version"]
    fields = ["kind", "since", "at_once", "note", "body"]

    @admin.display(description="文", ordering="kind")
    def title(self, row):
        return str(row)

    @admin.display(description="この日から", ordering="since", empty_value="下書き")
    def begins(self, row):
        return row.since

    @admin.display(description="ページ")
    def page(self, row):
        return format_html('<a href="{}">読む</a>', row.get_absolute_url())

    def deleters(self, user, obj=None):
        return is_secretariat(user) and (obj is None or obj.since is None)

    def get_readonly_fields(self, request, obj=None):
        return ["kind"] if obj else []

    def get_changeform_initial_data(self, request):
        kind = request.GET.get("kind")
        if kind not in PolicyText.Kind.values:
            return {}
        row = PolicyText.objects.in_force(kind)
        return {"kind": kind, "body": row.body if row else draft(kind)}

    def get_object(self, request, object_id, from_field=None):
        """`held`: whether it held as it was stored, whatever a form that is refused writes into the row meanwhile."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.held = row.holds
        return row

    def get_fields(self, request, obj=None):
        """What holds is only read: nothing is asked of it."""
        fields = super().get_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else [name for name in fields if name != "at_once"]

    def save_model(self, request, obj, form, change):
        obj.version = obj.version or next_version(obj.kind)
        super().save_model(request, obj, form, change)


class TestForm(forms.ModelForm):
    file = forms.FileField(
        label="試験の結果のファイル",
        help_text="make a11y がつくったJSONのファイルです。",
        error_messages={"required": "試験の結果のファイルを選んでください。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("ファイルが5メガバイトより大きいので、読み込めません。")
        try:
            found = read_result(json.loads(upload.read().decode("utf-8")))
        except (ValueError, RecursionError) as error:
            said = str(error) if isinstance(error, WrongFile) else "JSONとして読めません。"
            raise ValidationError(f"make a11y がつくったファイルを選んでください。{said}") from None
        for name, value in found._asdict().items():
            setattr(self.instance, name, value)
        self.instance.fiscal_year = fiscal_year(found.tested_on)
        if AccessibilityTest.objects.filter(fiscal_year=self.instance.fiscal_year).exists():
            raise ValidationError("その年度の結果は、もう入っています。")
        return upload


@admin.register(AccessibilityTest)
class AccessibilityTestAdmin(SafeModelAdmin):
    """One a 年度. What was found stays as the walk wrote it; the city adds what it will do, and makes it public."""

    viewers = staticmethod(is_city_reader)
    adders = editors = staticmethod(secretariat)
    form = TestForm
    list_display = ["fiscal_year", "tested_on", "is_public", "page"]
    search_fields = ["remark"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_public:
            forget_pages(PublicPage.Kind.SITE, obj.fiscal_year)

    def get_fields(self, request, obj=None):
        return ["fiscal_year", "tested_on", "tool", "remark", "is_public"] if obj else ["file", "remark", "is_public"]

    def get_readonly_fields(self, request, obj=None):
        return ["fiscal_year", "tested_on", "tool"] if obj else []

    @admin.display(description="ページ")
    def page(self, row):
        return format_html('<a href="{}">読む</a>', row.get_absolute_url())
