"""What nobody has been told of yet stands on no page but those of who did it: a step taken back meanwhile was never seen."""

import copy
import datetime

import pytest
from django.utils import timezone

from kyodo_portal.pages.data_version import next_moment
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
