"""What the template tags write."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

JST = datetime.timezone(datetime.timedelta(hours=9))


def show(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source, value, text",
    [
        ("{{ v|jdate }}", datetime.date(2026, 6, 30), "2026年6月30日（火）"),
        ("{{ v|jdate }}", datetime.datetime(2026, 6, 29, 16, 0, tzinfo=datetime.UTC), "2026年6月30日（火）"),
        ("{{ v|jdatetime }}", datetime.datetime(2026, 6, 30, 17, 0, tzinfo=JST), "2026年6月30日（火）午後5時"),
        ("{{ v|jdatetime }}", datetime.datetime(2026, 6, 30, 9, 30, tzinfo=JST), "2026年6月30日（火）午前9時30分"),
        ("{{ v|jtime }}", datetime.datetime(2026, 6, 30, 12, 0, tzinfo=JST), "午後0時"),
        ("{{ v|iso }}", datetime.date(2026, 6, 30), "2026-06-30"),
        ("{{ v|iso }}", datetime.datetime(2026, 6, 30, 8, 0, 20, 52, tzinfo=datetime.UTC), "2026-06-30T17:00+09:00"),
        ("{{ v|iso }}", None, ""),
        ("{{ v|jdate }}", None, ""),
        ("{{ v|yen }}", 1200000, "1,200,000円"),
        ("{{ v|yen }}", 0, "0円"),
        ("{{ v|yen }}", None, ""),
        ("{{ v|fiscal }}", 2026, "令和8年度"),
        ("{{ v|filesize_ja }}", 1258291, "1.2メガバイト"),
        ("{{ v|filesize_ja }}", 860160, "840キロバイト"),
    ],
)
def test_filters(source, value, text):
    assert show(source, v=value) == text


def test_days_left_counts_days_of_the_city():
    today = timezone.localdate()
    assert show("{{ v|days_left }}", v=today + datetime.timedelta(days=12)) == "あと12日"
    assert show("{{ v|days_left }}", v=today) == "今日まで"
    assert show("{{ v|days_left }}", v=today - datetime.timedelta(days=3)) == "3日すぎています"


def test_phrases_are_escaped_and_broken_only_between():
    text = show("{{ v|ph }}", v="<b>協働のまちづくりを進めます")
    assert "&lt;b&gt;" in text and "<wbr>" in text
    assert text.replace("<wbr>", "") == "&lt;b&gt;協働のまちづくりを進めます"
    assert "<wbr>" not in show("{{ v|ph }}", v="協働のまちづくりを進めます" * 40)


def test_icons_are_silent_unless_labelled():
    assert 'aria-hidden="true"' in show('{% icon "arrow" "s" %}')
    assert 'role="img" aria-label="&quot;見る"' in show('{% icon "arrow" label=v %}', v='"見る')


def test_query_with_keeps_filters_and_returns_to_the_first_page(rf):
    request = rf.get("/partners/?q=見守り&area=1&area=2&page=3")
    assert show("{% query_with page=4 %}", request=request) == "?q=%E8%A6%8B%E5%AE%88%E3%82%8A&amp;area=1&amp;area=2&amp;page=4"
    assert show('{% query_with q="" area=None %}', request=request) == "/partners/"
    assert show('{% query_without "area" 1 %}', request=request) == "?q=%E8%A6%8B%E5%AE%88%E3%82%8A&amp;area=2"


def test_the_small_track_says_its_state_in_words():
    text = show('{% pdca_mini "check" %}')
    assert text.count("（完了）") == 2 and text.count("（いまここ）") == 1 and text.count('aria-current="step"') == 1
    assert "計画" in text and "実施" in text and "ふりかえり" in text and "見直し" in text
    assert show('{% pdca_mini "ended" %}').count("（完了）") == 4
    assert "いまここ" not in show("{% pdca_mini None %}")


def test_the_large_track():
    text = show("{% pdca_track 'do' texts %}", texts={"plan": "目標を決めました。"})
    done, now, *later = text.split("<li")[1:]
    assert 'class="is-done"' in done and "目標を決めました。" in done and "（完了）" in done
    assert 'aria-current="step"' in now and "いまここ" in now and all("これから" in stage for stage in later)


def test_crumbs_take_pairs_and_a_last_label():
    text = show('{% crumbs "/projects/" "プロジェクト" "見守り" %}')
    assert '<a href="/projects/">プロジェクト</a>' in text and '<span aria-current="page">見守り</span>' in text
