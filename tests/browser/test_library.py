"""The library in a real browser: what somebody who never heard of 協働 can find out by clicking, and that every kind of page is accessible."""

import re

import pytest

from tests.browser.conftest import assert_accessible

KINDS = [
    "/guidelines/",
    "/guidelines/ojiya/",
    "/guidelines/ojiya/1/",
    "/guidelines/niigata/1/",
    "/guidelines/niigata/8/",
    "/guidelines/muroran/print/",
    "/guidelines/compare/?kind=principles&city=ojiya&city=niigata&city=sunagawa&city=nagaoka&city=muroran",
    "/guidelines/terms/",
    "/guidelines/terms/kyodo/",
    "/guidelines/cases/?topic=snow",
    "/guidelines/cases/ojiya/iwasawa-bus/",
    "/guidelines/forms/",
    "/guidelines/forms/?lead=both&money=none",
    "/guidelines/help/?q=雪",
    "/guidelines/help/yane-yuki/",
    "/en/",
    "/easy/",
]


@pytest.mark.parametrize("path", KINDS)
def test_a_page_of_the_library_is_accessible(page, path):
    assert page.goto(path).status == 200
    assert page.locator("h1").count() == 1
    assert_accessible(page)


def test_a_chapter_in_plain_japanese_is_accessible(page):
    page.goto("/guidelines/ojiya/4/")
    page.locator("header").get_by_role("link", name="やさしい日本語", exact=True).first.click()
    page.goto("/guidelines/ojiya/5/")
    assert page.locator("main ruby").count() > 20
    assert_accessible(page)


@pytest.fixture
def reader(new_page):
    """An elderly resident's telephone, without JavaScript, at the front door."""
    page = new_page(360, javascript=False)
    page.goto("/guidelines/")
    return page


def door(page, name):
    return press(page, page.locator("main").get_by_role("link", name=name, exact=True).first)


def press(page, place):
    """The main part of the page that a link or a button leads to, once it is there."""
    with page.expect_navigation():
        place.click()
    return page.locator("main")


def test_whom_to_ask_about_the_snow_on_an_old_neighbours_roof(reader):
    main = door(reader, "相談先さがし")
    main.get_by_role("searchbox").or_(main.locator("input[name=q]")).first.fill("屋根")
    main = press(main.page, main.get_by_role("button", name="さがす"))
    main = press(main.page, main.get_by_role("link", name="となりの高齢の人の家に、屋根の雪がたまっている").first)
    told = main.inner_text()
    headings = " ".join(main.locator("h2, h3").all_inner_texts())
    assert re.search("自分・家族.*近所どうしで.*地域の協議会・団体.*市・中間支援.*まず相談する", headings, re.DOTALL)
    assert "生活支援コーディネーター" in told and "070-2209-2483" in told


def test_which_form_fits_a_joint_event_without_money(reader):
    main = door(reader, "形態えらび")
    main.get_by_label("団体と市がいっしょに").check()
    main.get_by_label("市のお金は使わない").check()
    main.get_by_label("一度きり").check()
    main = press(main.page, main.get_by_role("button", name="合う形態を見る"))
    assert main.get_by_role("heading", level=2).all_inner_texts()[:2] == ["あなたの答え", "共催"]
    assert "「市のお金は使わない」というお答えに合います" in main.inner_text()


def test_how_two_cities_differ_in_principles(reader):
    main = door(reader, "見くらべる")
    main.get_by_text("くらべることと自治体を選ぶ").click()
    for box in main.locator("input[name=city]").all():
        box.set_checked(box.get_attribute("value") in ("niigata", "sunagawa"))
    main = press(main.page, main.locator("form").get_by_role("button").first)
    told = main.inner_text()
    assert "砂川市は6つの原則、新潟市は5つの原則をあげています" in told
    assert "新潟市だけ" in told and "評価・見直し" in told


def test_what_kyodo_is_stands_on_the_first_page(reader):
    assert "立場のちがう人たちが、同じ目的のために力を合わせること" in reader.locator("main p").first.inner_text()
