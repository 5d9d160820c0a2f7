"""What the secretariat has to do with letters stands on マイページ and on the admin's first page alike, each under its own name."""

import pytest

from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Request
from partners.requests.care_actions import report
from tests import build
from tests.partners.requests.build import World

pytestmark = pytest.mark.django_db
LATE, BESIDES = "返事がおくれている手紙", "そのほかの、あなたの番（マイページにあるもの）"


def queues(client):
    """{label: (how many, address)} of the admin's first page, of what waits."""
    return {row["label"]: (row["count"], row["url"]) for row in client.get("/admin/").context["queues"] if row["count"]}


def test_what_is_asked_about_letters_is_counted_on_the_first_page_of_the_admin(client_for):
    world = World()
    late, talked_of = world.send(), world.send(kind="ask", text="いつ集まりますか。")
    Request.objects.filter(pk=late.pk).update(answer_by=build.days(-1))
    sync_tasks(late)
    report(talked_of, by=world.member, why="しつこく書いてきます。")
    client = client_for(world.clerk)
    waiting = queues(client)
    assert waiting[LATE][0] == waiting[BESIDES][0] == 1 and waiting[BESIDES][1] == "/me/"
    assert [*client.get(waiting[LATE][1]).context["cl"].queryset] == [late]
    labels = [row.label for row in todos(type(world.clerk).objects.get(pk=world.clerk.pk)).rows]
    assert sorted(labels) == ["困ったという知らせを読んで、どうするかを決める", "返事がおくれている手紙を、受けた側に聞く"]
    page = build.read(client, "/me/")
    assert all(label in page for label in labels)
    # Answered, it waits nowhere.
    Request.objects.filter(pk=late.pk).update(answer_by=build.days(3))
    sync_tasks(late)
    assert LATE not in queues(client) and Task.objects.open().filter(party="s", process="request").count() == 0
