"""A group reads on its application and its grant whom it can call in the office in charge."""

import pytest

from partners.models import Desk
from projects.models import Application
from tests import build
from tests.projects.grants.build import World as Grants

from .build import World

pytestmark = pytest.mark.django_db


def desk(office):
    Desk.objects.update_or_create(
        partner=office, defaults={"phone": "0258-00-0110", "extension": "210", "hours": "平日 9時～17時"}
    )


def test_an_application_names_the_telephone_of_its_office_to_the_group(client_for):
    world = World()
    leader, page = client_for(world.chair), world.sent.get_absolute_url()
    assert "担当課に聞く" not in build.read(leader, page)
    Application.objects.filter(pk=world.sent.pk).update(department=world.office)
    assert "担当課に聞く" not in build.read(leader, page)  # its 受付 says no number
    desk(world.office)
    text = build.read(leader, page)
    assert "担当課に聞く" in text and 'href="tel:0258-00-0110"' in text and "（内線210）" in text and "平日 9時～17時" in text
    assert "担当課に聞く" not in build.read(client_for(world.clerk), page)


def test_a_grant_names_the_telephone_of_the_office_of_its_scheme(client_for):
    world = Grants()
    grant = world.decided()
    desk(grant.rule.scheme.department)
    assert 'href="tel:0258-00-0110"' in build.read(client_for(world.leader), grant.get_absolute_url())
