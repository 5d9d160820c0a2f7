"""What a year's record holds besides its plan: the columns that every collaboration has, and what its form asks."""

from django import forms

from guidelines.models import FormCode
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import MultipleChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from projects.cycles.plan.forms import MOST_COUNT
from projects.specs.asking import add_boxes, answers_in, joined

AGREED = ("starts_on", "ends_on", "city_cost", "group_cost")  # a plan's own; where there is none, the record's

GOES_ON = "もう終わったものとして記しています。終える日は、きょうまでの日にしてください。まだ続くときは、先に「終わった」を取り消してください。"


class FactsForm(KyodoForm):
    """Written by the city's side at any time; what was agreed changes by a request that the other side answers."""

    buttons = [("save", "記録を保存する", "")]

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    starts_on = JaDateField(label="始める日")
    ends_on = JaDateField(label="終える日")
    city_cost = YenField(label="市の負担", required=False)
    group_cost = YenField(label="団体などの負担", required=False)
    place = LineField(label="場所", max_length=120, required=False)
    people = CountField(
        label="参加した人数",
        required=False,
        unit="人",
        most=MOST_COUNT,
        help_text="空けておくと、実績報告の人数を使います。ちがうと分かったときだけ書きます。",
    )
    also = MultipleChoiceField(
        label="ほかの形態", choices=FormCode.choices, required=False, help_text="いくつもあてはまるときに。"
    )
    document_number = LineField(label="文書番号", max_length=40, required=False, help_text="公開しません。")

    def __init__(self, data=None, *, cycle):
        self.cycle, self.rows = cycle, list(cycle.spec.fields.all())
        initial = {name: getattr(cycle, name) for name in (*AGREED, "place", "people", "also", "document_number", "version")}
        super().__init__(data, initial=initial)
        if cycle.is_planned:
            for name in AGREED:
                del self.fields[name]
        self.fields["also"].widget.columns = 3
        add_boxes(self, self.rows, cycle.extra, required=False)

    def clean(self):
        cleaned = super().clean()
        starts, ends, year = cleaned.get("starts_on"), cleaned.get("ends_on"), self.cycle.fiscal_year
        for name, day in (("starts_on", starts), ("ends_on", ends)):
            if day and fiscal_year(day) != year:
                self.add_error(
                    name, f"{self.fields[name].label}は、{fiscal_label(year)}（4月から翌年3月）の中の日にしてください。"
                )
        if starts and self.cycle.begins_again(starts):
            self.add_error("starts_on", "もう始まっています。始める日は、きょうまでの日にしてください。")
        if ends and self.cycle.goes_on_again(ends):
            self.add_error("ends_on", GOES_ON)
        if starts and ends and starts > ends:
            self.add_error("ends_on", "終える日は、始める日より後の日にしてください。その日でもかまいません。")
        return cleaned

    @property
    def facts(self):
        """{column: value} of what the action writes."""
        read = self.cleaned_data
        columns = {name: read[name] for name in self.fields if name in read and not name.startswith("x_") and name != "version"}
        return {**columns, "extra": joined(self.cycle.extra, answers_in(read, self.rows))}
