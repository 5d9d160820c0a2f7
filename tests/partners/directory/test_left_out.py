"""Lists leave out what belongs to the few that are not shown; pages of one ask of that one: both find the same."""

import datetime
import uuid

import pytest
from django.utils import timezone

from partners.models import Event, Offer, Partner
from projects.models import Project, Update
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


def test_many_rows_and_one_are_found_by_the_same_rule():
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    bodies = {
        "登録": build.partner("登録"),
        "もう知らせた": build.partner("もう知らせた", shown_from=now - hour),
        "まだ知らせていない": build.partner("まだ知らせていない", shown_from=now + hour),
        "取り下げた": build.partner("取り下げた", taken_down_at=now),
        "同意のない人": build.partner("同意のない人", kind="citizen"),
        "同意した人": build.partner("同意した人", kind="citizen", name_consent=True),
        "台帳だけ": build.partner("台帳だけ", standing="listed"),
        "休む": build.partner("休む", standing="dormant"),
        "申請中": build.partner("申請中", standing="applying"),
        "まとめた呼び名": build.partner("まとめた呼び名", is_collective=True),
    }
    for name, body in bodies.items():
        build.offer(body, name)
        build.event(body, name)
    shown = {"登録", "もう知らせた", "同意した人"}
    for rows in (Offer.objects.listed(), Offer.objects.open_to_all()):
        assert {offer.title for offer in rows} == shown
    for rows in (Event.objects.listed(), Event.objects.open_to_all()):
        assert {event.title for event in rows} == shown | {"休む", "まとめた呼び名"}
    assert {body.name for body in Partner.objects.closed_to_all()} == bodies.keys() - shown - {"休む", "まとめた呼び名"}


def test_activities_of_an_entry_that_is_not_published_are_left_out(client_for):
    world = World()
    shown, hidden = world.entry(title="公開した協働"), world.entry(title="まだの協働")
    for entry in (shown, hidden):
        Update.objects.create(
            cycle=entry.cycles.first(), side="group", happened_on=build.days(-1), title=entry.title, body="見本", by=build.user(),
            form_key=uuid.uuid4(),
        )  # fmt: skip
    for published_at, titles in ((None, ["公開した協働"]), (timezone.now() + datetime.timedelta(hours=1), ["公開した協働"])):
        Project.objects.filter(pk=hidden.pk).update(published_at=published_at)
        page = client_for().get("/projects/activities/").context["page"]
        assert [update.title for update in page] == titles
