"""Forms of calls in the admin."""

from django import forms
from django.db.models import DateTimeField

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField, JaDateTimeField
from kyodo_portal.common.forms.doubts import DoubtingForm, budget_doubts
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import YearField
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.common.upwards import granted_of_call
from kyodo_portal.process.forms import EditForm
from partners.models import Partner

from .days import DAYS, LABELS, day_problems
from .eligibility_forms import groups_outside
from .models import Call
from .promises import Announcement
from .row_forms import WHY_ASKED


class CallForm(DoubtingForm, forms.ModelForm):
    """Dates in order, in the order in which they come. What takes something away from whoever has read the call is asked about, and so
    is a budget below what was granted."""

    change_reason = TextField(
        label="変える理由",
        required=False,
        max_length=1000,
        rows=3,
        help_text="公開のページに出ます。書きかけの提案書がある団体と、提案を出した団体にも、そのまま伝わります。",
    )

    def clean(self):
        data = super().clean()
        announcement = self.instance.announcement = Announcement.of(self) if self.instance.pk else None
        if announcement and announcement.asks and not announcement.reason:
            self.fields["change_reason"].mark = "必須"
            self.add_error("change_reason", WHY_ASKED)
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", "受付を終える日時は、始める日時より後にしてください。")
        for name, message in (*day_problems(data), *self._money_problems(data), *self._condition_problems(data)):
            if name in self.fields:
                self.add_error(name, message)
        if "budget" in self.changed_data and self.instance.pk and "budget" in data:
            self.asks_about(budget_doubts(data["budget"], granted_of_call(self.instance)))
        return data

    def _money_problems(self, data):
        num, den = data.get("rate_num"), data.get("rate_den")
        if (num is None) != (den is None) and not {"rate_num", "rate_den"} & set(self.errors):
            yield ("rate_den" if den is None else "rate_num"), "割合は、分子と分母の両方を入れてください。例：3分の2は、2と3。"
        elif num is not None and den is not None and not 1 <= num <= den:
            yield "rate_num", "割合は、1分の1（全額）までにしてください。分子は1以上、分母より大きくない数です。"
        if data.get("round_to") == 0:
            yield "round_to", "1以上の数を入れてください。端数を切り捨てないときは 1 です。"

    def _condition_problems(self, data):
        if data.get("track") == Call.Track.TOWN and not data.get("kinds"):
            yield "kinds", "区・自治会型では、提案できる団体の種類を選んでください。例：町内会・自治会"
        if data.get("before") and data["before"] != Call.Before.CONSULT and not data.get("briefing_at"):
            yield "briefing_at", "説明会に出ることを求めるので、説明会の日時を入れてください。"


class CopyCallForm(KyodoForm):
    """What differs between last year's call and the new one: its name, its year and all its days."""

    with_key = True
    buttons = [("copy", "新しい募集回を作る", "")]
    title = LineField(label="募集の名前", max_length=120)
    fiscal_year = YearField(label="実施する年度")

    with_seats = TickField(label="いまの審査委員の席も写す（受付を始める日から）", required=False, initial=True)
    publish = TickField(label="すぐ公開する（付けないときは、あとで公開する日時を入れます）", required=False)

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        ends = {name: self.fields.pop(name) for name in ("with_seats", "publish")}
        for day in DAYS:
            column, stood = Call._meta.get_field(day.name), getattr(source, day.name)
            kind, words = (JaDateTimeField, jdatetime) if isinstance(column, DateTimeField) else (JaDateField, jdate)
            there = self.initial.get(day.name)
            said = {"help_text": f"前の募集では{words(stood)}。移すと{words(there)}です。"} if stood and there else {}
            self.fields[day.name] = kind(label=day.label, required=not column.null, **said)
            set_error_messages(self.fields[day.name])
            add_css_class(self.fields[day.name].widget)
        self.fields |= ends

    def clean(self):
        data = super().clean()
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", "受付を終える日時は、始める日時より後にしてください。")
        for name, message in day_problems(data):
            self.add_error(name, message)
        return data

    @property
    def said(self):
        """What copy_call is called with."""
        data = self.cleaned_data
        return {name: data[name] for name in data if name not in LABELS} | {"days": {name: data[name] for name in LABELS}}


class WhyForm(EditForm):
    """Withdraws a call that everybody could read, or begins it anew: everybody reads why."""

    reason = TextField(
        label="理由", max_length=1000, rows=4, help_text="公開のページに出ます。関係する団体にも、そのまま伝わります。"
    )

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.buttons = [("go", label, "")]


class LateForm(KyodoForm):
    """Lets one group in after the deadline."""

    with_key = True
    buttons = [("admit", "この団体の提案を受け付ける", "")]
    partner = ModelChoiceField(Partner.objects.none(), label="団体", empty_label="選んでください")
    until = JaDateTimeField(label="いつまで受け付けるか")
    reason = TextField(
        label="理由", max_length=1000, rows=4, help_text="この団体と市の中の人が読みます。公開のページには出ません。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = groups_outside()
