"""Where a letter can be begun and what stands there; the list of letters, and what stands beside the letters of a thread."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.models import Trouble
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.pages.models import PublicPage
from kyodo_portal.process.actions import take_step
from partners.models import Block, Desk, KnownAnswer, OfferTerms, Request, Theme
from partners.requests.actions import introduce, send_request
from partners.requests.care_actions import publish_answer
from partners.requests.clock_actions import turn_days
from tests import build
from tests.partners.requests.build import old

pytestmark = pytest.mark.usefixtures("shared_library")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def box(page):
    """The words of 「質問・連絡」 on a page, as a visitor reads them."""
    section = re.search(r'<section[^>]* id="ask".*?</section>', build.markup(Client().get(page)), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", section[0]).split()) if section else ""


def answers(page):
    """[(name, days)] of who answers there, by which day being said."""
    found = re.findall(r"(\S+) （(\d+)開庁日後）までに、(.+?)が返事をします。", box(page))
    assert all(day == jdate(days_ahead(int(days))) for day, days, _ in found), found
    return [(name, int(days)) for _, days, name in found]


@pytest.fixture
def bodies(db):
    group, head, _ = build.group("寺子屋の会")
    roads, official = build.office(name="建設課")
    office, _ = build.office("secretariat", name="協働課")
    for partner, days in ((group, 3), (roads, 7), (office, 4)):
        Desk.objects.update_or_create(partner=partner, defaults={"answer_days": days})
    return {"group": group, "head": head, "roads": roads, "official": official, "office": office}


def test_pages_say_who_answers_by_which_day_and_what_was_asked_before(bodies):
    group, roads = bodies["group"], bodies["roads"]
    project = build.cycle(group, roads, bodies["official"], title="見守り").project
    call, offer = build.call(department=roads), build.offer(group, "机10台")
    Trouble.objects.filter(key="yane-yuki").update(desk="建設課")
    KnownAnswer.objects.create(partner=group, question="見学できますか", answer="火曜にどうぞ。")
    KnownAnswer.objects.create(partner=group, about=f"offer:{offer.pk}", question="机は重いですか", answer="2人で運べます。")
    assert answers(group.get_absolute_url()) == answers(offer.get_absolute_url()) == [("寺子屋の会", 3)]
    assert "火曜にどうぞ。" in box(group.get_absolute_url()) and "机は重い" not in box(group.get_absolute_url())
    assert "よくある質問（2件）" in box(offer.get_absolute_url())
    assert answers(project.get_absolute_url()) == [("寺子屋の会", 3), ("建設課", 7)]
    assert answers(call.get_absolute_url()) == [("建設課", 7)]
    assert answers("/guidelines/help/yane-yuki/") == [("建設課", 7)]
    assert answers("/guidelines/help/ashi/") == answers("/guidelines/ojiya/") == [("協働課", 4)]
    helping = re.search(r'<input[^>]*value="help"[^>]*>', build.markup(Client().get(f"/ask/project:{project.pk}/?kind=help")))
    assert "checked" in helping[0]


def test_a_key_leads_to_what_it_names_or_nowhere(bodies):
    theme = Theme.objects.get_or_create(code="mimamori", defaults={"name": "見守り", "kana": "みまもり"})[0]
    assert f"「{theme.name}」について書きます" in build.read(Client(), "/ask/theme:mimamori/")
    assert "「となりの高齢の人の家に" in build.read(Client(), "/ask/trouble:yane-yuki/")
    nowhere = (
        "trouble:nothing",
        "theme:nothing",
        "topic:3",
        "page:nothing",
        "call:999999",
        "guideline:nothing",
        "partner:0",
        "x",
    )
    assert {key: Client().get(f"/ask/{key}/").status_code for key in nowhere} == dict.fromkeys(nowhere, 404)


def test_a_coordinator_finds_whom_this_person_brought_together_and_what_became_of_it(bodies):
    guide, other, writer = build.office("coordinator")[1], build.group("朝市の会"), build.user("川上 花")
    said = {"about": f"partner:{other[0].pk}", "about_label": "寺子屋の会と、朝市の会", "form_key": uuid4()}
    row = introduce(by=guide, one=bodies["group"], other=other[0], text="力になれそうです。", **said)
    row = take_step(row, "reply", by=other[1], version=row.version, text="食事会のことですね。")
    Request.objects.update(sent_at=row.sent_at - build.timedelta(days=61))
    turn_days()
    asked = "つないだふたつの団体が、その後どうなったかを知らせる"
    assert asked in build.read(client_of(guide), "/me/")
    row = take_step(row, "finish", by=guide, version=row.version, became="going")
    assert asked not in build.read(client_of(guide), "/me/")
    page = build.read(client_of(guide), "/requests/?box=brought")
    assert "「寺子屋の会と、朝市の会」をつなぐ手紙" in build.read(client_of(guide), row.get_absolute_url())
    for words in ("寺子屋の会と、朝市の会", "どうなったか：続いている", "団体と団体をつなぐ"):
        assert words in page
    assert "<b>まだ読んでいません</b>" not in page and "食事会のこと" not in page
    assert "<b>まだ読んでいません</b>" in build.read(client_of(bodies["head"]), "/requests/")
    assert "この条件に合う手紙は、ありません" in build.read(client_of(guide), "/requests/?box=got")
    alone = build.read(client_of(writer), "/requests/?box=brought")
    assert "手紙は、まだありません" in alone and "つないだ" not in alone


def test_what_was_wished_and_agreed_stands_beside_the_letters_of_both_sides(bodies):
    writer, offer = build.user("川上 花"), build.offer(bodies["group"], "話を聞くときのこつ")
    about = {"about": f"offer:{offer.pk}", "about_label": offer.title, "offer": offer, "form_key": uuid4()}
    row = send_request(
        by=writer, to=bodies["group"], kind="apply", text="お願いします。", people=6, few_why="小さな集まりです", **about
    )
    take_step(row, "agree", by=bodies["head"], version=row.version, on=build.days(20), place="公民館の和室")
    for user in (writer, bodies["head"]):
        page = build.read(client_of(user), row.get_absolute_url())
        for words in ("6人", "小さな集まりです", jdate(build.days(20)), "公民館の和室", "もとの「話を聞くときのこつ」を見る"):
            assert words in page


def test_a_group_refuses_somebodys_letters_and_a_second_press_changes_nothing(bodies):
    writer, head = build.user("川上 花"), client_of(bodies["head"])
    about = {"about": "page:home", "about_label": "ホーム", "form_key": uuid4()}
    row = send_request(by=writer, to=bodies["group"], kind="ask", text="何時からですか。", **about)
    block, share = reverse("request-block", args=[row.pk]), reverse("request-share", args=[row.pk])
    for pressed, there, done in (("1", 1, "受けないことに"), ("1", 1, "受けないことに"), ("0", 0, "また受ける")):
        assert done in build.markup(head.post(block, {"is_on": pressed}, follow=True))
        assert Block.objects.count() == there
    for pressed, shown in (("1", True), ("1", True), ("0", False)):
        head.post(share, {"is_on": pressed})
        row.refresh_from_db()
        assert row.is_shared is shown


def test_the_page_of_an_application_says_the_nearest_day(bodies):
    offer = build.offer(bodies["group"], "話を聞くときのこつ")
    OfferTerms.objects.create(offer=offer, notice_days=14)
    said = f"いちばん早い日は{jdate(build.days(14))}です"
    assert said in build.read(Client(), f"/partners/offers/{offer.pk}/apply/")


@pytest.mark.parametrize(("key", "heading"), [("home", "ホーム"), ("calls", "提案の募集")])
def test_a_letter_about_a_page_of_the_site_is_headed_as_the_page_is(bodies, key, heading):
    PublicPage.objects.create(path="/projects/calls/", kind="site", mark="1", read_at=timezone.now(), title="提案の募集")
    assert f"「{heading}」について書きます" in build.read(Client(), f"/ask/page:{key}/")


def test_a_helper_says_a_day_and_a_number_and_is_asked_for_a_reason_only_where_the_terms_name_a_least(bodies):
    offer, writer = build.offer(bodies["group"], "雪灯ろうづくり", side="seek", kind="people"), client_of(build.user("川上 花"))
    page, sunday = f"/partners/offers/{offer.pk}/apply/", timezone.localtime() + build.timedelta(days=20)
    asked = build.read(writer, page)
    assert "人数が少ないわけ" not in asked and "18歳になっていない人は、保護者か学校の先生に" in asked
    said = {"kind": "help", "text": "午後なら行けます。", "adult": "on", "people": "２人", "form_key": uuid4()}
    past = build.markup(writer.post(page, {**said, "wish1": "2020年10月1日 13:00"}))
    assert "か、それより後の日にしてください" in past and not Request.objects.exists()
    assert writer.post(page, {**said, "wish1": f"{sunday:%Y/%m/%d} 13:00"}).status_code == 302
    row = Request.objects.get()
    assert (row.people, timezone.localtime(row.wish1).strftime("%H:%M")) == (2, "13:00")
    OfferTerms.objects.create(offer=offer, min_people=5)
    assert "人数が少ないわけ" in build.read(writer, page)


def test_what_was_asked_about_an_office_stands_with_the_one_that_answers(bodies):
    roads, office = bodies["roads"], bodies["office"]
    writer, clerk = old(build.user("川上 花")), build.user("係の人")
    build.join(clerk, office)
    words = {"about": f"partner:{roads.pk}", "about_label": roads.name, "form_key": uuid4()}
    row = send_request(by=writer, to=roads, kind="ask", text="花だんはだれのものですか。", **words)
    row = take_step(row, "pass_on", by=bodies["official"], version=row.version, to=office, why="協働課の花だんです")
    publish_answer(row, by=clerk, question="花だんはだれのものですか", answer="協働課が植えています。", form_key=uuid4())
    assert "協働課が植えています。" in box(office.get_absolute_url())
    assert "協働課が植えています。" not in box(roads.get_absolute_url())


@pytest.mark.parametrize(("minutes", "waits"), [(59, True), (61, False)])
def test_what_a_visitor_wrote_waits_an_hour(bodies, monkeypatch, minutes, waits):
    client, page, text = Client(), reverse("ask-about", args=[f"partner:{bodies['group'].pk}"]), "火曜の夜なら、車で送れます。"
    client.post(page, {"kind": "help", "text": text, "adult": "on", "form_key": uuid4()})
    written = client.session["letter"]
    client.force_login(build.user("川上 花"))
    session = client.session
    session["letter"] = written
    session.save()
    now = timezone.now() + build.timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert (text in build.read(client, page)) is waits


def test_who_waits_for_a_body_that_left_or_rests_reads_that(db):
    """A person who ended on the own word, and a group that pauses: the letter stands and may be answered; the offer is shown no more."""
    writer = old(build.user())
    for standing, words in (("left", "相手は、登録をやめています"), ("dormant", "いま活動を休んでいます")):
        body = build.partner(f"{standing}の会")
        build.join(head := build.user(), body, "representative")
        offer = build.offer(body, "書道を教えます", kind="know")
        said = {"about": f"offer:{offer.pk}", "about_label": "書道を教えます", "form_key": uuid4(), "offer": offer, "wish1": None}
        row = send_request(by=writer, to=body, kind="apply", text="習いたいです。", **said)
        asker, desk, page = client_of(writer), client_of(head), row.get_absolute_url()
        assert f'href="{offer.get_absolute_url()}"' in asker.get(page).text and words not in asker.get(page).text
        type(body).objects.filter(pk=body.pk).update(standing=standing)
        read = asker.get(page).text
        assert words in read and f'href="{offer.get_absolute_url()}"' not in read
        assert client_of(writer).get(offer.get_absolute_url()).status_code == 404
        assert words not in desk.get(page).text and "返事を書く" in desk.get(page).text
