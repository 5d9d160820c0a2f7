"""Charts of a few numbers: every line and dot stands where its number says, and the words say the same."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template

from kyodo_portal.common.drawing.charts import Ring, TwoPoints
from projects.cycles.summary import Bar


def drawn(source, **context):
    return Template("{% load charts %}" + source).render(Context(context))


def dumbbell_of(*rows):
    return drawn("{% dumbbell rows %}<table></table>{% enddumbbell %}", rows=rows)


@pytest.mark.parametrize(
    ("group", "city", "dot", "ring", "span"),
    [
        (1, 5, "4%", "96%", ("4%", "96%")),
        (5, 4, "96%", "73%", ("73%", "96%")),
        (3, 3, "50%", "50%", None),
        (2, None, "27%", None, None),
        (None, 4, None, "73%", None),
        (Decimal("4.3"), Decimal("3.1"), "79.9%", "52.3%", ("52.3%", "79.9%")),
    ],
)
def test_a_point_stands_at_its_place_on_the_line(group, city, dot, ring, span):
    line = dumbbell_of(TwoPoints("費用", group, city, "言葉")).split('<ul class="kp-dumb">')[1]
    places = {css: re.findall(rf'class="{css}" (?:cx|x1)="([\d.]+%)"(?: x2="([\d.]+%)")?', line) for css in ("kp-d-g", "kp-d-c")}
    assert places["kp-d-g"] == ([(dot, "")] if dot else []) and places["kp-d-c"] == ([(ring, "")] if ring else [])
    assert re.findall(r'class="kp-d-span" x1="([\d.]+%)" x2="([\d.]+%)"', line) == ([span] if span else [])
    assert re.findall(r'class="kp-d-tick" x1="(\d+%)"', line) == ["4%", "27%", "50%", "73%", "96%"]


def test_both_sides_points_are_words_too_and_a_table_stands_below():
    page = dumbbell_of(
        TwoPoints("費用", 2, 4, "食い違い（2点の差）", is_gap=True), TwoPoints("成果", None, 4, "くらべられません")
    )
    text = re.sub(r"<[^>]+>|\s", "", page)
    assert "費用団体など2点、市4点、食い違い（2点の差）" in text and "成果団体などなし、市4点、くらべられません" in text
    assert page.count('<li class="is-gap">') == 1 and "<b>食い違い（2点の差）</b>" in page
    assert "<details" in page and page.index("<table>") > page.index("</ul>")
    assert "<details" not in drawn("{% dumbbell rows %}{% enddumbbell %}", rows=[])


def test_a_bar_is_as_long_as_its_share_and_the_former_year_stands_behind_it():
    bar = Bar(
        "見守る家", "軒／目標 45軒（20％）", value="9", width=20, former="うすい色は、前の年度の18軒です。", former_width=40
    )
    page = drawn("{% progress bar %}", bar=bar)
    assert re.findall(r'class="kp-bar__(\w+)" width="(\d+)"', page) == [("all", "100"), ("was", "40"), ("now", "20")]
    assert "<b>9</b>軒／目標 45軒（20％）" in page and "前の年度の18軒" in page
    unknown = drawn("{% progress bar %}", bar=Bar("満足", "測れませんでした"))
    assert "<svg" not in unknown and "測れませんでした" in unknown


def test_the_last_three_years_are_rings_that_grow():
    years = [Ring("5年度", "", 4), Ring("6年度", "28軒", 4), Ring("7年度", "41軒", 4), Ring("8年度", "45軒へ", 1)]
    page = drawn("{% year_rings rings %}", rings=years)
    circles = re.findall(r'class="kp-year( kp-year--open)?" cx="(\d+)" cy="(\d+)" r="(\d+)"', page)
    assert circles == [("", "56", "164", "42"), ("", "166", "130", "46"), (" kp-year--open", "292", "88", "56")]
    assert "3つの年の輪" in page and "6年度は28軒、7年度は41軒、8年度は45軒へ。" in page and "5年度" not in page
    # The year that goes on: it has come from the left to the top, where a ring says that it is there.
    assert 'd="M236 88A56 56 0 0 1 292 32"' in page and 'class="kp-year__now" cx="292" cy="32"' in page
    assert page.count("is-later") == 4
    assert drawn("{% year_rings rings %}", rings=years[:1]) == ""
    stopped = drawn("{% year_rings rings %}", rings=[years[0], Ring("6年度", "", -1)])
    assert "kp-year__now" not in stopped and stopped.count("is-later") == 8 and "5年度、6年度。" in stopped
