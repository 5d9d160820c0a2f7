"""What a partner writes: one thing that it gives or seeks, and the terms under which others ask for it."""

import datetime
import re

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, MultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.japanese.dates import WEEKDAYS, fiscal_label, fiscal_span, fiscal_year, is_working_day
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.common.text.contact import has_contact
from kyodo_portal.process.forms import EditForm
from partners.directory.kind import PartnerKind
from partners.directory.offer_models import Offer
from partners.directory.reference_models import Area, Theme

from .terms import period_in_words

Side, Kind, Form = Offer.Side, Offer.Kind, Offer.Form
TIMES = ("on_weekdays", "on_evenings", "on_weekends")
TIME_CHOICES = [(name, Offer._meta.get_field(name).verbose_name) for name in TIMES]
KIND_CHOICES = [
    ("people", "人（手伝い、付き添い、運転など）"),
    ("place", "場所（部屋、畑、駐車場など）"),
    ("things", "物（道具、車、材料など）"),
    ("money", "お金（寄付、協賛など）"),
    ("know", "知識（教える、相談にのるなど）"),
    ("pr", "広報（ちらし、写真、知らせるなど）"),
]
LONGEST = 31  # days of what is offered for a day
OF_THE_CITY = (Form.SEAT, Form.VOLUNTEER)
HOURS = [("", "決めない")] + [(f"{hour:02}:{minute:02}", f"{hour}:{minute:02}") for hour in range(6, 23) for minute in (0, 30)]
_DAY = rf"([0-9]{{1,2}})[月/.]([0-9]{{1,2}})日?(?:\([{WEEKDAYS}](?:曜日?)?\))?"
_PERIOD = re.compile(rf"\s*(?:毎年)?\s*{_DAY}\s*(?:から|[〜~–—－ー-])\s*(?:翌年?の?)?{_DAY}(?:まで)?\s*")


def _latest():
    return fiscal_span(fiscal_year(timezone.localdate()) + 3)[1]


def _last_of_a_person():
    """The last day on which a person stands in the 人材バンク without saying again that it goes on."""
    return fiscal_span(fiscal_year(timezone.localdate()) + 1)[1]


def _in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


class OfferForm(EditForm):
    """One thing. `values` are the columns that it fills, after is_valid. partner: whose it is; what may be chosen follows from that.

    said_besides: what its writer has to know of what was kept instead of what was typed, "" where that is the same.
    """

    side = ChoiceField(label="どちらですか", choices=Side.choices, widget=forms.RadioSelect)
    kind = ChoiceField(label="何のことですか", choices=KIND_CHOICES, widget=forms.RadioSelect)
    title = LineField(label="見出し", max_length=60, help_text="例：集会所の和室（水曜の夜）、送り迎えをしてくれる人")
    text = TextField(
        label="くわしいこと",
        max_length=600,
        rows=4,
        required=False,
        help_text="600字まで。だれに、どこで、どんなふうに。電話番号や住所は書かないでください。だれでも見られます。",
    )
    form = ChoiceField(label="かたち", choices=[], widget=forms.RadioSelect, initial=Form.PLAIN)
    theme = ModelChoiceField(label="テーマ", queryset=Theme.objects.all(), required=False, empty_label="どれでもない")
    area = ModelChoiceField(label="地域", queryset=Area.objects.all(), required=False, empty_label="地域をかぎらない")
    amount = LineField(label="どのくらい", max_length=60, required=False, help_text="例：2台、10人まで、1口500円")
    times = MultipleChoiceField(
        label="いつ", choices=TIME_CHOICES, required=False, help_text="あてはまるものをすべて選んでください。"
    )
    when = LineField(
        label="日時の説明", max_length=120, required=False, help_text="例：火曜と金曜の夕方。月に1回からでかまいません。"
    )
    since = JaDateField(
        label="いつから", required=False, latest=_latest, help_text="1日だけのときは、その日。空けておくと、今日からです。"
    )
    until = JaDateField(
        label="いつまで",
        required=False,
        earliest=timezone.localdate,
        latest=_latest,
        help_text="空けておくと、終えるまで載せます。",
    )
    answers_on = JaDateField(
        label="選んだ結果を知らせる日",
        required=False,
        earliest=timezone.localdate,
        latest=_latest,
        help_text="委員の公募のときだけ入れます。応募した人に、この日までに知らせると約束します。",
    )
    adult = TickField(
        label="18歳以上で、市内に住んでいるか、市内で働いているか、学んでいます。",
        error_messages={"required": "あてはまるときは、しるしを付けてください。18歳未満の人は載せられません。"},
    )

    def __init__(self, *args, partner, with_key=False, **kwargs):
        self.with_key = with_key
        super().__init__(*args, **kwargs)
        self.partner = partner
        offered = [pair for pair in Form.choices if partner.is_city or pair[0] not in OF_THE_CITY]
        self.fields["form"].choices = offered
        if not partner.is_city:
            del self.fields["answers_on"]
        if partner.kind != PartnerKind.CITIZEN:
            del self.fields["adult"]
        else:
            self.fields[
                "until"
            ].help_text = f"空けておくと、{_in_words(_last_of_a_person())}まで載せます。個人は、次の年度の終わりまでです。"
        self.said_besides = ""
        self.buttons = [("save", "載せる" if with_key else "保存する", "")]

    def clean(self):
        data = super().clean()
        if {"side", "kind", "form", "since", "until"} & self.errors.keys():
            return data
        data["since"] = data.get("since") or self.initial.get("since") or timezone.localdate()
        data["fiscal_year"] = None
        if data["form"] != Form.SEAT:
            data["answers_on"] = None
        asks = {Form.LECTURE: self._lecture, Form.ONEDAY: self._oneday, Form.SEAT: self._seat, Form.VOLUNTEER: self._sought}
        asks.get(data["form"], lambda data: None)(data)
        if self.partner.kind == PartnerKind.CITIZEN:
            self._of_a_person(data)
        if data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "「いつまで」は、「いつから」と同じ日か、それより後の日にしてください。")
        return data

    def _lecture(self, data):
        """Of one 年度, until its last day: next year's from February on, when the new menu is made."""
        if data["side"] != Side.GIVE or data["kind"] != Kind.KNOW:
            self.add_error("form", "出前講座は、「できること」の「知識」として載せてください。")
            return
        data["fiscal_year"] = fiscal_year(max(data["since"], timezone.localdate()))
        last = fiscal_span(data["fiscal_year"])[1]
        if data["until"] and data["until"] > last:
            year = fiscal_label(data["fiscal_year"])
            self.add_error("until", f"出前講座は年度ごとに載せます。{year}は{last.year}年3月31日までにしてください。")
        else:
            data["until"] = data["until"] or last

    def _oneday(self, data):
        """Found by what day of the week it is, where nothing else is said."""
        data["until"] = data["until"] or data["since"]
        if not data.get("times"):
            data["times"] = ["on_weekdays" if is_working_day(data["since"]) else "on_weekends"]
        if data["until"] > data["since"] + datetime.timedelta(days=LONGEST):
            self.add_error("until", f"1日だけ・いまだけのものは、はじめの日から{LONGEST}日までにしてください。")

    def _sought(self, data):
        if data["side"] != Side.SEEK:
            self.add_error("side", "委員の公募と行政パートナーは、「求めること」として載せてください。")

    def _seat(self, data):
        """Chosen from all who applied: by which day they know is said before anybody applies."""
        self._sought(data)
        if not data.get("until") and "until" not in self.errors:
            self.add_error("until", "委員の公募では、応募をしめきる日を入れてください。")
        if "answers_on" in self.errors:
            return
        if not data.get("answers_on"):
            self.add_error("answers_on", "委員の公募では、選んだ結果を知らせる日を入れてください。")
        elif data.get("until") and data["answers_on"] <= data["until"]:
            self.add_error("answers_on", "「選んだ結果を知らせる日」は、「いつまで」より後の日にしてください。")

    def _of_a_person(self, data):
        """人材バンク: a person stands there to the end of the next 年度 at most, then says again that it goes on. Nobody reads how to reach them."""
        typed, last = data.get("until"), _last_of_a_person()
        data["until"] = min(typed or last, last)
        if typed and typed > last:
            self.said_besides = f"「いつまで」は、{_in_words(last)}にしました。個人は、次の年度の終わりまでです。"
        for name in ("title", "text", "amount", "when"):
            if has_contact(data.get(name)):
                self.add_error(name, "電話番号やメールアドレスは書かないでください。連絡は、このサイトを通して届きます。")

    def boxes_of(self, names, stored):
        times = {"times": [name for name in TIMES if stored[name]]} if names and set(names) & set(TIMES) else {}
        return super().boxes_of(names, stored) | times

    @property
    def values(self):
        """{column: value} of a valid form."""
        data = self.cleaned_data
        plain = (
            "side", "kind", "form", "title", "text", "theme", "area", "amount", "when", "since", "until", "answers_on", "fiscal_year",
        )  # fmt: skip
        return {name: data[name] for name in plain} | {name: name in data["times"] for name in TIMES}


class TermsForm(EditForm):
    """The terms of one offer. What is left empty limits nothing."""

    buttons = [("save", "条件を保存する", "")]
    is_extra = True

    min_people = CountField(label="何人から", required=False, least=1, most=9999, unit="人", example="10")
    max_minutes = CountField(label="何分まで", required=False, least=5, most=1440, unit="分", example="120")
    notice_days = CountField(label="何日前までに申し込むか", required=False, most=180, unit="日前", example="14")
    days = MultipleChoiceField(label="できる曜日", choices=[(str(day), f"{word}曜") for day, word in enumerate(WEEKDAYS)])
    opens = ChoiceField(label="何時から", choices=HOURS, required=False)
    closes = ChoiceField(label="何時まで", choices=HOURS, required=False)
    weekend_closes = ChoiceField(label="土日・祝日は何時まで", choices=HOURS, required=False)
    closed = LineField(
        label="毎年休む期間", max_length=40, required=False, help_text="例：12月28日から1月4日まで。なければ空けておきます。"
    )
    venue_by_asker = TickField(label="場所は、申し込む人が用意する", required=False)
    cost = LineField(label="かかるお金", max_length=120, required=False, help_text="例：材料費1人300円。なければ空けておきます。")
    conditions = TextField(
        label="そのほかの条件",
        max_length=600,
        rows=4,
        required=False,
        help_text="例：政治・宗教・営利の集まりには行けません。苦情を聞く場ではありません。",
    )

    @classmethod
    def initial_of(cls, terms):
        """The form's values of terms as `terms_in` gives them."""
        closed = period_in_words(terms["closed_from"], terms["closed_to"])
        hours = {name: f"{terms[name]:%H:%M}" if terms[name] else "" for name in ("opens", "closes", "weekend_closes")}
        return {**terms, **hours, "closed": closed, "days": [str(day) for day in range(7) if terms["days_mask"] >> day & 1]}

    def boxes_of(self, names, stored):
        boxes = {"days_mask": "days", "closed_from": "closed", "closed_to": "closed"}
        return super().boxes_of({boxes.get(name, name) for name in names}, self.initial_of(stored) if stored else {})

    def clean_closed(self):
        text = self.cleaned_data["closed"]
        if not text:
            return ("", "")
        match = _PERIOD.fullmatch(to_half(text))
        try:
            days = match and [datetime.date(2024, *map(int, pair)) for pair in (match.group(1, 2), match.group(3, 4))]
        except ValueError:
            days = None
        if not days:
            raise forms.ValidationError("毎年休む期間を「12月28日から1月4日まで」のように書いてください。")
        return tuple(f"{day:%m-%d}" for day in days)

    def clean(self):
        data = super().clean()
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "「何時まで」は、「何時から」より後にしてください。")
        return data

    @property
    def values(self):
        """{column of OfferTerms: value} of a valid form."""
        data = self.cleaned_data
        hours = {
            name: datetime.time.fromisoformat(data[name]) if data[name] else None
            for name in ("opens", "closes", "weekend_closes")
        }
        closed_from, closed_to = data["closed"]
        return {
            "min_people": data["min_people"],
            "max_minutes": data["max_minutes"],
            "notice_days": data["notice_days"] or 0,
            "days_mask": sum(1 << int(day) for day in data["days"]),
            **hours,
            "closed_from": closed_from,
            "closed_to": closed_to,
            "venue_by_asker": data["venue_by_asker"],
            "cost": data["cost"],
            "conditions": data["conditions"],
        }
