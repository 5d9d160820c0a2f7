"""An office that is no more: its page leads to who has its work, search finds that one, and nothing new is given to the old one."""

import re

import pytest
from django.urls import reverse

from partners.models import Membership, Partner
from tests import build

from .build import City

pytestmark = pytest.mark.django_db
SINCE = -30
CHOICES = (
    "/admin/projects/call/add/",
    "/admin/projects/grantscheme/add/",
    "/admin/projects/committee/add/",
    "/admin/projects/opinionround/add/",
    "/staff/invitations/",
    "/voices/new/",
    "/staff/asks/new/",
)


@pytest.fixture
def city():
    city = City()
    city.made = city.laid_out(on=SINCE, lines=[{"closes": True}])
    city.press(city.made, "announce")
    city.press(city.made, "carry_out")
    return city


def options(page):
    return [text.strip() for text in re.findall(r"<option[^>]*>([^<]*)<", page)]


def found(client, words):
    return set(re.findall(r'href="(/partners/\d+/)"', build.read(client, f"/search/?q={words}")))


def left_behind(client):
    rows = client.get("/admin/").context["queues"]
    return next(row["count"] for row in rows if row["label"] == "なくなった課に人が残っている")


def test_everybody_is_led_on_from_its_page_to_the_office_that_has_its_work(city, client):
    answer = client.get(city.office.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, city.other.get_absolute_url())
    assert "2026" in (page := build.read(client, city.other.get_absolute_url())) and "まで「福祉課」" in page
    assert found(client, "福祉課") == {city.other.get_absolute_url()}
    city.press(city.made, "undo_carry_out")
    assert client.get(city.office.get_absolute_url()).status_code == 200
    assert "福祉課" not in build.read(client, city.other.get_absolute_url())
    assert found(client, "福祉課") == {city.office.get_absolute_url()}


def test_the_one_after_the_next_is_found_too(city, client):
    made = city.laid_out(lines=[{"former": city.other, "successor": city.third, "closes": True}], on=0, title="次の改組")
    city.press(made, "announce")
    city.press(made, "carry_out")
    assert found(client, "福祉課") == {city.third.get_absolute_url()}
    assert client.get(city.office.get_absolute_url(), follow=True).redirect_chain == [
        (city.other.get_absolute_url(), 301), (city.third.get_absolute_url(), 301),
    ]  # fmt: skip


def test_staff_read_there_since_when_it_is_no_more_and_who_has_its_work(city, client_for):
    text = build.read(client_for(city.chief), city.office.get_absolute_url())
    assert "までの課です。いまは、" in text
    assert f'<a href="{city.other.get_absolute_url()}">商工観光課</a>が受けもっています。' in text
    assert "福祉課（現在はありません）" in build.read(client_for(city.chief), "/staff/offices/")
    assert "福祉課" not in build.read(client_for(city.chief), "/staff/offices/?lacks=promoter").partition("<main")[2]


def test_whoever_was_left_in_it_is_counted_for_the_secretariat(city, client_for):
    chief = client_for(city.chief)
    assert left_behind(chief) == 1
    rows = build.read(chief, "/staff/offices/?lacks=move").partition("<main")[2]
    assert "福祉課（現在はありません）" in rows and "移る課が決まっていません" in rows and "商工観光課" not in rows
    Membership.objects.filter(partner=city.office).update(until=build.days(-1))
    assert left_behind(chief) == 0
    assert "福祉課" not in build.read(chief, "/staff/offices/?lacks=move").partition("<main")[2]


def test_what_it_did_stays_to_be_read_and_a_question_about_it_reaches_who_has_its_work(city, client):
    over = build.event(city.office, "冬の催し", at=-100)
    page = build.read(client, over.get_absolute_url())
    assert "冬の催し" in page and "福祉課" in page
    assert "冬の催し" in build.read(client, "/events/?month=over")
    text = build.read(client, reverse("ask-about", args=[f"event:{over.pk}"])).partition("<main")[2]
    assert "冬の催し（福祉課）" in text and "商工観光課" in text


@pytest.mark.parametrize("page", CHOICES)
def test_nothing_new_is_given_to_it(city, client_for, page):
    answer = client_for(city.chief).get(page)
    assert answer.status_code == 200
    names = options(build.markup(answer))
    assert "商工観光課" in names and not [name for name in names if name.startswith("福祉課")]


def test_what_names_it_from_before_keeps_it(city, client_for):
    call = build.call(department=city.office)
    page = f"/admin/projects/call/{call.pk}/change/"
    assert "福祉課" in build.read(client_for(city.chief), page)
    assert Partner.objects.get(pk=city.office.pk).ended_on == build.days(SINCE - 1)
