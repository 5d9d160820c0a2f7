"""What everybody reads of committees, and what stays inside."""

import copy
import json

import pytest
from django.utils import timezone

from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_everything
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee, CommitteeSeat
from tests import build

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def test_everybody_reads_who_sits_in_a_committee_that_is_shown(world, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = build.read(client, "/committees/")
    assert "協働推進委員会" in page and "委員1人" in page and "庁内連絡会議" not in page
    page = build.read(client, world.committee.get_absolute_url())
    assert "委員 一郎" in page and "設置要綱" in page and "事務局の人へ" not in page and world.member.email not in page
    assert client.get(world.inside.get_absolute_url()).status_code == 404
    for n in range(2):
        row = Committee.objects.create(name=f"別の委員会{n}", is_public=True)
        CommitteeSeat.objects.create(committee=row, name="見本 花子", category="open", since=build.days(-1))
    with django_assert_num_queries(2):
        client.get("/committees/")


def test_the_list_is_searched_and_narrowed(world, client):
    Committee.objects.create(name="終わった会議", is_public=True, ended_on=build.days(-1))
    assert "終わった会議" not in build.read(client, "/committees/?state=standing")
    assert "協働推進委員会" not in build.read(client, "/committees/?q=終わった")
    assert "この条件に合う委員会はありません" in build.read(client, "/committees/?state=recruiting")


def test_a_committee_of_the_city_hall_is_never_shown(world, client_for):
    page = f"/admin/projects/committee/{world.inside.pk}/change/"
    client = client_for(world.clerk)
    answer = client.get(page)
    said = {name: value or "" for name, value in answer.context["adminform"].form.initial.items()}
    formset = answer.context["inline_admin_formsets"][0].formset
    said |= {"row_token": answer.context["row_token"], "seats-TOTAL_FORMS": 0, "seats-INITIAL_FORMS": 0, formset.token_name: ""}
    assert "公開のページに出せません" in build.markup(client.post(page, {**said, "is_public": "on"}))
    assert "職員だけに見えています" in build.read(client_for(world.official), world.inside.get_absolute_url())


def test_minutes_are_read_once_they_are_published_and_papers_that_are_marked(world, client, client_for):
    row = world.meeting(-10, announced=True, minutes="秘密でない議事", attendees="委員4人", number=3)
    page = build.read(client, row.get_absolute_url())
    assert "いまは、<b>市</b>が「会議録を公表する」番です。" in page
    assert "準備しています" in page and "秘密でない議事" not in page and "委員4人" not in page
    assert "秘密でない議事" in build.read(client_for(world.official), row.get_absolute_url())
    assert client.get(world.meeting(30).get_absolute_url()).status_code == 404
    CommitteeMeeting.objects.filter(pk=row.pk).update(minutes_at=timezone.now())
    assert "秘密でない議事" in build.read(client, row.get_absolute_url())
    assert "会議録あり" in build.read(client, world.committee.get_absolute_url())


def test_a_page_costs_the_same_with_one_and_three_meetings(world, client, django_assert_max_num_queries):
    world.meeting(-10, announced=True)
    with django_assert_max_num_queries(14):
        client.get(world.committee.get_absolute_url())
    for n in (20, 30, -20):
        world.meeting(n, announced=True)
    with django_assert_max_num_queries(14):
        client.get(world.committee.get_absolute_url())


def test_calendar_feed_and_tables_say_the_same(world, client, django_assert_num_queries):
    row = world.meeting(20, announced=True, number=4)
    held = world.meeting(-10, announced=True, minutes="内緒の議事", number=3)
    with django_assert_num_queries(1):
        calendar = client.get("/committees.ics").content.decode()
    assert "SUMMARY:協働推進委員会 第4回の会議" in calendar and "STATUS:CONFIRMED" in calendar
    feed = client.get("/feeds/committees.atom").content.decode()
    assert f"/committees/meetings/{row.pk}/" in feed and "内緒の議事" not in feed
    meetings = client.get("/open-data/committee-meetings.json")
    assert meetings["Access-Control-Allow-Origin"] == "*"
    lines = json.loads(meetings.getvalue())["rows"]
    assert [(line["id"], line["number"]) for line in lines] == [(held.pk, 3), (row.pk, 4)]
    members = client.get("/open-data/committee-members.csv").getvalue().decode("utf-8-sig")
    assert "委員 一郎" in members and world.member.email not in members
    assert "協働推進委員会" in client.get("/open-data/committees.csv").getvalue().decode()
    page = client.get("/committees/?q=推進").content.decode()
    for name in ("committees", "committee-members", "committee-meetings"):
        assert f"/open-data/{name}.csv?q=" in page and f'href="/open-data/#{name}"' in page, name
    assert client.get("/open-data/committees.xml").status_code == 404 and client.get("/open-data/people.csv").status_code == 404


def test_the_search_finds_a_committee(world, client):
    assert f'href="{world.committee.get_absolute_url()}"' in build.read(client, "/search/?q=推進委員会")


def test_minutes_and_terms_become_tasks_of_the_secretariat(world, client_for):
    world.meeting(-31, announced=True, minutes="まとめ")
    CommitteeSeat.objects.filter(pk=world.seat.pk).update(until=build.days(40))
    sync_everything()
    tasks = Task.objects.filter(process__in=("minutes", "seat"), done_at__isnull=True).order_by("process")
    assert [(task.label, task.party, task.due_on) for task in tasks] == [
        ("会議録を公表する", "s", build.days(-1)),
        ("任期の終わる委員の、次を決める", "s", build.days(40)),
    ]
    CommitteeSeat.objects.create(
        committee=world.committee, name="次の人", category="open", since=build.days(41), follows=world.seat
    )
    sync_everything()
    assert not Task.objects.filter(process="seat", done_at__isnull=True).exists()
