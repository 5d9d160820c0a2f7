"""What the doors accept and refuse. Refusing an unusual but real name is as much a defect as taking a NUL."""

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms import validators as v
from kyodo_portal.common.japanese.numbers import clean_fiscal_year, clean_whole, small_int


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), (" 007 ", 7), ("0", 0), (12, 12), ("999", 99), ("9" * 5000, 99),
        ("", None), (None, None), ("-1", None), ("1.5", None), ("1e3", None), ("1_0", None), ("３", None), ("٣", None), ("7件", None),
    ],
)  # fmt: skip
def test_a_number_out_of_an_address_is_digits_and_nothing_else(text, number):
    assert small_int(text, most=99) == number
    assert small_int("x", 1) == 1


@pytest.mark.parametrize(
    "name",
    [
        "髙橋　﨑子", "𠮷野　太郎", "渡邉󠄀", "O'Brien-Smith, Jr.", "グエン・ヴァン・アン", "Nguyễn Văn Ân", "김철수", "李", "々", "ヶ丘自治会",
        "NPO法人 Ａ＆Ｂ", "㈱テスト", "@home大野城", "-5丁目", "+プラス", "<まる>の会", "か\u3099くえん", "神\uFA19", "①Ⅲ㌔", "None", "0", "NaN",
        "100% %s {{ x }}", "\ufdfd", "🇯🇵1\ufe0f\u20e3", "\U0002a6b2", "ア\u3099",
    ],
)  # fmt: skip
def test_names_are_kept_as_typed(name):
    assert v.clean_text(name) == name


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b", "\x1b[2J", "a\x7fb", "a\x85b", "photo_\u202egpj.exe", "\u2067abc", "\ud800", "\udfff", "壊\ufffdれた", "\uffff",
        "\u3164\u3164", "\u200b", "\u2800\u2800", "\u115f", "\u200d\ufe0f", "一行目\n二行目", "件名\r\nBcc: x@example.com",
    ],
)  # fmt: skip
def test_texts_that_nobody_can_have_meant_are_refused(text):
    with pytest.raises(ValidationError):
        v.clean_text(text)


def test_white_space_around_goes_and_line_ends_become_one_kind():
    assert v.clean_text("\u3000 若葉の会\u3000\r\n") == "若葉の会"
    assert v.clean_text("\ufeffa\r\nb\rc\td ", multiline=True) == "a\nb\nc\td"
    assert v.clean_text("\u3000\u3000") == ""


def test_the_message_names_the_item_and_the_place():
    with pytest.raises(ValidationError, match="企画の名前の2文字目に、使えない文字が入っています"):
        v.clean_text("a\x00", item="企画の名前")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("taro+tag@example.jp", "taro+tag@example.jp"), ("TARO@EXAMPLE.JP", "taro@example.jp"),
        (" ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ ", "taro@example.jp"), ("first.last@sub.city.onojo.fukuoka.jp", "first.last@sub.city.onojo.fukuoka.jp"),
        ("taro..x@docomo.ne.jp", "taro..x@docomo.ne.jp"), ("taro.@ezweb.ne.jp", "taro.@ezweb.ne.jp"), ("a@xn--r8jz45g.jp", "a@xn--r8jz45g.jp"),
    ],
)  # fmt: skip
def test_mail_addresses_that_people_have(text, stored):
    assert v.clean_email(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "taro", "taro@", "@example.jp", "taro@@example.jp", "taro@.jp", "taro@example..jp", "taro@-example.jp", "taro@localhost", "taro@[127.0.0.1]",
        "taro@127.0.0.1", "taro@example.jp, hanako@example.jp", "taro@example.jp;hanako@example.jp", "taro@exam ple.jp", "taro@example.jp'",
        "taro@example.jp\r\nBcc: victim@example.com", "<script>x</script>@example.jp", '"><svg/onload=x>"@example.jp', "mıke@example.org",
        "taro..x@example.jp", ".taro@example.jp", "ta\x00ro@example.jp", "a" * 65 + "@example.jp", "taro@" + "あ" * 64 + ".jp", "a." * 50_000 + "@",
    ],
)  # fmt: skip
def test_mail_addresses_that_are_refused(text):
    with pytest.raises(ValidationError):
        v.clean_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.jp/a?b=c&d=%E3%81%82#e",
        "HTTPS://EXAMPLE.JP",
        "https://example.jp:8443/",
        "https://日本語.jp/パス",
        "https://a_b.example.jp/",
    ],
)
def test_web_addresses_that_people_have(text):
    assert v.clean_url(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "java\tscript:alert(1)", "\x01javascript:x", "javascript://example.jp/%0ax", "data:text/html;base64,PHM=", "file:///etc/passwd",
        "ftp://example.jp/", "//evil.example/", "http://", "http:///x", "http://[", "http://[::1]/", "http://[::1%25eth0]/", "http://[::ffff:127.0.0.1]/",
        "http://example.jp:99999/", "http://example.jp:abc/", "http://example.jp:0/", "http://.jp/", "not a url", "http://\u202emoc.elpmaxe/",
        "http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/", "http://2130706433/", "http://0177.0.0.1/", "http://localhost/", "http://portal.local/",
        "https://user:pass@example.jp/", "https://example.jp@evil.example/", 'https://example.jp/" onmouseover="x', "https://example.jp/ https://evil.example/",
        "http://" + "a" * 100_000, "https://example.jp/\x00", "https://-a.jp/", "https://example/",
    ],
)  # fmt: skip
def test_web_addresses_that_are_refused(text):
    with pytest.raises(ValidationError):
        v.clean_url(text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("0258-83-3512", "0258-83-3512"), ("0925012211", "0925012211"), ("０９０−１２３４−５６７８", "090-1234-5678"), ("(092)501-2211", "092-501-2211"),
        ("092ー501ー2211", "092-501-2211"), ("+81-92-501-2211", "092-501-2211"), ("0120-123-456", "0120-123-456"), ("tel:0925012211", "0925012211"),
        ("☎\ufe0f092-501-2211", "092-501-2211"), ("092-501-2211㈹", "092-501-2211"), ("📱 090-1234-5678", "090-1234-5678"),
    ],
)  # fmt: skip
def test_telephone_numbers(text, stored):
    assert v.clean_phone(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "110",
        "09250122",
        "092-501-2211\n090-1111-2222",
        "092<x-probe>",
        "1925012211",
        "0258-83-35121",
        "090-123-4567",
        "0" * 5000,
        "٠٩٢٥٠١٢٢١١",
    ],
)
def test_telephone_numbers_that_are_refused(text):
    with pytest.raises(ValidationError):
        v.clean_phone(text)


def test_postal_codes():
    assert [v.clean_postal_code(text) for text in ("947-0028", "〒９４７−００２８", "9470028")] == ["9470028"] * 3
    for text in ("816-85100", "ABC-DEFG", "94-70028", "٩٤٧٠٠٢٨"):
        with pytest.raises(ValidationError):
            v.clean_postal_code(text)


@pytest.mark.parametrize(
    "number", ["7123456789012", "7000012050002", "2000020132110", "4000020152081", "5000020151009", "8000020012050"]
)
def test_corporate_numbers_have_the_right_check_digit(number):
    assert v.clean_corporate_number(number) == number
    with pytest.raises(ValidationError, match="どこかの数字が違っています"):
        v.clean_corporate_number(str(int(number[0]) % 9 + 1) + number[1:])


def test_readings():
    assert v.clean_kana("ｵｵﾉｼﾞｮｳｼ") == "オオノジョウシ"
    assert v.clean_kana("おおのじょうし") == "おおのじょうし"
    assert v.clean_kana("ヰヱヲヮヵヶ") == "ヰヱヲヮヵヶ"
    for text in ("Onojo", "オオノ1", "ー", "アアア!", "漢字"):
        with pytest.raises(ValidationError):
            v.clean_kana(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("0", 0),
        ("１２３４５６", 123456),
        ("１，０００", 1000),
        ("¥1,000", 1000),
        ("120,000円", 120000),
        ("1000000000000", 10**12),
        ("50まん円", 500_000),
        ("５せん円", 5_000),
        ("1,200（千円）", 1_200_000),
        ("（単位：千円）1,200", 1_200_000),
        ("300（円）", 300),
    ],
)
def test_sums_of_money(text, number):
    assert clean_whole(text, item="予算", unit="円") == number


@pytest.mark.parametrize(
    "text",
    [
        "1_000", "٣٠", "+10", "1e400", "1e100000", "NaN", "Infinity", "sNaN", "1,2,3", "1-2", "abc", "½", "²", "-1", "1.5", "", "1000000000001",
        "9223372036854775808", "9" * 4301, "9" * 100_000,
    ],
)  # fmt: skip
def test_sums_that_are_refused(text):
    with pytest.raises(ValidationError, match="^.{2}予算"):
        clean_whole(text, item="予算", unit="円")


def test_fiscal_years():
    assert [clean_fiscal_year(text) for text in ("2026", "２０２６年度", "令和8", "令和8年度", "R8", "令和元年度", "平成31年度")] == [
        2026, 2026, 2026, 2026, 2026, 2019, 2019,
    ]  # fmt: skip
    both = ("令和8年度（2026年度）", "2026（令和8）年度", "２０２６年度（Ｒ８）")
    assert [clean_fiscal_year(text) for text in both] == [2026, 2026, 2026]
    with pytest.raises(ValidationError, match="西暦と元号の年が合いません"):
        clean_fiscal_year("令和8年度（2025年度）")
    counted = clean_whole("96世帯（令和8年4月1日現在）", item="会員数", units=("人", "世帯"))
    assert counted.written == clean_whole("96世帯 R8.4.1現在", item="会員数", units=("人", "世帯")).written == "96世帯"
    for text in ("0", "99999", "令和0", "26", "令和", "９９９９"):
        with pytest.raises(ValidationError):
            clean_fiscal_year(text)


@pytest.mark.parametrize(
    "typed",
    [
        "2015", "2015年", "2015年4月", "2015/4", "2015-04", "2026-12-31", "2026/12/31", "令和8年12月31日", "R8.12.31", "平成27年4月", "H27.4", "令和元年",
        "昭和50年ごろ", "２０１５年４月", "戦後すぐ", "不明",
    ],
)  # fmt: skip
def test_when_something_began_is_kept_as_typed(typed):
    assert v.clean_loose_date(typed) == typed
    assert v.clean_loose_date("20150401") == "2015年4月1日"


@pytest.mark.parametrize(
    "typed", ["12/31/26", "31/12/2026", "26.12.31", "4月1日", "2015年13月", "2026年2月30日", "20151301", "27年"]
)
def test_a_date_with_two_readings_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        v.clean_loose_date(typed, item="設立した年月")
    assert refused.value.messages == [
        "設立した年月は、年から書いてください。例：2015年4月、平成27年4月、2015/4、2015年4月1日。年だけでもかまいません。"
    ]
