"""A 年度 that ran out before it was agreed, begun or taken up again: every page says so, and what is left to do is the office's."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_due
from projects.models import Cycle
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
PAPER = {"agreed_on": None, "document_number": ""}
UNAGREED, UNBEGUN = "計画に合意しないまま、この年度は終わりました。", "合意した計画を始めないまま、この年度は終わりました。"
RESTING = "休んだまま、この年度は終わりました。"
SETTLE, RESUME = "記録だけにするか、中止にするかを決める", "再開して報告に進むか、中止にするかを決める"


@pytest.fixture
def world():
    return World()


def last_year(world, **values):
    """A pact of the 年度 before this one."""
    return world.cycle(pact=True, fiscal_year=fiscal_year(timezone.localdate()) - 1, **values)


def suspended(world):
    """A pact of this year that rests; its 年度 is made the one before."""
    cycle = world.running(title="休んでいる協働")
    return world.step(cycle, "suspend", by=world.clerk, reason="人が足りません。", public_reason="人が足りないためです。")


def put_back(cycle):
    """As if a year had gone by."""
    days = {name: getattr(cycle, name) - datetime.timedelta(days=365) for name in ("starts_on", "ends_on")}
    Cycle.objects.filter(pk=cycle.pk).update(fiscal_year=cycle.fiscal_year - 1, **days)
    Task.objects.filter(process="cycle", subject_id=cycle.pk).update(turns_on=timezone.localdate())
    sync_due()
    return Cycle.objects.get(pk=cycle.pk)


def tasks_of(cycle):
    return {(task.label, task.party) for task in Task.objects.open().filter(process="cycle", subject_id=cycle.pk)}


def test_a_year_that_was_never_agreed_asks_its_office_to_settle_it(client_for, world):
    cycle = last_year(world)
    assert tasks_of(cycle) == {(SETTLE, f"p{world.office.pk}")}
    page, public = cycle.get_absolute_url(), cycle.project.get_absolute_url()
    assert UNAGREED in build.read(client_for(None), public) and "始まらずに終わりました" in build.read(client_for(None), public)
    assert SETTLE in build.read(client_for(world.clerk), page) and SETTLE in build.read(
        client_for(world.chief), "/projects/board/"
    )
    assert "計画を決める" not in build.read(client_for(world.representative), "/me/")
    now = world.step(cycle, "only_record", by=world.clerk, reason="書面で行いました。")
    assert now.status == "running" and UNAGREED not in build.read(client_for(None), public)


def test_a_year_that_was_agreed_and_never_began_says_that(client_for, world):
    cycle = world.step(last_year(world), "agree_on_paper", by=world.clerk, **PAPER)
    assert tasks_of(cycle) == {(SETTLE, f"p{world.office.pk}")}
    assert UNBEGUN in build.read(client_for(None), cycle.project.get_absolute_url())


def test_a_year_that_rested_when_it_ran_out_is_said_to_have_ended(client_for, world):
    cycle = suspended(world)
    public = cycle.project.get_absolute_url()
    assert "いまは休んでいます。" in build.read(client_for(None), public) and tasks_of(cycle) == {
        ("再開するか決める", f"p{world.office.pk}")
    }
    cycle = put_back(cycle)
    text = build.read(client_for(None), public)
    assert RESTING in text and "いまは休んでいます。" not in text and "人が足りないためです。" in text
    assert tasks_of(cycle) == {(RESUME, f"p{world.office.pk}")}
    assert RESUME in build.read(client_for(world.chief), "/projects/board/")


def test_the_words_turn_on_the_first_of_april_and_not_before(world):
    cycle = world.cycle(pact=True)
    [task, *_] = Task.objects.open().filter(process="cycle", subject_id=cycle.pk)
    assert (task.label, task.turns_on) == ("計画を決める", cycle.ends_on + datetime.timedelta(days=1))


def test_the_last_day_of_what_is_left_counts_from_the_end_of_the_year(world):
    cycle = last_year(world)
    Cycle.objects.filter(pk=cycle.pk).update(status_since=timezone.now() - datetime.timedelta(days=700))
    assert Cycle.objects.get(pk=cycle.pk).due_on == cycle.ends_on + datetime.timedelta(days=14)
