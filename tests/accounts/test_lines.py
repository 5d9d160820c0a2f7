"""Where anybody may write, a line is counted; the city's own is a counter of the city hall, with many people behind it, and is not."""

from uuid import uuid4

import pytest
from django.test import Client

from kyodo_portal.accounts.limits import DAY, HOUR, counter_key, spend
from kyodo_portal.process.models import PhotoRequest
from projects.models import MeToo, Opinion
from tests import build
from tests.projects.opinions.build import World as Opinions
from tests.projects.voices.build import World as Voices

pytestmark = pytest.mark.django_db
HALL, HOME = "192.168.7.20", "203.0.113.9"


@pytest.fixture(autouse=True)
def networks(settings):
    settings.KYODO_STAFF_NETWORKS = ["192.168.0.0/16"]


def used_up(name, window=DAY):
    """Everybody who writes from here has used up what a line may, and so has who stands in no line."""
    for line in (HALL, HOME, ""):
        while spend(counter_key(name, line), 30, window):
            pass


def from_each(address, said, rows):
    """How many rows each of the two has written once it has sent the page."""
    found = []
    for line in (HALL, HOME):
        client, before = Client(REMOTE_ADDR=line), rows.count()
        page = client.get(address)
        more = {"form_key": str(page.context["form"]["form_key"].value())} if "form_key" in page.context["form"].fields else {}
        answer = client.post(address, {**said, **more})
        found.append((answer.status_code, rows.count() - before))
    return found


def test_an_opinion_is_sent_from_the_counter(networks):
    world = Opinions()
    used_up("opinion-line")
    said = {"text": "木を残してください。", "category": "body", "name": "見本 花", "address": "見本町1", "send": "1"}
    answers = from_each(f"/opinions/{world.round.pk}/send/", said, Opinion.objects)
    assert answers == [(302, 1), (200, 0)]


def test_me_too_is_pressed_at_the_counter(networks):
    world = Voices()
    used_up("metoo-line")
    assert from_each(f"/voices/{world.topic.pk}/me-too/", {"etag": ""}, MeToo.objects) == [(302, 1), (200, 0)]


def test_a_photograph_is_covered_from_the_counter(networks):
    groups = [build.group()[:2] for _ in range(2)]
    photos = [build.photo("partner", body, boss) for body, boss in groups]
    used_up("photo-ask", HOUR)
    answers = []
    for line, photo in zip((HALL, HOME), photos, strict=True):
        said = {"words": "写っています。", "form_key": str(uuid4())}
        answers.append(Client(REMOTE_ADDR=line).post(f"/photos/{photo.pk}/", said).status_code)
    assert (answers, PhotoRequest.objects.count()) == ([302, 200], 1)
