"""連絡窓口: each side names whom the other asks; that person is reminded first, the deputy after the last day, then everybody."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.reminders import remind
from partners.models import Membership
from projects.entries.window_models import ContactWindow
from projects.ledger.window_actions import name_window
from projects.models import Cycle
from tests import build

from .build import World, join, person

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_a_side_names_its_window_and_both_sides_read_both(client_for):
    world = World()
    cycle = world.cycle()
    page = f"/projects/{cycle.project_id}/window/"
    clerk, group = client_for(world.clerk), client_for(world.representative)
    deputy = join(person("副担当"), world.office, "member")
    first = clerk.get(page).context["form"].initial["etag"]
    sent = {"main": world.clerk.pk, "deputy": deputy.pk, "etag": first}
    assert clerk.post(page, sent).status_code == 302
    assert clerk.post(page, sent).status_code == 302  # pressed twice
    named = ContactWindow.objects.get()
    assert (named.side, named.main, named.deputy, named.until) == ("city", world.clerk, deputy, None)
    late = clerk.post(page, {"main": deputy.pk, "deputy": "", "etag": first})
    assert late.status_code == 409 and f"いまの内容：{world.clerk}" in build.markup(late)
    nameless = clerk.post(page, {"main": deputy.pk, "deputy": ""})  # a page that carries no token has read nothing
    assert nameless.status_code == 409 and ContactWindow.objects.get().main == world.clerk
    assert clerk.post(page, {"main": world.stranger.pk, "deputy": ""}).status_code == 200  # of neither side
    for reader, address in (
        (group, cycle.get_absolute_url()),
        (clerk, page),
        (client_for(world.guide), cycle.get_absolute_url()),
    ):
        text = build.read(reader, address)
        assert f"{world.clerk}（副：{deputy}）" in text and "ひだまりの会（まだ決めていません）" in text
    assert "（副：" not in build.read(client_for(), cycle.project.get_absolute_url())
    Membership.objects.filter(user=deputy).update(until=build.days(-1))  # who has left is nobody's deputy
    there = build.read(group, cycle.get_absolute_url())
    assert str(world.clerk) in there and str(deputy) not in there
    assert [client_for(who).get(page).status_code for who in (world.mate, world.outsider, world.guide)] == [403, 403, 403]
    assert str(world.representative) in build.read(group, page) and str(world.clerk) in build.read(group, page)


def test_the_deputy_hears_after_the_last_day_and_everybody_later(monkeypatch):
    world = World()
    cycle = world.cycle()
    deputy, other = (join(person(name), world.office, "member") for name in ("副担当", "ほかの担当"))
    name_window(cycle.project, by=world.clerk, main=world.clerk, deputy=deputy)
    due = Cycle.objects.get(pk=cycle.pk).due_on
    heard = []
    for days in (0, 1, 14):
        at = timezone.make_aware(datetime.datetime.combine(due + datetime.timedelta(days=days), datetime.time(9)))
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        before = set(Notice.objects.values_list("pk", flat=True))
        remind()
        new = Notice.objects.exclude(pk__in=before).filter(key__startswith="task:")
        heard.append({user for user in (world.clerk, deputy, other, world.chief) if new.filter(user=user).exists()})
    assert heard == [{world.clerk}, {world.clerk, deputy}, {world.clerk, deputy, other, world.chief}]
