"""The application as its group writes it, what is put right of it, and what came on paper."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.correction_forms import add_replies, replies_in
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm
from partners.models import Partner
from projects.calls.offices import city_offices
from projects.cycles.plan.forms import MOST_COUNT
from projects.specs.asking import add_boxes, answers_in, joined, name_of
from projects.specs.models import FormSpec

from .asked import INKIND, LABELS, OPTIONAL, X, columns_of, fields_at_start
from .models import Application
from .workflow import APPLICATION

Channel = Application.Channel
MOST_FEE = 1_000_000  # 円 a person
WRONG_WAY = "始まる日か、それより後の日にしてください。"


def bases_for(partner):
    """Applications of a group on which a 減免 may stand: approved ones, and those that wait to be decided; the newest first."""
    rows = Application.objects.filter(partner=partner, number__isnull=False).exclude(spec__code=INKIND)
    alive = {*APPLICATION.opening("stands"), *(row.code for row in APPLICATION.open)}
    return rows.filter(status__in=alive).select_related("spec__form").order_by("-pk")


class ApplicationFields(KyodoForm):
    """What every application is asked, and what its form asks besides. A draft may be saved with anything left empty."""

    buttons = [("check", "保存して、確かめる", ""), ("save", "下書きを保存する", "kp-btn--sub")]

    title = LineField(label=LABELS["title"], max_length=120, help_text="ちらしに書く名前。例：見本の会 秋のまつり")
    starts_on = JaDateField(label=LABELS["starts_on"])
    ends_on = JaDateField(label=LABELS["ends_on"])
    use_from = JaDateField(
        label=LABELS["use_from"], help_text="申請の期限は、この日から数えます。空けておくと、始まる日から数えます。"
    )
    place = LineField(label=LABELS["place"], max_length=120)
    expected = CountField(label=LABELS["expected"], unit="人", most=MOST_COUNT)
    fee = YenField(label=LABELS["fee"], most=MOST_FEE, help_text="取らないときは、0と書きます。")
    summary = TextField(label=LABELS["summary"], max_length=2000, rows=5, help_text="だれのために、何をするか。")
    basis = ModelChoiceField(
        label=LABELS["basis"],
        queryset=Application.objects.none(),
        empty_label="なし",
        help_text="市の後援や共催を受けた催しのための減免なら、選んでください。",
    )

    def __init__(self, data=None, *, spec, partner, extra=None, initial=None, **kwargs):
        super().__init__(data, initial=initial, **kwargs)
        self.spec, self.extra = spec, extra or {}
        asked = columns_of(spec)
        for name in [name for name in Application.WRITTEN if name not in asked]:
            del self.fields[name]
        for name in asked:
            self.fields[name].required, self.fields[name].unmarked = False, name not in OPTIONAL
        if "basis" in self.fields:
            self.fields["basis"].queryset = bases_for(partner)
        self.rows = fields_at_start(spec)
        add_boxes(self, self.rows, self.extra, required=False)
        for row in self.rows:
            self.fields[name_of(row)].unmarked = row.required

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", WRONG_WAY)
        return cleaned

    @property
    def values(self):
        """{column: value} of Application.WRITTEN and `extra`."""
        columns = {name: self.cleaned_data[name] for name in columns_of(self.spec)}
        return {**columns, "extra": joined(self.extra, answers_in(self.cleaned_data, self.rows))}


class NewApplicationForm(ApplicationFields):
    with_key = True


class EditApplicationForm(ApplicationFields, EditForm):
    def __init__(self, data=None, *, application, etag):
        stored = {name: getattr(application, name) for name in Application.WRITTEN}
        super().__init__(
            data, spec=application.spec, partner=application.partner, extra=application.extra, initial={**stored, ETAG: etag}
        )

    def boxes_of(self, names, stored):
        own = {name_of(row): stored["extra"].get(row.key) for row in self.rows} if "extra" in names else {}
        return super().boxes_of([name for name in names if name != "extra"], stored) | own


class CorrectForm(ApplicationFields):
    """Only what was asked for, with the stored values; each item may be answered with a reason instead."""

    buttons = [("send", "直して出し直す", "")]

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, application, corrections):
        stored, typed = {name: getattr(application, name) for name in Application.WRITTEN}, application.corrections.typed()
        own = {name.removeprefix(X): value for name, value in typed.items() if name.startswith(X)}
        super().__init__(
            data,
            spec=application.spec,
            partner=application.partner,
            extra=application.extra | own,
            initial={**stored, **typed, "version": application.version},
        )
        asked = {row.field for row in corrections}
        self.points = {name: name for name in columns_of(self.spec)} | {f"{X}{row.key}": name_of(row) for row in self.rows}
        for point, box in self.points.items():
            if point not in asked:
                del self.fields[box]
        self.corrections = list(corrections)
        add_replies(self, self.corrections, self.points)

    @property
    def answers(self):
        """What `correct` is called with: {point: value} of what was asked for, and {key of the correction: text}."""
        kept = [row for row in self.rows if name_of(row) in self.fields]
        own = answers_in(self.cleaned_data, kept)
        values = {name: self.cleaned_data[name] for name in columns_of(self.spec) if name in self.fields}
        return {
            "values": values | {f"{X}{key}": value for key, value in own.items()},
            "replies": replies_in(self, self.corrections),
        }


class EnterForm(NewApplicationForm):
    """What came on paper or by telephone, by the office that it came to."""

    buttons = [("enter", "この内容で受け付ける", "")]

    channel = ChoiceField(
        label="どうやって来たか", choices=[("", "選んでください"), *(row for row in Channel.choices if row[0] != Channel.WEB)]
    )
    received_on = JaDateField(label="収受日", latest=timezone.localdate, help_text="期限は、この日から数えます。")
    department = ModelChoiceField(label="担当課", queryset=Partner.objects.none(), empty_label="選んでください")

    def __init__(self, data=None, *, offices=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["department"].queryset = city_offices() if offices is None else city_offices().filter(pk__in=offices)
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = True
        self.order_fields(["channel", "received_on", "department"])

    @property
    def came(self):
        """How it came, when, and to whom."""
        return {name: self.cleaned_data[name] for name in ("channel", "received_on", "department")}


class KeyForm(KyodoForm):
    """One button that makes a row: pressed twice it makes one."""

    with_key = True
    buttons = [("copy", "下書きをつくる", "")]


class DiscardForm(KyodoForm):
    buttons = [("discard", "下書きを捨てる", "")]


def takes_applications():
    """The FormSpecs for which groups apply today, by the names of their forms, with all that a page tells of them. Four queries."""
    rows = FormSpec.objects.in_use().filter(takes_applications=True).select_related("form", "evaluation")
    return rows.prefetch_related("papers", "grounds", "fields").order_by("code", "pk")
