"""The registration form, one topic per page. The same fields serve applications, corrections and the group's own changes."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelMultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField, LooseDateField
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
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.forms import EditForm

from .consent import CHOICES, NO, YES
from .consent_models import wording_in_force
from .kind import MembersUnit
from .payload import KINDS
from .reference_models import Area, Field
from .schema import ABOUT, ACTIVITY, BASE, CONTACT, ITEMS, PLEDGE, PUBLISH, TITLES, Kind

KIND_CHOICES = [("", "選んでください"), *KINDS]
SAVE_BUTTONS = [("next", "保存して次へ進む", ""), ("draft", "下書きを保存して終える", "kp-btn--sub")]
FIELDS_OF_KIND = {
    Kind.LINE: LineField,
    Kind.TEXT: TextField,
    Kind.KANA: KanaField,
    Kind.PERSON: LineField,
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
    Kind.COUNT: CountField,
    Kind.YEN: YenField,
    Kind.CHOICE: ChoiceField,
    Kind.DATE: JaDateField,
    Kind.YES: ChoiceField,
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


class PageForm(EditForm):
    """One page of the application. `key` is its address, `title` its heading, `schema` what the application asks."""

    schema = BASE
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
    """The promises of a rule."""

    key, title = PLEDGE, TITLES[PLEDGE]
    lead = "登録する団体の、共通の約束です。読んで、しるしを付けてください。"


STATIC_PAGES = (AboutForm, ActivityForm, ContactForm, PledgeForm)
STATIC = {name: field for form in STATIC_PAGES for name, field in form.base_fields.items()}


def _yes_or_no(item):
    return {"choices": [(YES, "はい"), (NO, "いいえ")], "widget": forms.RadioSelect}


def _one_of(item):
    return {"choices": [("", "選んでください"), *((word, word) for word in item.options)]}


LOOKS = {  # of what rules ask, by its kind
    Kind.YES: _yes_or_no,
    Kind.CHOICE: _one_of,
    Kind.TEXT: lambda item: {"rows": 4},
    Kind.COUNT: lambda item: {"widget": _short()},
    Kind.YEN: lambda item: {"widget": _short()},
}


def fields_of(schema, words=None):
    """{name: form field} of a schema, in the order of its pages. words: the ConsentWording that is shown beside choices, by default the
    one in force, which costs one query."""
    words = words or wording_in_force()
    return {name: _made(item, schema, words) for name, item in schema.items.items()}


def _made(item, schema, words):
    if item.name in STATIC:
        return STATIC[item.name]
    if item.kind is Kind.CONSENT:
        column = item.name.removeprefix(PUBLISH)
        says = words.consequence + (words.home if column == "address" else "")
        return ChoiceField(
            label=item.label, required=item.required, choices=CHOICES, initial=NO, widget=forms.RadioSelect, help_text=says
        )
    if item.kind is Kind.PROMISE:
        number = [row.name for row in schema.items_of(PLEDGE)].index(item.name) + 1
        return TickField(
            label=item.label, error_messages={"required": f"{number}つ目の約束を読んで、よければしるしを付けてください。"}
        )
    looks = LOOKS.get(item.kind, lambda item: {})(item)
    limit = {"max_length": item.most} if item.most else {}
    made = {"label": item.label, "required": item.required, "help_text": item.help, **limit, **looks}
    return FIELDS_OF_KIND[item.kind](**made)


def form_pages(schema):
    """{key: form class} of the pages of an application under this schema. One query."""
    made, pages = fields_of(schema), {}
    for form in STATIC_PAGES:
        page = type(form.__name__, (form,), {"schema": schema})
        page.base_fields = page.declared_fields = {item.name: made[item.name] for item in schema.items_of(form.key)}
        pages[form.key] = page
    return pages


def form_of(names, *, schema=BASE, base=KyodoForm, **attributes):
    """A form class with some of a schema's fields, in the order of the pages. One query."""
    chosen = {name: field for name, field in fields_of(schema).items() if name in names}
    if "fields" in chosen:
        attributes["clean_fields"] = ActivityForm.clean_fields
    return type("SomeFieldsForm", (base,), {**chosen, "schema": schema, **attributes})
