"""Who of a group did something is told to those who have a part in it; a department that only reads along learns what, not who."""

import pytest

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record
from tests import build
from tests.projects.applications import build as applications

pytestmark = pytest.mark.django_db
NAME = "雲居 さざれ"


@pytest.fixture
def written():
    """(the world of the applications, rows that somebody called NAME has written)"""
    world = applications.World()
    User.objects.filter(pk=world.chair.pk).update(name=NAME)
    chair = User.objects.get(pk=world.chair.pk)
    rows = [world.group, build.offer(world.group), build.event(world.group)]
    for row in rows:
        record("edit", by=chair, target=row)
    return world, [*rows, build.registration(chair, name="雪割草の会", status="submitted"), world.sent]


def pages(row):
    place = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}"
    return f"{place}/change/", f"{place}/history/"


def test_a_department_without_a_part_reads_no_name(written, client_for):
    world, rows = written
    outsider, clerk = client_for(world.outsider), client_for(world.clerk)
    for row in rows:
        assert any(NAME in build.read(clerk, page) for page in pages(row)), row
        for page in pages(row):
            assert NAME not in build.read(outsider, page), page
    assert "（担当の部署だけが見られます）" in build.read(outsider, pages(world.group)[1])


def test_the_office_in_charge_is_told_who_it_was(written, client_for):
    world, rows = written
    applications.step(world.sent, "receive", world.clerk, department=world.office)
    assert NAME in build.read(client_for(world.official), pages(world.sent)[1])
