"""What letters say of people: taken out, erased with the account of whoever wrote them, gone at the end of their term."""

import datetime
import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.personal.erasing_actions import close_account
from kyodo_portal.personal.models import DisposalItem, Hold
from kyodo_portal.personal.retention_actions import clean_daily
from kyodo_portal.process.actions import take_step
from partners.models import Block, Desk, Request, RequestReader
from partners.requests.actions import send_request
from partners.requests.care_actions import report, set_block
from partners.requests.clock_actions import turn_days
from partners.requests.guest_actions import DOOR
from partners.requests.message_actions import read_thread
from tests import build

from .build import MAIL, NAME, PHONE, everywhere, signed_in, traces_in

pytestmark = pytest.mark.django_db
YEAR = build.days(0).year - (build.days(0).month < 4)  # the present 年度
GONE = "（消しました）"


def send(by, to, *, text=f"{NAME}です。電話は{PHONE}です。", kind="help", **more):
    words = {"about": f"partner:{to.pk}", "about_label": to.name, "form_key": uuid4(), **more}
    return send_request(by=by, to=to, kind=kind, text=text, place="雲居町の集会所", people=3, **words)


def answer(row, by, text=f"{NAME}さん、ありがとうございます。"):
    return take_step(row, "reply", by=by, version=row.version, text=text)


@pytest.fixture
def city():
    office, clerk = build.office("secretariat")
    group, boss, mate = build.group("雪割草の会")
    return {"office": office, "clerk": clerk, "group": group, "boss": boss, "mate": mate}


def known(**fields):
    """Signed in, and no newcomer: five letters a day."""
    user, client = signed_in(**fields)
    type(user).objects.filter(pk=user.pk).update(date_joined=timezone.now() - datetime.timedelta(days=9))
    user.refresh_from_db()
    return user, client


def test_who_leaves_takes_the_own_letters_along_and_the_other_side_hears_of_it(city):
    user, client = known()
    other, other_boss, _ = build.group("川べりの会")
    waiting, agreed = send(user, city["group"]), send(user, other)
    agreed = take_step(
        agreed, "agree", by=other_boss, version=agreed.version, on=None, place="", note=f"{NAME}さん、待っています。"
    )
    to_city = answer(send(user, city["office"], kind="ask"), city["clerk"])
    bad = send(user, build.group("朝市の会")[0], text=f"{NAME}です。また書きます。")
    report(bad, by=bad.to.memberships.first().user, why=f"{NAME}さんがしつこい。")
    guest = send(None, city["office"], kind="ask", text="だれかの質問", guest_name=NAME, guest_mail=MAIL)
    Desk.objects.create(partner=city["group"], deputy=user, away_until=build.days(9))
    read_thread(agreed, user)
    set_block(agreed, by=other_boss, is_on=True)
    page = build.read(client, "/me/data/close/")
    assert "市に送った手紙（名前を除く）" in page and "困ったという知らせがあった手紙" in page
    assert client.post("/me/data/close/", {"sure": "on"}).url == "/me/closed/"
    for row in (waiting, agreed, to_city, bad, guest):
        row.refresh_from_db()
    assert (waiting.status, agreed.status, to_city.status, bad.status) == ("withdrawn", "cancelled", "withdrawn", "sent")
    assert [letter.text for letter in waiting.letters.all()] == [GONE] and (waiting.place, waiting.people) == ("", None)
    assert [letter.text for letter in agreed.letters.all()] == [GONE, "退会した人さん、待っています。"]
    # The city's document and what was reported stay, without the name.
    assert to_city.letters.first().text == f"退会した人です。電話は{PHONE}です。"
    assert bad.letters.first().text.startswith("退会した人です。") and bad.reports.get().why == "退会した人さんがしつこい。"
    assert (guest.guest_name, guest.guest_mail) == (GONE, "")
    assert {place for place, word in traces_in(everywhere()) if word not in PHONE and word != "雲居町"} == set()
    for who, row, title in ((city["boss"], waiting, "取り下げられました"), (other_boss, agreed, "とりやめになりました")):
        assert Notice.objects.filter(user=who, url=row.get_absolute_url(), title__contains=title).exists()
    assert not Block.objects.exists() and not RequestReader.objects.filter(user=user).exists()
    assert (Desk.objects.get().deputy, Desk.objects.get().away_until) == (None, None)


def test_letters_that_were_written_for_a_group_are_the_groups(city):
    user, client = known()
    own, _, _ = build.group("朝市の会")
    build.join(user, own)
    row = send(user, city["group"], from_partner=own)
    assert "団体の名前で書いた手紙" in build.read(client, "/me/data/close/")
    close_account(user=user, by=user)
    row.refresh_from_db()
    assert row.status == "sent" and row.letters.first().text.startswith("退会した人です。") and row.place


def test_ones_letters_are_in_the_file_of_ones_data_and_nobody_elses_notes(city):
    user, client = known()
    row = send(user, city["office"], kind="ask")
    roads, official = build.office(name="土木課")
    row = take_step(row, "pass_on", by=city["clerk"], version=row.version, to=roads, why="困った人です")
    answer(row, official)
    report(row, by=user, why="返事がきつい")
    others = send(city["mate"], build.group()[0], text="ほかの人の手紙")
    pack = zipfile.ZipFile(io.BytesIO(client.post("/me/data/download/").content))
    data = json.loads(pack.read("data.json"))
    assert [(one["受ける団体・課"], one["場所"], one["状態"]) for one in data["申込み・連絡"]] == [
        ("土木課", "雲居町の集会所", "やりとり中")
    ]
    letters = [(one["だれの手紙か"], one["手紙"]) for one in data["手紙"]]
    assert letters == [
        ("連絡した人", f"{NAME}です。電話は{PHONE}です。"), ("受けた団体・課", f"{NAME}さん、ありがとうございます。"),
    ]  # fmt: skip
    assert data["困った手紙の知らせ"][0]["わけ"] == "返事がきつい"
    text = pack.read("data.json").decode()
    assert "困った人です" not in text and others.letters.first().text not in text


def ended(row, by, *, days):
    row = take_step(row, "finish", by=by, version=row.version, became="real")
    Request.objects.filter(pk=row.pk).update(status_since=timezone.now() - datetime.timedelta(days=days))
    return row


def test_the_clock_erases_letters_between_others_three_years_after_their_end(city, client_for):
    sender = build.user("川上 花")
    old = ended(answer(send(sender, city["group"]), city["boss"]), sender, days=1096)
    young = ended(answer(send(build.user(), city["group"], text="まだ新しい"), city["boss"]), city["boss"], days=1094)
    open_one = send(build.user(), city["group"], text="まだ続く")
    official = ended(answer(send(build.user(), city["office"], kind="ask"), city["clerk"]), city["clerk"], days=1096)
    hold = Hold.objects.create(kind="lawsuit", partner=city["group"], reason="行ウ第3号")
    clean_daily()
    assert not Request.objects.filter(blanked_at__isnull=False).exists()
    hold.delete()
    clean_daily()
    assert list(Request.objects.filter(blanked_at__isnull=False)) == [old]
    old.refresh_from_db()
    assert {letter.text for letter in old.letters.all()} == {GONE} and (old.place, old.people, old.text_key) == ("", None, "")
    assert [(change.reason, change.details, change.kept) for change in old.changes.all()] == [("", {}, {})] * 3
    assert {young.letters.first().text, open_one.letters.first().text} == {"まだ新しい", "まだ続く"}
    assert official.letters.first().text.startswith(NAME)
    event = AuditEvent.objects.get(act="dispose")
    assert (event.by, event.rows) == (None, 1)
    # What is left is read, and nothing begins again.
    assert old.offered_to(city["clerk"]) == [] == old.offered_to(sender)
    page = build.read(client_for(sender), old.get_absolute_url())
    assert GONE in page and f"{jdate(build.days(0))}に消しました：手紙の文、名前とメールアドレス、希望の日時と場所" in page
    assert "に消しました" not in build.read(client_for(young.by), young.get_absolute_url())


def test_the_address_of_a_guest_goes_ninety_days_after_the_end(city):
    rows = [
        send(None, city["office"], kind="ask", text=f"質問{days}", guest_name="川上", guest_mail="guest@example.jp")
        for days in (91, 89)
    ]
    for row, days in zip(rows, (91, 89), strict=True):
        ended(answer(row, city["clerk"]), city["clerk"], days=days)
    clean_daily()
    assert [(row.guest_name, row.guest_mail) for row in Request.objects.order_by("pk")] == [
        ("川上", ""), ("川上", "guest@example.jp"),
    ]  # fmt: skip
    pages = [Client().get(f"/requests/guest/{DOOR.token_of(row)}/") for row in rows]
    assert [page.status_code for page in pages] == [404, 200]


def test_letters_with_the_city_wait_for_the_list_of_what_goes(city):
    admin = build.system_admin()
    rows = [
        send(None, city["office"], kind="ask", text=f"質問{number}", guest_name="川上", guest_mail="guest@example.jp")
        for number in range(2)
    ]
    for row in rows:
        ended(answer(row, city["clerk"]), city["clerk"], days=1)
    Request.objects.filter(pk=rows[0].pk).update(status_since=timezone.make_aware(datetime.datetime(YEAR - 4, 6, 1)))
    hold = Hold.objects.create(kind="audit", user=city["clerk"], reason="監第7号")
    disposal = make_disposal(year=YEAR, by=admin)
    assert [(item.kind, item.label) for item in DisposalItem.objects.all()] == [("letter_city", f"質問 {rows[0].pk}")]
    dispose(disposal=disposal, by=admin)
    assert DisposalItem.objects.get().held == "監査のため、終わるまで"
    hold.delete()
    last = make_disposal(year=YEAR - 1, by=admin)
    dispose(disposal=last, by=admin)
    assert Request.objects.aggregate(last=Max("blanked_at"))["last"] is None  # its term was not over in the year before
    DisposalItem.objects.all().delete()
    disposal.confirmed_at = disposal.confirmed_by = None
    disposal.save()
    assert dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin) == 1
    first, second = Request.objects.order_by("pk")
    assert (first.guest_name, first.guest_mail, {letter.text for letter in first.letters.all()}) == (GONE, "", {GONE})
    assert second.guest_name == "川上" and second.letters.first().text == "質問1"


def test_a_thread_that_was_agreed_and_forgotten_ends_too(city):
    row = send(city["mate"], build.group()[0])
    boss = row.to.memberships.get(part="representative").user
    row = take_step(row, "agree", by=boss, version=row.version, on=build.days(0), place="", note="お願いします")
    long_ago = timezone.now() - datetime.timedelta(days=70)
    Request.objects.update(status_since=long_ago)
    row.letters.update(at=long_ago)
    turn_days()
    row.refresh_from_db()
    assert row.status == "agreed"  # its day was today
    Request.objects.update(agreed_on=build.days(-61))
    turn_days()
    row.refresh_from_db()
    assert row.status == "done"
