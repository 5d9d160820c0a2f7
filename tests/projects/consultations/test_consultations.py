"""Consultations: recorded, found, put right, followed up, and what of them the city is told."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.models import Hold
from kyodo_portal.personal.retention_actions import clean_daily, settle_rules
from partners.models import Assignment
from partners.requests.actions import send_request
from projects.consultations.actions import add_follow_up
from projects.models import Consultation, FollowUp
from tests import build
from tests.sent import opened, text_of

from .build import Desk, unlock

pytestmark = pytest.mark.django_db
LIST, NEW, QUICK = "/desk/consultations/", "/desk/consultations/new/", "/desk/consultations/quick/"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Desk)


def quick(**more):
    return {"method": "phone", "minutes": "10", "who_kind": "town", "topics": ["money"], "form_key": uuid.uuid4(), **more}


def whole(**more):
    return quick(on=f"{build.days(-1):%Y-%m-%d}", **more)


def test_half_a_minute_keeps_a_telephone_call(client_for, world):
    client = client_for(world.one)
    assert "まだ1件もありません" in build.read(client, LIST)
    sent = quick(partner=world.group.pk)
    text = build.markup(client.post(QUICK, {**sent, "minutes": "", "topics": []}))
    assert "かかった時間を入れてください。" in text and "内容（いくつでも）" in text and not Consultation.objects.exists()
    for _ in range(2):
        assert client.post(QUICK, sent).status_code == 302
    row = Consultation.objects.get()
    assert (row.number[-7:], row.on, row.by, row.partner, row.minutes) == ("-C-0001", build.days(0), world.one, world.group, 10)
    assert (row.topics, row.sealed, row.state, row.shared_with) == (["money"], None, "going", "coordinator")
    assert "活動のお金" in build.read(client, row.get_absolute_url()) and "封をした話はありません" in build.read(
        client, row.get_absolute_url()
    )
    event = AuditEvent.objects.get(act="consult")
    assert (event.by, event.target_name, event.note) == (world.one, row.number, "")


def test_the_whole_sheet_is_written_while_the_zone_is_open(client_for, world):
    client = client_for(world.one)
    assert "封をする欄は出ません" in build.read(client, NEW) and 'name="gist"' not in build.read(client, NEW)
    unlock(client)
    other = build.partner("つくしの会")
    bad = whole(
        other_group="ない会",
        introduced_names="つくしの会\nない会",
        matter="R8-K-9999",
        is_done="on",
        next_on=f"{build.days(3):%Y-%m-%d}",
    )
    text = build.markup(client.post(NEW, {**bad, "gist": "消えてはいけない話"}))
    for says in (
        "同じ名前の団体が名簿にありません",
        "名簿にありません：ない会",
        "この番号の案件が見つかりません",
        "次の日は付けられません",
    ):
        assert says in text
    assert "消えてはいけない話" in text and not Consultation.objects.exists()
    sent = whole(
        other_group="つくしの会",
        introduced_names="栄町の会",
        responses=["introduce"],
        is_first="on",
        who="山田会長",
        gist="やめたい",
        memo="だれにも",
    )
    assert client.post(NEW, sent).status_code == 302
    row = Consultation.objects.get()
    assert (row.partner, row.is_first, row.generation, list(row.introduced.all())) == (other, True, 1, [world.group])
    page = build.read(client, row.get_absolute_url())
    assert "山田会長" in page and "人や団体を紹介した" in page and "栄町の会" in page
    merging = build.read(client_for(world.chief), f"/staff/merges/{other.pk}/{world.group.pk}/")
    assert "相談の記録（紹介した団体）" in merging and "の関連" not in merging


def test_a_sheet_is_put_right_by_who_wrote_it(client_for, world):
    world.give(world.two)
    row = world.consult(words={"gist": "はじめの話", "who": "山田"})
    one, two, page = client_for(world.one), client_for(world.two), row.get_absolute_url()
    assert two.get(f"{page}edit/").status_code == 403 and "相談票を直す" not in build.read(two, page)
    form = one.get(f"{page}edit/").context["form"]
    sent = whole(partner=world.group.pk, etag=form["etag"].value())
    assert one.post(f"{page}edit/", {**sent, "minutes": "25"}).status_code == 302  # closed: what is sealed stays
    unlock(one)
    assert Consultation.objects.get().minutes == 25 and "はじめの話" in build.read(one, page)
    late = one.post(f"{page}edit/", {**sent, "minutes": "30", "gist": "あとの話"})
    assert late.status_code == 409 and "あとの話" in late.text and "いまの内容" in late.text
    form = one.get(f"{page}edit/").context["form"]
    assert form["gist"].value() == "はじめの話" and form["minutes"].value() == 25
    fresh = whole(partner=world.group.pk, etag=form["etag"].value(), gist="あとの話", who="山田")
    assert one.post(f"{page}edit/", fresh).status_code == 302
    text = build.read(one, page)
    assert "あとの話" in text and "はじめの話" not in text


def test_a_zone_that_closed_meanwhile_takes_nothing_and_gives_the_words_back(client_for, world):
    client = client_for(world.one)
    unlock(client)
    sent = whole(gist="長く書いた大切な話")
    client.post("/desk/zone/close/")
    answer = client.post(NEW, sent)
    assert answer.status_code == 200 and not Consultation.objects.exists()
    assert "長く書いた大切な話" in answer.text and "守秘の区画が閉じています" in answer.text
    row = world.consult(words={"gist": "もとの話"})
    page = f"{row.get_absolute_url()}edit/"
    unlock(client)
    etag = client.get(page).context["form"]["etag"].value()
    client.post("/desk/zone/close/")
    answer = client.post(page, {**sent, "etag": etag})
    assert "長く書いた大切な話" in answer.text and "守秘の区画が閉じています" in answer.text
    date = {"on": f"{build.days(5):%Y-%m-%d}", "text": "約束の中身", "form_key": uuid.uuid4()}
    assert "約束の中身" in client.post(f"{row.get_absolute_url()}dates/", date).text and not FollowUp.objects.exists()


def test_dates_are_sealed_ticked_and_taken_back(client_for, world):
    row, client = world.consult(), client_for(world.one)
    page, on = row.get_absolute_url(), f"{build.days(5):%Y-%m-%d}"
    assert 'name="text"' not in build.read(client, f"{page}dates/")
    unlock(client)
    sent = {"on": on, "text": "集会所を見る", "form_key": uuid.uuid4()}
    for _ in range(2):
        assert client.post(f"{page}dates/", sent).status_code == 302
    date = FollowUp.objects.get()
    assert "集会所を見る" in build.read(client, page) and "集会所".encode() not in bytes(date.sealed)
    tick = f"/desk/dates/{date.pk}/"
    assert client.post(tick).status_code == 302 and FollowUp.objects.get().done_at
    assert "に済みました" in build.read(client, page)
    client.post(tick, {"undo": "1"})
    assert FollowUp.objects.get().done_at is None
    assert client_for(world.other).post(tick).status_code == 404 and client_for(world.chief).post(tick).status_code == 404
    client.post("/desk/zone/close/")
    assert "集会所を見る" not in build.read(client, page) and "（封をしてあります）" in build.read(client, page)


def test_the_list_is_narrowed_by_open_columns(client_for, world):
    rows = {
        "old": world.consult(on=build.days(-40), topics=["place"], state="done"),
        "next": world.consult(next_on=build.days(3), method="visit"),
        "person": world.consult(by=world.two, who_kind="person", partner_id=None, words={"gist": "ひみつ", "group": "栄町の会"}),
    }
    client = client_for(world.one)

    def numbers(query=""):
        return [row.number for row in client.get(f"{LIST}?{query}").context["page"]]

    assert numbers() == [rows["person"].number, rows["next"].number, rows["old"].number]
    assert numbers("topic=place") == numbers("state=done") == [rows["old"].number]
    assert numbers("sort=next") == numbers("method=visit") == [rows["next"].number]
    assert numbers("who=person") == [rows["person"].number] and numbers("mine=on") == [rows["next"].number, rows["old"].number]
    assert numbers("q=栄町") == [rows["next"].number, rows["old"].number] and numbers("q=ひみつ") == []
    assert numbers(f"q={rows['old'].number}") == [rows["old"].number] and "この条件の相談はありません" in build.read(
        client, f"{LIST}?q=ない"
    )


def test_the_city_reads_what_was_written_for_it_and_nothing_else(client_for, world):
    row = world.consult(words={"gist": "ひみつの話"})
    unlock(client := client_for(world.one))
    page = f"{row.get_absolute_url()}share/"
    assert "ひみつの話" not in build.read(client, page)  # sharing never unseals
    etag = client.get(page).context["form"]["etag"].value()
    text = build.markup(client.post(page, {"shared_with": "department", "etag": etag}))
    for says in (
        "伝える文を入れてください。",
        "よいと言った人を入れてください。",
        "よいと言った日を入れてください。",
        "伝える課をえらんでください。",
    ):
        assert says in text
    told = {
        "shared_with": "department", "department": world.office.pk, "shared_text": "集会所を昼に開けたいそうです。", "agreed_by": "会長",
        "agreed_on": f"{build.days(0):%Y-%m-%d}", "etag": etag,
    }  # fmt: skip
    assert client.post(page, told).status_code == 302
    notice = Notice.objects.get(user=world.clerk)
    assert notice.title == f"こしゃる見本から、相談 {row.number} について伝えることがあります"
    assert notice.body == "画面で、伝えられたことを読めます。返事や手配が要るときは、コーディネーターに連絡してください。"
    clerk, chief = client_for(world.clerk), client_for(world.chief)
    text = build.read(clerk, "/consultations/")
    assert "集会所を昼に開けたいそうです。" in text and "栄町の会" in text
    one = build.read(clerk, f"/consultations/{row.pk}/")
    assert "集会所を昼に" in one and "電話" not in one.split("<main")[1].split("</main>")[0] and "会長" not in one
    assert AuditEvent.objects.filter(act="look", by=world.clerk).count() == 1
    assert chief.get(f"/consultations/{row.pk}/").status_code == 404 and "伝えられた文はありません" in build.read(
        chief, "/consultations/"
    )
    for user in (world.leader, world.one, world.other):
        assert client_for(user).get("/consultations/").status_code == 404
    # Two windows, and then it is taken back.
    assert client.post(page, {**told, "shared_text": "ほかの文"}).status_code == 409
    now = client.get(page).context["form"]["etag"].value()
    kept = client.post(page, {"shared_with": "coordinator", "shared_text": "あとで書いた文", "etag": now})
    assert kept.status_code == 200 and "あとで書いた文" in kept.text and "だれにも伝えないことになっています" in kept.text
    told = Notice.objects.filter(title__contains="伝えることがあります").count()
    assert client.post(page, {"shared_with": "coordinator", "etag": now}).status_code == 302
    corrected = Notice.objects.filter(title=f"訂正：相談 {row.number} について伝えたことは、取り下げられました")
    assert told and corrected.count() == told  # whoever has read it reads that too
    row.refresh_from_db()
    assert (row.shared_text, row.agreed_by, row.department, row.shared_at) == ("", "", None, None)
    assert clerk.get(f"/consultations/{row.pk}/").status_code == 404


def test_one_body_reads_its_own_and_other_bodies_nothing(client_for, world):
    row = world.consult(words={"gist": "x"})
    assert client_for(world.two).get(row.get_absolute_url()).status_code == 200
    for user in (world.other, world.leader, world.clerk, world.chief, build.system_admin()):
        client = client_for(user)
        for page in ("", "edit/", "share/", "dates/"):
            assert client.get(f"{row.get_absolute_url()}{page}").status_code == 404
    assert client_for(world.one).get("/admin/projects/consultation/").status_code in (302, 404)
    for name in ("consultation", "zone", "zonekey", "keyring", "followup"):
        assert client_for(build.system_admin()).get(f"/admin/projects/{name}/").status_code == 404


def test_pages_cost_the_same_however_much_there_is(client_for, world):
    client = client_for(world.one)
    unlock(client)

    def costs(row):
        found = []
        for page in (LIST, row.get_absolute_url(), "/desk/", "/desk/report/", "/consultations/"):
            with CaptureQueriesContext(connection) as queries:
                (client_for(world.chief) if page == "/consultations/" else client).get(page)
            found.append(len(queries))
        return found

    def make():
        row = world.consult(words={"gist": "話"}, next_on=build.days(2), introduced=[world.rival])
        add_follow_up(row, by=world.one, opened=world.opened, form_key=uuid.uuid4(), on=build.days(3), text="会う")
        row.shared_with, row.shared_text, row.agreed_by, row.agreed_on = "secretariat", "文", "会長", build.days(0)
        row.shared_at = row.at
        row.save()
        return row

    first = costs(make())
    for _ in range(3):
        row = make()
    assert costs(row) == first and max(first) <= 22, first


def test_what_ended_five_years_ago_is_a_number(world):
    words = {"words": {"gist": "むかしの話"}, "introduced": [world.rival]}
    old, kept, going = (
        world.consult(on=build.days(-ago), state=state, **words)
        for ago, state in ((1830, "done"), (1800, "done"), (1830, "going"))
    )
    add_follow_up(old, by=world.one, opened=world.opened, form_key=uuid.uuid4(), on=build.days(1), text="むかしの約束")
    held = world.consult(on=build.days(-1830), state="done", partner_id=world.rival.pk, **words)
    Hold.objects.create(kind="audit", partner=world.rival, reason="監第7号")
    settle_rules()
    for _ in range(2):
        clean_daily()
    rows = {row.pk: row for row in Consultation.objects.all()}
    blanked = rows[old.pk]
    assert (blanked.sealed, blanked.partner, blanked.topics, blanked.minutes) == (None, None, ["people"], 10)
    assert not FollowUp.objects.exists() and not blanked.introduced.exists()
    assert all(rows[row.pk].sealed for row in (kept, going, held))
    assert AuditEvent.objects.get(act="dispose", note__contains="相談").rows == 1


def letter(by, to):
    words = {
        "about": f"partner:{to.pk}",
        "about_label": to.name,
        "form_key": uuid.uuid4(),
        "kind": "help",
        "text": "手伝えます。",
    }
    return send_request(by=by, to=to, **words)


def test_a_consultation_names_the_letter_that_it_came_from_or_led_to(client_for, world):
    mine, foreign = (letter(build.user(), to) for to in (world.group, build.group("よその会")[0]))
    client, rival = client_for(world.one), client_for(world.other)
    thread = mine.get_absolute_url()
    assert f"/desk/consultations/new/?letter={mine.pk}" in build.markup(client.get(thread))
    for user in (world.leader, world.chief):
        assert "/desk/consultations/" not in build.markup(client_for(user).get(thread))
    form = client.get(f"{NEW}?letter={mine.pk}").context["form"]
    assert (form.initial["letter"], form.initial["partner"]) == (mine.pk, world.group.pk)
    assert client.get(f"{NEW}?letter={foreign.pk}").context["form"].initial["letter"] is None
    refused = client.post(NEW, whole(letter=foreign.pk))
    assert refused.status_code == 200 and not Consultation.objects.exists()
    assert client.post(NEW, whole(letter=mine.pk, partner=world.group.pk)).status_code == 302
    row = Consultation.objects.get()
    page = row.get_absolute_url()
    assert row.request == mine and f'href="{thread}"' in build.markup(client.get(page))
    assert f'/requests/introduce/?one={world.group.pk}"' in build.markup(client.get(page))
    assert f'href="{page}"' in build.markup(client.get(thread)) and rival.get(page).status_code == 404
    Assignment.objects.update(until=build.days(-1))
    assert thread not in build.markup(client.get(page))
    form = client.get(f"{page}edit/").context["form"]
    sent = whole(partner="", other_group="栄町の会", letter=mine.pk, etag=form["etag"].value())
    assert client.post(f"{page}edit/", sent).status_code == 302 and Consultation.objects.get().request == mine


def test_two_windows_at_one_sheet(client_for, world):
    """Different boxes go together; one that both wrote is shown with both words, a sealed one too."""
    row, client = world.consult(words={"gist": "はじめの話", "who": "山田"}), client_for(world.one)
    unlock(client)
    page = f"{row.get_absolute_url()}edit/"
    late, both = opened(client, page, minutes="25"), opened(client, page, gist="あとの話", other_group="栄町の会")
    other = build.partner("つくしの会")
    first = opened(client, page, partner="", other_group="つくしの会", gist="さきの話", is_done="on")
    assert client.post(page, first).status_code == 302
    text = text_of(client.post(page, late, follow=True))
    assert "「聞いたこと（封をします）」「ほかの団体」「この相談は終わった」は、そのまま残しました" in text
    row.refresh_from_db()
    assert (row.minutes, row.partner, row.state) == (25, other, "done")
    answer = client.post(page, {**both, "partner": "", "introduced_names": "つくしの会"})
    text = text_of(answer)
    assert answer.status_code == 409 and "いまの内容：さきの話" in text and "あとの話" in text
    kept = text_of(client.post(page, {**both, "partner": "", "etag": answer.context["form"]["etag"].value()}, follow=True))
    assert "あとの話" in kept and "さきの話" not in kept
    row.refresh_from_db()
    assert (row.minutes, row.state) == (25, "done")
