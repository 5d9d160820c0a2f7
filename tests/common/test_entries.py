"""What people type into each kind of field, most often wrong: put right where nothing is lost, refused with the real cause otherwise.

One table: field, what is typed, what is stored or what is said. The same cleaners stand behind pages, admin and questions of calls
(tests/test_doors_and_rules.py).
"""

import datetime

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.date_fields import ClockField, JaDateField, JaDateTimeField
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
from kyodo_portal.common.forms.number_fields import CountField, MinutesField, YearField, YenField
from kyodo_portal.common.japanese.dates import fiscal_year

YEN, PEOPLE, ANY, MINUTES = (
    YenField(label="予算"),
    CountField(label="参加者", unit="人"),
    CountField(label="数"),
    MinutesField(label="長さ"),
)
DAY, MAYBE_DAY = JaDateField(label="始める日"), JaDateField(label="いつまで", required=False)
TILL, PHONE, FAX, PHONE2 = (
    JaDateTimeField(label="締切"),
    PhoneField(label="電話番号"),
    PhoneField(label="ファクス", required=False),
    PhoneField(label="電話番号", second="ファクスは右の欄へ。"),
)
WEB, KANA, LINE, TEXT = (
    WebField(label="ホームページ"),
    KanaField(label="ふりがな"),
    LineField(label="名前"),
    TextField(label="内容"),
)
POST, CORPORATE, YEAR = PostalCodeField(label="郵便番号"), CorporateNumberField(label="法人番号"), YearField(label="年度")
CLOCK = ClockField(label="何時から", required=False)
D = datetime.date

UNDERSTOOD = [
    (YEN, "50万円以内", 500_000), (YEN, "50万円（予定）", 500_000), (YEN, "無償", 0), (PEOPLE, "正会員２０名", 20), (YEAR, "FY2026", 2026),
    (CountField(label="会員数", units=("人", "世帯")), "96戸", 96), (DAY, "ﾚｲﾜ8年10月1日", D(2026, 10, 1)), (DAY, "2026年10月1日 木", D(2026, 10, 1)),
    (DAY, "2026ねん10がつ1にち", D(2026, 10, 1)), (CLOCK, "午後一時三十分", datetime.time(13, 30)), (CLOCK, "二十時", datetime.time(20)),
    (PHONE, "0258の83の3512", "0258-83-3512"), (PHONE, "0258〜83〜3512", "0258-83-3512"), (PHONE, "0258-83-3512（内）12", "0258-83-3512 内線12"),
    (WEB, "http:// example.jp", "http://example.jp"), (JaEmailField(label="メール"), "wakaba（アット）example.jp", "wakaba@example.jp"),
    (CLOCK, "午後１時半", datetime.time(13, 30)), (CLOCK, "13:00～", datetime.time(13)), (CLOCK, "未定", None), (CLOCK, "", None),
    (YEN, "50万円", 500_000), (YEN, "1,200千円", 1_200_000), (YEN, "五十万円", 500_000), (YEN, "一千万", 10_000_000),
    (YEN, "1億2,000万円", 120_000_000), (YEN, "50万5千円", 505_000), (YEN, "1.5万円", 15_000), (YEN, "約３０万", 300_000),
    (YEN, "百万円", 1_000_000), (YEN, "1.2百万円", 1_200_000), (YEN, "¥50,000-", 50_000), (YEN, "一金伍萬円也", 50_000), (YEN, "無料", 0),
    (YEN, "総額50万円。", 500_000), (YEN, "ゼロ円", 0), (YEAR, "令8年度", 2026), (DAY, "令8.10.1", D(2026, 10, 1)), (DAY, "R081001", D(2026, 10, 1)),
    (DAY, "令和八・十・一", D(2026, 10, 1)), (DAY, "2026,10,1", D(2026, 10, 1)), (DAY, "2026年10月1日（予定）", D(2026, 10, 1)),
    (DAY, "令和8年（2026年）10月1日", D(2026, 10, 1)), (DAY, "2026(令和8)年10月1日以降", D(2026, 10, 1)), (DAY, "2026年9月23日（祝）", D(2026, 9, 23)),
    (PHONE, "0258-00-0000（代）", "0258-00-0000"), (PHONE, "0258-83-3512（代表）内線12", "0258-83-3512 内線12"), (PHONE, "090-1234-5678 携帯", "090-1234-5678"),
    (WEB, "https：／／example．jp", "https://example.jp"), (WEB, "https://https://example.jp/", "https://example.jp/"),
    (WEB, "www。example。jp", "https://www.example.jp"), (WEB, "https://example.jp/（公式）", "https://example.jp/"),
    (PHONE, "TEL/FAX 0258-00-0000", "0258-00-0000"), (PHONE, "0120-000-000（フリーダイヤル）", "0120-000-000"), (WEB, "www,example.jp", "https://www.example.jp"),
    (PEOPLE, "のべ約30名", 30), (LINE, "若葉\tの会", "若葉 の会"), (MINUTES, "1.5時間", 90), (MINUTES, "約二時間", 120), (MINUTES, "1:30", 90),
    (YEAR, "令和8年度～", 2026), (YEN, "金300,000円也", 300_000), (YEN, "￥300,000－", 300_000), (YEN, "300、000円", 300_000), (YEN, "十万円", 100_000),
    (PEOPLE, "約30人", 30), (PEOPLE, "30名くらい", 30), (PEOPLE, "二十五人", 25), (ANY, "96世帯", 96), (ANY, "12回", 12),
    (YEAR, "令和八年度", 2026), (YEAR, "西暦2026年", 2026),
    (DAY, "令和八年十月一日", D(2026, 10, 1)), (DAY, "20261001", D(2026, 10, 1)), (DAY, "2026年10月1日（木）まで", D(2026, 10, 1)),
    (MAYBE_DAY, "未定", None), (MAYBE_DAY, "なし", None),
    (PHONE, "0258-83-3512（内線123）", "0258-83-3512 内線123"), (PHONE, "TEL：０２５８（８３）３５１２", "0258-83-3512"),
    (PHONE, "0258-83-3512（0258833512）", "0258-83-3512"),
    (PHONE, "\u202d090-1234-5678\u202c", "090-1234-5678"), (PHONE, "O258-83-3512", "0258-83-3512"), (FAX, "なし", ""), (FAX, "－", ""),
    (WEB, "example.jp", "https://example.jp"), (WEB, "www.example.jp/a?b=1", "https://www.example.jp/a?b=1"),
    (WEB, "ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ／", "https://example.jp/"), (WEB, "ttps://example.jp/", "https://example.jp/"),
    (WEB, "http;//example.jp/", "http://example.jp/"), (WEB, "ＨＰ：「https://example.jp/」", "https://example.jp/"),
    (KANA, "サ-クル", "サークル"), (KANA, "わかばのかい（とくひ）", "わかばのかい とくひ"), (KANA, "ﾜｶﾊﾞ･ﾐﾄﾞﾘ", "ワカバ・ミドリ"),
    (LINE, "若葉\x0bの会", "若葉 の会"), (LINE, "若葉\u00a0の\u00ad会\u200b", "若葉 の会"), (TEXT, "一\x0b二\x0c三\u2028四", "一\n二\n三\n四"),
    (TEXT, "\uf0b7花を植える", "・花を植える"), (POST, "郵便番号：947－0028", "9470028"), (CORPORATE, "法人番号7000012050002", "7000012050002"),
]  # fmt: skip

TWO_DAYS = "には、日付を1つだけ入れてください。始まりと終わりがあるときは、この欄に合うほうだけを入れます。例：2026年10月1日"
TWO_TIMES = "締切には、時刻を1つだけ入れてください。始まりと終わりがあるときは、この欄に合うほうだけを入れます。"
REFUSED = [
    (YEN, "未定", "予算は、決まっていないときは、見込みの数を入れてください。例：120000"),
    (PEOPLE, "若干名", "参加者は、だいたいでかまいませんので、数で入れてください。例：12"),
    (DAY, "随時", "始める日には、曜日やくり返しではなく、日付を1つ入れてください。例：2026年10月1日"),
    (DAY, "46113", "始める日の「46113」は、表計算ソフトの中の日付の番号です。2026年4月1日のことなら、そう書いてください。"),
    (CLOCK, "13-30", "何時からの時と分のあいだは、「:」にしてください。13:30のことなら、そう書いてください。"),
    (PHONE, "0258-83-3512（内線12、13）", "電話番号の内線は、1つだけ入れてください。例：012-345-6789"),
    (WEB, "準備中", "ホームページを確かめてください。まだないときは、空けておいてください。例：https://example.jp/"),
    (WEB, "https://example", "ホームページを確かめてください。「example」のあとに、「.jp」や「.com」などがありません。例：https://example.jp/"),
    (YEAR, "26年度", "年度の「26」だけでは、いつか分かりません。2026年度のように、西暦の4けたで入れてください。"),
    (CLOCK, "24:00", "何時からは、0:00から23:59までにしてください。24:00は、次の日の0:00です。"),
    (CLOCK, "25:00", "何時からは、0:00から23:59までにしてください。24:00は、次の日の0:00です。"),
    (YEN, "－", "予算がないときは、空けておくか、0と入れてください。"),
    (PEOPLE, "―", "参加者がないときは、空けておくか、0と入れてください。"),
    (YEN, "30万〜40万円", "予算には、数を1つだけ入れてください。計算した結果か、だいたいの数にします。例：120000"),
    (YEN, "5,000×10", "予算には、数を1つだけ入れてください。計算した結果か、だいたいの数にします。例：120000"),
    (YEN, "50万円（税込）", "予算は、数だけにしてください。「(税込)」を消してください。例：120000"),
    (YEN, "30,0000円", "予算の「,」の場所を確かめてください。例：120000"),
    (YEN, "300.000円", "予算の「.」の場所を確かめてください。例：120000"),
    (YEN, "1.5円", "予算に小数は使えません。1円より細かいところは、まるめてください。"),
    (PEOPLE, "大人20人子ども10人", "参加者には、数を1つだけ入れてください。計算した結果か、だいたいの数にします。例：12"),
    (DAY, "第1土曜日", "始める日には、曜日やくり返しではなく、日付を1つ入れてください。例：2026年10月1日"),
    (DAY, "令和8年度末", "始める日は、西暦か元号の年から書いてください。「令和8年度末」なら、2027年3月31日です。"),
    (DAY, "2026年4月1日または2日", f"始める日{TWO_DAYS}"),
    (DAY, "Apr. 1, 2026", "始める日は、年、月、日の順に、数字で入れてください。例：2026年10月1日、2026/10/1"),
    (TILL, "2026年6月30日いっぱい", "締切は、時刻まで入れてください。その日の終わりまでなら、24:00です。"),
    (PHONE, "0258-00-0000（平日9時〜17時）", "電話番号は、番号だけにしてください。「平日9時〜17時」を消してください。例：012-345-6789"),
    (YEAR, "2026-2027", "年度は、1つだけ入れてください。例：令和8年度、2026"),
    (YEN, "税込5,000円", "予算は、数だけにしてください。「税込」を消してください。例：120000"),
    (DAY, "令和8年（2025年）4月1日", "始める日の西暦と元号の年が合いません。「令和8」は2026年です。どちらかを直してください。"),
    (DAY, "2026年4月1日ごろ", "始める日は、1つの日にしてください。見込みの日でかまいません。「ごろ」を消してください。"),
    (DAY, "080401", "始める日の「08」だけでは、何年か分かりません。令和8年4月1日、2008年4月1日のように、元号か西暦の4けたで書いてください。"),
    (TILL, "2026年6月30日 1時半", "締切の「1時半」は、午前か午後か分かりません。午前なら1:30、午後なら13:30と入れてください。"),
    (TILL, "2026年6月30日 17時ごろ", "締切の「ごろ」を消して、時刻だけを入れてください。"),
    (PHONE, "0258-83-3511〜3", "電話番号は、1つだけ入れてください。いちばんつながりやすい番号にします。例：012-345-6789"),
    (YEN, "なし", "予算がないときは、空けておくか、0と入れてください。"),
    (YEN, "△5,000円", "予算は0円以上にしてください。"),
    (YEN, "30人", "予算は「円」で数えます。「30人」を、円の数に直してください。"),
    (PEOPLE, "96世帯", "参加者は「人」で数えます。「96世帯」を、人の数に直してください。"),
    (PEOPLE, "30人以上", "参加者は、数だけにしてください。「以上」を消してください。例：12"),
    (YEAR, "8", "年度の「8」だけでは、いつか分かりません。令和8年度か、西暦の4けたで入れてください。"),
    (DAY, "令和8年4月", "始める日は、日まで入れてください。例：2026年4月1日"),
    (DAY, "2026年4月上旬", "始める日は、日まで入れてください。例：2026年4月1日"),
    (DAY, "令和8年度", "始める日は、月と日まで入れてください。例：2026年10月1日"),
    (DAY, "4/1〜5/31", f"始める日{TWO_DAYS}"),
    (DAY, "2026年4月1日から5月31日まで", f"始める日{TWO_DAYS}"),
    (DAY, "8.4.1", "始める日の「8」だけでは、何年か分かりません。令和8年4月1日、2008年4月1日のように、元号か西暦の4けたで書いてください。"),
    (DAY, "12/31/2026", "始める日は、年、月、日の順に入れてください。例：2026年10月1日、2026/10/1"),
    (DAY, "2026年10月1日（金）", "始める日の日と曜日が合いません。2026年10月1日は木曜日です。どちらかを直してください。"),
    (DAY, "2026年10月1日 17:00", "始める日は、日付だけにしてください。時刻は要りません。例：2026年10月1日"),
    (DAY, "未定", "始める日は、日付で入れてください。決まっていないときは、見込みの日を入れます。例：2026年10月1日"),
    (TILL, "2026-06-30", "締切は、日付と時刻を入れてください。例：2026年6月30日 17:00"),
    (TILL, "2026年6月30日 13時~15時", TWO_TIMES),
    (TILL, "R8.6.30 午後12時", "締切の「午後12時」は、昼か夜か分かりません。昼なら12:00、夜なら0:00（その日のはじめ）か24:00（その日の終わり）と入れてください。"),
    (TILL, "2026年6月30日 25時", "締切の時刻は、0:00から24:00までです。夜中をすぎるときは、次の日の日付で入れてください。"),
    (TILL, "8.6.30 17:00", "締切の「8」だけでは、何年か分かりません。令和8年6月30日、2008年6月30日のように、元号か西暦の4けたで書いてください。"),
    (PHONE, "0258-83-3512、090-1111-2222", "電話番号は、1つだけ入れてください。いちばんつながりやすい番号にします。例：012-345-6789"),
    (PHONE2, "TEL 0258-83-3512 FAX 0258-83-3513", "電話番号は、1つだけ入れてください。いちばんつながりやすい番号にします。ファクスは右の欄へ。例：012-345-6789"),
    (PHONE, "83-3512", "電話番号は、市外局番から入れてください。例：012-345-6789"),
    (PHONE, "258833512", "電話番号のはじめの0が抜けています。0258833512ではありませんか。"),
    (PHONE, "（健康課）087-839-2363", "電話番号は、番号だけにしてください。「健康課」を消してください。例：012-345-6789"),
    (PHONE, "090-123-4567", "電話番号の数字は10けたです。090で始まる番号は11けたです。見直してください。"),
    (WEB, "taro@example.jp", "ホームページを確かめてください。メールアドレスではなく、ホームページのアドレスを入れます。例：https://example.jp/"),
    (WEB, "@wakaba", "ホームページを確かめてください。SNSの名前ではなく、その画面のアドレスを写してください。例：https://example.jp/"),
    (WEB, "https://a.jp/ https://b.jp/", "ホームページは、1つだけ入れてください。ほかのアドレスは、活動の説明などに書けます。"),
    (KANA, "若葉の会", "ふりがなは、ひらがなかカタカナで入れてください。「若」の読みを、かなで書きます。例：わかばのかい"),
    (KANA, "だい2くみ", "ふりがなは、ひらがなかカタカナで入れてください。「2」は、「に」「だいに」のように読みを書きます。例：わかばのかい"),
    (LINE, "\ue000田", "名前の1文字目は、外字（そのパソコンだけの文字）です。ほかの人には見えないので、ふつうの文字で入れてください。"),
    (POST, "〒947-0028 小千谷市", "郵便番号には番号だけを入れてください。住所は、別の欄に入れます。例：123-4567"),
    (CORPORATE, "012345678901", "法人番号は13けたです。12けたの会社法人等番号ではなく、国税庁の法人番号を入れてください。例：7000012050002"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "stored"), UNDERSTOOD)
def test_what_can_only_be_meant_in_one_way_is_put_right(field, typed, stored):
    assert field.clean(typed) == stored


@pytest.mark.parametrize(("field", "typed", "said"), REFUSED)
def test_what_cannot_be_taken_is_refused_with_the_real_cause(field, typed, said):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("令和8年6月30日 午後5時", "2026-06-30T17:00"), ("2026-06-30 17:00:00", "2026-06-30T17:00"), ("2026/10/11 7:00", "2026-10-11T07:00"),
        ("2026年10月1日（木）午後1時半まで", "2026-10-01T13:30"), ("2026-10-01T17:00", "2026-10-01T17:00"), ("R8.6.30 17時", "2026-06-30T17:00"),
        ("2026年6月30日24時", "2026-07-01T00:00"), ("20260630 1700", "2026-06-30T17:00"), ("2026年6月30日正午", "2026-06-30T12:00"),
        ("R8.6.30（火） 13:00～", "2026-06-30T13:00"), ("2026/6/30 お昼の1時", "2026-06-30T13:00"),
    ],
)  # fmt: skip
def test_a_date_with_a_time_is_of_the_citys_time_zone(typed, meant):
    assert TILL.clean(typed).isoformat() == f"{meant}:00+09:00"


def test_a_day_without_a_year_is_answered_with_this_years_and_where_it_is_over_with_the_next_ones():
    today = D.today()
    for typed, month, day in (("4/1", 4, 1), ("4月1日（水）", 4, 1), ("4月末", 4, 30), ("1/1", 1, 1), ("12/31", 12, 31)):
        with pytest.raises(ValidationError) as refused:
            DAY.clean(typed)
        next_one = f"、来年なら、{today.year + 1}年{month}月{day}日" if D(today.year, month, day) < today else ""
        assert refused.value.messages == [
            f"始める日は、年から書いてください。今年なら、{today.year}年{month}月{day}日{next_one}です。"
        ]


def test_a_day_counted_from_today_is_answered_with_the_day_that_it_names():
    today = D.today()
    year, fiscal, month = today.year, fiscal_year(today), today.month % 12 + 1
    days = {
        "来年4月1日": f"{year + 1}年4月1日",
        "昨年の12月31日": f"{year - 1}年12月31日",
        "来年度の3月末": f"{fiscal + 2}年3月31日",
        "来月1日": f"{year + (month == 1)}年{month}月1日",
    }
    for typed, day in days.items():
        with pytest.raises(ValidationError) as refused:
            DAY.clean(typed)
        assert refused.value.messages == [f"始める日は、西暦か元号の年から書いてください。「{typed}」なら、{day}です。"]
