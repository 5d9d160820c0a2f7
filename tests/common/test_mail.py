"""Addresses and codes as people and telephones write them; what no mail server takes is refused with the real reason."""

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.mail import MailField, clean_code, clean_mail


@pytest.mark.parametrize(
    "text",
    [
        "wakaba@example.jp", "WAKABA@Example.JP", "ｗａｋａｂａ＠ｅｘａｍｐｌｅ．ｊｐ", "wakaba＠example.jp", "wakaba@example。jp", "wakaba@example｡jp",
        "wakaba@example.jp。", "wakaba@example.jp、", "wakaba@example.jp,", " wakaba @ example . jp　", "wakaba@example.jp\n",
        "mailto:wakaba@example.jp", "mailto:wakaba@example.jp?subject=x", "<wakaba@example.jp>", "若葉 花子 <wakaba@example.jp>",
        "wakaba@example.jp（自宅）", "wakaba@example.jp ※パソコンのほう", "「wakaba@example.jp」（会）。",
        "「wakaba@example.jp」", "（wakaba@example.jp）", "メール：wakaba@example.jp", "メール:　wakaba@example.jp。", "Ｅメール：wakaba@example.jp",
        "メールアドレスは wakaba@example.jp", "e-mail: wakaba@example.jp", "MAIL：wakaba@example.jp", "アドレス wakaba@example.jp",
        "\u200bwaka\u200dba@example.jp\ufeff", "\u202awakaba@example.jp\u202c", "waka\u00adba@example.jp",
    ],
)  # fmt: skip
def test_what_can_only_mean_one_address_is_that_address(text):
    assert clean_mail(text) == "wakaba@example.jp"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("taro..x@docomo.ne.jp", "taro..x@docomo.ne.jp"), ("taro.@ezweb.ne.jp", "taro.@ezweb.ne.jp"), (".taro@docomo.ne.jp", ".taro@docomo.ne.jp"),
        ("taro＿ｘ－1@example.jp", "taro_x-1@example.jp"), ("taroーx@example.jp", "taro-x@example.jp"), ("Taro+Tag@example.jp", "taro+tag@example.jp"),
        ("mail@example.jp", "mail@example.jp"), ("to@example.jp", "to@example.jp"), ("e-mail@example.jp", "e-mail@example.jp"),
        ("a@xn--r8jz45g.jp", "a@xn--r8jz45g.jp"), ("o'hara@example.jp", "o'hara@example.jp"), ("a" * 64 + "@example.jp", "a" * 64 + "@example.jp"),
    ],
)  # fmt: skip
def test_addresses_that_look_odd_and_are_right(text, stored):
    assert clean_mail(text) == stored
    assert MailField().clean(text, None) == stored


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("wakaba", "「@」が入っていません。"),
        ("wakaba.example.jp", "「@」が入っていません。"),
        ("wakaba@", "「@」の後ろが入っていません。"),
        ("@example.jp", "「@」の前が入っていません。"),
        ("wakaba@@example.jp", "「@」は1つだけにしてください。"),
        ("wakaba@example.jp, hana@example.jp", "メールアドレスは1つだけ入れてください。"),
        ("wakaba@example.jp\r\nBcc: hana@example.jp", "メールアドレスは1つだけ入れてください。"),
        ("waka ba@example.jp", "途中に空白や改行があります。消してください。"),
        ("wakaba@example,jp", "「,」は使えません。「.」ではありませんか。"),
        ("wakaba@example、jp", "「,」は使えません。「.」ではありませんか。"),
        ("wakaba@example", "「@」の後ろに「.」がありません。"),
        ("wakaba@localhost", "「@」の後ろに「.」がありません。"),
        ("wakaba@[127.0.0.1]", "「@」の後ろには、番号ではなく、会社や団体の名前（example.jp の形）を入れてください。"),
        ("wakaba@127.0.0.1", "「@」の後ろには、番号ではなく、会社や団体の名前（example.jp の形）を入れてください。"),
        ("わかば@example.jp", "「わ」は使えません。半角の英数字で入れてください。"),
        ("wakaba@小千谷.jp", "「小」は使えません。半角の英数字で入れてください。"),
        ("mıke@example.org", "「ı」は使えません。半角の英数字で入れてください。"),
        ('"wakaba"@example.jp', '「"」は使えません。'),
        ("wakaba@exa_mple.jp", "「_」は使えません。"),
        ("wakaba@example.jp.", "終わりの「.」を消してください。"),
        ("wakaba@example..jp", "「@」の後ろで、「.」が続いているか、はじめにあります。"),
        ("wakaba@-example.jp", "「@」の後ろを見直してください。"),
        (".wakaba@example.jp", "「@」の前は、「.」で始めたり終えたりできません。"),
        ("waka..ba@example.jp", "「@」の前で、「.」が続いています。"),
        ("a" * 65 + "@example.jp", "「@」の前は64字までです。いまは65字です。"),
        ("wakaba@example.con", "「@example.com」ではありませんか。"),
        ("wakaba@docomo.cojp", "「@docomo.co.jp」ではありませんか。"),
    ],
)
def test_what_no_server_takes_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValidationError) as refused:
        clean_mail(text, item="連絡先")
    assert refused.value.messages == [f"連絡先を確かめてください。{reason}例：wakaba@example.jp"]


@pytest.mark.parametrize(("typed", "meant"), [("wakaba@gmail.co", "gmail.com"), ("Wakaba＠Docomo.co.jp", "docomo.ne.jp")])
def test_what_looks_like_a_slip_is_asked_about(typed, meant):
    with pytest.raises(ValidationError) as asked:
        clean_mail(typed, item="連絡先")
    assert asked.value.messages == [
        f"連絡先を確かめてください。「@{meant}」ではありませんか。正しければ、「このまま使う」に印を付けて、もう一度送ってください。"
    ]
    assert clean_mail(typed, sure=True) == MailField().clean(typed, None) == typed.lower().replace("＠", "@")


@pytest.mark.parametrize("text", ["wa\x00kaba@example.jp", "wa\x1bkaba@example.jp", "wa\ufffdkaba@example.jp"])
def test_control_characters_are_refused(text):
    with pytest.raises(ValidationError):
        clean_mail(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"), ("４８２９１３", "482913"), ("482 913", "482913"), ("482-913", "482913"), ("482ー913", "482913"), ("4 8 2 9 1 3", "482913"),
        ("番号：482913", "482913"), ("番号: ４８２ ９１３", "482913"), ("番号は482913です。", "482913"), ("「482913」", "482913"), ("\u200b482913\u202c", "482913"),
        ("四八二九一三", "482913"), ("48291O", "482910"), ("サインインするための番号です。 番号：482913 15分以内に入れてください。", "482913"),
        ("48291", "48291"), ("4829130", "4829130"), ("わかりません", "わかりません"),
    ],
)  # fmt: skip
def test_codes_are_read_out_of_what_was_typed(text, code):
    assert clean_code(text) == code
