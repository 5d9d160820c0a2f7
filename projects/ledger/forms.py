"""Forms of the ledger in the admin: a new entry, and putting an entry right."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from guidelines.models import CaseStudy, CollaborationForm, FormCode
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import (
    ChoiceField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    TickField,
)
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.doubts import DoubtingForm
from kyodo_portal.common.forms.fields import KanaField, LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YearField, YenField
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm
from partners.directory.kind import looks_like_a_person, may_be_a_person
from partners.directory.kind_words import kind_guessed
from partners.directory.similar import doubts_about_new
from partners.models import Area, Field, Partner, PartnerKind
from projects.cycles.plan.forms import MOST_COUNT
from projects.cycles.workflow import PLANNED
from projects.specs.asking import add_boxes, answers_in, joined, name_of
from projects.specs.lookup import spec_in_use

from .actions import this_year
from .doubles import doubts_about_entry
from .part_actions import stood_in

KINDS = [("", "選んでください"), *PartnerKind.of_groups()]


class AboutForm(KyodoForm):
    """What an entry says of itself."""

    title = LineField(label="名前", max_length=120)
    kana = KanaField(label="ふりがな", max_length=160, required=False)
    form = ModelChoiceField(
        label="協働の形態",
        queryset=CollaborationForm.objects.offered_then(),
        empty_label="選んでください",
        help_text="ガイドラインにある形態です。ないものは、ガイドラインに足して公開すると、ここに出ます。",
    )
    summary = LineField(label="ひとことで言うと", max_length=200, required=False)
    problem = TextField(label="取り組む理由", required=False, max_length=4000, rows=4)
    aim = TextField(label="めざす姿", required=False, max_length=4000, rows=4)
    fields_chosen = ModelMultipleChoiceField(label="分野", queryset=Field.objects.all(), required=False)
    areas_chosen = ModelMultipleChoiceField(label="地域", queryset=Area.objects.all(), required=False)
    case = ModelChoiceField(
        label="ガイドラインの事例",
        queryset=CaseStudy.objects.own(),
        required=False,
        empty_label="なし",
        help_text="ガイドラインに載っている事例と同じ取り組みのときだけ選びます。たがいのページがつながります。",
    )
    published = TickField(label="このサイトで公開する", required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("fields_chosen", "areas_chosen"):
            self.fields[name].widget.columns = 3

    def boxes_of(self, names, stored):
        chosen = {f"{name}_chosen": stored[name] for name in ("fields", "areas") if name in names}
        return super().boxes_of(names, stored) | chosen

    @property
    def about(self):
        read = {name: value for name, value in self.cleaned_data.items() if name != ETAG}
        chosen = {"fields": read.pop("fields_chosen"), "areas": read.pop("areas_chosen")}
        return {**read, **chosen}


GONE_OFFICE = "「{office}」は、{year}にはない課です。その年度にあった課を選んでください。"
GONE_PARTNER = "「{names}」は、いまは登録がありません。登録のない団体を選べるのは、過ぎた年度だけです。"
GONE_FORM = "「{form}」は、いまは使っていない形態です。選べるのは、過ぎた年度だけです。"
PICK = "同じ団体なら、上の「相手の団体」から選んでください。"


class Folded(NamedTuple):
    """What is folded on the page: open where something was typed in it or has to be put right."""

    title: str
    boxes: list
    is_open: bool


class EntryForm(DoubtingForm, AboutForm):
    """A collaboration that never had a proposal: one form, one button."""

    with_key = True
    buttons = [("save", "台帳に入れる", "")]

    partners = ModelMultipleChoiceField(label="相手の団体", queryset=Partner.objects.none(), required=False)
    new_partner = LineField(
        label="名簿にない相手の名前",
        max_length=120,
        required=False,
        help_text="この1件を公開しているあいだだけ、名前と種類が名簿に載ります。個人は、種類を「市民（個人）」にしてください。"
        "本人の同意があるまで、名前はどこにも出ません。",
    )
    new_partner_kind = ChoiceField(label="名簿にない相手の種類", choices=KINDS, required=False)
    department = ModelChoiceField(label="担当課", queryset=Partner.objects.none(), empty_label=None)
    fiscal_year = YearField(label="年度", required=False, help_text="例：令和5年度、2023。空けておくと、今年度です。")
    starts_on = JaDateField(
        label="始める日", required=False, help_text="空けておくと、今年度なら今日、ほかの年度なら4月1日です。"
    )
    ends_on = JaDateField(label="終える日", required=False, help_text="空けておくと、年度の終わりの3月31日です。")
    place = LineField(label="場所", max_length=120, required=False)
    people = CountField(label="参加した人数", required=False, unit="人", most=MOST_COUNT)
    also = MultipleChoiceField(
        label="ほかの形態", choices=FormCode.choices, required=False, help_text="いくつもの形態にあてはまるときに。"
    )
    document_number = LineField(label="文書番号", max_length=40, required=False, help_text="公開しません。")
    city_cost = YenField(label="市の負担", required=False, help_text="円で入れます。")
    group_cost = YenField(label="団体などの負担", required=False, help_text="円で入れます。")
    only_record = TickField(
        label="記録だけを残す",
        required=False,
        help_text="もう終わったことや、このサイトで手続きをしないことに使います。どの形態でも、過ぎた年度でもかまいません。"
        "だれにも、することは出ません。",
    )
    FIRST = (
        "title", "form", "partners", "new_partner", "new_partner_kind", "department", "fiscal_year", "only_record", "summary",
    )  # fmt: skip
    FOLDED = (
        ("いつ、どこで、何人で", ("starts_on", "ends_on", "place", "people")),
        ("くわしい内容", ("kana", "problem", "aim", "fields_chosen", "areas_chosen", "also", "case")),
        ("お金と文書番号", ("city_cost", "group_cost", "document_number")),
    )
    field_order = [*FIRST, *(name for _, names in FOLDED for name in names), "published"]

    def __init__(self, data=None, *, partners, departments, left=0, initial=None, form=None):
        super().__init__(data, initial=initial)
        self.spec = spec_in_use(form) if form else None
        self.rows = list(self.spec.fields.all()) if self.spec else []
        add_boxes(self, self.rows, required=False)
        self.fields["also"].widget.columns = self.fields["partners"].widget.columns = 3
        self.fields["partners"].queryset = partners
        if left:
            self.fields[
                "partners"
            ].help_text = f"ここに出ていない団体が、ほかに{left}あります。上の「さがす」でさがしてください。"
        self.fields["department"].queryset = departments

    def clean(self):
        cleaned = super().clean()
        if (
            not cleaned.get("partners")
            and not cleaned.get("new_partner")
            and not self.errors.keys() & {"partners", "new_partner"}
        ):
            self.add_error("partners", "相手の団体を選ぶか、名簿にない相手の名前を入れてください。")
        if cleaned.get("new_partner") and not cleaned.get("new_partner_kind") and "new_partner_kind" not in self.errors:
            self.add_error("new_partner_kind", "名簿にない相手の種類を選んでください。")
        starts, ends, year = cleaned.get("starts_on"), cleaned.get("ends_on"), cleaned.get("fiscal_year") or this_year()
        for name, day in (("starts_on", starts), ("ends_on", ends)):
            if day and year and fiscal_year(day) != year:
                self.add_error(
                    name, f"{self.fields[name].label}は、{fiscal_label(year)}（4月から翌年3月）の中の日にしてください。"
                )
        if year:
            self._refuse_gone(cleaned, year)
        if starts and ends and starts > ends:
            self.add_error("ends_on", "終える日は、始める日より後の日にしてください。その日でもかまいません。")
        if not self.errors:
            doubts = self._doubts_about_partner, self._doubts_about_entry, self._doubts_about_year
            self.asks_about([doubt for found in doubts for doubt in found(cleaned)])
        return cleaned

    def _refuse_gone(self, cleaned, year):
        """Who is no more is named for a year in which it stood."""
        office, form, is_over = cleaned.get("department"), cleaned.get("form"), year < this_year()
        if office and not office.stands and not (is_over and stood_in(office, year)):
            self.add_error("department", GONE_OFFICE.format(office=office, year=fiscal_label(year)))
        gone = [partner.name for partner in cleaned.get("partners") or () if not partner.stands]
        if gone and not is_over:
            self.add_error("partners", GONE_PARTNER.format(names="」「".join(gone)))
        if form and not form.is_active and not is_over:
            self.add_error("form", GONE_FORM.format(form=form.title))

    def _doubts_about_partner(self, cleaned):
        name, kind = cleaned["new_partner"], cleaned["new_partner_kind"]
        if not name or kind == PartnerKind.CITIZEN:
            return []
        if Partner.objects.choosable().filter(name=name, kind=kind).exists():  # that one is taken as it stands
            return []
        return [*_doubts_about_person(name, kind), *doubts_about_new(name, way_out=PICK)]

    @property
    def first_boxes(self):
        """[BoundField] that stand open, and what was doubted."""
        folded = {name for _, names in self.FOLDED for name in names} | {box.name for box in self.last_boxes}
        return [box for box in self if box.name not in folded]

    @property
    def folded(self):
        """[Folded], from the top to the bottom of the page."""
        parts = [(title, [self[name] for name in names]) for title, names in self.FOLDED]
        return [Folded(title, boxes, any(box.errors or is_filled(box.value()) for box in boxes)) for title, boxes in parts]

    @property
    def last_boxes(self):
        """[BoundField] below them: whether it is public, and what the form of collaboration asks."""
        return [self["published"], *(self[name_of(row)] for row in self.rows)]

    @property
    def about(self):
        """What the action writes: with what the form asks as `extra`."""
        read = super().about
        answers = answers_in(read, self.rows)
        for row in self.rows:
            read.pop(name_of(row), None)
        return {**read, "extra": joined({}, answers)}

    def _doubts_about_year(self, cleaned):
        """A year that is over would begin with its plan: mostly the tick of the record was forgotten."""
        year, spec = cleaned.get("fiscal_year") or this_year(), spec_in_use(cleaned["form"])
        if cleaned["only_record"] or year >= this_year() or spec.way not in PLANNED:
            return []
        return [
            f"{fiscal_label(year)}は、もう終わっています。手続きをしないときは「記録だけを残す」にしるしを付けてください。"
            "このままなら、計画を決めるところから始まります。"
        ]

    def _doubts_about_entry(self, cleaned):
        asked = {name: cleaned[name] for name in ("title", "partners", "new_partner", "form", "fiscal_year", "form_key")}
        return doubts_about_entry(**asked)


def _doubts_about_person(name, kind):
    """A private person's name is published only by consent: a name like a person's is no body's by accident."""
    is_open = kind == PartnerKind.OTHER and may_be_a_person(name) and not kind_guessed(name)
    if not is_open and not looks_like_a_person(name):
        return []
    way = f"個人なら、種類を「{PartnerKind.CITIZEN.label}」にしてください。このままなら、名前が公開されます。"
    return [f"「{name}」は、人の名のようです。{way}"]


def is_filled(value):
    """Whether anything was typed or chosen in a box, or in one of its parts."""
    return any(map(is_filled, value)) if isinstance(value, list | tuple) else bool(value)


class EditEntryForm(EditForm, AboutForm):
    """What an entry says of itself; the form of collaboration that it has stays, also where nothing new begins under it."""

    buttons = [("save", "保存する", "")]

    def clean_form(self):
        form = self.cleaned_data["form"]
        if form and not form.is_active and form.pk != getattr(self.initial.get("form"), "pk", self.initial.get("form")):
            raise ValidationError(GONE_FORM.format(form=form.title))
        return form
