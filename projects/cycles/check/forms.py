"""Forms of Check: the report, the talk, what is published; one side's evaluation stands in evaluation_forms.py. Their fields come from rows at hand."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.doubts import DoubtingForm
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm
from projects.cycles.models import Disclosure
from projects.cycles.plan.forms import MOST_COUNT
from projects.specs.asking import answers_in, boxes_for

DRAFT, SEND = "draft", "send"
EITHER = "この2つの欄の、どちらかは必須"
OWN_NOTE = "書いた側の人と、団体に伴走するコーディネーターだけが読みます。相手の側やほかの課には見えません。"


class DraftForm(EditForm):
    """A form that may be put away half done: a draft asks for nothing, handing in (the button `hands_in`) asks for everything."""

    hands_in = SEND

    def full_clean(self):
        """A draft is judged without its duties; the page goes on saying 必須, because handing in still asks for them."""
        asked = [field for field in self.fields.values() if field.required]
        for field in asked:
            field.required = self.is_sent
        super().full_clean()
        for field in asked:
            field.required = True

    @property
    def is_sent(self):
        return self.is_bound and self.hands_in in self.data

    def need(self, name, message):
        """On handing in, say `message` at the field if nothing stands there."""
        if self.is_sent and name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, message)


def made(form_class, asked_about, fields, **kwargs):
    """An instance of form_class with one group of fields for each of `asked_about`: its clean() and `values` walk through them."""
    return type(form_class.__name__, (form_class,), {**fields, "asked_about": asked_about})(**kwargs)


class ReportForm(DoubtingForm, DraftForm):
    rows = ()  # the FormFields that the year's form asks at its end
    buttons = [(DRAFT, "下書きを保存する", "kp-btn--sub"), (SEND, "この実績報告を出す", "")]

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)
    done = TextField(label="したこと", max_length=4000, help_text="いつ、どこで、何をしたか。公開されます。")
    result = TextField(label="成果", max_length=4000, help_text="だれが、どうなったか。公開されます。")
    trouble = TextField(
        label="困ったこと・気づき", max_length=4000, required=False, help_text="次に生かすために書きます。公開されます。"
    )
    people = CountField(label="参加した人数（のべ）", required=False, unit="人", most=MOST_COUNT)
    income = YenField(label="収入の合計", required=False, help_text="お金を使わなかったときは、空けておきます。")
    expense = YenField(label="支出の合計", required=False, help_text="お金を使わなかったときは、空けておきます。")

    def clean(self):
        cleaned = super().clean()
        for indicator in self.asked_about:
            actual, why = cleaned.get(f"actual_{indicator.pk}"), cleaned.get(f"unknown_{indicator.pk}")
            if self.is_sent and f"actual_{indicator.pk}" not in self.errors and actual is None and not why:
                self.add_error(f"actual_{indicator.pk}", f"{indicator.name}の実績か、測れなかったわけを入れてください。")
        return cleaned

    @property
    def values(self):
        """What the action writes."""
        read = self.cleaned_data
        actuals = {
            indicator.pk: (read[f"actual_{indicator.pk}"], read[f"unknown_{indicator.pk}"]) for indicator in self.asked_about
        }
        kept = {name: read[name] for name in ("done", "result", "trouble", "people")}
        money = {"income": read["income"] or 0, "expense": read["expense"] or 0}
        return {**kept, **money, "actuals": actuals, "extra": answers_in(read, self.rows), ETAG: read[ETAG]}


def _before(indicator):
    """Where the indicator stood before the start, as a sentence; "" where nobody knows."""
    return "" if indicator.baseline is None else f"始める前は{indicator.baseline:,}{indicator.unit}でした。"


def report_form(indicators, *, rows=(), extra=None, **kwargs):
    """The report of a cycle with these indicators, and what its form asks at the end (FormFields), answered so far as `extra` says."""
    fields = {"rows": rows}
    for indicator in indicators:
        fields[f"actual_{indicator.pk}"] = CountField(
            label=f"{indicator.name}の実績",
            required=False,
            unit=indicator.unit,
            most=MOST_COUNT,
            initial=indicator.actual,
            help_text=_before(indicator)
            + f"目標は{indicator.target:,}{indicator.unit}です。測れなかったときは空けて、次の欄にわけを書いてください。",
        )
        fields[f"unknown_{indicator.pk}"] = LineField(
            label=f"{indicator.name}を測れなかったわけ",
            required=False,
            max_length=200,
            initial=indicator.why_unknown,
            help_text="測れたときは書きません。",
        )
        fields[f"actual_{indicator.pk}"].mark = fields[f"unknown_{indicator.pk}"].mark = EITHER
    fields |= boxes_for(rows, extra)
    return made(ReportForm, indicators, fields, **kwargs)


class DisclosureForm(EditForm):
    """One side's answer; the empty choice takes it back."""

    buttons = [("save", "この返事にする", "")]

    layer = ChoiceField(
        label="こちら側の返事",
        required=False,
        choices=[("", "決めない（概要を公表する、と同じです）"), *Disclosure.choices],
        widget=forms.RadioSelect,
    )


class TalkForm(KyodoForm):
    buttons = [("save", "話し合いの結果を記録する", "")]

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    held_on = JaDateField(label="話し合った日", latest=timezone.localdate, initial=timezone.localdate)
    attendees = LineField(label="出た人", max_length=200, help_text="団体などと市の、だれが出たか。公開しません。")

    @property
    def values(self):
        """What the action writes."""
        read = self.cleaned_data
        columns = ("cause", "next_step", "who", "due")
        gaps = {item.pk: {name: read[f"{name}_{item.pk}"] for name in columns} for item, _, _ in self.asked_about}
        return {"gaps": gaps, **{name: read[name] for name in ("version", "held_on", "attendees", "summary", "private_note")}}


def talk_form(gaps, **kwargs):
    """One block of four questions for every gap; gaps: [(item, the group's points, the city's points)]."""
    fields = {}
    for item, group, city in gaps:
        head = f"{item.name}："
        fields[f"cause_{item.pk}"] = TextField(
            label=f"{head}食い違ったわけ", max_length=300, rows=3, help_text=f"団体などは{group}、市は{city}でした。"
        )
        fields[f"next_step_{item.pk}"] = TextField(label=f"{head}次にすること", max_length=300, rows=3)
        fields[f"who_{item.pk}"] = LineField(
            label=f"{head}だれが", max_length=80, help_text="公開されます。人の名前ではなく、団体や課の名前を書いてください。"
        )
        fields[f"due_{item.pk}"] = JaDateField(label=f"{head}いつまでに")
    fields["summary"] = TextField(label="話し合ったこと", max_length=4000, help_text="公開されます。")
    fields["private_note"] = TextField(label="公開しないメモ", required=False, max_length=2000, rows=3, help_text=OWN_NOTE)
    return made(TalkForm, gaps, fields, **kwargs)
