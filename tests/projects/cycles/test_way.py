"""The shortest way to the work of a year: from マイページ to the form, and what the year's page says before."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.errors import Stale
from projects.models import Cycle
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_agreeing_stands_beside_the_state_once_there_is_something_to_agree_to(world, client_for):
    cycle = world.cycle()
    at = cycle.get_absolute_url()
    box = client_for(world.representative).get(at).content.decode().split('id="whose-h"')[1].split("</section>")[0]
    assert "この年度の目標と役割分担を入れると、ここに「この計画でよい」が出ます。" in box and "<button" not in box
    world.clerk_plan(cycle)
    for user in (world.representative, world.clerk, world.chief):
        box = client_for(user).get(at).content.decode().split('id="whose-h"')[1].split("</section>")[0]
        assert '<button class="kp-btn kp-btn--m" type="submit">この計画でよい</button>' in box
    assert "この計画でよい</button>" not in client_for(world.mate).get(at).content.decode()


def test_a_year_begins_when_it_begins_or_somebody_says_why(world, client_for):
    """And nobody is late with what has only just begun. Never before its 年度."""
    next_year = world.running
    with pytest.raises(Stale):
        next_year(title="来年度", fiscal_year=fiscal_year(timezone.localdate()) + 1)
    coming = world.cycle(starts_on=timezone.localdate() + datetime.timedelta(days=1))
    world.clerk_plan(coming)
    world.step(coming, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="")
    client, begins = client_for(world.clerk), jdate(coming.starts_on).split("（")[0]
    page = client.get(coming.get_absolute_url()).content.decode()
    assert "始める日より前に始める" in page and ">実施を始める<" not in page
    said = f"{jdate(coming.starts_on)}になると、ここに「実施を始める」が出ます。"
    assert said in page and said not in client_for(world.representative).get(coming.get_absolute_url()).content.decode()
    with pytest.raises(Stale):
        world.step(coming, "start", by=world.clerk)
    step = reverse("cycle-step", args=[coming.pk, "start_early"])
    version = Cycle.objects.get(pk=coming.pk).version
    assert "理由を入れてください。" in client.post(step, {"version": version}).content.decode()
    assert client.post(step, {"version": version, "reason": "雪が早く来たため"}).status_code == 302
    public = client_for().get(f"/projects/{coming.project_id}/").content.decode()
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日に始めました。予定は{begins}から" in public.replace("<wbr>", "")
    with pytest.raises(Stale):  # nothing is reported of what was to begin tomorrow
        world.step(coming, "finish", by=world.clerk)
    Cycle.objects.filter(pk=coming.pk).update(starts_on=today)
    world.step(coming, "finish", by=world.clerk)
    assert "に終えました。" in client_for().get(f"/projects/{coming.project_id}/").content.decode().replace("<wbr>", "")

    last = world.cycle(title="昨年度", fiscal_year=fiscal_year(today) - 1)
    world.clerk_plan(last)
    in_two_weeks = today + datetime.timedelta(days=14)
    for name, more in (("agree_on_paper", {"agreed_on": None, "document_number": ""}), ("start", {})):
        now = world.step(last, name, by=world.clerk, **more)
        assert now.due_on == in_two_weeks and not now.is_late and not Cycle.objects.late().filter(pk=last.pk).exists()


def test_mypage_leads_straight_to_the_form_of_the_state(world, client_for):
    cycle = world.cycle()
    at = cycle.get_absolute_url()
    assert [todo.url for todo in todos(world.representative).rows] == [at]
    world.clerk_plan(cycle)
    for step, more in (("agree_on_paper", {"agreed_on": cycle.starts_on, "document_number": ""}), ("start", {})):
        world.step(cycle, step, by=world.clerk, **more)
    assert (
        [todo.url for todo in todos(world.representative).rows]
        == [f"{at}updates/new/"]
        == [todo.url for todo in todos(world.clerk).rows]
    )
    world.step(cycle, "finish", by=world.representative)
    assert [todo.url for todo in todos(world.representative).rows] == [f"{at}report/"]
    page = client_for(world.representative).get(f"{at}report/").content.decode()
    assert page.count("※この2つの欄の、どちらかは必須") == 2
    world.report(Cycle.objects.get(pk=cycle.pk))
    for user in (world.representative, world.clerk):
        assert [todo.url for todo in todos(user).rows] == [f"{at}evaluation/"]
        assert client_for(user).get(f"{at}evaluation/").status_code == 200
