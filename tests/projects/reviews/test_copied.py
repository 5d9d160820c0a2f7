"""A 募集回 that is made out of another one is judged as that one was; what was of its own day stays there."""

import datetime

import pytest
from django.utils import timezone

from projects.models import Call, CriterionRule, ReviewPlan
from projects.reviews.plan_actions import PLAN, note_absences, plan_of, save_plan, set_order, write_minutes
from tests import build
from tests.sent import opened

from .build import World

pytestmark = [pytest.mark.django_db]
D = datetime.date


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def at(*when):
    return timezone.make_aware(datetime.datetime(*when))


def judged_in_full(call, by):
    first = call.criteria.get(name="公益性")
    said = {
        "is_blind": True,
        "two_phases": True,
        "tie_rule": "criterion",
        "tie_criterion": first,
        "quorum": 2,
        "starts_at": datetime.time(13, 30),
        "place": "中央公民館 大会議室",
        "talk_minutes": 8,
        "question_minutes": 12,
        "pause_after": 3,
        "pause_minutes": 15,
    }
    assert set(said) == set(PLAN)
    rules = {"公益性": (3, ""), "協働の必要性": (None, ""), "実現できるか": (2, "hearing")}
    save_plan(call, by=by, plan=said, rules={row.pk: rules[row.name] for row in call.criteria.all()})


def test_a_copied_call_is_judged_as_the_first_one(world, client_for):
    days = {"opens_at": at(2026, 10, 1, 9), "closes_at": at(2026, 12, 25, 17), "screening_on": D(2027, 1, 29)}
    days |= {"review_due_on": D(2027, 1, 22), "presentation_on": D(2027, 2, 12), "result_on": D(2027, 2, 26)}
    Call.objects.filter(pk=world.call.pk).update(**days)
    judged_in_full(world.call, world.clerk)
    call = Call.objects.get(pk=world.call.pk)
    set_order(call, by=world.clerk, places={world.proposal.pk: 1})
    call = Call.objects.get(pk=world.call.pk)
    note_absences(call, by=world.clerk, absent={(call.seats.first().pk, "hearing")})
    write_minutes(Call.objects.get(pk=call.pk), by=world.clerk, general="開会", said={world.proposal.pk: "質問"})
    desk, address = client_for(world.clerk), f"/admin/projects/call/{call.pk}/copy/"
    page = build.read(desk, address)
    assert "審査の進めかた（団体名を伏せるか" in page and "発表の順、欠席、議事録" in page
    made = desk.post(address, opened(desk, address))
    assert made.status_code == 302
    new = Call.objects.exclude(pk=call.pk).get()
    plan = ReviewPlan.objects.get(call=new)
    said = [getattr(plan, name) for name in PLAN if name != "tie_criterion"]
    assert said == [True, True, "criterion", 2, datetime.time(13, 30), "中央公民館 大会議室", 8, 12, 3, 15]
    assert (plan.tie_criterion.name, plan.tie_criterion.call, plan.minutes) == ("公益性", new, "")
    rules = {row.criterion.name: (row.floor, row.phase) for row in CriterionRule.objects.filter(criterion__call=new)}
    assert rules == {"公益性": (3, ""), "協働の必要性": (None, ""), "実現できるか": (2, "hearing")}
    assert not new.seats.filter(absences__isnull=False).exists() and new.fiscal_year == 2028
    # The second Friday of February is 建国記念の日 in 2028: the next working day.
    assert (new.presentation_on, new.screening_on, new.result_on) == (D(2028, 2, 14), D(2028, 1, 28), D(2028, 2, 25))
    assert new.review_due_on == D(2028, 1, 28) and new.closes_at == at(2027, 12, 24, 17)
    page = build.read(desk, f"/admin/projects/call/{new.pk}/change/")
    assert f'href="/admin/projects/review/call/{new.pk}/plan/"' in page
    assert "中央公民館 大会議室" in build.read(desk, f"/admin/projects/review/call/{new.pk}/plan/")


def test_a_call_without_a_plan_gets_none(world, client_for):
    desk, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/copy/"
    desk.post(address, opened(desk, address))
    new = Call.objects.exclude(pk=world.call.pk).get()
    assert not ReviewPlan.objects.exists() and plan_of(new).talk_minutes == 10 and new.criteria.count() == 3
