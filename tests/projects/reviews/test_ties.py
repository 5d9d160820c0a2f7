"""Equal averages: what put one above the other, or who and why, is recorded with the result and stands on the city's pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from projects.models import Call, Decision, ReviewPlan
from tests import build

from .build import World
from .test_decision_table import LOST, OPEN, WON, address, sent

pytestmark = pytest.mark.django_db

SAID = "審査票の平均80.0点は、「{}」と同じです。"
NOTE = "審査会で話し合い、ほかにない取り組みなので、こちらを上にしました。"


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World(pass_mark=60)
        world.second, _ = world.another("見守りの朝ごはん")
        world.third, _ = world.another("川の草刈り")
        for proposal, points in (
            (world.proposal, ((4, 4, 4), (4, 4, 4), (4, 4, 4))),
            (world.second, ((5, 5, 5), (5, 4, 4), (4, 1, 1))),
            (world.third, ((5, 5, 5), (5, 5, 5), (5, 5, 5))),
        ):
            for member, given in zip(world.panel, points, strict=True):
                world.sheet(member, *given, proposal=proposal)
        Call.objects.update(closes_at=timezone.now() - timedelta(hours=1))
        return world

    return lay(make)


def recorded():
    rows = Decision.objects.order_by("proposal__pk").values_list("result", "tie_rule", "tie_said", "tie_note")
    return list(rows)


def test_a_tie_that_people_decide_says_who_and_why_wherever_the_city_reads_of_it(world, client_for):
    desk, name = client_for(world.clerk), "平均が同じ提案とのあいだを、だれが、なぜそう決めたか"
    page = build.read(desk, address(world))
    assert f"{SAID.format('見守りの朝ごはん')}順位も同じです。" in page and name in page
    refused = build.markup(desk.post(address(world), sent(world, WON, LOST, WON)))
    assert f"「冬の雪かき応援隊」：{SAID.format('見守りの朝ごはん')}順位も同じです。結果を分けるときは" in refused
    assert recorded() == []
    assert desk.post(address(world), sent(world, WON, LOST, WON, tie_note=NOTE)).status_code == 302
    assert recorded() == [
        ("adopted", "hand", f"{SAID.format('見守りの朝ごはん')}順位も同じです。", NOTE),
        ("declined", "hand", f"{SAID.format('冬の雪かき応援隊')}順位も同じです。", NOTE),
        ("adopted", "", "", ""),
    ]
    call = f"/admin/projects/review/call/{world.call.pk}"
    words = f"順位も同じです。話し合って決めました：{NOTE}"
    for place in (f"/admin/projects/proposal/{world.second.pk}/change/", f"{call}/release/", f"{call}/minutes/print/"):
        shown = build.read(desk, place)
        assert words in shown and f"{world.clerk}が記録" in shown, place
    assert words in build.read(desk, f"/projects/calls/{world.call.pk}/approval/")

    desk.post(f"{call}/release/", released(desk, call))
    assert Decision.objects.filter(released_at__isnull=False).count() == 3
    group = client_for(world.representative)
    assert NOTE not in build.read(group, f"/projects/proposals/{world.proposal.pk}/")
    assert not Notice.objects.filter(body__contains=NOTE).exists()


def released(desk, call):
    """What the page of all results sends."""
    form = desk.get(f"{call}/release/").context["form"]
    return {form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()} | {
        "release": "1"
    }


@pytest.mark.parametrize(
    ("rule", "above", "below"),
    [
        ("lowest", "いちばん低い委員の点（80.0点）", "いちばん低い委員の点（50.0点）"),
        ("criterion", "「公益性」の平均（4.7点）", "「公益性」の平均（4.0点）"),
    ],
)
def test_a_tie_that_a_rule_decides_is_recorded_by_itself(world, client_for, rule, above, below):
    ReviewPlan.objects.create(call=world.call, tie_rule=rule, tie_criterion=world.call.criteria.get(name="公益性"))
    first, second = (world.proposal, world.second) if rule == "lowest" else (world.second, world.proposal)
    desk, page = client_for(world.clerk), build.read(client_for(world.clerk), address(world))
    said = [
        f"{SAID.format(second.title)}{above}で、順位を決めました。",
        f"{SAID.format(first.title)}{below}で、順位を決めました。",
    ]
    assert page.index(said[0]) < page.index(said[1]) and "だれが、なぜそう決めたか" not in page
    results = (WON, LOST) if rule == "lowest" else (LOST, WON)
    assert desk.post(address(world), sent(world, *results, OPEN)).status_code == 302
    kept = {row.proposal_id: (row.tie_rule, row.tie_said, row.tie_note) for row in Decision.objects.all()}
    assert kept == {first.pk: (rule, said[0], ""), second.pk: (rule, said[1], "")}
    minutes = build.read(desk, f"/admin/projects/review/call/{world.call.pk}/minutes/print/")
    assert f"2位「{first.title}」：{said[0]}（" in minutes and f"3位「{second.title}」：{said[1]}（" in minutes


def test_one_by_one_the_second_of_two_results_that_differ_asks_why(world):
    world.decide(world.proposal)
    assert recorded() == [("adopted", "", "", "")]
    with pytest.raises(ValidationError) as refused:
        world.decide(world.second, result="declined", form=None, amount=None)
    assert refused.value.message_dict == {
        "tie_note": [
            f"{SAID.format('冬の雪かき応援隊')}順位も同じです。結果を分けるときは、だれが、なぜそう決めたかを書いてください。"
        ]
    }
    world.decide(world.second, result="declined", form=None, amount=None, tie_note=NOTE)
    assert recorded()[1] == ("declined", "hand", f"{SAID.format('冬の雪かき応援隊')}順位も同じです。", NOTE)
    world.decide(world.third, tie_note="だれとも同じではありません。")
    assert recorded()[2] == ("adopted", "", "", "")


def test_the_lists_of_a_call_say_who_shares_an_average(world, client_for):
    desk, call = client_for(world.clerk), f"/admin/projects/review/call/{world.call.pk}"
    page = build.read(desk, f"{call}/")
    assert page.count("同点") == 2 and f"{SAID.format('見守りの朝ごはん')}順位も同じです。" in page
    assert build.read(desk, f"{call}/matrix/").count("同点") == 2
    ReviewPlan.objects.create(call=world.call, tie_rule="lowest")
    page = build.read(desk, f"{call}/")
    assert page.count("同点") == 2 and "いちばん低い委員の点（80.0点）で、順位を決めました。" in page
