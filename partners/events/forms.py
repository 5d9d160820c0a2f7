"""What a host writes: an event, why it was cancelled, when the next one is."""

import datetime
import re
from typing import NamedTuple

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.date_fields import JaDateTimeField
from kyodo_portal.common.forms.fields import KanaField, LineField, PhoneField, TextField, WebField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.japanese.clock import parse_time
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.lists.search import fold
from kyodo_portal.process.forms import EditForm
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme

from .models import LONGEST, NEEDS, Event

NEED_NAMES = [name for name, _ in NEEDS]
PLAIN = (
    "kind", "title", "kana", "theme", "area", "starts_at", "ends_at", "when_note", "place", "address", "access", "parking", "text",
    "bring", "fee", "fee_detail", "conditions", "capacity", "signup", "signup_until", "most_people", "phone", "url",
)  # fmt: skip


# How the form is divided: (what the part is about, its boxes). A part without boxes is left out.
PARTS = (
    ("どんな催しか", ("kind", "title", "text")),
    ("いつ、どこで", ("starts_at", "ends_at", "when_note", "place", "address", "access", "parking")),
    ("だれが開くか", ("together", "about")),
    ("来る人へ", ("conditions", "needs", "fee", "fee_detail", "bring")),
    ("申込み", ("signup", "capacity", "signup_until", "most_people", "phone")),
    ("さがしてもらう", ("theme", "area", "kana", "url")),
)


class EndField(JaDateTimeField):
    """A date and a time, or a time alone: that is on the day on which it begins, a timedelta until the form knows that day."""

    def to_python(self, value):
        if value in self.empty_values or hasattr(value, "year"):
            return value or None
        try:
            return parse_time(value, item=self.item)
        except DateProblem as problem:
            if not re.search("[年月日/.-]", str(value)):  # a time alone, that is none
                raise ValidationError(str(problem), code="time") from None
            return super().to_python(value)


def combined(starts_at, end):
    """The aware moment of what an EndField read; None where it read nothing."""
    if not isinstance(end, datetime.timedelta):
        return end
    midnight = datetime.datetime.combine(timezone.localdate(starts_at), datetime.time())
    return timezone.make_aware(midnight + end)


def _earliest():
    return timezone.now() - datetime.timedelta(days=366)


def _latest():
    return timezone.now() + datetime.timedelta(days=2 * 366)


class DaysForm:
    """What the beginning and the end have to fulfil, wherever they are asked together."""

    def clean_days(self, data):
        starts = data.get("starts_at")
        if not starts:
            return
        if data.get("ends_at") is not None:
            data["ends_at"] = combined(starts, data["ends_at"])
            if data["ends_at"] <= starts:
                self.add_error("ends_at", "「終わる日時」は、「始まる日時」より後にしてください。")
            elif data["ends_at"] - starts > LONGEST:
                self.add_error("ends_at", "1つの催しは、1年までにしてください。何回もあるものは、1回ずつ載せます。")
        if data.get("signup_until") and data["signup_until"] > starts:
            self.add_error("signup_until", "申込みの締切は、始まる日時より前にしてください。")


class Matters(NamedTuple):
    """What an event may belong to: `offered` [(key, words)]; `more`: there are others; `asked`: the words by which they were looked for."""

    offered: list
    more: bool = False
    asked: str = ""


class EventForm(DaysForm, EditForm):
    """One event. `values` are what the action writes, after is_valid."""

    field_order = [name for _, names in PARTS for name in names]

    kind = ChoiceField(label="何の催しですか", choices=Event.Kind.choices, widget=forms.RadioSelect)
    title = LineField(label="催しの名前", max_length=100, help_text="例：花だんの植えかえ")
    kana = KanaField(label="名前の読み", max_length=120, required=False, help_text="オープンデータに出ます。")
    starts_at = JaDateTimeField(label="始まる日時", earliest=_earliest, latest=_latest)
    ends_at = EndField(label="終わる日時", help_text="同じ日なら、時刻だけでかまいません。例：15:30")
    when_note = LineField(
        label="日時について", max_length=120, required=False, help_text="例：受付は午後1時から。雨のときは、朝7時に決めます。"
    )
    place = LineField(label="場所", max_length=80, help_text="例：総合体育館 会議室、オンライン")
    address = LineField(label="場所の住所", max_length=120, required=False)
    access = LineField(label="行きかた", max_length=200, required=False, help_text="例：バス停「公民館前」から歩いて5分")
    parking = LineField(label="駐車場", max_length=100, required=False, help_text="例：20台")
    text = TextField(
        label="どんな催しですか",
        max_length=2000,
        rows=8,
        required=False,
        help_text="だれでも見られます。人の電話番号や住所は書かないでください。",
    )
    bring = LineField(label="持ちもの", max_length=200, required=False)
    conditions = LineField(label="だれが来られますか", max_length=200, required=False, help_text="空けておくと、だれでもです。")
    fee = LineField(label="参加費", max_length=60, required=False, help_text="例：無料、1人300円")
    fee_detail = LineField(label="参加費のくわしいこと", max_length=200, required=False)
    needs = MultipleChoiceField(
        label="あるもの", choices=NEEDS, required=False, help_text="あてはまるものをすべて選んでください。"
    )
    capacity = CountField(label="定員", required=False, least=1, most=100_000, unit="人", example="30")
    signup = ChoiceField(label="申込み", choices=Event.SignupWay.choices, widget=forms.RadioSelect, initial=Event.SignupWay.NONE)
    signup_until = JaDateTimeField(
        label="申込みの締切", required=False, help_text="例：2026年11月27日 17:00。空けておくと、始まるまでです。"
    )
    most_people = CountField(
        label="1回に何人まで申し込めますか",
        required=False,
        least=1,
        most=50,
        unit="人",
        example="4",
        help_text="空けておくと、4人です。",
    )
    phone = PhoneField(
        label="申込みと問い合わせの電話",
        max_length=20,
        required=False,
        help_text="だれでも見られます。団体や課の電話を入れてください。",
    )
    url = WebField(label="くわしいことのページ", max_length=300, required=False)
    about = ChoiceField(label="何についての催しですか", choices=[], required=False)
    theme = ModelChoiceField(label="テーマ", queryset=Theme.objects.all(), required=False, empty_label="どれでもない")
    area = ModelChoiceField(label="地域", queryset=Area.objects.all(), required=False, empty_label="地域をかぎらない")
    together = TextField(
        label="いっしょに開く団体・課",
        max_length=600,
        rows=2,
        required=False,
        help_text="「仲間をさがす」に出ている名前を、1行に1つずつ書いてください。",
    )

    def __init__(self, *args, host, matters=None, with_key=False, not_with=(), **kwargs):
        """matters: the Matters that an event of this host may belong to. not_with: the bodies that took their name off it."""
        self.not_with = set(not_with)
        self.with_key = with_key
        super().__init__(*args, **kwargs)
        self.host, self.matters = host, matters or Matters([])
        self.fields["about"].choices = [("", "どれでもない"), *self.matters.offered]
        if not self.matters.offered and not self.matters.asked:
            del self.fields["about"]
        self.buttons = [("save", "下書きにとっておく" if with_key else "保存する", "")]

    def layout(self):
        """Parts with a number, so that whoever writes on a telephone sees how far it is."""
        parts = [
            Fieldset(f"{place}／{len(PARTS)}　{words}", *self._boxes(names))
            for place, (words, names) in enumerate(PARTS, start=1)
        ]
        return Layout(*parts)

    def _boxes(self, names):
        for name in names:
            if name == "about" and (self.matters.more or self.matters.asked):
                yield HTML('{% include "partners/events/_find_matter.html" with matters=form.matters %}')
            if name in self.fields:
                yield name

    def clean_about(self):
        """A word that nobody looked for yet, beside which nothing is chosen, is no answer."""
        about = self.cleaned_data["about"]
        if self.matters.asked and not about:
            raise ValidationError("並んでいるものから選んでください。何についてでもないときは、さがすことばを消してください。")
        return about

    def clean_together(self):
        """The bodies of the directory that these lines name."""
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["together"].splitlines() if line.strip()))
        if not names:
            return []
        found = {fold(partner.name): partner for partner in Partner.objects.in_directory().filter(name__in=names)}
        rest = [name for name in names if fold(name) not in found]
        if rest:
            found |= {fold(row.name): row for row in Partner.objects.in_directory() if fold(row.name) in map(fold, rest)}
        unknown = [name for name in names if fold(name) not in found]
        if unknown:
            raise ValidationError(
                f"「{unknown[0]}」が見つかりません。「仲間をさがす」に出ている名前のとおりに書いてください。"
                "載っていない団体は、「どんな催しですか」に書けます。"
            )
        bodies = {found[fold(name)] for name in names} - {self.host}
        if off := sorted(body.name for body in bodies & self.not_with):
            raise ValidationError(
                f"「{off[0]}」は、この催しから名前を外しました。載せるときは、その団体・課に、催しのページの「名前をもう一度出す」を押してもらってください。"
            )
        return sorted(bodies, key=lambda partner: partner.pk)

    def clean(self):
        data = super().clean()
        data["most_people"] = data.get("most_people") or 4
        self.clean_days(data)
        if data.get("signup") == Event.SignupWay.PHONE and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "電話で申し込むときは、その電話番号を入れてください。")
        if data.get("signup") == Event.SignupWay.LOT:
            for name, words in (("capacity", "定員"), ("signup_until", "申込みの締切")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"抽選にするときは、{words}を入れてください。")
        return data

    def boxes_of(self, names, stored):
        boxes = super().boxes_of(names, stored)
        if set(names) & set(NEED_NAMES):
            boxes["needs"] = [name for name in NEED_NAMES if stored[name]]
        return boxes | ({"together": "\n".join(stored["co_hosts"])} if "co_hosts" in names else {})

    @property
    def values(self):
        """{name: value} of a valid form, as `actions.WRITTEN` and `co_hosts`."""
        data = self.cleaned_data
        plain = {name: data[name] for name in PLAIN}
        about = data.get("about", "")
        plain |= {"about": about, "about_label": dict(self.matters.offered).get(about, "")}
        return plain | {name: name in data["needs"] for name in NEED_NAMES} | {"co_hosts": data["together"]}


class CancelForm(KyodoForm):
    """Why it does not take place; everybody reads it."""

    why = LineField(label="中止のわけ", max_length=200, help_text="だれでも見られます。例：台風のため、開けなくなりました。")
    buttons = [("cancel", "中止にする", "")]


class NextForm(DaysForm, KyodoForm):
    """When the next one is; all the rest is copied and can be changed afterwards."""

    with_key = True
    starts_at = JaDateTimeField(label="始まる日時", earliest=timezone.now, latest=_latest)
    ends_at = EndField(label="終わる日時", help_text="同じ日なら、時刻だけでかまいません。例：15:30")
    signup_until = JaDateTimeField(label="申込みの締切", required=False, help_text="空けておくと、始まるまでです。")
    buttons = [("copy", "次の回をつくる", "")]

    def clean(self):
        data = super().clean()
        self.clean_days(data)
        return data
