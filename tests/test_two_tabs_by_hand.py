"""Two tabs of two people on the pages that the walks of test_two_tabs.py cannot fill in: what they ask for is a file, a number that
stands on a paper, a row of another table. Whoever is second reads what stands and keeps the own words; nothing is undone unseen."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guidelines.models import Municipality
from kyodo_portal.pages.models import AccessibilityTest
from partners.models import Desk, Event, Partner, Registration
from projects.committees.meeting_models import CommitteeMeeting
from projects.models import Call, GrantRule
from tests import build
from tests.partners.imports.pages import begin, chosen, walk
from tests.partners.registration.test_standing import ending
from tests.projects.committees.build import World as CommitteeWorld
from tests.projects.grants.build import scheme, sent_rule
from tests.projects.inventory import build as inventory
from tests.projects.proposals.test_admin import call_data
from tests.sent import form_of, opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def two(client_for):
    """Two people of the secretariat, each in a tab."""
    office, one = build.office("secretariat")
    other = build.user("見本 同僚")
    build.join(other, office)
    return client_for(one), client_for(other)


def sent_in_two_tabs(two, address, first, second, files=()):
    """The two answers: both opened the page before either of them sent it. files: ([bytes of the first], [of the second])."""
    pages = [opened(client, address, **typed) for client, typed in zip(two, (first, second), strict=True)]
    for page, content in zip(pages, files, strict=False):
        page["file"] = SimpleUploadedFile("a11y.json", content, "application/json")
    return [client.post(address, page) for client, page in zip(two, pages, strict=True)]


def test_a_desk_that_two_people_lay_out_and_change(two):
    body, leader, mate = build.group()
    away = {"answer_days": "3", "away_until": build.days(9).isoformat()}
    first, second = {**away, "deputy": leader.email, "hours": "平日の午前"}, {**away, "deputy": mate.email, "hours": "平日の午後"}
    for address, status in (("/admin/partners/desk/add/", 200), ("/admin/partners/desk/{}/change/", 409)):
        whose = {"partner": body.pk} if status == 200 else {}
        address = address.format(Desk.objects.values_list("pk", flat=True).first())
        answers = sent_in_two_tabs(two, address, {**whose, **first}, {**whose, **second})
        text = text_of(answers[1])
        assert [answer.status_code for answer in answers] == [302, status]
        assert "平日の午後" in text and mate.email in text
        if status == 200:
            assert "団体・課が同じ「受付」は、もうあります。一覧から、それを開いて直してください。" in text
        else:
            assert "いまの内容：夜だけ" in text
        row = Desk.objects.get()
        assert (row.deputy, row.hours) == (leader, first["hours"])
        first = {**first, "hours": "夜だけ"}


def test_a_desk_of_nobody_asks_whose_it_is(two):
    """Whoever chooses no body and names a deputy is asked for the body; nothing is said to be gone."""
    answer = two[0].post("/admin/partners/desk/add/", {"answer_days": "3", "deputy": build.user().email, "hours": "平日の午前"})
    assert answer.status_code == 200
    assert "団体・課を選んでください。" in text_of(answer) and "平日の午前" in text_of(answer)


def test_two_municipalities_stand_beside_each_other_and_one_twice_does_not(two):
    address = "/admin/guidelines/municipality/add/"
    words = {"kana": "みほんし", "prefecture": "新潟県"}
    first, second = {"name": "見本東市", "code": "152081"}, {"name": "見本西市", "code": "151009"}
    answers = sent_in_two_tabs(two, address, {**words, **first}, {**words, **second})
    assert [answer.status_code for answer in answers] == [302, 302] and Municipality.objects.count() == 2
    answers = sent_in_two_tabs(
        two, address, {**words, "name": "見本北市", "code": "152099"}, {**words, "name": "見本南市", "code": "152099"}
    )
    text = text_of(answers[1])
    assert [answer.status_code for answer in answers] == [302, 200] and "見本南市" in text and "もうあります" in text
    assert Municipality.objects.filter(code="152099").get().name == "見本北市"


def test_two_calls_are_two(two):
    answers = [
        client.post("/admin/projects/call/add/", call_data(title=title))
        for client, title in zip(two, ("春の募集", "秋の募集"), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(Call.objects.values_list("title", flat=True)) == ["春の募集", "秋の募集"]


def test_a_rule_of_a_scheme_that_two_people_write_for_one_year(two):
    made = scheme(build.office("department")[0])
    first, second = sent_rule(scheme=made.pk, cap="10万円"), sent_rule(scheme=made.pk, cap="20万円")
    answers = [client.post("/admin/projects/grantrule/add/", sent) for client, sent in zip(two, (first, second), strict=True)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert "20万円" in text_of(answers[1]) and GrantRule.objects.get().cap == 100_000


def result(tool):
    return json.dumps(
        {"tested_on": "2026-11-20", "tool": tool, "widths": [360], "pages": [{"path": "/", "title": "ホーム", "found": []}]}
    ).encode()


def test_the_tests_of_accessibility_of_one_year_that_two_people_take_in(two):
    address = "/admin/pages/accessibilitytest/add/"
    files = (result("axe-core 4.10"), result("axe-core 4.11"))
    answers = sent_in_two_tabs(two, address, {"remark": "先のことば"}, {"remark": "あとのことば"}, files)
    text = text_of(answers[1])
    assert [answer.status_code for answer in answers] == [302, 200]
    assert "その年度の結果は、もう入っています。" in text and "あとのことば" in text
    assert AccessibilityTest.objects.get().tool == "axe-core 4.10"
    assert "試験の結果のファイルを選んでください。" in text_of(two[0].post(address, {"remark": "ファイルなし"}))


def test_minutes_that_a_colleague_published_meanwhile(client_for):
    world = CommitteeWorld()
    row = world.meeting(-10, announced=True, minutes="話したこと")
    colleague = build.user("見本 同僚")
    build.join(colleague, Partner.objects.get(memberships__user=world.clerk))
    address = f"/committees/meetings/{row.pk}/minutes/"
    one, other = client_for(world.clerk), client_for(colleague)
    pages = [opened(client, address) for client in (one, other)]
    assert one.post(address, pages[0]).status_code == 302
    published = CommitteeMeeting.objects.get(pk=row.pk).minutes_at
    assert other.post(address, pages[1]).status_code == 302  # it is as the second one wanted it
    assert published is not None and CommitteeMeeting.objects.get(pk=row.pk).minutes_at == published


def test_a_registration_is_renewed_once_whoever_presses(client_for):
    """In two tabs by one person: both lead to the one paper. By somebody else: the page says what is under way, and leads to it."""
    body, boss = ending()
    mate = build.user()
    build.join(mate, body, "representative")
    clients, address = [client_for(person) for person in (boss, boss, mate)], f"/partners/{body.pk}/renew/"
    pages = [client.get(address).context["form"] for client in clients]
    sent = [{"etag": page["etag"].value(), "form_key": page["form_key"].value(), "promised": "1", "renew": "1"} for page in pages]
    answers = [client.post(address, data) for client, data in zip(clients, sent, strict=True)]
    paper = Registration.objects.get(purpose="renewal")
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert answers[0].url == answers[1].url == f"/partners/registrations/{paper.pk}/#main"
    text = text_of(answers[2])
    assert "進んでいる申請があります" in text and f'href="{paper.get_absolute_url()}' in text


@pytest.mark.parametrize("page", ["leave", "pause"])
def test_a_notice_that_one_person_gives_from_two_tabs(client_for, page):
    """In the same words it is one paper, to which both lead; other words come back, with what is under way."""
    body, boss = ending()
    client, address = client_for(boss), f"/partners/{body.pk}/{page}/"
    why, other = "会員が減ったため", "集まる場所がなくなったため"
    sent = [opened(client, address, reason=reason, **{page: "1"}) for reason in (why, why, other)]
    first, second, third = [client.post(address, data) for data in sent]
    paper = Registration.objects.get(purpose=page)
    assert (
        (first.status_code, first.url) == (second.status_code, second.url) == (302, f"/partners/registrations/{paper.pk}/#main")
    )
    assert third.status_code == 200 and other in text_of(third) and "進んでいる申請があります" in text_of(third)


def test_a_page_that_only_asks_is_pressed_in_two_tabs(client_for):
    """A draft thrown away, a membership ended: the other tab of the same person leads where the first one led, and nothing is said to be
    forbidden or missing. Somebody else finds nothing there."""
    body, boss, mate = build.group()
    draft, own = build.draft(body, boss), body.memberships.get(user=mate)
    for by, address, other in (
        (boss, f"{draft.get_absolute_url()}delete/", build.user()),
        (mate, f"/partners/{body.pk}/members/{own.pk}/end/", build.user()),
    ):
        client = client_for(by, enforce_csrf_checks=True)
        pages = [opened(client, address) for _ in range(2)]
        assert pages[0]["csrfmiddlewaretoken"] != pages[1]["csrfmiddlewaretoken"]
        first, second = [client.post(address, data) for data in pages]
        assert (first.status_code, second.status_code, second.url) == (302, 302, first.url), address
        assert "この操作は、もう行われています。" in text_of(client.get(second.url))
        assert client_for(other).post(address, {"etag": pages[0].get("etag", "")}).status_code in (403, 404)


def test_a_sheet_of_the_inventory_that_two_people_of_an_office_answer(client_for):
    """Different lines go together; of the same line the second one reads what stands, and nothing of the page is written."""
    city, _ = inventory.laid()
    colleague = build.user("見本 同僚")
    build.join(colleague, city.office)
    address = f"/ledger/inventory/{inventory.YEAR}/{city.office.pk}/"
    lines = {line.title: line.mark for line in inventory.sheet_of(city.office).lines.all()}
    cost, people = f"{lines['防災訓練']}-city_cost", f"{lines['花いっぱい運動']}-people"
    clients = client_for(city.clerk), client_for(colleague)
    first = opened(clients[0], address, **{cost: "20万円", "save": "1"})
    apart = opened(clients[1], address, **{people: "33", "save": "1"})
    same = opened(clients[1], address, **{cost: "30万円", "save": "1"})
    assert [clients[0].post(address, first).status_code, clients[1].post(address, apart).status_code] == [302, 302]
    late = clients[1].post(address, same)
    assert "先に別の値で入っています（いまは「200000」）" in text_of(late) and 'value="30万円"' in text_of(late)
    assert costs_and_people(city) == (200_000, 33)
    chosen_now = dict(form_of(late.content.decode()).form_values())  # who has seen both saves once more
    assert clients[1].post(address, {**chosen_now, "save": "1"}).status_code == 302
    assert costs_and_people(city) == (300_000, 33)


def costs_and_people(city):
    stands = {line.title: line for line in inventory.sheet_of(city.office).lines.all()}
    return stands["防災訓練"].city_cost, stands["花いっぱい運動"].people


def test_a_list_of_events_that_two_people_take_in(two, client_for):
    """Once: whoever is second is told what became of it."""
    build.office(name="くらし課")
    table = "イベント名\t開始日\t開始時間\t終了時間\t場所名称\t主催者\n朝の会\t2027-01-09\t9:00\t10:00\t広場\tくらし課\n"
    address, page = walk(two[0], begin(two[0], table.encode(), "催し.tsv", first="/staff/events/imports/read/"))
    first, second = [client.post(address, chosen(page)) for client in two]
    assert first.status_code == 302 and Event.objects.filter(title="朝の会").count() == 1
    assert second.status_code in (302, 409)
