"""期限の決まり in the admin: the secretariat says how many days a state takes, and when that is said again."""

import re

from django import forms
from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.common.lists.search import doc, spellings
from kyodo_portal.common.upwards import is_secretariat

from .models import Deadline, subject_models
from .task_actions import sync_state


def places():
    """[("proposal reviewing", "協働の提案：審査中")] of every state in which somebody can be late."""
    rows = [(model.process, row) for model in subject_models() for row in model.process.open]
    return [(f"{process.key} {row.code}", f"{process.label}：{row.label}") for process, row in rows if row.days or row.until]


def _forms():
    """[("grant", "補助")] of every form of collaboration of which a rule can speak alone."""
    return [("", "すべての形態"), *dict.fromkeys(form for model in subject_models() for form in model.form_codes)]


def days_in(text):
    """「７日前、３日前、0」 is 7,3,0; what is no list of days stays as it was typed, and the column says so."""
    parts = re.split(r"[,、・/\s]+", to_half(text).strip(" ,、"))
    days = [re.fullmatch(r"([0-9]{1,3})(?:日?(?:前|後)?|日目)", part) for part in parts]
    return ",".join(day[1] for day in days) if all(days) else text


class DeadlineForm(forms.ModelForm):
    place = forms.ChoiceField(label="どの手続きの、どの状態", choices=places)
    form_code = forms.ChoiceField(label="協働の形態", choices=_forms, required=False)
    traced_choices = ("place",)

    class Meta:
        model = Deadline
        fields = ["form_code", "days", "counts_from", "near", "before", "after", "escalate_after", "escalate_to", "silent_after"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["place"] = f"{self.instance.process} {self.instance.state}"

    def clean_place(self):
        place = self.cleaned_data["place"]
        self.instance.process, self.instance.state = place.split()
        return place

    def clean_before(self):
        return days_in(self.cleaned_data["before"])

    def clean_after(self):
        return days_in(self.cleaned_data["after"])

    def clean(self):
        """No two rules may speak of one place and one form; a form only where the table knows forms."""
        cleaned = super().clean()
        if "place" not in cleaned or "form_code" not in cleaned:
            return cleaned
        process, state, code = *cleaned["place"].split(), cleaned["form_code"]
        if code and process not in {model.process.key for model in subject_models() if model.form_codes}:
            self.add_error("form_code", "この手続きには、協働の形態による違いがありません。空にしてください。")
        self._check_days(process, cleaned)
        same = Deadline.objects.filter(process=process, state=state, form_code=code)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("place", "この状態の決まりは、もうあります。そちらを直してください。")
        return cleaned

    def _check_days(self, process, cleaned):
        """Days are counted from a day that the matters of the table have; from any but the state's own only where they are said."""
        counts_from = cleaned.get("counts_from", Deadline.From.SINCE)
        if counts_from == Deadline.From.SINCE:
            return
        model = next(model for model in subject_models() if model.process.key == process)
        if counts_from not in model.counted_days:
            self.add_error("counts_from", "この手続きには、その日がありません。ほかの日を選んでください。")
        elif cleaned.get("days") is None and "days" not in self.errors:
            self.add_error("days", "この日から数えるときは、何日までかを入れてください。")


@admin.register(Deadline)
class DeadlineAdmin(SafeModelAdmin):
    """Where there is no row, the days of the table hold; reminders then come 3 days before, on the day, 1 and 7 days after."""

    viewers = adders = editors = deleters = staticmethod(lambda user, obj=None: is_secretariat(user))
    form = DeadlineForm
    fields = [
        "place",
        "form_code",
        "days",
        "counts_from",
        "near",
        "before",
        "after",
        "escalate_after",
        "escalate_to",
        "silent_after",
    ]
    search_fields = ["process", "state"]  # codes: looked for are the words that stand for them
    list_display = ["__str__", "days", "counts_from", "before", "after", "escalate_after", "escalate_to", "silent_after"]

    def get_search_results(self, request, queryset, search_term):
        """By the names of procedure and state, as the list shows them: a few dozen rows."""
        asked = spellings(search_term)
        named = ((row.pk, doc(str(row))) for row in (queryset if asked else ()))
        keys = [pk for pk, name in named if all(any(form in name for form in word) for word in asked)]
        return (queryset.filter(pk__in=keys) if asked else queryset), False

    def save_model(self, request, obj, form, change):
        """The last days of what stands in this state follow; those of the state that the row spoke of before, too."""
        before = Deadline.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        for row in filter(None, (before, obj)):
            sync_state(row.process, row.state)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        sync_state(obj.process, obj.state)
