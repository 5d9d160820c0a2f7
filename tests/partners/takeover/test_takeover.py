"""代表の引継ぎ: both rows are written when the successor accepts; what the city enters can be objected to; names go over on the day."""

import datetime
import re

import pytest
from django.utils import timezone

from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from partners.directory.access import is_representative
from partners.models import Errand, Membership, Takeover
from partners.takeover.clock_actions import turn_days
from partners.takeover.table_presenters import turn_of_the_year
from tests import build
from tests.accounts.people import make_user
from tests.sent import opened

pytestmark = pytest.mark.django_db
NEXT = "tsugi@example.jp"
MEMO = "鍵は集会所の棚にあります"


def page_of(group):
    return f"/partners/{group.pk}/takeover/"


def send(client, group, **said):
    form = client.get(page_of(group)).context["form"]
    values = {
        "to_name": "次野 春子",
        "to_email": NEXT,
        "starts_on": build.days(7).isoformat(),
        "memo": MEMO,
        "why": "4月3日の届け",
    }
    return client.post(page_of(group), {**values, "form_key": form["form_key"].value(), **said})


def address(to=NEXT):
    return re.search(r"/accounts/invitation/\S+/", Delivery.objects.filter(to=to, subject__contains="招待").latest("pk").text)[0]


def places(group):
    rows = Membership.objects.filter(partner=group, part="representative").order_by("since")
    return [(str(row.user), row.since, row.until) for row in rows]


def on(day, monkeypatch):
    """From here on it is noon of this day."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def group():
    """(the group, its chair, a member), whose chair's name is public"""
    body, chair, member = build.group("南町内会")
    body.representative = body.contact_name = "前田 太郎"
    body.save()
    for field in ("representative", "contact_name", "phone"):
        body.consents.create(field=field, wording="2026-11", given_by=chair)
    return body, chair, member


def test_nobody_changes_before_the_successor_accepts_and_both_do_then(client_for, group, monkeypatch):
    body, chair, member = group
    assert send(client_for(chair), body).status_code == 302
    assert places(body) == [(str(chair), build.days(-30), None)]
    page = build.read(client_for(chair), page_of(body))
    assert NEXT in page and "次野 春子" in page and MEMO in page
    page = build.read(client_for(member), page_of(body))
    assert NEXT not in page and MEMO in page
    comer = make_user(NEXT)
    client = client_for(comer)
    shown = build.read(client, address())
    assert "「南町内会」の代表の引継ぎ（" in shown and MEMO not in shown
    assert client.post(address()).url == "/me/" and "から）を受けました。" in build.read(client, "/me/")
    assert client.post(address()).url == "/me/"
    again = build.read(client, "/me/")
    assert "を受けました。" in again and "「」を" not in again
    assert places(body) == [(str(chair), build.days(-30), build.days(6)), ("見本 花子", build.days(7), None)]
    body.refresh_from_db()
    assert body.representative == "前田 太郎" and MEMO not in build.read(
        client_for(build.office("secretariat")[1]), page_of(body)
    )
    # Who comes reads what is handed on before the day; nobody else of outside does.
    assert "から、見本 花子さんが代表者になります。" in build.read(client, page_of(body))
    assert MEMO in build.read(client, page_of(body)) and client_for(build.user()).get(page_of(body)).status_code == 403
    on(build.days(7), monkeypatch)
    turn_days()
    turn_days()
    body.refresh_from_db()
    assert (body.representative, is_representative(comer, body)) == ("次野 春子", True)
    assert [row.field for row in body.consents.in_force()] == ["phone"]
    assert Notice.objects.filter(user=comer, title="「南町内会」の代表になりました").count() == 1
    assert MEMO in build.read(client_for(comer), page_of(body))


def test_a_member_who_becomes_chair_has_one_place_at_a_time(client_for, group):
    body, chair, member = group
    comer = make_user(NEXT)
    was = build.join(comer, body)
    send(client_for(chair), body, starts_on=build.days(0).isoformat())
    client_for(comer).post(address())
    was.refresh_from_db()
    assert was.until == build.days(-1) and is_representative(comer, body)
    assert places(body)[0] == (str(chair), build.days(-30), build.days(-1))


def test_one_waits_at_a_time_is_sent_again_and_given_up(client_for, group):
    body, chair, member = group
    client = client_for(chair)
    send(client, body)
    first = address()
    row = Takeover.objects.get()
    key = {"takeover": row.pk}
    assert "返事を待っています" in build.markup(send(client, body, to_email="hoka@example.jp"))
    assert client_for(member).post(f"{page_of(body)}again/", key).status_code == 403
    assert client.post(f"{page_of(body)}again/", key).status_code == 302
    comer = client_for(make_user(NEXT))
    assert comer.get(first).status_code == 404 and comer.get(address()).status_code == 200
    assert client_for(member).post(f"{page_of(body)}withdraw/", key).status_code == 403
    assert client.post(f"{page_of(body)}withdraw/", key).status_code == 302
    assert comer.post(address()).status_code == 404 and len(places(body)) == 1
    assert send(client, body).status_code == 302


def test_from_october_on_the_coming_april_is_spoken_of():
    days = [(2026, 4, 1), (2026, 9, 30), (2026, 10, 1), (2027, 3, 31)]
    assert [turn_of_the_year(datetime.date(*day)).year for day in days] == [2026, 2026, 2027, 2027]


def test_the_chair_may_stay(client_for, group):
    body, chair, member = group
    client = client_for(chair)
    key = {"form_key": str(client.get(page_of(body)).context["key"])}
    assert client_for(member).post(f"{page_of(body)}stays/", key).status_code == 403
    for _ in range(2):
        assert client.post(f"{page_of(body)}stays/", key).status_code == 302
    row = Takeover.objects.get()
    assert (row.way, row.starts_on, row.by_city, row.done_at is None) == (
        "same",
        turn_of_the_year(),
        False,
        False,
    )
    assert "同じ人が続けています" in build.read(client, page_of(body))


@pytest.fixture
def entered(client_for, group):
    """(body, chair, member, clerk): the secretariat has entered on paper that the chair changes today, with an address"""
    body, chair, member = group
    _, clerk = build.office("secretariat")
    assert send(client_for(clerk), body, starts_on=build.days(0).isoformat()).status_code == 302
    return body, chair, member, clerk


def test_what_the_city_enters_holds_after_five_working_days(client_for, entered):
    body, chair, member, clerk = entered
    row, last = Takeover.objects.get(), add_working_days(build.days(0), 5)
    first = last + datetime.timedelta(days=1)
    assert (row.from_user, row.memo, row.objections_until, row.first_day) == (chair, "", last, first)
    for person in (chair, member):
        assert Notice.objects.filter(user=person, title="「南町内会」の代表者が代わると、届けがありました").count() == 1
    client_for(make_user(NEXT)).post(address())
    assert places(body) == [(str(chair), build.days(-30), last), ("見本 花子", first, None)]


def test_an_objection_stops_it_until_the_secretariat_has_decided(client_for, entered):
    body, chair, member, clerk = entered
    row = Takeover.objects.get()
    page, answer = f"{page_of(body)}{row.pk}/object/", f"/staff/takeovers/{row.pk}/answer/"
    reader = build.user()
    build.join(reader, body, Membership.Part.VIEWER)
    assert client_for(reader).get(page).status_code == 403 and client_for(clerk).get(answer).status_code == 403
    for _ in range(2):
        assert client_for(member).post(page, {"text": "総会は、まだ開いていません。"}).status_code == 302
    late = client_for(member).post(page, {"text": "会長も、そう言っています。"})  # of another window
    assert late.status_code == 409 and "会長も、そう言っています。" in late.text and "もう知らせてあります" in late.text
    comer = client_for(make_user(NEXT))
    assert comer.post(address()).status_code == 404 and len(places(body)) == 1
    assert "総会は、まだ開いていません。" not in build.read(client_for(chair), page_of(body))
    assert [task.label for task in todos(clerk).rows] == ["代表の引継ぎへの「違う」を確かめる"]
    assert "総会は、まだ開いていません。" in build.read(client_for(clerk), answer)
    assert client_for(chair).post(answer, {"goes_on": "yes", "answer": "x"}).status_code == 403
    assert client_for(clerk).post(answer, {"goes_on": "yes", "answer": "議事録を見ました。"}).status_code == 302
    assert todos(clerk).rows == [] and "議事録を見ました。" in build.read(client_for(chair), page_of(body))
    assert comer.post(address()).url == "/me/" and len(places(body)) == 2


def test_the_page_asks_six_queries_of_its_own(client_for, entered, django_assert_max_num_queries):
    body, chair, member, clerk = entered
    client = client_for(chair)
    client.get(page_of(body))
    with django_assert_max_num_queries(13):  # seven are the frame's: session, person, places, inbox, tasks
        client.get(page_of(body))


def test_an_objection_that_is_right_ends_it(client_for, entered):
    body, chair, member, clerk = entered
    row = Takeover.objects.get()
    client_for(chair).post(f"{page_of(body)}{row.pk}/object/", {"text": "知りません。"})
    client_for(clerk).post(f"/staff/takeovers/{row.pk}/answer/", {"goes_on": "no", "answer": "まちがいでした。"})
    row.refresh_from_db()
    assert row.withdrawn_at is not None and client_for(make_user(NEXT)).post(address()).status_code == 404
    assert len(places(body)) == 1
    title = "「南町内会」の代表の引継ぎ：届けは取りやめました。いまの代表者のままです"
    assert Notice.objects.filter(user=member, title=title).count() == 1


def _decided(client, row, **said):
    page = f"/staff/takeovers/{row.pk}/answer/"
    assert client.post(page, opened(client, page, **said)).status_code == 302
    row.refresh_from_db()
    return {"etag": client.get(page).context["etag"]}


@pytest.mark.usefixtures("ten_minutes")
@pytest.mark.parametrize("goes_on", ["no", "yes"])
def test_what_was_decided_about_an_objection_is_taken_back_unheard(client_for, entered, later, goes_on):
    body, chair, member, clerk = entered
    row, office, comer = Takeover.objects.get(), client_for(clerk), client_for(make_user(NEXT))
    page, back = f"/staff/takeovers/{row.pk}/answer/", f"/staff/takeovers/{row.pk}/answer/reopen/"
    client_for(chair).post(f"{page_of(body)}{row.pk}/object/", {"text": "知りません。"})
    Notice.objects.all().delete()
    stale = opened(office, page, goes_on=goes_on, answer="議事録を見ました。")
    token = _decided(office, row, goes_on=goes_on, answer="議事録を見ました。")
    assert Notice.objects.waiting().count() == 2 and "決めたことを取り消す" in build.read(office, page)
    # Until the group is told, nobody accepts, and its page says what it said before.
    assert comer.post(address()).status_code == 404 and len(places(body)) == 1
    assert "事務局が確かめるまで、代表者は代わりません。" in build.read(client_for(member), page_of(body))
    assert "議事録を見ました。" not in build.read(client_for(member), page_of(body))
    for _ in range(2):  # the second press is answered like the first
        assert office.post(back, token).status_code == 302
    assert not Notice.objects.exists() and [task.label for task in todos(clerk).rows] == ["代表の引継ぎへの「違う」を確かめる"]
    replayed = office.post(page, stale)  # the first page, sent again by another window
    assert (
        replayed.status_code == 409
        and "いちど決めたことが取り消されました" in replayed.text
        and "議事録を見ました。" in replayed.text
    )
    assert "議事録を見ました。" in build.read(office, page)  # stands in its box
    # Decided anew and told: the invitation opens as before, and what is taken back then is put right for who has heard it.
    token = _decided(office, row, goes_on="no", answer="まちがいでした。")
    later(minutes=11)
    assert "返事を待っています" not in build.read(client_for(member), page_of(body))
    assert office.post(back, token).status_code == 302
    later(minutes=11)
    titles = [*Notice.objects.filter(user=member).order_by("pk").values_list("title", flat=True)]
    assert titles == [
        "「南町内会」の代表の引継ぎ：届けは取りやめました。いまの代表者のままです",
        "訂正：「南町内会」の代表の引継ぎは、まだ決まっていません",
    ]
    token = _decided(office, row, goes_on="yes", answer="総会で決まっていました。")
    later(minutes=11)
    assert comer.post(address()).url == "/me/" and len(places(body)) == 2
    assert "もう取り消せません" in build.markup(office.post(back, token, follow=True)) and len(places(body)) == 2


@pytest.mark.usefixtures("ten_minutes")
def test_a_decision_that_another_window_made_anew_or_that_was_overtaken_is_not_taken_back_unseen(client_for, group, later):
    body, chair, _ = group
    _, clerk = build.office("secretariat")
    office = client_for(clerk)
    assert send(office, body, to_email="", starts_on=build.days(0).isoformat()).status_code == 302
    row, errands = Takeover.objects.get(), Errand.objects.filter(event__startswith="takeover:")
    assert errands.get().what == "新しい代表者に、登録の内容とポータルの案内を届ける"
    back = f"/staff/takeovers/{row.pk}/answer/reopen/"
    client_for(chair).post(f"{page_of(body)}{row.pk}/object/", {"text": "知りません。"})
    first = _decided(office, row, goes_on="no", answer="まちがいでした。")
    assert not errands.exists()
    assert office.post(back, first).status_code == 302
    assert errands.get().done_at is None
    second = _decided(office, row, goes_on="no", answer="やはりまちがいでした。")
    assert office.post(back, first).status_code == 409 and Takeover.objects.get().withdrawn_at is not None
    later(minutes=11)
    assert client_for(chair).post(page_of(body), opened(client_for(chair), page_of(body), to_email=NEXT, to_name="見本 次郎",
        starts_on=build.days(9).isoformat())).status_code == 302  # fmt: skip
    assert "別の引継ぎが始まりました" in build.markup(office.post(back, second, follow=True))
    assert Takeover.objects.waiting().get().to_name == "見本 次郎"


def test_without_an_address_the_clock_ends_the_old_right(client_for, group, monkeypatch):
    body, chair, member = group
    _, clerk = build.office("secretariat")
    office = client_for(clerk)
    send(office, body, to_email="", starts_on=build.days(0).isoformat())
    office.post(f"{page_of(body)}withdraw/", {"takeover": Takeover.objects.get().pk})
    assert not Errand.objects.exists()
    send(office, body, to_email="", starts_on=build.days(0).isoformat())
    row = Takeover.objects.waiting().get()
    assert Errand.objects.get().what == "新しい代表者に、登録の内容とポータルの案内を届ける"
    turn_days()
    assert len(places(body)) == 1 and is_representative(chair, body)
    on(row.first_day, monkeypatch)
    turn_days()
    body.refresh_from_db()
    assert [until for _, _, until in places(body)] == [add_working_days(row.at.date(), 5)]
    assert body.representative == "次野 春子" and not body.consents.in_force().filter(field="representative").exists()


def test_nobody_enters_it_for_their_own_group(client_for, group):
    body, _, _ = group
    _, clerk = build.office("secretariat")
    build.join(clerk, body)
    assert client_for(clerk).post(page_of(body), {}).status_code == 403
