"""The registration form, one topic per page. The same fields serve applications, corrections and the group's own changes."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelMultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import LooseDateField
from kyodo_portal.common.forms.fields import (
    CorporateNumberField,
    JaEmailField,
    KanaField,
    LineField,
    PhoneField,
    PostalCodeField,
    TextField,
    WebField,
)
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.process.forms import EditForm

from .consent import CHOICES, CONSEQUENCE, HOME, NO
from .kind import MembersUnit
from .payload import KINDS
from .reference_models import Area, Field
from .schema import ABOUT, ACTIVITY, CONTACT, ITEMS, PLEDGE, TITLES, Kind

KIND_CHOICES = [("", "選んでください"), *KINDS]
SAVE_BUTTONS = [("next", "保存して次へ進む", ""), ("draft", "下書きを保存して終える", "kp-btn--sub")]
FIELDS_OF_KIND = {
    Kind.LINE: LineField,
    Kind.TEXT: TextField,
    Kind.KANA: KanaField,
    Kind.PARTNER_KIND: ChoiceField,
    Kind.CORPORATE_NUMBER: CorporateNumberField,
    Kind.SINCE: LooseDateField,
    Kind.PEOPLE: CountField,
    Kind.FIELDS: ModelMultipleChoiceField,
    Kind.AREAS: ModelMultipleChoiceField,
    Kind.WEB: WebField,
    Kind.POSTAL_CODE: PostalCodeField,
    Kind.PHONE: PhoneField,
    Kind.EMAIL: JaEmailField,
    Kind.CONSENT: ChoiceField,
    Kind.PROMISE: TickField,
}
CHOSEN = (Kind.FIELDS, Kind.AREAS)  # their `most` counts rows, not characters


def _field(name, **looks):
    """The field of one value of the schema; looks: what only the page needs (help, widget, another label)."""
    item = ITEMS[name]
    limit = {"max_length": item.most} if item.most and item.kind not in CHOSEN else {}
    return FIELDS_OF_KIND[item.kind](**{"label": item.label, "required": item.required, **limit, **looks})


def _checks(columns=None):
    widget = forms.CheckboxSelectMultiple()
    widget.columns = columns
    return widget


def _short(widget=forms.TextInput):
    return widget(attrs={"class": "kp-input--m"})


CONSIDER = {"address": HOME}  # what to think of before it is published


def _asks_consent(form):
    """Put behind each field that a group may publish the question whether it does: no, until somebody says otherwise."""
    fields = {}
    for name, field in form.base_fields.items():
        fields[name] = field
        if ITEMS[name].consent:
            words = CONSEQUENCE + CONSIDER.get(name, "")
            asked = _field(f"publish_{name}", choices=CHOICES, initial=NO, widget=forms.RadioSelect, help_text=words)
            fields[f"publish_{name}"] = asked
    form.base_fields = form.declared_fields = fields
    return form


def _pledge(name, text, message):
    return _field(name, label=text, error_messages={"required": message})


class PageForm(EditForm):
    """One page of the application. `key` is its address, `title` its heading."""

    buttons = SAVE_BUTTONS
    key = title = lead = ""


class AboutForm(PageForm):
    key, title = ABOUT, TITLES[ABOUT]
    lead = "名前は、規約や会則に書いてあるとおりに入れてください。"

    name = _field("name", widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    kana = _field("kana", help_text="50音順に並べるときに使います。例：わかばのかい")
    kind = _field("kind", choices=KIND_CHOICES)
    corporate_number = _field("corporate_number", help_text="法人だけが持つ13けたの番号です。なければ空けておいてください。")
    established = _field("established", widget=_short(), help_text="例：2015年4月。年だけでもかまいません。")
    members_count = _field(
        "members_count",
        unit="人",
        units=MembersUnit.labels,
        example="24",
        widget=_short(),
        help_text="例：24。だいたいの数でかまいません。人でないときは、「96世帯」「11町内会」のように入れてください。",
    )
    purpose = _field("purpose", rows=4, help_text="800字まで。何のための集まりかを書いてください。")


class ActivityForm(PageForm):
    key, title = ACTIVITY, TITLES[ACTIVITY]
    lead = "ここに書いたことは、登録のあと、団体のページで公開します。"

    activities = _field("activities", help_text="1200字まで。「だれのために」「何をしているか」を書いてください。")
    schedule = _field("schedule", help_text="例：毎月第2土曜日、地区の集会所")
    fields = _field(
        "fields",
        label="活動の分野（3つまで選ぶ）",
        queryset=Field.objects.all(),
        widget=_checks(2),
        help_text="法律で決められた20の分野を、短い名前にしています。",
    )
    areas = _field("areas", label="活動する地域（あてはまるものをすべて選ぶ）", queryset=Area.objects.all(), widget=_checks(2))
    pr = _field("pr", help_text="120字まで。団体さがしの一覧に出ます。")
    website = _field("website", help_text="例：https://example.jp/")

    def clean_fields(self):
        chosen, most = self.cleaned_data["fields"], ITEMS["fields"].most
        if len(chosen) > most:
            raise forms.ValidationError(f"活動の分野は{most}つまでにしてください。いまは{len(chosen)}つです。")
        return chosen


SECOND_PHONE = "もう1つの番号は、ファクスなら「ファクス番号」の欄に、電話なら「連絡する人の名前」の欄に、名前に続けて書けます（公開しないとき）。"


@_asks_consent
class ContactForm(PageForm):
    key, title = CONTACT, TITLES[CONTACT]
    lead = "市から連絡するための内容です。1つずつ、公開するかどうかを選べます。はじめは、どれも「公開しない」です。公開したあとも、いつでも取り消せます。"

    representative = _field("representative", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact_name = _field("contact_name", help_text="市からの連絡を受ける人です。代表者と同じでもかまいません。")
    postal_code = _field("postal_code", widget=_short(), help_text="例：123-4567。公開しません。")
    address = _field("address", widget=forms.TextInput(attrs={"autocomplete": "street-address"}))
    phone = _field("phone", help_text="昼間に連絡がつく番号。例：012-345-6789", second=SECOND_PHONE)
    fax = _field("fax", second="電話の番号は「電話番号」の欄に入れます。")
    email = _field("email", help_text="例：wakaba@example.jp")


class PledgeForm(PageForm):
    key, title = PLEDGE, TITLES[PLEDGE]
    lead = "登録する団体の、共通の約束です。読んで、しるしを付けてください。"

    pledge_aims = _pledge(
        "pledge_aims",
        "宗教を広めること、政治上の主義を進めること、特定の候補者や政党を応援・反対することを、主な目的にしていません。",
        "1つ目の約束を読んで、よければしるしを付けてください。",
    )
    pledge_safe = _pledge(
        "pledge_safe",
        "暴力団や、その構成員が関わる団体ではありません。",
        "2つ目の約束を読んで、よければしるしを付けてください。",
    )
    pledge_true = _pledge(
        "pledge_true",
        "書いたことは事実です。変わったときは、このサイトで直します。",
        "3つ目の約束を読んで、よければしるしを付けてください。",
    )
    pledge_privacy = _pledge(
        "pledge_privacy",
        "個人情報の利用目的を読みました。連絡先に名前を書いた人にも、そのことを伝えました。",
        "4つ目の約束を読んで、よければしるしを付けてください。",
    )


FORM_PAGES = {form.key: form for form in (AboutForm, ActivityForm, ContactForm, PledgeForm)}
ALL_FIELDS = {name: field for form in FORM_PAGES.values() for name, field in form.base_fields.items()}


def form_of(names, *, base=KyodoForm, **attributes):
    """A form class with some of the registration's fields, in the order of the pages."""
    chosen = {name: ALL_FIELDS[name] for name in ALL_FIELDS if name in names}
    if "fields" in chosen:
        attributes["clean_fields"] = ActivityForm.clean_fields
    return type("SomeFieldsForm", (base,), {**chosen, **attributes})
