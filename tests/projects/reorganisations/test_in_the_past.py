"""A 改組 whose day is over: offices have the matters since that day, people and windows change today, and all of it can be taken back."""

import pytest
from django.db.models import F

from partners.directory.standing import Standing
from partners.models import Event, Membership, Partner
from projects.models import ContactWindow, Participation
from tests import build

from .build import City

pytestmark = pytest.mark.django_db
SINCE = -200


@pytest.fixture
def city():
    return City()


def parts(project):
    rows = Participation.objects.filter(project=project, side="city").order_by(F("since").asc(nulls_first=True), "pk")
    return [(row.partner.name, row.since, row.until) for row in rows]


def test_a_day_that_is_over_is_taken_and_said_before_the_press(city, client_for):
    client = client_for(city.chief)
    key = client.get("/staff/reorganisations/new/").context["form"]["form_key"].value()
    sent = {"form_key": key, "title": "春の改組", "on": build.days(SINCE).isoformat()}
    assert client.post("/staff/reorganisations/new/", sent).status_code == 302
    made = city.laid_out(on=SINCE, title="夏の改組")
    text = build.read(client, f"{made.get_absolute_url()}step/announce/")
    assert "は、もうすぎています。その日にさかのぼって切り替わり" in text and "もう確定した年度の数は、変わりません。" in text
    assert "見守り配達" in build.read(client, made.get_absolute_url())  # the preview
    assert made.last_day == build.days(14)


def test_offices_have_the_matters_since_then_and_people_change_today(city):
    before = {pk: parts(pk) for pk in (city.first.pk, city.second.pk)}
    made = city.carried(on=SINCE, people=[city.clerk])
    day, eve = build.days(SINCE), build.days(SINCE - 1)
    assert parts(city.first) == [("福祉課", None, eve), ("商工観光課", day, None)]
    place = Membership.objects.get(user=city.clerk, partner=city.other)
    assert (place.since, Membership.objects.get(user=city.clerk, partner=city.office).until) == (build.days(0), build.days(-1))
    window = ContactWindow.objects.open().get(project=city.first, side="city")
    assert window.since == build.days(0) or window.main == city.clerk
    city.press(made, "undo_carry_out")
    assert {pk: parts(pk) for pk in before} == before
    assert not Membership.objects.filter(user=city.clerk, partner=city.other).exists()


def test_what_lay_open_since_then_goes_along_and_what_was_over_stays(city):
    since, over = build.event(city.office, "夏の催し", at=-100), build.event(city.office, "冬の催し", at=-300)
    city.carried(on=SINCE)
    assert (Event.objects.get(pk=since.pk).host, Event.objects.get(pk=over.pk).host) == (city.other, city.office)


def test_a_matter_that_came_or_went_since_is_the_new_offices_for_its_own_days(city):
    gave, came = city.first, city.second
    Participation.objects.filter(project=gave, side="city").update(until=build.days(-100))
    Participation.objects.create(project=gave, partner=city.third, side="city", is_lead=True, since=build.days(-99))
    Participation.objects.filter(project=came, side="city").update(since=build.days(-50))
    city.carried(on=SINCE)
    assert parts(gave) == [
        ("福祉課", None, build.days(SINCE - 1)), ("商工観光課", build.days(SINCE), build.days(-100)), ("農林課", build.days(-99), None),
    ]  # fmt: skip
    assert parts(came) == [("商工観光課", build.days(-50), None)]


def test_an_office_that_closes_is_no_more_and_taken_back_it_is_again(city, client_for):
    made = city.laid_out(on=SINCE, lines=[{"closes": True}])
    assert "（前の課は、なくなります）" in build.read(client_for(city.chief), f"{made.get_absolute_url()}lines/")
    city.press(made, "announce")
    made = city.press(made, "carry_out")
    gone = Partner.objects.get(pk=city.office.pk)
    assert (gone.standing, gone.ended_on, gone.successor) == (Standing.LEFT, build.days(SINCE - 1), city.other)
    city.press(made, "undo_carry_out")
    gone.refresh_from_db()
    assert (gone.standing, gone.ended_on, gone.successor) == (Standing.REGISTERED, None, None)


def test_a_single_matter_closes_no_office(city, client_for):
    made, client = city.laid_out(lines=[]), client_for(city.chief)
    page = f"{made.get_absolute_url()}lines/"
    etag = client.get(page).context["etag"]
    sent = {"former": city.office.pk, "successor": city.other.pk, "numbers": city.first.number, "closes": "on", "etag": etag}
    assert "前の課がなくなるときは、案件を全部動かします。" in build.markup(client.post(page, sent))
    assert not made.lines.exists()
