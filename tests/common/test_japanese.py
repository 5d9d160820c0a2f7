"""Dates, fiscal years, readings: what people write and what the house understands."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_portal.common.japanese.clock import parse_time
from kyodo_portal.common.japanese.date_reading import parse_date
from kyodo_portal.common.japanese.dates import (
    DateProblem,
    add_working_days,
    english_month,
    fiscal_label,
    fiscal_span,
    fiscal_year,
    is_working_day,
    wareki,
)
from kyodo_portal.common.japanese.kana import kana_fold, kana_row
from kyodo_portal.common.japanese.telephone import dialled
from kyodo_portal.common.japanese.width import to_half

D = datetime.date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-10-01", D(2026, 10, 1)),
        ("2026/10/1", D(2026, 10, 1)),
        ("2026.10.1", D(2026, 10, 1)),
        ("2026年10月1日", D(2026, 10, 1)),
        ("令和8年10月1日", D(2026, 10, 1)),
        ("令和　８年１０月　１日", D(2026, 10, 1)),
        ("R8.10.1", D(2026, 10, 1)),
        ("r8/10/1", D(2026, 10, 1)),
        ("Ｒ８－１０－１", D(2026, 10, 1)),
        ("㋿8年10月1日", D(2026, 10, 1)),
        ("２０２６年１０月１日（木）", D(2026, 10, 1)),
        (" 2026-10-01 ", D(2026, 10, 1)),
        ("令和元年5月1日", D(2019, 5, 1)),
        ("令和1年5月1日", D(2019, 5, 1)),
        ("平成31年4月30日", D(2019, 4, 30)),
        ("昭和64年1月7日", D(1989, 1, 7)),
        ("平成元年1月8日", D(1989, 1, 8)),
        ("大正15年12月24日", D(1926, 12, 24)),
        ("2028年2月29日", D(2028, 2, 29)),
        ("20261001", D(2026, 10, 1)),
        ("令和八年十月二十一日", D(2026, 10, 21)),
        ("西暦2026年10月1日から", D(2026, 10, 1)),
        ("2026/10/1 0:00", D(2026, 10, 1)),
        ("2026 10 1", D(2026, 10, 1)),
        ("2026年4月末日", D(2026, 4, 30)),
        ("2026年10月1日(木・祝)", D(2026, 10, 1)),
        ("2026年10月1日㈭", D(2026, 10, 1)),
        ("R8.10.1【木】", D(2026, 10, 1)),
        ("2026/10/1 (Thu)", D(2026, 10, 1)),
    ],
)
def test_dates_that_are_read(text, date):
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "10/11/12", "12/31/26", "12/31/2026", "31/12/2026", "Nov 20 2026", "11月20日", "2026-11", "2026", "明日", "1763596800",
        "2026-10/01", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "令和8年2月29日", "令和0年5月1日",
        "令和元年4月30日", "平成31年5月1日", "昭和64年1月8日", "慶応3年1月1日", "٢٠٢٦-١١-٢٠", "<x-probe>", "", "9" * 10_000,
        "平成" + "9" * 5000 + "年1月1日", "0001-01-01", "9999-12-31",
    ],
)  # fmt: skip
def test_dates_that_are_refused(text):
    with pytest.raises(DateProblem):
        parse_date(text)


def test_a_date_outside_its_era_is_answered_with_the_year_that_was_meant():
    with pytest.raises(DateProblem, match=r"令和2年4月1日（2020年）のことなら"):
        parse_date("平成32年4月1日")


def test_an_import_reads_years_that_never_existed():
    assert parse_date("平成32年3月31日", lenient=True) == D(2020, 3, 31)
    assert parse_date("H31.10.1", lenient=True) == D(2019, 10, 1)


@given(st.dates(D(1873, 1, 1), D(2200, 12, 31)))
def test_every_date_comes_back_in_every_spelling(date):
    assert parse_date(wareki(date)) == date
    assert parse_date(date.isoformat()) == date
    assert parse_date(f"{date.year}/{date.month}/{date.day}") == date


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("17:00", (17, 0)), ("午後5時", (17, 0)), ("午前９時半", (9, 30)), ("17時30分", (17, 30)), ("正午", (12, 0)), ("0:05", (0, 5)),
        ("午後0時", (12, 0)), ("午後13時", (13, 0)), ("24:00", (24, 0)), ("午後1時半", (13, 30)), ("午後五時半", (17, 30)), ("PM5:00", (17, 0)),
        ("夜7時", (19, 0)), ("朝9時", (9, 0)), ("1330", (13, 30)), ("１３：００まで", (13, 0)), ("昼12時", (12, 0)), ("13時30", (13, 30)),
        ("午后1時半", (13, 30)), ("ごご３時", (15, 0)), ("お昼の12時半", (12, 30)), ("930", (9, 30)),
    ],
)  # fmt: skip
def test_times_that_are_read(text, time):
    assert parse_time(text) == datetime.timedelta(hours=time[0], minutes=time[1])


def test_a_refused_date_or_time_is_said_as_it_was_meant():
    """Of what has two readings the minutes stay; the day of a 年度 is named."""
    said = {}
    for read, text in (
        (parse_time, "午後12時半"),
        (parse_time, "夜12時半"),
        (parse_date, "令和8年度3月31日"),
        (parse_date, "2026年10月1日（Fri）"),
    ):
        with pytest.raises(DateProblem) as problem:
            read(text)
        said[text] = str(problem.value)
    assert "昼なら12:30、夜なら0:30" in said["午後12時半"] and "24:00" not in said["夜12時半"] and "0:30" in said["夜12時半"]
    assert "「令和8年度3月31日」なら、2027年3月31日です。" in said["令和8年度3月31日"]
    assert "2026年10月1日は木曜日です。" in said["2026年10月1日（Fri）"]


@pytest.mark.parametrize(
    "text", ["24:30", "25時", "12:60", "午前12時", "午後12時", "夜12時", "午前13時", "13時~15時", "5", "夕方", ""]
)
def test_times_that_are_refused(text):
    with pytest.raises(DateProblem):
        parse_time(text)


def test_the_fiscal_year_begins_in_april():
    assert [fiscal_year(D(2027, 3, 31)), fiscal_year(D(2027, 4, 1))] == [2026, 2027]
    assert fiscal_span(2026) == (D(2026, 4, 1), D(2027, 3, 31))
    assert [fiscal_label(2026), fiscal_label(2019), fiscal_label(2018), fiscal_label(1989)] == [
        "令和8年度", "令和元年度", "平成30年度", "平成元年度",
    ]  # fmt: skip
    assert [wareki(D(2019, 4, 30)), wareki(D(2019, 5, 1))] == ["平成31年4月30日", "令和元年5月1日"]


def test_working_days_leave_out_holidays_and_the_new_year_closure():
    assert add_working_days(D(2026, 9, 18), 1) == D(2026, 9, 24)  # two holidays and the day between them
    assert add_working_days(D(2026, 12, 28), 1) == D(2027, 1, 4)
    assert add_working_days(D(2026, 11, 24), -1) == D(2026, 11, 20)
    assert add_working_days(D(2026, 11, 21), 0) == D(2026, 11, 24)
    assert not is_working_day(D(2026, 11, 23))


def test_only_the_width_of_ascii_changes():
    assert to_half("ＡＢ１２　①㈱カ") == "AB12 ①㈱カ"


def test_readings_are_ordered_as_a_japanese_list_is():
    names = [
        "はな",
        "ハート",
        "はあく",
        "がっこう",
        "かつお",
        "かっこ",
        "NPO法人 あさひ",
        "株式会社いろは",
        "ぱん",
        "はん",
        "ばん",
    ]
    assert sorted(names, key=kana_fold) == [
        "NPO法人 あさひ", "株式会社いろは", "かつお", "かっこ", "がっこう", "はあく", "ハート", "はな", "はん", "ばん", "ぱん",
    ]  # fmt: skip


def test_the_index_row_of_a_reading():
    assert [kana_row(text) for text in ("がっこう", "ﾊﾟﾝ", "をどり", "特定非営利活動法人　ゆめ", "ABC", "")] == [
        "か", "は", "わ", "や", "他", "他",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("令和2年3月時点", "March 2020"),
        ("平成元年12月", "December 1989"),
        ("２０２６年４月１日現在", "April 2026"),
        ("2月", "2月"),
        ("令和2年13月", "令和2年13月"),
        ("", ""),
    ],
)
def test_the_month_of_a_contact_for_readers_of_english(text, said):
    assert english_month(text) == said


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0258-83-3512", "0258-83-3512"),
        ("０２５８－８３－３５１１（内線　１２３）", "0258-83-3511;ext=123"),
        ("03(1234)5678 内線番号2345・2346", "03-1234-5678;ext=2345"),
        ("+81 3-1234-5678", "+81-3-1234-5678"),
        ("電話はありません", ""),
    ],
)
def test_a_telephone_dials_the_number_and_the_extension(written, number):
    assert dialled(written) == number
