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


def over(call):
    """Its last day to apply was yesterday."""
    type(call.offer).objects.filter(pk=call.offer_id).update(since=build.days(-9), until=build.days(-1))


def decide(client, call, letter, button="choose", **said):
    page = f"/committees/recruits/{call.pk}/{letter.pk}/"
    version = client.get(page).context["form"].initial["version"]
    words = {"name": "川上 花", "why": "地域の話がよく分かりました。", "version": version, button: "1"}
    return client.post(page, {**words, **said})


def test_the_secretariat_begins_a_call_and_everybody_finds_it(world, client_for, client):
    clerk, page = client_for(world.clerk), f"/committees/{world.committee.pk}/recruit/"
    said = {
        "title": "委員を募集しています", "text": "年に4回です。", "seats": "2人", "until": build.days(10).isoformat(),
        "answers_on": build.days(25).isoformat(),
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
    assert first.answer_by == build.days(25)
    other = old(build.user("山田 太郎"))
    second = apply(client_for(other), call, "毎回出られます。")
    read = build.read(clerk, f"/committees/recruits/{call.pk}/{first.pk}/")
    assert ESSAY in read and "しめきり（" in read
    assert "選ばないことを、本人に知らせる" in read and "選んで、本人に知らせる" not in read
    early = build.markup(decide(clerk, call, first))
    assert "選ぶのは、応募をしめきってからです" in early and not CommitteeSeat.objects.filter(request=first).exists()
    assert "決める" not in [step.label for step in first.offered_to(world.clerk)]
    over(call)
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
    over(call)
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
    over(call)
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
    over(call)
    said = build.markup(clerk.post(close, {"undo": "1"}, follow=True))
    assert "で終わっています" in said and "もう一度受けつける" not in said


def test_what_is_promised_of_a_seat_is_the_day_that_was_said(world, client_for, client):
    call = world.recruit(until=build.days(10), answers_on=build.days(25))
    closes, told = (f"{day.month}月{day.day}日" for day in (build.days(10), build.days(25)))
    for page in (call.offer.get_absolute_url(), f"/partners/offers/{call.offer_id}/apply/"):
        text = build.read(client, page)
        promise = text[text.index("応募は") :].split("応募した全員")[0]
        assert closes in promise and told in promise and "質問には、" in text
    asked = {"kind": "ask", "text": "年に何回ですか。", "form_key": str(uuid.uuid4())}
    client_for(world.resident).post(f"/partners/offers/{call.offer_id}/apply/", asked)
    assert Request.objects.latest("pk").answer_by < build.days(10)
    guest = {"kind": "apply", "text": ESSAY, "name": "見本 山田", "form_key": str(uuid.uuid4())}
    said = build.markup(client.post(f"/partners/offers/{call.offer_id}/apply/", guest))
    assert "結果を知らせるために、メールを入れてください" in said and Request.objects.filter(kind="apply").count() == 0
    late = {
        "title": "委員", "text": "", "seats": "1", "until": build.days(10).isoformat(), "answers_on": build.days(10).isoformat(),
        "term_since": build.days(30).isoformat(), "term_until": build.days(99).isoformat(), "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    page = f"/committees/{world.committee.pk}/recruit/"
    assert "「選んだ結果を知らせる日」は、応募のしめきりより後" in build.markup(client_for(world.clerk).post(page, late))


def test_an_office_that_seeks_a_member_by_itself_says_the_day_too(world, client_for):
    clerk, page = client_for(world.clerk), f"/partners/{world.office.pk}/offers/new/"
    said = {"side": "seek", "kind": "people", "form": "seat", "title": "審議会の委員", "until": build.days(10).isoformat()}
    answer = build.markup(clerk.post(page, {**said, "form_key": str(uuid.uuid4())}))
    assert "選んだ結果を知らせる日を入れてください" in answer
    days = {"answers_on": build.days(9).isoformat(), "form_key": str(uuid.uuid4())}
    assert "「選んだ結果を知らせる日」は、「いつまで」より後" in build.markup(clerk.post(page, {**said, **days}))
    days["answers_on"] = build.days(40).isoformat()
    assert clerk.post(page, {**said, **days}).status_code == 302
    offer = world.office.offers.get(title="審議会の委員")
    assert offer.answers_on == build.days(40)
    page = f"/partners/{world.office.pk}/offers/{offer.pk}/"
    later = build.sure(clerk, page, **{**said, "answers_on": build.days(45).isoformat()})
    assert clerk.post(page, later).status_code == 302
    offer.refresh_from_db()
    assert offer.answers_on == build.days(45)
