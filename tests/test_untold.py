"""What nobody has been told of yet stands on no page but those of who did it: a step taken back meanwhile was never seen."""

import copy
import csv
import datetime

import pytest
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.pages.data_version import next_moment
from kyodo_portal.process.actions import take_step
from projects.cycles.creation import new_cycle
from projects.ledger.list_presenters import ledger_numbers
from projects.ledger.yearly import last_years
from projects.models import Cycle, Project
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews

from .test_taking_back import Day, day_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.usefixtures("ten_minutes")]
LISTS = ("/", "/projects/", "/open-data/projects.csv", "/sitemap.xml", "/search/?q=冬の雪かき")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    return copy.deepcopy(laid_world)


def is_named(entry, answer):
    """Whether an answer, be it a page, a table or a list of addresses, names this entry of the ledger."""
    text = answer.getvalue().decode().replace("<wbr>", "")
    return entry.title in text or any(f"{entry.get_absolute_url()}{end}" in text for end in ("<", '"', "#"))


def test_an_adoption_is_public_once_its_group_was_told(world, client_for, later):
    world.decide(early=True, early_reason="急ぎ", despite="急ぎ")
    day, visitor, group = day_of(world), client_for(), client_for(world.representative)
    pages = [world.proposal.get_absolute_url(), world.call.get_absolute_url(), *LISTS]
    before = {page: visitor.get(page).status_code for page in pages}
    day.press("adopt")
    entry = Project.objects.get()
    for page in pages:
        answer = visitor.get(page)
        assert answer.status_code == before[page] and not is_named(entry, answer), page
    assert visitor.get(entry.get_absolute_url()).status_code == group.get(entry.get_absolute_url()).status_code == 404
    own = build.read(group, world.proposal.get_absolute_url())
    assert "結果準備" in own and "採択" not in own
    mine = build.read(group, "/me/")
    assert "結果準備" in mine and "採択" not in mine and "計画を決める" not in mine
    (year,) = entry.cycles.all()
    guide = build.user()
    build.assign(guide, world.group)
    build.join(guide, build.partner("こしゃる", office="coordinator"))
    for reader, address in ((group, "/"), (group, "/me/"), (client_for(guide), "/projects/board/")):
        assert year.get_absolute_url() not in build.markup(reader.get(address)), address
    assert client_for(world.official).get(year.get_absolute_url()).status_code == 200  # the department finds its task
    assert "採択" in build.read(client_for(world.clerk), f"/admin/projects/proposal/{world.proposal.pk}/change/")
    assert next_moment(timezone.now()) - timezone.now() <= datetime.timedelta(minutes=10)
    later(minutes=11)
    for page in (entry.get_absolute_url(), *LISTS):
        assert is_named(entry, visitor.get(page)), page
    assert "採択" in build.read(group, world.proposal.get_absolute_url())
    assert "計画を決める" in build.read(group, "/me/")
    assert year.get_absolute_url() in build.markup(client_for(guide).get("/projects/board/"))


def test_a_registration_is_public_once_its_group_was_told(client_for, later):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    row = build.registration(representative, name="川辺の会")
    later(minutes=11)
    day, visitor, group = (
        Day(row, {"applicant": representative, "secretariat": clerk}, {}),
        client_for(),
        client_for(representative),
    )
    day.press("approve")
    lists = ("/partners/", "/open-data/partners.csv", "/sitemap.xml", "/search/?q=川辺の会")
    page = f"/partners/{row.partner_id}/"
    assert visitor.get(page).status_code == 404
    assert all(page not in visitor.get(address).getvalue().decode() for address in lists)
    own = build.read(group, row.get_absolute_url())
    assert "申請中" in own and "登録されました" not in own and "承認" not in own
    assert "いまの状態は「申請中」です。" in build.read(group, page)
    closed = [f"{page}{name}/" for name in ("edit", "publish")] + [f"/photos/of/partner/{row.partner_id}/"]
    assert [group.get(address).status_code for address in closed] == [403, 403, 403]
    later(minutes=11)
    assert visitor.get(page).status_code == 200 and page in build.read(visitor, "/partners/")
    assert "登録されました" in build.read(group, row.get_absolute_url())
    assert [group.get(address).status_code for address in closed] == [200, 200, 200]


def test_a_year_stands_publicly_where_its_people_were_told_that_it_stands(client_for, later):
    world = ledger.World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(status="running", status_since=timezone.now() - datetime.timedelta(days=3))
    page, visitor = cycle.project.get_absolute_url(), client_for()
    world.step(cycle, "cancel", by=world.clerk, reason="内の理由", public_reason="会場が使えなくなったためです。")
    assert "会場が使えなくなった" not in build.read(visitor, page) and "中止になりました" not in build.read(visitor, page)
    later(minutes=11)
    assert "会場が使えなくなった" in build.read(visitor, page) and "中止になりました" in build.read(visitor, page)


def stages_told(visitor):
    """What home's cards, the list of what is carried out, home's numbers and the open data say of the one entry that there is."""
    table = visitor.get("/open-data/projects.csv").getvalue().decode()
    return [
        [label for label in ("準備", "合意", "実施中") if f"{label}・令和" in build.read(visitor, "/")],
        "見守り配達" in build.read(visitor, "/projects/?phase=do"),
        ledger_numbers().running,
        [(row["年度"], row["段階"], row["状態"]) for row in csv.DictReader(table.removeprefix("\ufeff").splitlines())],
    ]


def test_lists_numbers_and_open_data_show_the_stage_that_was_told(client_for, later):
    world = ledger.World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    year, visitor = cycle.fiscal_year, client_for()
    Cycle.objects.update(starts_on=timezone.localdate(), status_since=timezone.now() - datetime.timedelta(days=3))
    before = stages_told(visitor)
    assert before == [["準備"], False, 0, [(str(year), "計画", "準備")]]
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=timezone.localdate(), document_number="1")
    later(minutes=11)
    world.step(cycle, "start", by=world.clerk)
    agreed = [["合意"], False, 0, [(str(year), "計画", "合意")]]
    assert stages_told(visitor) == agreed
    assert [row.entries for row in last_years()] == [1]
    page, group = cycle.get_absolute_url(), client_for(world.representative)
    assert "【実施中】" not in build.read(group, page) and "合意" in build.read(group, page)
    assert "活動記録を書く" in build.read(client_for(world.clerk), page)
    later(minutes=11)
    assert stages_told(visitor) == [["実施中"], True, 1, [(str(year), "実施", "実施中")]]
    assert "活動記録を書く" in build.read(group, page)


def test_a_year_whose_agreement_waits_leaves_the_year_before_on_cards(client_for, later):
    world = ledger.World()
    cycle = world.cycle()
    year = cycle.fiscal_year
    Cycle.objects.update(status="closed", status_since=timezone.now() - datetime.timedelta(days=3), fiscal_year=year - 1)
    following = new_cycle(cycle.project, year, starts_on=timezone.localdate(), ends_on=timezone.localdate())
    world.clerk_plan(following)
    later(minutes=11)
    world.step(following, "agree_on_paper", by=world.clerk, agreed_on=timezone.localdate(), document_number="1")
    visitor = client_for()
    past, now = fiscal_label(year - 1), fiscal_label(year)
    assert f"<li>{past}</li>" in build.read(visitor, "/projects/") and [row.entries for row in last_years()] == [1, 0]
    assert "見守り配達" not in build.read(visitor, f"/projects/?year={year}")
    later(minutes=11)
    assert f"<li>{now}</li>" in build.read(visitor, "/projects/") and [row.entries for row in last_years()] == [1, 1]
    assert "見守り配達" in build.read(visitor, f"/projects/?year={year}")


def test_what_the_office_asks_for_opens_once_it_was_told_and_stays_open_for_whoever_went_on(client_for, later):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    row = build.registration(representative, name="川辺の会")
    later(minutes=11)
    items = [{"field": "name", "reason": "正式な名前を書いてください"}]
    row = take_step(row, "ask_correct", by=clerk, version=row.version, items=items, due=build.days(7))
    group, page = client_for(representative), f"{row.get_absolute_url()}correct/"
    early = group.get(page)
    assert early.status_code == 409 and "正式な名前を書いてください" not in early.content.decode()
    values = {"name": "川辺の会（正）"}
    row = take_step(row, "correct", by=representative, version=row.version, values=values)
    take_step(row, "undo_correct", by=representative, version=row.version, reason="書きまちがい")
    assert "正式な名前を書いてください" in build.read(group, page)
    later(minutes=11)
    assert "正式な名前を書いてください" in build.read(group, page)


def test_pages_of_a_year_typed_by_address_stand_as_their_people_were_told(client_for, later):
    world = ledger.World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(status="running", status_since=timezone.now() - datetime.timedelta(days=3))
    group, clerk = client_for(world.representative), client_for(world.clerk)
    page = f"{cycle.get_absolute_url()}updates/new/"
    world.step(cycle, "cancel", by=world.clerk, reason="内の理由", public_reason="会場が使えなくなったためです。")
    assert group.get(page).status_code == 200 and clerk.get(page).status_code == 403
    late = group.post(page, {"happened_on": "2026-04-02", "text": "配りました。"})  # judged as it stands
    assert late.status_code == 409 and "配りました。" in late.text and "先に進めました" in late.text
    later(minutes=11)
    assert group.get(page).status_code == 403
