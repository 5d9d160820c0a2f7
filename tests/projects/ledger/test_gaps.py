"""ここが足りません: what nobody took of a running project, on its page and where people look for something to help with."""

import pytest
from django.utils import timezone

from projects.models import RoleShare
from tests.build import markup

from .build import World

pytestmark = pytest.mark.django_db


def test_a_part_that_nobody_took_is_shown_while_somebody_could_join(client):
    world = World()
    cycle = world.running()
    RoleShare.objects.create(cycle=cycle, task="写真をとる")
    RoleShare.objects.create(cycle=cycle, task="運ぶ", other_part="会社が運びます")
    project = cycle.project
    type(project).objects.filter(pk=project.pk).update(published_at=timezone.now())
    page = markup(client.get(f"/projects/{project.pk}/"))
    assert page.count("ここが足りません") == 1 and 'href="#join">手伝えます' in page
    page = markup(client.get("/partners/offers/?tab=help"))
    assert f'<a href="/projects/{project.pk}/#join">写真をとる' in page and "運ぶ" not in page
    assert "ここが足りません" not in markup(client.get("/partners/offers/?tab=seat"))
    type(cycle).objects.filter(pk=cycle.pk).update(status="evaluating")
    assert "ここが足りません" not in markup(client.get("/partners/offers/?tab=help"))
