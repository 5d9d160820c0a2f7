"""Who takes part from when until when: an office takes over, a group joins or leaves, on any day; rights follow the rows of today."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_due
from partners.models import Partner
from projects.cycles.creation import new_cycle
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.models import Cycle, Participation, PlanConfirmation, Project
from tests import build

from .build import World, join, partner, person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def step(entry, name, by, **answers):
    now = Project.objects.get(pk=entry.pk)
    return take_step(now, name, by=by, version=now.version, **answers)


def hidden(client, page):
    form = client.get(page).context["form"]
    return {field.name: "" if field.value() is None else field.value() for field in form.hidden_fields()}


def rows(entry):
    """{name: (leads, since, until)} of everybody who takes or took part."""
    found = Participation.objects.filter(project=entry).select_related("partner").order_by("pk")
    return [(row.partner.name, row.is_lead, row.since, row.until) for row in found]


def holders(cycle):
    return set(Task.objects.open().filter(process="cycle", subject_id=cycle.pk).values_list("party", flat=True))


def test_another_office_takes_over_whatever_is_agreed(world, client_for):
    cycle = world.clerk_plan(world.cycle())
    confirm_plan(cycle, by=world.clerk, etag=etag_of(plan_of(cycle)))
    entry, today = cycle.project, timezone.localdate()
    desk, address = client_for(world.clerk), f"/admin/projects/project/{entry.pk}/step/move/"
    sent = {"office": world.elsewhere.pk, "on": today.isoformat(), "reason": "機構改革のためです。"}
    assert "福祉課" in build.read(desk, f"/admin/projects/project/{entry.pk}/change/")
    assert desk.post(address, {**hidden(desk, address), **sent}).status_code == 302
    yesterday = today - datetime.timedelta(days=1)
    assert rows(entry) == [("ひだまりの会", True, None, None), ("福祉課", True, None, yesterday), ("土木課", True, today, None)]
    assert not PlanConfirmation.objects.exists()  # what the former office agreed to binds nobody else
    assert holders(cycle) == {f"p{world.group.pk}", f"p{world.elsewhere.pk}"}
    told = Notice.objects.filter(title__contains="「見守り配達」の担当課が")
    assert {notice.user for notice in told} == {world.representative, world.clerk, world.outsider}
    assert (
        "担当課：福祉課→土木課" in told.get(user=world.outsider).body
        and "機構改革のためです。" in told.get(user=world.clerk).body
    )
    assert client_for(world.outsider).get(cycle.page_url("cycle-plan")).status_code == 200
    assert desk.get(cycle.page_url("cycle-plan")).status_code == 403
    assert desk.get(cycle.get_absolute_url()).status_code == 200  # a year in which it took part
    later = new_cycle(Project.objects.get(pk=entry.pk), cycle.fiscal_year + 1)
    assert desk.get(later.get_absolute_url()).status_code == 403
    public = build.read(client_for(), entry.get_absolute_url())
    assert "前に参加した団体・部署" in public and "福祉課" in public
    step(entry, "move", world.chief, office=world.centre, on=today, reason="すぐに替わりました。")
    assert [row[0] for row in rows(entry) if row[3] is None] == ["ひだまりの会", "市民協働課"]


def test_a_change_of_1_april_is_entered_before_and_moves_everything_on_its_day(world, client_for, later):
    cycle = world.clerk_plan(world.cycle())
    entry, day = cycle.project, timezone.localdate() + datetime.timedelta(days=20)
    step(entry, "move", world.clerk, office=world.elsewhere, on=day, reason="4月の異動です。")
    assert holders(cycle) == {f"p{world.group.pk}", f"p{world.office.pk}"}
    assert client_for(world.outsider).get(cycle.page_url("cycle-plan")).status_code == 403
    with pytest.raises(ValidationError, match="からです"):
        step(entry, "move", world.clerk, office=world.centre, on=timezone.localdate(), reason="x")
    later(days=20)
    sync_due()
    assert holders(cycle) == {f"p{world.group.pk}", f"p{world.elsewhere.pk}"}
    assert client_for(world.outsider).get(cycle.page_url("cycle-plan")).status_code == 200
    assert client_for(world.clerk).get(cycle.page_url("cycle-plan")).status_code == 403
    assert "土木課" in build.read(client_for(), entry.get_absolute_url())


def test_a_group_joins_and_leaves_and_its_years_stay_its_own(world, client_for):
    friends = partner("こども食堂の会")
    friend = join(person("食堂"), friends)
    Partner.objects.filter(pk=friends.pk).update(search_text="こども食堂の会")
    entry = world.entry(published=False)
    first, today = entry.cycles.get(), timezone.localdate()
    desk, address = client_for(world.clerk), f"/admin/projects/project/{entry.pk}/step/join/"
    sent = {"on": today.isoformat(), "reason": "いっしょに配ります。"}
    answer = desk.post(address, {**hidden(desk, address), **sent, "partner": "こども"})
    assert f"番号を書いて選んでください：{friends.pk} こども食堂の会" in build.markup(answer)
    assert desk.post(address, {**hidden(desk, address), **sent, "partner": "こども食堂の会"}).status_code == 302
    assert Notice.objects.filter(user=friend, title="「見守り配達」に参加する団体・部署が増えます").exists()
    group = client_for(friend)
    assert group.get(first.page_url("cycle-plan")).status_code == 200
    with pytest.raises(ValidationError, match="もう参加しています"):
        step(entry, "join", world.clerk, partner=friends, on=today, reason="x")
    row = Participation.objects.get(partner=friends)
    row.since = today - datetime.timedelta(days=40)
    row.save()
    step(entry, "leave", world.clerk, leaving=row, last_day=today - datetime.timedelta(days=1), reason="終わりました。")
    assert Notice.objects.filter(user=friend, title="「見守り配達」への参加が終わりました").exists()
    assert group.get(first.page_url("cycle-plan")).status_code == 403
    assert group.get(entry.get_absolute_url()).status_code == 404  # not public, and it has no part in it any more
    assert "見守り配達" in build.read(group, first.get_absolute_url())
    following = new_cycle(Project.objects.get(pk=entry.pk), first.fiscal_year + 1)
    assert group.get(following.get_absolute_url()).status_code == 404
    step(entry, "join", world.clerk, partner=friends, on=today, reason="もどりました。")
    assert [row[0] for row in rows(entry)].count("こども食堂の会") == 2


def test_somebody_always_leads_and_the_last_one_stays(world):
    entry, today = world.entry(partners=[world.group, partner("配達店組合")]), timezone.localdate()
    lead, other = Participation.objects.filter(project=entry, side="group").order_by("pk")
    step(entry, "leave", world.clerk, leaving=lead, last_day=today, reason="x")
    assert [row for row in rows(entry) if row[3] is None and row[0] != "福祉課"] == [("配達店組合", True, None, None)]
    assert {row.partner.name for row in Project.objects.get().taking_part()} == {
        "ひだまりの会",
        "配達店組合",
        "福祉課",
    }  # today still
    with pytest.raises(ValidationError, match="ほかに参加する団体・部署がありません"):
        step(entry, "leave", world.clerk, leaving=other, last_day=today, reason="x")
    for wrong in ({"is_lead": True, "side": "group"}, {"partner": other.partner}):
        given = {"project": entry, "side": "group", "partner": world.group, **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(**given)


def test_nobody_else_says_who_takes_part(world, client_for):
    cycle = world.cycle()
    address = f"/admin/projects/project/{cycle.project_id}/step/move/"
    answers = [client_for(user).get(address).status_code for user in (world.outsider, world.guide, world.representative)]
    assert answers == [403, 404, 404]
    given = {"office": world.elsewhere, "on": timezone.localdate(), "reason": "x"}
    for user in (world.representative, world.outsider):
        with pytest.raises(PermissionDenied):
            step(cycle.project, "move", user, **given)


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
