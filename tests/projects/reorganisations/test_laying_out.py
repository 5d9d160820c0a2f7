"""改組 is laid out on its pages: name and day, lines, who goes along; what stands in the way is said, and nothing is written."""

import copy

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict, Stale
from partners.directory.standing import Standing
from partners.models import Membership, Partner
from projects.models import Reorganisation, ReorganisationLine
from projects.reorganisations.actions import add_lines, remove_line, written_on
from tests import build

from .build import City

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_city(lay):
    return lay(City)


@pytest.fixture
def city(laid_city):
    return copy.deepcopy(laid_city)


def token(client, page):
    return client.get(page).context["form"].initial[ETAG]


def test_a_secretary_lays_one_out_page_by_page(city, client_for):
    client = client_for(city.chief)
    form = client.get("/staff/reorganisations/new/").context["form"]
    sent = {"form_key": form["form_key"].value(), "title": "令和9年4月の改組", "on": build.days(20).isoformat()}
    answer = client.post("/staff/reorganisations/new/", sent)
    client.post("/staff/reorganisations/new/", sent)  # the second press of a double click
    made = Reorganisation.objects.get()
    page = f"/staff/reorganisations/{made.pk}/"
    assert answer.url == f"{page}lines/#main"
    line = {"former": city.office.pk, "successor": city.other.pk, "desk": "1階", "phone": "0258-00-0009"}
    client.post(f"{page}lines/", {**line, "etag": token(client, f"{page}lines/")})
    people = build.read(client, f"{page}people/")
    assert "副の人" in people and "まだだれも移りません" in build.read(client, page)
    place = Membership.objects.get(user=city.deputy, partner=city.office)
    client.post(f"{page}people/", {f"place-{place.pk}": city.other.pk, "etag": token(client, f"{page}people/")})
    text = build.read(client, page)
    assert f"{city.office.name} → 商工観光課" in text and "見守り配達" in text and "2件" in text
    assert "窓口の人が移らない案件があります" not in text  # the deputy comes along
    assert list(made.places.values_list("membership__user", "goes_to")) == [(city.deputy.pk, city.other.pk)]


def test_whose_window_nobody_goes_along_is_said_before(city, client_for):
    made = city.laid_out()
    assert "窓口の人が移らない案件があります" in build.read(client_for(city.chief), made.get_absolute_url())


def test_a_split_names_its_matters_by_number_and_the_preview_says_what_stays(city, client_for):
    made, client = city.laid_out(lines=[]), client_for(city.chief)
    page = f"{made.get_absolute_url()}lines/"
    numbers = city.first.number.replace("R", "Ｒ") + "、 "
    sent = {"former": city.office.pk, "successor": city.other.pk, "numbers": numbers, "etag": token(client, page)}
    client.post(page, sent)
    assert made.lines.get().project == city.first
    text = build.read(client, made.get_absolute_url())
    assert "前の課に残る案件（1件）" in text and "花いっぱい運動" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"successor": "office"}, "前の課と同じです。ほかの課を選んでください。"),
        ({"former": "third", "successor": "ended"}, "「廃止した課」は、もうない課です。いまある課を選んでください。"),
        ({"former": "third", "successor": "office"}, "も、この改組で案件がなくなる課です。最後に受けもつ課を選んでください。"),
        ({"numbers": "R8-K-9999"}, "台帳番号「R8-K-9999」は、台帳にありません。番号を確かめてください。"),
        ({"former": "third", "numbers": "first"}, "この日に「農林課」が受けもっていません。番号か、前の課を確かめてください。"),
        ({}, "の行は、もうあります。直すときは、先にその行を外してください。"),
        ({"successor": "group"}, "新しい課を、並んでいるものから選び直してください。"),
        ({"successor": "nobody"}, "新しい課を、並んでいるものから選び直してください。"),
    ],
)
def test_a_line_that_leads_nowhere_is_refused(city, client_for, line, said):
    city.ended = Partner.objects.create(name="廃止した課", kind="department", office="department", standing=Standing.LEFT)
    made, client = city.laid_out(), client_for(city.chief)
    words = {"former": "office", "successor": "other", **line}
    sent = {name: getattr(city, words[name]).pk if words[name] != "nobody" else 999999 for name in ("former", "successor")}
    if "numbers" in line:
        sent["numbers"] = city.first.number if line["numbers"] == "first" else line["numbers"]
    page = f"{made.get_absolute_url()}lines/"
    text = build.markup(client.post(page, {**sent, "etag": token(client, page)}))
    assert said in text and made.lines.count() == 1


def test_a_reorganisation_without_a_line_is_not_announced(city):
    with pytest.raises(Stale):
        city.press(city.laid_out(lines=[]), "announce")


def test_an_office_that_ended_meanwhile_stops_it_on_its_day(city):
    made = city.laid_out()
    city.press(made, "announce")
    Partner.objects.filter(pk=city.other.pk).update(standing=Standing.LEFT)
    with pytest.raises(Stale):
        city.press(made, "carry_out")


def test_whoever_is_second_loses_nothing_and_writes_nothing(city, client_for):
    made = city.laid_out()
    old = etag_of(written_on(made))
    city.add(made, former=city.third)
    with pytest.raises(EditConflict):
        add_lines(made, by=city.chief, etag=old, former=city.office, successor=city.third)
    with pytest.raises(EditConflict):
        remove_line(made, line=made.lines.first().pk, by=city.chief, etag=old)
    page = f"{made.get_absolute_url()}lines/"
    sent = {"former": city.office.pk, "successor": city.third.pk, "desk": "3階", "etag": old}
    answer = client_for(city.chief).post(page, sent)
    assert answer.status_code == 409 and "3階" in answer.content.decode() and made.lines.count() == 2


def test_a_line_goes_and_with_it_who_went_that_way(city):
    made = city.laid_out(people=[city.deputy])
    assert remove_line(made, line=made.lines.get().pk, by=city.chief, etag=etag_of(written_on(made)))
    assert not made.lines.exists() and not made.places.exists()


def test_only_the_secretariat_writes_and_nobody_once_it_is_announced(city):
    made = city.laid_out()
    etag = etag_of(written_on(made))
    with pytest.raises(PermissionDenied):
        add_lines(made, by=city.clerk, etag=etag, former=city.third, successor=city.other)
    city.press(made, "announce")
    with pytest.raises(PermissionDenied):
        add_lines(made, by=city.chief, etag=etag, former=city.third, successor=city.other)


def test_who_goes_where_is_read_by_the_secretariat_alone(city, client_for):
    made = city.laid_out(people=[city.deputy])
    city.press(made, "announce")
    assert "副の人" in build.read(client_for(city.chief), made.get_absolute_url())
    assert "副の人" not in build.read(client_for(city.other_clerk), made.get_absolute_url()).split("history-h")[0]


def test_the_database_refuses_two_whole_lines_and_a_line_into_itself(city):
    made = city.laid_out()
    for former, successor in ((city.office, city.third), (city.third, city.third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReorganisationLine.objects.create(reorganisation=made, former=former, successor=successor)
