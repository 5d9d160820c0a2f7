"""What a chair of 72 writes: understood where it can only be meant in one way, otherwise refused with the real cause and a way out."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.date_fields import ClockField, JaDateField
from kyodo_portal.common.forms.fields import PhoneField, PostalCodeField, WebField
from kyodo_portal.common.forms.number_fields import CountField, MinutesField, YenField

YEN, PEOPLE, MINUTES = YenField(label="金額"), CountField(label="人数", unit="人"), MinutesField(label="長さ")
DAY, CLOCK = JaDateField(label="行った日"), ClockField(label="始まる時刻")
PHONE, WEB, POST = PhoneField(label="電話番号"), WebField(label="ホームページ"), PostalCodeField(label="郵便番号")


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (YEN, "3千5百円", 3500), (YEN, "¥1,000-", 1000), (YEN, "金　5,000円也", 5000), (YEN, "一万五千円", 15000), (YEN, "1万円弱", 10000),
        (YEN, "￥３，０００．-", 3000), (YEN, "3万500円", 30500),
        (PEOPLE, "30名様", 30), (PEOPLE, "のべ百人", 100), (MINUTES, "2h", 120), (MINUTES, "2時間位", 120), (MINUTES, "1時間半", 90),
        (DAY, "令和八年四月一日", datetime.date(2026, 4, 1)), (DAY, "R8.4.1(水)", datetime.date(2026, 4, 1)),
        (DAY, "R 8. 4. 1", datetime.date(2026, 4, 1)), (DAY, "令和8年4月1日付", datetime.date(2026, 4, 1)),
        (CLOCK, "18時〜", datetime.time(18)), (CLOCK, "午后7時", datetime.time(19)), (CLOCK, "午前10時開場", datetime.time(10)),
        (CLOCK, "午後七時半", datetime.time(19, 30)),
        (PHONE, "０９０一１２３４一５６７８", "090-1234-5678"), (PHONE, "(0258)83局3512番", "0258-83-3512"),
        (PHONE, "0258-83-35I2", "0258-83-3512"), (PHONE, "自宅0258-83-3512", "0258-83-3512"),
        (WEB, "htpp://example.jp/", "http://example.jp/"), (WEB, "www.example.jp", "https://www.example.jp"), (POST, "947・0028", "9470028"),
    ],
)  # fmt: skip
def test_what_can_be_meant_in_one_way_only_is_understood(field, typed, meant):
    assert field.clean(typed) == meant


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (YEN, "20万5", "金額の「20万5」は、2通りに読めます。「20万5千」か「200,005」のように書いてください。"),
        (YEN, "3千5円", "金額の「3千5」は、2通りに読めます。「3千5百」か「3,005」のように書いてください。"),
        (YEN, "10,000円(税別)", "金額は、税を足した額を入れてください。「円(税別)」の書き方は使えません。例：120000"),
        (PEOPLE, "十数人", "人数は、だいたいでかまいませんので、数で入れてください。例：12"),
        (PEOPLE, "大人10人子ども5人", "人数には、数を1つだけ入れてください。計算した結果か、だいたいの数にします。例：12"),
        (DAY, "4月上旬", "行った日は、1つの日にしてください。決まっていないときは、見込みの日を入れます。例：2026年10月1日"),
        (DAY, "令和9年春", "行った日は、1つの日にしてください。決まっていないときは、見込みの日を入れます。例：2026年10月1日"),
        (DAY, "4月第2土曜", "行った日には、曜日やくり返しではなく、日付を1つ入れてください。例：2026年10月1日"),
        (DAY, "R8.4.1(火)", "行った日の日と曜日が合いません。2026年4月1日は水曜日です。どちらかを直してください。"),
        (CLOCK, "昼過ぎ", "始まる時刻は、だいたいでかまいませんので、時刻で入れてください。17:00か午後5時のように書きます。"),
        (CLOCK, "7時15分前", "始まる時刻の時刻を、17:00か午後5時のように入れてください。"),
        (PHONE, "0258（83）3512(夜間)", "電話番号は、番号だけにしてください。「夜間」を消してください。例：012-345-6789"),
    ],
)  # fmt: skip
def test_what_cannot_is_refused_with_its_real_cause(field, typed, said):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]
