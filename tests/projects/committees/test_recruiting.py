"""公募: everybody finds it and applies, whoever answers for the office chooses with words to each, the chosen get a seat."""

import copy
import uuid

import pytest

from partners.models import Message, Request
from projects.committees.models import CommitteeSeat
from projects.models import SeatCall
from tests import build
from tests.partners.requests.build import old

from .build import World

pytestmark = pytest.mark.django_db
ESSAY = "若い人が加わりやすい会議にしたいです。"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def apply(client, call, text=ESSAY):
    said = {"kind": "apply", "text": text, "form_key": str(uuid.uuid4())}
    assert client.post(f"/partners/offers/{call.offer_id}/apply/", said).status_code == 302
    return Request.objects.latest("pk")


def decide(client, call, letter, button="choose", **said):
    page = f"/committees/recruits/{call.pk}/{letter.pk}/"
    version = client.get(page).context["form"].initial["version"]
    words = {"name": "川上 花", "why": "地域の話がよく分かりました。", "version": version, button: "1"}
    return client.post(page, {**words, **said})


def test_the_secretariat_begins_a_call_and_everybody_finds_it(world, client_for, client):
    clerk, page = client_for(world.clerk), f"/committees/{world.committee.pk}/recruit/"
    said = {
        "title": "委員を募集しています", "text": "年に4回です。", "seats": "2人", "until": build.days(10).isoformat(),
        "term_since": build.days(30).isoformat(), "term_until": build.days(700).isoformat(), "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    assert clerk.post(page, said).status_code == clerk.post(page, said).status_code == 302
    call = SeatCall.objects.get()
    assert "委員を募集しています" in build.read(client, world.committee.get_absolute_url())
    assert "委員を募集しています" in build.read(client, "/committees/?state=recruiting")
    assert "委員を募集しています" in build.read(client, "/partners/offers/?tab=seat")
    assert "委員を募集しています" in build.read(client, "/whats-on/")
    assert "応募する" in build.read(client, call.offer.get_absolute_url())
    _, chair, _ = build.group("川の会")
    asked = build.read(client_for(chair), f"/partners/offers/{call.offer_id}/apply/")
    assert (
        "応募したわけと、やってみたいことを書いてください" in asked and "だれとして送りますか" not in asked
    )  # a person sits in it
    wrong = {**said, "term_until": build.days(29).isoformat(), "form_key": str(uuid.uuid4())}
    assert "「任期の終わり」は" in build.markup(clerk.post(page, wrong))
    assert client_for(world.official).get(page).status_code == 403


def test_who_is_chosen_gets_a_seat_and_everybody_is_told(world, client_for):
    call, clerk = world.recruit(), client_for(world.clerk)
    first = apply(client_for(world.resident), call)
    other = old(build.user("山田 太郎"))
    second = apply(client_for(other), call, "毎回出られます。")
    assert ESSAY in build.read(clerk, f"/committees/recruits/{call.pk}/{first.pk}/")
    assert decide(clerk, call, first).status_code == 302
    seat = CommitteeSeat.objects.get(request=first)
    assert (seat.user, seat.name, seat.category, seat.since) == (world.resident, "川上 花", "open", build.days(30))
    answer = decide(clerk, call, second)
    assert "募集した人数を、もう選んでいます" in build.markup(answer) and "地域の話がよく" in build.markup(answer)
    assert decide(clerk, call, second, "decline", why="席が1つだったので、今回は見送ります。").status_code == 302
    assert Request.objects.get(pk=second.pk).refusal == "other"
    told = Message.objects.filter(request__in=(first, second), side="desk").order_by("request_id").values_list("text", flat=True)
    assert [*told] == ["地域の話がよく分かりました。", "席が1つだったので、今回は見送ります。"]
    page = build.read(clerk, f"/committees/recruits/{call.pk}/")
    assert "選びました" in page and "選びませんでした" in page


def test_a_choice_is_taken_back_with_its_seat(world, client_for):
    call, clerk = world.recruit(), client_for(world.clerk)
    letter = apply(client_for(world.resident), call)
    decide(clerk, call, letter)
    page = f"/committees/recruits/{call.pk}/{letter.pk}/back/"
    version = clerk.get(page).context["form"].initial["version"]
    assert clerk.post(page, {"version": version}).status_code == 302
    assert not CommitteeSeat.objects.filter(request=letter).exists()
    assert decide(clerk, call, letter, "decline").status_code == 302
    version = clerk.get(page).context["form"].initial["version"]
    assert clerk.post(page, {"version": version}).status_code == 302
    assert Request.objects.get(pk=letter.pk).refusal == ""


def test_who_does_not_answer_for_the_office_reads_no_application(world, client_for, client):
    call = world.recruit()
    letter = apply(client_for(world.resident), call)
    page = f"/committees/recruits/{call.pk}/"
    assert client_for(world.official).get(page).status_code == 403
    assert client_for(world.resident).get(page).status_code == 404
    assert client.get(page).status_code == 302
    assert client_for(world.official).get(f"{page}{letter.pk}/").status_code == 403


def test_nobody_chooses_themselves(world, client_for):
    call, clerk = world.recruit(), client_for(world.clerk)
    letter = apply(client_for(old(world.clerk)), call)
    assert "自分の応募は、自分では選べません" in build.markup(decide(clerk, call, letter))
    assert not CommitteeSeat.objects.filter(request=letter).exists()


def test_a_call_is_closed_early_and_a_wrong_press_is_taken_back(world, client_for, client):
    call, clerk = world.recruit(), client_for(world.clerk)
    letter = apply(client_for(world.resident), call)
    page, close = call.get_absolute_url(), f"/committees/recruits/{call.pk}/close/"
    public = world.committee.get_absolute_url()
    assert "公募をしめきる" in build.read(clerk, page) and f'action="{close}"' in build.markup(clerk.get(public))
    assert close not in build.markup(client.get(public)) and "委員を募集しています" in build.read(client, public)
    for _ in range(2):
        assert clerk.post(close).status_code == 302
    assert "委員を募集しています" not in build.read(client, public)
    assert "公募をしめきる" not in build.read(clerk, page) and "もう一度受けつける" in build.read(clerk, page)
    late = {"kind": "apply", "text": ESSAY, "form_key": str(uuid.uuid4())}
    client_for(old(build.user())).post(f"/partners/offers/{call.offer_id}/apply/", late)
    assert list(call.applications()) == [letter]
    assert decide(clerk, call, letter).status_code == 302  # who applied in time is answered
    for _ in range(2):
        assert clerk.post(close, {"undo": "1"}).status_code == 302
    assert "委員を募集しています" in build.read(client, public)
    clerk.post(close)
    type(call.offer).objects.filter(pk=call.offer_id).update(since=build.days(-9), until=build.days(-1))
    said = build.markup(clerk.post(close, {"undo": "1"}, follow=True))
    assert "で終わっています" in said and "もう一度受けつける" not in said
