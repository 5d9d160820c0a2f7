"""What the city writes in a body's name is told the body, and nothing of what goes again within the minutes of the undo."""

import pytest

from kyodo_portal.notices.models import Notice
from partners.models import Offer
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client_for):
    """(who writes for a group, the secretariat's client, the group's page of offers)"""
    group, boss, _ = build.group("雪あかりの会")
    return boss, client_for(build.office("secretariat")[1]), f"/partners/{group.pk}/offers/"


def put_there(client, page):
    new = f"{page}new/?side=give"
    return client.post(new, opened(client, new, side="give", kind="place", form="plain", title="集会所の和室", text="20人まで。"))


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_an_offer_in_a_groups_name_is_told_the_group_each_time(page, client_for):
    boss, city, address = page
    put_there(city, address)
    row = Offer.objects.get()
    own = f"{address}{row.pk}/"
    city.post(own, opened(city, own, text="30人まで。"))
    for _ in range(2):
        city.post(f"{own}close/")
    city.post(f"{own}open/")
    told = ["載せました", "直しました", "終えました", "もう一度載せました"]
    assert titles(boss) == [f"「集会所の和室」を、雪あかりの会の代わりに{done}" for done in told]
    client_for(boss).post(f"{own}close/")
    assert len(titles(boss)) == 4


def test_what_goes_again_before_it_was_told_is_told_nobody(page, ten_minutes):
    boss, city, address = page
    put_there(city, address)
    row = Offer.objects.get()
    city.post(f"{address}{row.pk}/close/")
    assert titles(boss) == []
