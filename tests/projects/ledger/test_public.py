"""The public ledger: what is found, how many questions the database is asked, and what strangers never see."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.task_actions import sync_everything, sync_tasks
from partners.models import Area, Field
from projects.cycles.do import actions as do
from projects.ledger import list_presenters
from projects.models import Cycle, Project
from tests import build

from .build import World, partner

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def evaluated(world, *, city_points=2, **values):
    cycle = world.cycle(**values)
    world.clerk_plan(cycle)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
    world.step(cycle, "start", by=world.clerk)
    do.post_update(
        cycle, by=world.representative, form_key=uuid.uuid4(), happened_on=datetime.date(2026, 5, 1), title="集まり", body="b"
    )
    world.step(cycle, "finish", by=world.clerk)
    world.report(cycle)
    world.evaluate(cycle, world.representative, 5)
    world.evaluate(cycle, world.clerk, city_points)
    world.talk(cycle)
    world.publish_all(cycle)
    return cycle


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_three_questions(world, client_for, django_assert_num_queries, count):
    for number in range(count):
        world.entry(title=f"企画{number}", fields=[Field.objects.first()] if Field.objects.exists() else [])
    client = client_for()
    client.get("/projects/")  # the words of the filters are kept from a process's first list on
    with django_assert_num_queries(3):
        answer = client.get("/projects/")
    assert f"すべてのプロジェクト（{count}件）" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_one_page_asks_twenty_questions(world, client_for, django_assert_num_queries, count):
    cycle = evaluated(world)
    for number in range(count):
        friend = partner(f"友{number}")
        cycle.project.participations.create(partner=friend, side="group")
    client = client_for()
    with django_assert_num_queries(
        20
    ):  # among them: whom letters reach, what was asked before, its events, the voices it came from
        answer = client.get(f"/projects/{cycle.project_id}/")
    assert "食い違い（3点の差）" in answer.content.decode()


def test_a_new_year_stands_beside_what_the_last_one_came_to(world, client_for, settings):
    """A page tells the last story that is whole: nothing of a year that has just begun could be told."""
    settings.KYODO_CITY = {**settings.KYODO_CITY, "phone": "0258-00-0001"}
    now = fiscal_year(timezone.localdate())
    last = evaluated(world, fiscal_year=now - 1)
    world.step(last, "close", by=world.clerk, outcome="improve", why="よい", next_plan="回数をふやす")
    this = Cycle.objects.get(project=last.project_id, fiscal_year=now)
    world.clerk_plan(this, goals=[{"kind": "activity", "text": "見守りを増やす", "name": "回数", "unit": "回", "target": 160}])
    world.step(this, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(now, 4, 2), document_number="福第7号")
    world.step(this, "start", by=world.clerk)
    at = f"/projects/{this.project_id}/"
    page = client_for().get(at).content.decode()
    labels = [fiscal_label(now - 1), fiscal_label(now)]
    for words in (
        "実施中・2年目", "4月2日に合意", "うすい色は、前の年度の80回です。", 'class="kp-bar__was" width="50"',
        f"{labels[0][2:]}は80回、{labels[1][2:]}は160回へ。", f'href="?year={now - 1}"', "<b>改善して続ける</b>：回数をふやす",
        f"{labels[0]}のふりかえり", "食い違い（3点の差）", 'class="kp-d-g" cx="96%"', 'class="kp-d-c" cx="27%"',
        "集まり", "すべての記録を見る", 'href="#join"', 'href="tel:0258-00-0001"', "福第7号",
    ):  # fmt: skip
        assert words in page.replace("<wbr>", ""), words
    past = client_for().get(f"{at}?year={now - 1}").content.decode().replace("<wbr>", "")
    assert "<b>80</b>回／目標 100回（80％）" in past and "目標と、できたこと" in past and "完了" in past
    assert "手伝えます" not in past and "160回（" not in past
    world.step(this, "suspend", by=world.clerk, reason="x", public_reason="雪が多いため")
    rests = client_for().get(at).content.decode()
    assert "雪が多いため" in rests and "手伝えます" not in rests and "実施中・2年目" not in rests


def test_similar_entries_are_published_ones_of_the_same_field(world, client_for):
    snow, sports = (Field.objects.create(number=number, name="x", short=str(number)) for number in (98, 99))
    first = world.entry(title="雪かき", fields=[snow, sports])
    world.entry(title="雪おろし", fields=[snow, sports])
    world.entry(title="雪の秘密", fields=[snow], published=False)
    world.entry(title="そば打ち")
    page = client_for().get(f"/projects/{first.pk}/").content.decode()
    near = page.split('id="similar-h"')[1].split("</section>")[0]
    assert near.count("<li>") == 1 and "雪おろし" in near
    assert 'id="similar-h"' not in client_for().get(f"/projects/{Project.objects.get(title='そば打ち').pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["clerk", "guide"])
def test_the_board_asks_six_questions_beside_those_of_every_page(world, client_for, django_assert_max_num_queries, count, who):
    for number in range(count):
        world.entry(title=f"企画{number}", partners=[world.group, partner(f"友{number}")], starts_on=yesterday())
    Cycle.objects.update(status_since=timezone.now() - datetime.timedelta(days=15))
    sync_everything()
    client = client_for(getattr(world, who))
    with django_assert_max_num_queries(9):
        answer = client.get("/projects/board/")
    assert f"{count}件（おくれ {count}件）" in answer.content.decode()


def test_the_list_is_narrowed_by_every_filter(world, client_for):
    area, field = Area.objects.create(name="岩沢地区"), Field.objects.create(number=99, name="x", short="雪")
    buses = world.entry(title="ﾊﾞｽを走らせる", areas=[area], fields=[field])
    other = world.entry(title="夏まつり", small=True, partners=[partner("会社", "company")], fiscal_year=2024)
    world.entry(title="秘密の準備", published=False)
    client = client_for()

    def shown(query):
        return [card.pk for card in client.get(f"/projects/?{query}").context["cards"]]

    for query in (
        "q=バス", "q=ひだまり", "phase=plan", f"form={world.form.pk}", f"area={area.pk}", f"field={field.pk}", "kind=civic",
    ):  # fmt: skip
        assert shown(query) == [buses.pk], query
    for query in ("phase=ended", "year=2024", "kind=company", f"form={world.small.pk}"):
        assert shown(query) == [other.pk], query
    assert set(shown(f"department={world.office.pk}")) == {buses.pk, other.pk}
    assert shown("sort=name") == [buses.pk, other.pk] or shown("sort=name") == [other.pk, buses.pk]
    assert (
        shown("q=ないことば") == []
        and "この条件に合うプロジェクトはありません" in client.get("/projects/?q=ないことば").content.decode()
    )
    for nonsense in (
        "phase=x&year=9e9&form=x&area=" + "9" * 40,
        "page=1000000000000",
        "q=" + "あ" * 5000,
        "sort=x&kind=' OR 1=1",
    ):
        assert client.get(f"/projects/?{nonsense}").status_code == 200, nonsense


def test_addresses_that_nobody_made(world, client_for):
    entry = world.entry(published=False)
    client = client_for(world.stranger)
    for address in (
        f"/projects/{entry.pk}/",
        "/projects/99999999999999999999999/",
        "/projects/1/99999999999999999999999999/",
        "/projects/cycles/9/step/x/",
    ):
        assert client.get(address).status_code == 404, address
    cycle = entry.cycles.get()
    assert client_for(world.representative).get(f"/projects/cycles/{cycle.pk}/step/nothing/").status_code == 404
    assert client_for(world.representative).get(f"/projects/{entry.pk}/?year=99999999999999999999").status_code == 200


def test_what_was_typed_is_shown_as_text(world, client_for):
    cycle = world.cycle(title="<script>alert(1)</script>", summary="<b>x</b>{{ 7057*191 }}")
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "<script>" not in page and "<b>x</b>" not in page and "1347887" not in page


def test_an_entry_from_a_source_says_so_and_invents_nothing(world, client_for):
    entry = world.entry(source_note="令和2年3月時点")
    page = client_for().get(f"/projects/{entry.pk}/").content.decode()
    assert "令和2年3月時点の資料による" in page and "お金" not in page and "双方の評価" not in page


def test_the_board_counts_all_and_shows_the_longest_waiting_of_each_stage(world, client_for):
    from tests import build

    build.submitted(world.group, world.representative)
    first = world.entry(title="企画00", starts_on=yesterday())
    numbers = range(1, 52)
    entries = [
        Project(number=f"R8-K-01{number:02}", title=f"企画{number:02}", form=first.form, created_by=first.created_by)
        for number in numbers
    ]
    days = {
        "fiscal_year": 2026,
        "starts_on": yesterday(),
        "ends_on": yesterday() + datetime.timedelta(days=90),
        "status": "preparing",
    }
    Cycle.objects.bulk_create(
        Cycle(project=entry, spec=world.form.specs.get(), **days) for entry in Project.objects.bulk_create(entries)
    )
    for number, cycle in enumerate(Cycle.objects.order_by("project__title")):
        Cycle.objects.filter(pk=cycle.pk).update(status_since=timezone.now() - datetime.timedelta(days=40 - number))
    sync_everything()
    page = client_for(world.chief).get("/projects/board/")
    text = page.content.decode()
    assert "53件（おくれ 26件）" in text and "協働：準備（52件、おくれ 26件）" in text and "提案：提出済（1件）" in text
    assert "ほか2件を表で見る" in text and "企画49" in text and "企画50" not in text
    table = client_for(world.chief).get("/projects/board/?view=table&page=2").content.decode()
    assert "企画48" not in table and all(name in table for name in ("企画49", "企画50", "企画51"))


def test_the_board_shows_no_drafts_and_links_only_what_may_be_opened(world, client_for):
    from tests import build

    build.draft(world.group, world.representative, title="下書きの企画")
    build.submitted(world.group, world.representative)
    world.entry(title="協働の一件", starts_on=yesterday())
    Cycle.objects.update(status_since=timezone.now() - datetime.timedelta(days=15))
    sync_everything()
    for user in (world.clerk, world.guide, world.idle):
        page = client_for(user).get("/projects/board/").content.decode()
        assert "下書きの企画" not in page and "提案：提出済" in page and "協働の一件" in page
    assert "/projects/proposals/" not in client_for(world.idle).get("/projects/board/").content.decode()
    client = client_for(world.guide)
    assert client.get("/projects/board/?mine=on").context["total"] == 2
    assert client.get("/projects/board/?late=on&holder=department").context["total"] == 1
    for nonsense in (
        "department=x",
        "department=99999999999999999999",
        "holder=x",
        "stage=x",
        "view=table&page=9999999",
        "q=" + "あ" * 5000,
    ):
        assert client.get(f"/projects/board/?{nonsense}").status_code == 200, nonsense


def test_late_in_the_database_is_late_on_the_page(world):
    cycle = evaluated(world)
    for days, late in ((29, False), (30, False), (31, True)):
        Cycle.objects.filter(pk=cycle.pk).update(status_since=timezone.now() - datetime.timedelta(days=days))
        (now,) = sync_tasks(cycle)
        assert (now.is_late, Cycle.objects.late().filter(pk=cycle.pk).exists()) == (late, late), days
    plan = world.cycle(fiscal_year=2020)
    for days, late in ((14, False), (15, True)):
        Cycle.objects.filter(pk=plan.pk).update(status_since=timezone.now() - datetime.timedelta(days=days))
        (now,) = sync_tasks(plan)
        assert (now.is_late, Cycle.objects.late().filter(pk=plan.pk).exists()) == (late, late), days


def test_what_waits_for_whom(world):
    cycle = world.cycle()
    assert (
        [todo.label for todo in todos(world.representative).rows]
        == ["計画を決める"]
        == [todo.label for todo in todos(world.clerk).rows]
    )
    assert todos(world.outsider).rows == [] == todos(world.stranger).rows
    world.step(cycle, "cancel", by=world.clerk, reason="やめる", public_reason="やめる")
    assert todos(world.representative).rows == []


def test_the_public_page_says_why_a_year_stopped_and_nothing_of_the_inside(world, client_for):
    cycle = world.running()
    staff, page = client_for(world.clerk), f"/projects/{cycle.project_id}/"
    told = {"reason": "担当者が入院したため", "public_reason": "人手が足りなくなったためです。5月から再開します。"}
    step = f"/projects/cycles/{cycle.pk}/step"
    refused = staff.post(f"{step}/suspend/", {"version": 2, **told, "public_reason": ""})
    assert refused.status_code == 200 and "公開する理由を入れてください。" in refused.content.decode()
    assert staff.post(f"{step}/suspend/", {"version": 2, **told}).status_code == 302
    text = client_for().get(page).content.decode()
    assert "人手が足りなくなったためです。5月から再開します。" in text and "入院" not in text
    assert staff.post(f"{step}/resume/", {"version": 3}).status_code == 302
    assert "人手が足りなく" not in client_for().get(page).content.decode()
    world.step(Cycle.objects.get(pk=cycle.pk), "cancel", by=world.clerk, reason="昔の中止", public_reason="昔の中止")
    Cycle.objects.update(ended_because="")  # from before it was asked for
    text = client_for().get(page).content.decode()
    assert "この年度の取り組みは中止になりました。" in text and "理由を知りたいときは" in text and "昔の中止" not in text


def test_numbers_and_cards_for_other_pages(world):
    cycle = world.cycle(small=True)
    world.entry(published=False)
    assert list_presenters.ledger_numbers() == list_presenters.LedgerNumbers(entries=1, running=1, departments=1)
    assert [card.pk for card in list_presenters.running_projects(3)] == [cycle.project_id]
    assert [card.phase for card in list_presenters.partner_projects(world.group).cards] == ["do"]


def test_a_partner_in_many_projects_says_how_many_and_leads_to_all(client_for):
    office, official = build.office(name="総合政策課")
    body = build.group("雪あかりの会")[0]
    for number in range(51):
        build.cycle(body, office, official, title=f"雪あかり{number}")
    page = build.read(client_for(), office.get_absolute_url())
    assert "参加しているプロジェクト（51件）" in page and f'href="/projects/?department={office.pk}"' in page
    assert "51件" in build.read(client_for(), f"/projects/?department={office.pk}")
    page = build.read(client_for(), body.get_absolute_url())
    assert "参加しているプロジェクト（51件）" in page
    address = re.search(r'href="(/projects/\?q=[^"]+)"', page)[1]
    assert "51件" in build.read(client_for(), address)
