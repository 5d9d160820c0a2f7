"""担い手のいない案件: what lies still because nobody is there, and how it gets somebody again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.process.models import Task
from partners.models import Assignment, Membership
from projects.calls.panel_models import PanelSeat
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee, CommitteeSeat
from projects.entries.window_models import ContactWindow
from projects.handover.actions import membership_ends, turn_days
from projects.ledger.window_actions import name_window
from projects.models import Call, Participation
from tests import build
from tests.projects.ledger.build import World, join, person

pytestmark = pytest.mark.django_db
PAGE = "/staff/ownerless/"


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.mate2 = join(person("同僚"), world.office, "member")
        world.kept = world.entry(title="窓口のある案件")
        name_window(world.kept, by=world.clerk, main=world.clerk)
        return world

    return lay(make)


def rows(client, query=""):
    return [(line.project.title, line.why, line.days) for line in client.get(PAGE + query).context["lines"]]


def waiting(client):
    return next(row["count"] for row in client.get("/admin/").context["queues"] if row["label"] == "担い手のいない案件")


def test_each_reason_stands_in_its_row_and_a_press_gives_it_somebody(client_for, world):
    chief = client_for(world.chief)
    assert rows(chief) == [] and waiting(chief) == 0
    unnamed = world.entry(title="決めていない案件")
    empty = world.entry(title="人のいない課の案件", department=world.elsewhere, by=world.chief)
    gone = world.entry(title="やめた人の案件")
    name_window(gone, by=world.clerk, main=world.mate2)
    name_window(world.kept, by=world.representative, main=world.mate)
    ContactWindow.objects.filter(project=gone).update(desk="雪係", phone="0258-83-0001")
    Membership.objects.filter(user=world.outsider).update(until=build.days(-3))
    Membership.objects.filter(user__in=[world.mate2, world.mate]).update(until=build.days(-5))
    assert rows(chief) == [
        ("人のいない課の案件", "担当課に人がいません", 3),
        ("やめた人の案件", "市の窓口の人がいなくなりました", 5),
        ("窓口のある案件", "団体の窓口の人がいなくなりました", 5),
        ("決めていない案件", "市の窓口が決まっていません", None),
    ]
    assert waiting(chief) == 3 and rows(chief, "?why=gone") == [("やめた人の案件", "市の窓口の人がいなくなりました", 5)]
    assert [title for title, _, _ in rows(client_for(world.clerk))] == ["やめた人の案件", "窓口のある案件", "決めていない案件"]
    line = next(row for row in chief.get(PAGE).context["lines"] if row.project == gone)
    sent = {"main": world.clerk.pk, "etag": line.etag}
    assert chief.post(f"{PAGE}{gone.pk}/", sent, follow=True).status_code == 200
    now = ContactWindow.objects.open().get(project=gone)
    assert (now.main, now.desk, now.phone) == (world.clerk, "雪係", "0258-83-0001") and len(rows(chief)) == 3
    answer = chief.post(f"{PAGE}{unnamed.pk}/", {"main": "999999", "etag": ""}, follow=True)
    assert "並んでいるものから選び直してください" in build.markup(answer)
    late = {"main": world.chief.pk, "etag": line.etag}
    assert chief.post(f"{PAGE}{gone.pk}/", late).status_code == 404  # somebody holds it now
    assert client_for(world.clerk).post(f"{PAGE}{empty.pk}/", sent).status_code == 404
    assert [client_for(user).get(PAGE).status_code for user in (world.representative, world.guide, None)] == [404, 404, 302]


def test_tasks_that_reach_nobody_and_groups_that_are_left_alone(client_for, world):
    chief = client_for(world.chief)
    Assignment.objects.filter(user=world.guide).update(until=build.days(-1))
    Membership.objects.filter(user__in=[world.clerk, world.mate2]).update(until=build.days(-1))
    text = build.read(chief, PAGE)
    assert "窓口のある案件</a>：計画を決める" in text and "伴走する人がいなくなった団体" in text
    Membership.objects.filter(partner=world.group).update(until=build.days(-1))
    assert "サインインする人のいない団体の番になっている仕事が1件あります" in build.read(chief, PAGE)
    assert "だれにも届かない仕事" not in build.read(client_for(world.outsider), PAGE)


def test_of_more_than_fifty_of_them_it_says_how_many_more(client_for, world):
    chief, ago = client_for(world.chief), build.days(-1)
    Assignment.objects.filter(user=world.guide).update(until=ago)
    project = world.group.participations.first().project
    for number in range(50):
        body = build.partner(f"離れた会{number}")
        Participation.objects.create(project=project, partner=body, side="group")
        Assignment.objects.create(user=world.guide, partner=body, since=build.days(-9), until=ago)
    text = build.read(chief, PAGE)
    assert text.count("離れた会") == 49 and "このほかに1団体あります。" in text
    Assignment.objects.create(user=world.idle, partner=body, since=build.days(0))
    assert "このほかに" not in build.read(chief, PAGE)


@pytest.mark.parametrize("way", ["assignment ends", "account closed", "left the centre"])
def test_a_group_whose_coordinator_is_gone_in_any_way_is_left_alone(client_for, world, way):
    chief = client_for(world.chief)
    assert "伴走する人がいなくなった団体" not in build.read(chief, PAGE)
    if way == "assignment ends":
        Assignment.objects.filter(user=world.guide).update(until=build.days(-1))
    elif way == "account closed":
        User.objects.filter(pk=world.guide.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=world.guide).update(until=build.days(-1))
    assert "伴走する人がいなくなった団体" in build.read(chief, PAGE)
    Assignment.objects.create(user=world.idle, partner=world.group, since=build.days(0))
    assert "伴走する人がいなくなった団体" not in build.read(chief, PAGE)


def test_what_waits_for_a_panel_or_a_committee_of_which_nobody_is_left_reaches_nobody(client_for, world):
    now, chief = timezone.now(), client_for(world.chief)
    call = Call.objects.create(
        title="市民提案", fiscal_year=2026, summary="x", eligibility="x", opens_at=now - timedelta(days=9), closes_at=now
    )
    committee = Committee.objects.create(name="推進委員会")
    seat = PanelSeat.objects.create(call=call, user=world.stranger, since=build.days(-9))
    place = CommitteeSeat.objects.create(committee=committee, name="委員", user=world.idle, category="open", since=build.days(-9))
    common = {"process": "cycle", "kind": "own", "subject_id": 0, "role": "panel", "url": "/", "since": build.days(-3)}
    for word, label in ((f"k{call.pk}", "評価表を出す"), (f"m{committee.pk}", "報告への意見を書く")):
        Task.objects.create(**common, party=word, label=label, source=word, matter="雪", stage="x")
    page = build.read(chief, PAGE)
    assert "評価表を出す" not in page and "報告への意見を書く" not in page
    seat.until = place.until = build.days(-1)
    seat.save()
    place.save()
    page = build.read(chief, PAGE)
    assert "評価表を出す" in page and "報告への意見を書く" in page
    for row, user in ((seat, world.stranger), (place, world.idle)):
        row.until = None
        row.save()
        User.objects.filter(pk=user.pk).update(is_active=False)
    page = build.read(chief, PAGE)
    assert "評価表を出す" in page and "報告への意見を書く" in page


def test_a_handover_without_a_taker_is_one_of_them(client_for, world):
    row = Membership.objects.select_related("user", "partner").get(user=world.clerk)
    row.until = build.days(-1)
    row.save()
    membership_ends(row, by=world.chief)
    ContactWindow.objects.filter(project=world.kept).update(main=world.mate2)
    turn_days()
    assert rows(client_for(world.chief)) == [("窓口のある案件", "引継ぎの後任が決まっていません", 1)]


def test_a_handover_that_has_a_taker_is_held(client_for, world):
    """While it is written, its head may still name another one: that is no reason to call it nobody's."""
    row = Membership.objects.select_related("user", "partner").get(user=world.clerk)
    row.until = build.days(30)
    row.save()
    membership_ends(row, by=world.chief, taker=world.mate2)
    assert rows(client_for(world.chief)) == []


def test_a_page_of_rows_costs_the_same_as_one(client_for, world):
    chief = client_for(world.chief)
    counts = []
    for number in range(4):
        world.entry(title=f"案件{number}")
        if number in (0, 3):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert chief.get(PAGE).status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[1] and counts[0] <= 30


def test_minutes_of_meetings_inside_the_city_hall_are_read_by_staff(client_for, world):
    inside = Committee.objects.create(name="協働の連絡・調整会議", nature="internal")
    outside = Committee.objects.create(name="推進委員会")
    for committee, minutes in ((inside, "雪の日の当番を決めた"), (outside, "外の委員会の話")):
        CommitteeMeeting.objects.create(committee=committee, on=build.days(-2), agenda="雪", minutes=minutes)
    text = build.read(client_for(world.clerk), "/staff/meetings/")
    assert "雪の日の当番を決めた" in text and "外の委員会の話" not in text
    assert client_for(world.representative).get("/staff/meetings/").status_code == 404
