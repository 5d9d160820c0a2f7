"""How a call is judged: two phases, least points, ties, absent members, the day of the hearing."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_models import Task
from projects.models import Call, Criterion, Proposal, Review
from projects.reviews.actions import save_draft, submit
from projects.reviews.decision_checks import speaks_against
from projects.reviews.errors import SheetClosed
from projects.reviews.hearing_presenters import day_of
from projects.reviews.plan_actions import (
    PLAN,
    etag_of_hearing,
    etag_of_plan,
    note_absences,
    plan_of,
    save_plan,
    set_order,
    write_minutes,
)
from projects.reviews.plan_models import Phase, criteria_of
from projects.reviews.scoring import ranking, score_table
from tests import build

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def plan(world, *, rules=None, **changed):
    """The plan of the world's call with these answers; rules: {name of a criterion: (least average, phase)}."""
    call = fresh(world.call)
    said = {name: getattr(plan_of(call), name) for name in PLAN} | changed
    rules = rules or {}
    save_plan(call, by=world.clerk, plan=said, rules={row.pk: rules.get(row.name, (None, "")) for row in call.criteria.all()})
    return fresh(call)


def order(world, *proposals):
    set_order(fresh(world.call), by=world.clerk, places={row.pk: number for number, row in enumerate(proposals, start=1)})


def absent(world, *members, phase=Phase.DOCUMENTS):
    seats = world.call.seats.filter(user__in=members)
    note_absences(fresh(world.call), by=world.clerk, absent={(seat.pk, phase) for seat in seats})


def test_an_item_below_its_least_average_keeps_a_proposal_below_the_line(world):
    plan(world, rules={"公益性": (3, "")})
    for member, points in zip(world.panel, ((2, 5, 5), (3, 5, 5), (3, 5, 5)), strict=True):
        world.sheet(member, *points)  # 公益性 2.7 of 5, all in all 76.7 of 100
    table = score_table(fresh(world.proposal))
    assert (table.average, table.reaches) == (Decimal("76.7"), False)
    assert [(str(row), mean) for row, mean in table.below] == [("公益性", Decimal("2.7"))]
    said = speaks_against(fresh(world.proposal), {"result": "adopted"}, table)
    assert said == ["項目の最低点に届かないものがあります（公益性 2.7点、最低点は3点）。"]
    with pytest.raises(ValidationError, match="公益性 2.7点"):
        world.decide()
    assert world.decide(despite="委員会で話し合った").status == "decided"


def test_equal_averages_go_by_the_rule_of_the_call(world, client_for):
    second, _ = world.another("二つめ")
    world.sheet(world.panel[0], 5, 1, 4)  # 15 of 20
    world.sheet(world.panel[1], 5, 1, 4)
    world.sheet(world.panel[0], 4, 5, 4, proposal=second)  # 17 and 13 of 20
    world.sheet(world.panel[1], 3, 3, 4, proposal=second)
    seen = lambda: [(place.rank, str(place.proposal)) for place in ranking(fresh(world.call), user=world.clerk)]  # noqa: E731
    assert [rank for rank, _ in seen()] == [1, 1]
    plan(world, tie_rule="lowest")
    assert seen() == [(1, "冬の雪かき応援隊"), (2, "二つめ")]
    plan(world, tie_rule="criterion", tie_criterion=Criterion.objects.get(call=world.call, name="協働の必要性"))
    assert seen() == [(1, "二つめ"), (2, "冬の雪かき応援隊")]
    said = "平均が同じときは、「協働の必要性」の平均が高いほうを上にしています。"
    desk, summary = client_for(world.clerk), f"/admin/projects/review/call/{world.call.pk}/"
    assert said in desk.get(summary).text and said in desk.get(f"{summary}decide/").text
    plan(world, tie_rule="share")
    assert "平均が同じときは" not in desk.get(summary).text + desk.get(f"{summary}decide/").text


def test_who_is_absent_is_neither_waited_for_nor_counted_and_the_quorum_is_said(world, client_for):
    plan(world, quorum=3)
    world.sheet(world.panel[0], 5, 5, 5)
    world.sheet(world.panel[1], 3, 3, 3)
    assert not score_table(fresh(world.proposal)).is_complete
    absent(world, world.panel[1], world.panel[2])
    table = score_table(fresh(world.proposal))
    assert [sheet.state for sheet in table.sheets] == ["sent", "absent", "absent"]
    assert (table.average, table.is_complete) == (Decimal("100.0"), True)
    assert not Task.objects.filter(role="panel", done_at=None).exists()
    day = day_of(fresh(world.call))
    assert (day.present, day.holds) == (1, False)
    page = f"/admin/projects/review/call/{world.call.pk}/absent/"
    assert "足りません。審査会は成り立ちません。" in client_for(world.clerk).get(page).text
    with pytest.raises(SheetClosed, match="欠席と記録"):
        save_draft(world.proposal, by=world.panel[2], revision=1, marks={})
    assert "欠席" in client_for(world.panel[2]).get("/projects/review/").text
    absent(world)  # a wrong mark is taken off: all is as before
    assert score_table(fresh(world.proposal)).average == Decimal("80.0")
    save_draft(world.proposal, by=world.panel[2], revision=1, marks={})


def two_phases(world):
    return plan(
        world,
        two_phases=True,
        rules={"公益性": (None, "documents"), "協働の必要性": (None, ""), "実現できるか": (None, "hearing")},
    )


def test_a_sheet_about_the_hearing_is_not_due_before_the_hearing(world, client_for):
    Call.objects.filter(pk=world.call.pk).update(presentation_on=build.days(15))  # the sheets about the papers: three days before
    second, _ = world.another("二つめ")
    two_phases(world)
    member, page = client_for(world.panel[0]), f"/projects/review/{world.proposal.pk}/"
    papers, heard = (f"{jdate(build.days(days))}" for days in (12, 15))
    assert papers in build.read(member, page) and heard not in build.read(member, page)
    order(world, world.proposal)
    assert heard in build.read(member, page) and papers not in build.read(member, page)
    due = dict(Task.objects.filter(role="panel", done_at=None).values_list("matter", "due_on"))
    assert due == {"冬の雪かき応援隊": build.days(15), "二つめ": build.days(12)}
    assert papers in build.read(member, "/projects/review/")  # the first of the two
    order(world, world.proposal, second)
    assert heard in build.read(member, "/projects/review/") and papers not in build.read(member, "/projects/review/")


def test_who_is_heard_is_judged_a_second_time_by_the_criteria_of_that_day(world, client_for):
    second, _ = world.another("二つめ")
    two_phases(world)
    first = {row.name: row.pk for row in world.call.criteria.all()}
    for proposal in (world.proposal, second):
        for member in world.panel:
            save_draft(proposal, by=member, revision=1, marks={first["公益性"]: (4, ""), first["協働の必要性"]: (2, "")})
            submit(proposal, by=member, revision=1)
    assert score_table(fresh(world.proposal)).average == Decimal("66.7")  # 4 * 2 + 2 of 15
    order(world, world.proposal)
    assert Task.objects.filter(role="panel", done_at=None).values_list("matter", flat=True).get() == "冬の雪かき応援隊"
    text = client_for(world.panel[0]).get(f"/projects/review/{world.proposal.pk}/").text
    assert "ヒアリング" in text and "「実現できるか」の点" in text and "「公益性」の点" not in text
    for member in world.panel:
        save_draft(world.proposal, by=member, revision=1, marks={first["協働の必要性"]: (5, ""), first["実現できるか"]: (5, "")})
        submit(world.proposal, by=member, revision=1)
    places = ranking(fresh(world.call), user=world.clerk)
    assert [(place.table.phase, place.table.average) for place in places] == [
        ("hearing", Decimal("100.0")),
        ("documents", Decimal("66.7")),
    ]
    assert places[0].table.before.average == Decimal("66.7")
    assert Review.objects.count() == 9
    with pytest.raises(ValidationError, match="発表から外せません（冬の雪かき応援隊）"):
        order(world, second)
    with pytest.raises(ValidationError, match="審査票がもう出ている"):
        plan(world, two_phases=False)


def test_the_times_of_the_day_follow_from_its_beginning(world):
    second, _ = world.another("二つめ")
    third, _ = world.another("三つめ")
    plan(world, starts_at=datetime.time(13, 20), pause_after=2, pause_minutes=10)
    order(world, third, world.proposal, second)
    seen = [
        (str(turn.slot.proposal), f"{turn.begins:%H:%M}", f"{turn.ends:%H:%M}", turn.pause)
        for turn in day_of(fresh(world.call)).turns
    ]
    assert seen == [("三つめ", "13:20", "13:40", 0), ("冬の雪かき応援隊", "13:40", "14:00", 10), ("二つめ", "14:10", "14:30", 0)]


def test_whoever_saves_second_is_told_and_only_the_secretariat_writes(world):
    call = plan(world)
    before = etag_of_plan(plan_of(call), criteria_of(call.pk))
    plan(world, quorum=4)
    said = {name: getattr(plan_of(call), name) for name in PLAN}
    rules = {row.pk: (None, "") for row in call.criteria.all()}
    with pytest.raises(EditConflict):
        save_plan(call, by=world.clerk, plan=said, rules=rules, etag=before)
    order(world, world.proposal)
    stale = etag_of_hearing(fresh(call))
    write_minutes(fresh(call), by=world.clerk, general="ひらいた", said={world.proposal.pk: "問いと答え"}, etag=stale)
    for act in (
        lambda: write_minutes(call, by=world.clerk, general="べつ", said={}, etag=stale),
        lambda: set_order(call, by=world.clerk, places={}, etag=stale),
        lambda: note_absences(call, by=world.clerk, absent=set(), etag=stale),
    ):
        with pytest.raises(EditConflict):
            act()
    for person in (world.official, world.panel[0], world.representative):
        with pytest.raises(PermissionDenied):
            save_plan(call, by=person, plan=said, rules=rules)


def test_pages_of_the_round_are_the_secretariats(world, client_for, django_assert_max_num_queries):
    plan(world, starts_at=datetime.time(13, 0), place="市役所 大会議室", quorum=2)
    order(world, world.proposal)
    write_minutes(fresh(world.call), by=world.clerk, general="全体の話", said={world.proposal.pk: "雪はだれが運ぶか"})
    at = f"/admin/projects/review/call/{world.call.pk}/"
    seat = world.call.seats.first()
    pages = ["plan/", "hearing/", "agenda/", "absent/", "minutes/", "minutes/print/", "matrix/", "matrix/?paper=a4", "paper/"]
    pages += [f"slips/{seat.pk}/", "xlsx/", "decide/", "release/", ""]
    clerk = client_for(world.clerk)
    clerk.get(at)
    for page in pages:
        with django_assert_max_num_queries(15):
            assert clerk.get(at + page).status_code == 200, page
        assert [client_for(person).get(at + page).status_code for person in (world.official, world.panel[0])] == [404, 404]
    agenda = client_for(world.clerk).get(f"{at}agenda/").text
    assert all(words in agenda for words in ("13:00〜13:20", "市役所 大会議室", "見本 春子", "定足数は2人です"))
    said = client_for(world.clerk).get(f"{at}minutes/print/").text
    assert "雪はだれが運ぶか" in said and "全体の話" in said


def test_the_plan_is_written_on_its_page(world, client_for):
    at = f"/admin/projects/review/call/{world.call.pk}/plan/"
    client = client_for(world.clerk)
    rows = list(world.call.criteria.all())
    data = {
        "tie_rule": "share", "quorum": "４人", "starts_at": "午後1時20分", "place": "大会議室", "talk_minutes": "10", "question_minutes": "10",
        "pause_after": "", "pause_minutes": "10", f"floor_{rows[0].pk}": "3", "is_blind": "on",
        "etag": etag_of_plan(plan_of(fresh(world.call)), criteria_of(world.call.pk)),
    }  # fmt: skip
    wrong = client.post(at, {**data, "starts_at": "25:00", "tie_rule": "criterion", f"phase_{rows[0].pk}": "hearing"})
    assert wrong.status_code == 200
    assert (
        "くらべる基準を選んでください。" in wrong.text and "点を付けるときを分けるときは" in wrong.text and "25:00" in wrong.text
    )
    assert client.post(at, data).status_code == 302
    stored = fresh(world.call).review_plan
    assert (stored.quorum, stored.starts_at, stored.is_blind) == (4, datetime.time(13, 20), True)
    assert client.post(at, {**data, "place": "小会議室"}).status_code == 409


def test_the_order_is_written_on_its_page(world, client_for):
    second, _ = world.another("二つめ")
    at, client = f"/admin/projects/review/call/{world.call.pk}/hearing/", client_for(world.clerk)
    boxes = {f"place_{world.proposal.pk}": "1", f"place_{second.pk}": "１", "etag": etag_of_hearing(fresh(world.call))}
    assert "と同じです。ちがう数にしてください。" in client.post(at, boxes).text
    assert client.post(at, {**boxes, f"place_{second.pk}": ""}).status_code == 302
    assert [str(turn.slot.proposal) for turn in day_of(fresh(world.call)).turns] == ["冬の雪かき応援隊"]
    assert Proposal.objects.filter(hearing_slot__isnull=False).count() == 1


def test_a_call_without_a_plan_is_judged_as_before(world):
    world.all_sheets()
    assert not hasattr(Call.objects.get(pk=world.call.pk), "review_plan")
    assert score_table(fresh(world.proposal)).phase == "documents"
