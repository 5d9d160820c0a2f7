"""担当課 of an entry: the secretariat hands it to another department, as long as nothing is agreed; the first day of an entry."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from projects.ledger.department_actions import change_department

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.edits import etag_of
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.models import Cycle, PlanConfirmation, Project
from tests import build

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_the_secretariat_hands_an_entry_to_another_department(world, client_for):
    cycle = world.cycle()
    cycle = world.clerk_plan(cycle)
    confirm_plan(cycle, by=world.clerk, etag=etag_of(plan_of(cycle)))
    page = f"/admin/projects/project/{cycle.project_id}/change/"
    desk = client_for(world.chief)
    assert "担当課を替える" in desk.get(page).content.decode()
    asked = f"/admin/projects/project/{cycle.project_id}/department/"
    assert "福祉課" in desk.get(asked).content.decode()
    assert desk.post(asked, {"department": "x"}).status_code == 200
    assert desk.post(asked, build.sure(desk, asked, department=world.elsewhere.pk)).status_code == 302
    text = desk.get(page).content.decode()
    assert "担当課：福祉課→土木課（事務局）" in text
    assert AuditEvent.objects.filter(act="edit", by=world.chief, note="担当課：福祉課→土木課").count() == 1
    assert not PlanConfirmation.objects.exists()
    notices = Notice.objects.filter(title="「見守り配達」の担当課が土木課になりました")
    assert {notice.user for notice in notices} == {world.representative, world.clerk, world.outsider}
    now = Cycle.objects.get(pk=cycle.pk)
    confirm_plan(now, by=world.outsider, etag=etag_of(plan_of(now)))
    with pytest.raises(PermissionDenied):
        confirm_plan(now, by=world.clerk, etag=etag_of(plan_of(now)))


def test_nobody_else_hands_it_over_and_nobody_once_it_is_agreed(world, client_for):
    cycle = world.cycle()
    asked = f"/admin/projects/project/{cycle.project_id}/department/"
    answers = [client_for(user).post(asked, {"department": world.elsewhere.pk}) for user in (world.clerk, world.outsider)]
    answers.append(client_for(world.representative).post(asked, {"department": world.elsewhere.pk}))
    assert [answer.status_code for answer in answers] == [403, 403, 404]
    with pytest.raises(PermissionDenied):
        change_department(cycle.project, by=world.chief, department=world.group)
    world.clerk_plan(cycle)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=timezone.localdate(), document_number="")
    assert client_for(world.chief).get(asked).status_code == 403
    assert "担当課を替える" not in client_for(world.chief).get(asked.replace("department", "change")).content.decode()
    assert Project.objects.get().participations.get(side="city").partner == world.office


def test_what_is_entered_today_is_not_late_today(world):
    year = fiscal_year(timezone.localdate())
    assert world.cycle().starts_on == timezone.localdate()
    assert not Cycle.objects.late().exists()
    tomorrow, last = timezone.localdate() + datetime.timedelta(days=1), timezone.localdate() + datetime.timedelta(days=14)
    assert not Cycle.objects.late(tomorrow).exists() and not Cycle.objects.late(last).exists()
    assert Cycle.objects.late(last + datetime.timedelta(days=1)).exists()
    assert world.cycle(small=True, fiscal_year=year + 1).starts_on == fiscal_span(year + 1)[0]
    over = fiscal_span(year)[0]
    assert world.cycle(small=True, ends_on=over).starts_on == over == world.cycle(only_record=True).starts_on
    assert world.cycle(small=True, starts_on=over).starts_on == over
    assert world.cycle(fiscal_year=2020).starts_on == datetime.date(2020, 4, 1)
