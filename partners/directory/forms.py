"""The registration form, one topic per page. The same fields serve applications, corrections and the group's own changes."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelMultipleChoiceField, TickField
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

from .consent import CHOICES, CONSEQUENCE, HOME, NO
from .models import Area, Field, Partner, PartnerKind

# A city department is entered by the city; everybody else may apply.
KINDS = [("", "選んでください")] + [pair for pair in PartnerKind.choices if pair[0] != PartnerKind.DEPARTMENT]
SAVE_BUTTONS = [("next", "保存して次へ進む", ""), ("draft", "下書きを保存して終える", "kp-btn--sub")]
MAX_FIELDS = 3


def _checks(columns=None):
    widget = forms.CheckboxSelectMultiple()
    widget.columns = columns
    return widget


def _short(widget=forms.TextInput):
    return widget(attrs={"class": "kp-input--m"})


# Where the question is not worded with the field's own label: (words, what to consider).
CONSENT_WORDS = {"address": ("所在地", HOME), "email": ("メールアドレス", "")}


def _asks_consent(form):
    """Put behind each field that a group may publish the question whether it does: no, unless somebody says otherwise."""
    fields = {}
    for name, field in form.base_fields.items():
        fields[name] = field
        if name in Partner.CONSENT_FIELDS:
            label, extra = CONSENT_WORDS.get(name, (field.label, ""))
            fields[f"publish_{name}"] = ChoiceField(
                label=f"{label}の公開", choices=CHOICES, initial=NO, widget=forms.RadioSelect, help_text=CONSEQUENCE + extra
            )
    form.base_fields = form.declared_fields = fields
    return form


class PageForm(KyodoForm):
    """One page of the application. `key` is its address, `title` its heading."""

    buttons = SAVE_BUTTONS
    key = title = lead = ""


class AboutForm(PageForm):
    key, title = "about", "団体のこと"
    lead = "名前は、規約や会則に書いてあるとおりに入れてください。"

    name = LineField(label="団体名", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    kana = KanaField(label="ふりがな", max_length=160, help_text="50音順に並べるときに使います。例：わかばのかい")
    kind = ChoiceField(label="団体の種類", choices=KINDS)
    corporate_number = CorporateNumberField(
        label="法人番号", required=False, help_text="法人だけが持つ13けたの番号です。なければ空けておいてください。"
    )
    established = LineField(
        label="設立した年月", max_length=20, required=False, widget=_short(), help_text="例：2015年4月。年だけでもかまいません。"
    )
    members_count = CountField(
        label="会員数", required=False, unit="人", example="24", widget=_short(), help_text="例：24。だいたいの数でかまいません。"
    )
    purpose = TextField(label="団体の目的", max_length=800, rows=4, help_text="800字まで。何のための集まりかを書いてください。")


class ActivityForm(PageForm):
    key, title = "activity", "活動のこと"
    lead = "ここに書いたことは、登録のあと、団体のページで公開します。"

    activities = TextField(
        label="主な活動", max_length=1200, help_text="1200字まで。「だれのために」「何をしているか」を書いてください。"
    )
    schedule = LineField(label="活動する日・場所", max_length=200, required=False, help_text="例：毎月第2土曜日、岩沢の集会所")
    fields = ModelMultipleChoiceField(
        queryset=Field.objects.all(),
        label="活動の分野（3つまで選ぶ）",
        widget=_checks(2),
        help_text="法律で決められた20の分野を、短い名前にしています。",
    )
    areas = ModelMultipleChoiceField(
        queryset=Area.objects.all(), label="活動する地域（あてはまるものをすべて選ぶ）", widget=_checks(2)
    )
    pr = LineField(label="ひとこと紹介", max_length=120, required=False, help_text="120字まで。団体さがしの一覧に出ます。")
    offers = TextField(
        label="できること", max_length=600, rows=4, required=False, help_text="人手、場所、道具、知識など。相手さがしに使います。"
    )
    needs = TextField(
        label="求めること", max_length=600, rows=4, required=False, help_text="手伝ってほしいこと、さがしているもの。"
    )
    website = WebField(label="ホームページ", max_length=300, required=False, help_text="例：https://example.jp/")

    def clean_fields(self):
        chosen = self.cleaned_data["fields"]
        if len(chosen) > MAX_FIELDS:
            raise forms.ValidationError(f"活動の分野は{MAX_FIELDS}つまでにしてください。いまは{len(chosen)}つです。")
        return chosen


@_asks_consent
class ContactForm(PageForm):
    key, title = "contact", "連絡先と公開すること"
    lead = "市から連絡するための内容です。1つずつ、公開するかどうかを選べます。はじめは、どれも「公開しない」です。公開したあとも、いつでも取り消せます。"

    representative = LineField(label="代表者の名前", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact_name = LineField(
        label="連絡する人の名前", max_length=80, help_text="市からの連絡を受ける人です。代表者と同じでもかまいません。"
    )
    postal_code = PostalCodeField(label="郵便番号", widget=_short(), help_text="例：947-0028。公開しません。")
    address = LineField(label="所在地", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "street-address"}))
    phone = PhoneField(label="電話番号", help_text="昼間に連絡がつく番号。例：0258-83-3512")
    fax = PhoneField(label="ファクス番号", required=False)
    email = JaEmailField(label="連絡用のメールアドレス", max_length=254, help_text="例：wakaba@example.jp")


class PledgeForm(PageForm):
    key, title = "pledge", "約束の確認"
    lead = "登録する団体の、共通の約束です。読んで、しるしを付けてください。"

    pledge_aims = TickField(
        label="宗教を広めること、政治上の主義を進めること、特定の候補者や政党を応援・反対することを、主な目的にしていません。",
        error_messages={"required": "1つ目の約束を読んで、よければしるしを付けてください。"},
    )
    pledge_safe = TickField(
        label="暴力団や、その構成員が関わる団体ではありません。",
        error_messages={"required": "2つ目の約束を読んで、よければしるしを付けてください。"},
    )
    pledge_true = TickField(
        label="書いたことは事実です。変わったときは、このサイトで直します。",
        error_messages={"required": "3つ目の約束を読んで、よければしるしを付けてください。"},
    )
    pledge_privacy = TickField(
        label="個人情報の利用目的を読みました。連絡先に名前を書いた人にも、そのことを伝えました。",
        error_messages={"required": "4つ目の約束を読んで、よければしるしを付けてください。"},
    )


FORM_PAGES = {form.key: form for form in (AboutForm, ActivityForm, ContactForm, PledgeForm)}
FILES_PAGE = "files"
FILES_TITLE = "資料（審査用）"
# The order of the task list: (address, heading).
PAGES = [
    (AboutForm.key, AboutForm.title),
    (ActivityForm.key, ActivityForm.title),
    (ContactForm.key, ContactForm.title),
    (FILES_PAGE, FILES_TITLE),
    (PledgeForm.key, PledgeForm.title),
]
ALL_FIELDS = {name: field for form in FORM_PAGES.values() for name, field in form.base_fields.items()}
PAGE_OF = {name: form.key for form in FORM_PAGES.values() for name in form.base_fields} | {"files": FILES_PAGE}
LABELS = {name: str(field.label) for name, field in ALL_FIELDS.items()} | {
    "fields": "活動の分野",
    "areas": "活動する地域",
    "files": "資料",
    "pledge_aims": "約束：目的",
    "pledge_safe": "約束：暴力団と無関係",
    "pledge_true": "約束：事実である",
    "pledge_privacy": "約束：個人情報",
}
# What staff may ask to be put right: everything that was written, but not the group's own choices and promises.
CHOICES_AND_PROMISES = ("publish_", "pledge_")
CORRECTABLE = [(name, LABELS[name]) for name in ALL_FIELDS if not name.startswith(CHOICES_AND_PROMISES)] + [("files", "資料")]
# What changes by application only.
BY_APPLICATION = ("name", "kana", "kind", "corporate_number", "representative")


def form_of(names, *, base=KyodoForm, **attributes):
    """A form class with some of the registration's fields, in the order of the pages."""
    chosen = {name: ALL_FIELDS[name] for name in ALL_FIELDS if name in names}
    if "fields" in chosen:
        attributes["clean_fields"] = ActivityForm.clean_fields
    return type("SomeFieldsForm", (base,), {**chosen, **attributes})


EDITABLE = [
    name for name in ALL_FIELDS if name in {field.name for field in Partner._meta.get_fields()} and name not in BY_APPLICATION
]
