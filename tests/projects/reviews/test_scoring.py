"""Totals, 100点満点, averages, the pass mark and the order, with numbers worked out by hand.

The criteria of build.CRITERIA: 公益性 5 points twice, two others 5 points once: 20 at most.
"""

from decimal import Decimal

import pytest

from partners.models import Membership
from projects.models import PanelSeat, Proposal
from projects.reviews.plan_models import CriterionRule
from projects.reviews.scoring import loaded, points_by_criterion, ranking, score_table
from tests import build

from .build import World, seat

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_totals_and_average(world):
    world.sheet(world.panel[0], 5, 4, 3)  # 10 + 4 + 3 = 17 of 20: 85.0
    world.sheet(world.panel[1], 2, 1, 4)  # 4 + 1 + 4 = 9 of 20: 45.0
    world.sheet(world.panel[2], 0, 5, 5)  # 0 + 5 + 5 = 10 of 20: 50.0
    table = score_table(world.proposal)
    assert table.most == 20
    assert [sheet.total for sheet in table.sheets] == [17, 9, 10]
    assert [sheet.percent for sheet in table.sheets] == [Decimal("85.0"), Decimal("45.0"), Decimal("50.0")]
    assert (table.average, table.lowest, table.highest) == (Decimal("60.0"), Decimal("45.0"), Decimal("85.0"))
    assert table.is_complete and table.reaches is True
    # Plain points per criterion: (5+2+0)/3, (4+1+5)/3, (3+4+5)/3
    assert [mean for _, _, mean in table.by_criterion] == [Decimal("2.3"), Decimal("3.3"), Decimal("4.0")]
    assert [mean for _, mean, _ in points_by_criterion(world.proposal)] == [Decimal("2.3"), Decimal("3.3"), Decimal("4.0")]


def test_second_decimal_is_rounded_half_up(world):
    fourth = seat(world.call)
    # 60, 60, 60 and 65 of 100: the average is 61.25
    for member, points in zip([*world.panel, fourth], [(3, 3, 3), (3, 3, 3), (3, 3, 3), (3, 4, 3)], strict=True):
        world.sheet(member, *points)
    assert score_table(world.proposal).average == Decimal("61.3")


def test_pass_mark_is_compared_with_the_number_that_is_shown(world):
    world.call.pass_mark = 61
    world.call.save()
    for member in world.panel:
        world.sheet(member, 3, 3, 3)
    world.proposal.refresh_from_db()
    table = score_table(world.proposal)
    assert table.average == Decimal("60.0") and table.reaches is False


def test_conflicts_drafts_and_missing_sheets_do_not_count(world):
    world.sheet(world.panel[0], 4, 4, 4)
    world.conflict(world.panel[1])
    table = score_table(world.proposal)
    assert table.average == Decimal("80.0")
    assert [sheet.state_label for sheet in table.sheets] == ["出しました", "審査しない", "まだ"]
    assert [str(sheet.seat.user) for sheet in table.waiting] == ["見本 秋江"]
    assert not table.is_complete
    world.conflict(world.panel[2])
    assert score_table(world.proposal).is_complete


def test_nobody_waits_for_a_member_of_the_group(world):
    seat(world.call, world.mate)
    world.all_sheets()
    table = score_table(world.proposal)
    assert table.is_complete
    assert [sheet.state_label for sheet in table.sheets][-1] == "審査しない"


def test_who_joined_the_group_after_sending_counts_no_longer(world):
    world.all_sheets()
    build.join(world.panel[0], world.group, Membership.Part.MEMBER, since=0)
    assert len(score_table(world.proposal).counted) == 2


def test_who_left_the_panel_is_waited_for_no_longer_but_a_sent_sheet_stays(world):
    world.sheet(world.panel[0], 5, 5, 5)
    PanelSeat.objects.filter(user__in=world.panel[:2]).update(until=build.days(-1))
    world.sheet(world.panel[2], 3, 3, 3)
    table = score_table(world.proposal)
    assert (table.average, len(table.sheets), table.is_complete) == (Decimal("80.0"), 2, True)


def test_without_sheets_there_is_no_average(world):
    table = score_table(world.proposal)
    assert (table.average, table.lowest, table.highest, table.reaches, table.is_complete) == (None, None, None, None, False)


def test_order_of_a_call(world):
    second, _ = world.another("二つめ")
    third, _ = world.another("三つめ")
    world.another("点のない提案")
    world.sheet(world.panel[0], 3, 3, 3)
    world.sheet(world.panel[0], 5, 5, 5, proposal=second)
    world.sheet(world.panel[0], 3, 3, 3, proposal=third)
    places = ranking(world.call, user=world.clerk)
    assert [(place.rank, str(place.proposal)) for place in places] == [
        (1, "二つめ"), (2, "冬の雪かき応援隊"), (2, "三つめ"), (None, "点のない提案"),
    ]  # fmt: skip


def test_own_groups_proposal_is_left_out_before_ranks_are_given(world):
    second, _ = world.another("二つめ")
    world.sheet(world.panel[0], 5, 5, 5)
    world.sheet(world.panel[0], 3, 3, 3, proposal=second)
    build.join(world.clerk, world.group)
    world.clerk = type(world.clerk).objects.get(pk=world.clerk.pk)  # memberships are asked once per request
    assert [(place.rank, str(place.proposal)) for place in ranking(world.call, user=world.clerk)] == [(1, "二つめ")]


def test_order_needs_the_same_queries_for_one_and_for_three(world, django_assert_num_queries):
    ranking(world.call, user=world.clerk)  # the memberships of the person are asked once per request
    with django_assert_num_queries(4):
        ranking(world.call, user=world.clerk)
    for _ in range(2):
        proposal, _representative = world.another()
        world.sheet(world.panel[0], 3, 3, 3, proposal=proposal)
    with django_assert_num_queries(4):  # the points, now that there are sheets
        ranking(world.call, user=world.clerk)


def test_with_every_sheet_in_it_is_the_secretariats_turn(world, client_for, django_assert_num_queries):
    for number in range(2):
        other, _ = world.another(title=f"企画{number}")
        world.all_sheets(proposal=other)
    for member in world.panel[:2]:
        world.sheet(member, 4, 3, 5)
    assert Proposal.objects.get(pk=world.proposal.pk).responsible_label == "審査委員"
    world.conflict(world.panel[2])
    assert Proposal.objects.get(pk=world.proposal.pk).responsible_label == "事務局"
    with django_assert_num_queries(2):
        assert [proposal.responsible_label for proposal in Proposal.process.mark_done(Proposal.objects.all())] == ["事務局"] * 3
    shown = client_for(world.clerk).get("/projects/board/?holder=secretariat").content.decode()
    assert "3件（おくれ" in shown and "冬の雪かき応援隊" in shown


@pytest.mark.parametrize("phase, total", [("", 16), ("documents", 16), ("hearing", 8)])
def test_the_table_of_decisions_adds_up_what_the_single_points_come_to(world, phase, total):
    world.all_sheets()  # 4 twice, 3 and 5; the first criterion counts where it is marked
    CriterionRule.objects.create(criterion=world.call.criteria.get(name="公益性"), phase=phase)
    for single in (True, False):
        (place,) = ranking(world.call, user=None, known=loaded(world.call, single=single))
        assert [sheet.total for sheet in place.table.counted] == [total, total, total]
        assert place.table.average == Decimal("80.0")


def test_where_a_least_average_is_asked_single_points_come_along(world):
    world.all_sheets()
    CriterionRule.objects.create(criterion=world.call.criteria.get(name="協働の必要性"), floor=4)
    (place,) = ranking(world.call, user=None, known=loaded(world.call, single=False))
    assert [(str(row), mean) for row, mean in place.table.below] == [("協働の必要性", Decimal("3.0"))]
