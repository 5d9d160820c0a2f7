"""Form fields answer in Japanese, name the item, and keep quiet about nothing."""

import datetime

import pytest
from django import forms

from kyodo_portal.common.forms import choice_fields as common_forms_choice_fields
from kyodo_portal.common.forms import date_fields as common_forms_date_fields
from kyodo_portal.common.forms import fields as common_forms_fields
from kyodo_portal.common.forms import number_fields as common_forms_number_fields
from partners.models import Area


def answer(field, value):
    """(cleaned value, messages) of one field in a plain Django form."""
    form = type("OneField", (forms.Form,), {"one": field})({"one": value} if value is not None else {})
    form.is_valid()
    return form.cleaned_data.get("one"), form.errors.get("one", [])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (common_forms_fields.LineField(label="企画の名前"), "", "企画の名前を入れてください。"),
        (
            common_forms_fields.LineField(label="企画の名前", max_length=40),
            "企" * 47,
            "企画の名前は40字までにしてください。いまは47字です。",
        ),
        (
            common_forms_fields.TextField(label="内容", max_length=800),
            "長" * 847,
            "内容は800字までにしてください。いまは847字です。",
        ),
        (
            common_forms_fields.JaEmailField(label="メールアドレス"),
            "wakaba",
            "メールアドレスを確かめてください。「@」が入っていません。例：wakaba@example.jp",
        ),
        (
            common_forms_date_fields.JaDateField(label="始めたい日"),
            "2026-02-30",
            "始めたい日に、実際にある日付を入れてください。2026年2月は28日までです。",
        ),
        (
            common_forms_date_fields.JaDateField(label="始めたい日", earliest=datetime.date(2026, 10, 1)),
            "2026-09-30",
            "始めたい日は、2026年10月1日か、それより後の日にしてください。",
        ),
        (
            common_forms_date_fields.JaDateTimeField(label="始まり"),
            "4月1日 10時から12時",
            "始まりには、日付と時刻を1つずつ、年から入れてください。終わりの時刻は書きません。例：2026年10月1日 17:00",
        ),
        (common_forms_fields.JaEmailField(label="メールアドレス"), "なし", "メールアドレスを入れてください。"),
        (common_forms_number_fields.YenField(label="予算"), "たくさん", "予算は数字だけで入れてください。例：120000"),
        (common_forms_number_fields.YenField(label="予算"), "-1", "予算は0円以上にしてください。"),
        (
            common_forms_number_fields.CountField(label="参加者", unit="人", most=500),
            "501人",
            "参加者は500人までにしてください。",
        ),
        (
            common_forms_choice_fields.ChoiceField(label="活動する地域", choices=[("a", "岩沢")]),
            "",
            "活動する地域を選んでください。",
        ),
        (
            common_forms_choice_fields.ChoiceField(label="活動する地域", choices=[("a", "岩沢")]),
            "b\x00",
            "活動する地域を、並んでいるものから選び直してください。",
        ),
        (
            common_forms_choice_fields.MultipleChoiceField(label="分野", choices=[("a", "福祉")]),
            "9" * 30,
            "分野を、並んでいるものから選び直してください。",
        ),
        (common_forms_choice_fields.TickField(label="公開の同意"), None, "公開の同意に、しるしを付けてください。"),
        (common_forms_fields.UploadField(label="資料"), None, "資料を選んでください。"),
        (common_forms_fields.LineField(), "a\x00", "この欄の2文字目に、使えない文字が入っています。その文字を消してください。"),
        (common_forms_fields.LineField(label="どんな会ですか"), "", "「どんな会ですか」を入れてください。"),
        (
            common_forms_fields.LineField(label="名前", error_messages={"required": "団体の名前が要ります。"}),
            "",
            "団体の名前が要ります。",
        ),
    ],
)
def test_what_is_said(field, value, message):
    assert answer(field, value) == (None, [message])


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        (common_forms_fields.LineField(label="名前"), "　髙橋　", "髙橋"),
        (common_forms_fields.LineField(label="名前", required=False), "　", ""),
        (common_forms_fields.TextField(label="内容", max_length=3), "あ\r\nい", "あ\nい"),
        (common_forms_date_fields.JaDateField(label="日"), "令和８年１０月１日", datetime.date(2026, 10, 1)),
        (common_forms_date_fields.JaDateField(label="日", required=False), "", None),
        (common_forms_number_fields.YenField(label="予算"), "１２０，０００円", 120000),
        (common_forms_number_fields.CountField(label="人数", required=False), "", None),
        (common_forms_number_fields.YearField(label="年度"), "令和8年度", 2026),
        (common_forms_fields.PhoneField(label="電話"), "(092)501-2211", "092-501-2211"),
        (common_forms_fields.PostalCodeField(label="郵便番号"), "〒947-0028", "9470028"),
        (common_forms_fields.JaEmailField(label="メールアドレス", required=False), "なし", ""),
        (common_forms_fields.KanaField(label="ふりがな", required=False), "", ""),
        (common_forms_fields.WebField(label="ホームページ"), "https://example.jp/", "https://example.jp/"),
    ],
)
def test_what_is_stored(field, value, stored):
    assert answer(field, value) == (stored, [])


@pytest.mark.parametrize(("typed", "last"), [("4/31", "4月は30日"), ("11月31日", "11月は30日")])
def test_a_day_that_there_is_not_is_never_offered(typed, last):
    _, said = answer(common_forms_date_fields.JaDateField(label="日"), typed)
    assert said == [f"日に、実際にある日付を、年から入れてください。{datetime.date.today().year}年{last}までです。"]


def test_stored_values_are_shown_as_people_write_them():
    assert common_forms_date_fields.JaDateField().prepare_value(datetime.date(2026, 10, 1)) == "2026年10月1日"
    assert common_forms_number_fields.YearField().prepare_value(2026) == "令和8年度"
    assert not common_forms_date_fields.JaDateField().has_changed(datetime.date(2026, 10, 1), "R8.10.1")
    assert common_forms_number_fields.YenField().has_changed(1000, "1,001")


def test_browsers_are_not_told_to_cut_text():
    form = type("OneField", (forms.Form,), {"one": common_forms_fields.TextField(max_length=800)})()
    assert "maxlength" not in str(form["one"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-1",
        "9223372036854775808",
        "1" + "0" * 30,
        "9" * 5000,
        "1e3",
        "None",
        "1,2",
        "__all__",
        "pk",
        "\ufffd",
        "1\x00",
        "<x-probe>",
    ],
)
def test_a_row_that_is_not_there_is_asked_for_again(value):
    area_field = common_forms_choice_fields.ModelChoiceField(Area.objects.all(), label="地域")
    many = common_forms_choice_fields.ModelMultipleChoiceField(Area.objects.all(), label="地域")
    message = ["地域を、並んでいるものから選び直してください。"]
    assert answer(area_field, value) == (None, message)
    form = type("Many", (forms.Form,), {"one": many})(_Data({"one": [value]}))
    assert form.errors.get("one") == message


@pytest.mark.django_db
def test_a_row_that_is_there_is_taken():
    area = Area.objects.create(name="岩沢")
    assert answer(common_forms_choice_fields.ModelChoiceField(Area.objects.all(), label="地域"), str(area.pk)) == (area, [])


class _Data(dict):
    def getlist(self, name):
        return self[name]
