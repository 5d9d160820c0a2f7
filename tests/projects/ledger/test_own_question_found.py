"""A question of the city's own is found where everybody reads how it was answered, and on no other page."""

import datetime
import re
from urllib.parse import quote

import pytest

from kyodo_portal.pages.models import PublicPage
from kyodo_portal.pages.search_page_actions import read_pages
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.models import EvaluationItem

from .build import World

pytestmark = pytest.mark.django_db
NAME = "おちゃのみ"


def pages_with(client, word):
    """The addresses of the entries on whose pages the site's search finds this word."""
    PublicPage.objects.all().delete()
    read_pages()
    page = client.get(f"/search/?q={quote(word)}").content.decode()
    return sorted(set(re.findall(r'href="(/projects/[0-9]+/)', page)))


def test_an_own_question_is_found_where_its_answers_are_public(client_for):
    world = World()
    item = ensure_evaluation_items()[0]
    EvaluationItem.objects.filter(pk=item.pk).update(name=NAME, question="雪おろしのあとで、いっしょにおちゃのみをしましたか。")
    told, within = world.cycle(title="雪おろし"), world.cycle(title="見守り")
    for cycle in (told, within):
        world.clerk_plan(cycle)
        world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
        world.step(cycle, "start", by=world.clerk)
        world.step(cycle, "finish", by=world.clerk)
        world.report(cycle)
        world.evaluate(cycle, world.representative, 5)
    client, own_words = client_for(), "いっしょにおちゃのみをしましたか"
    assert pages_with(client, NAME) == pages_with(client, own_words) == []  # one side waits for the other
    world.evaluate(told, world.clerk, 2)
    assert pages_with(client, NAME) == []  # the two have not talked
    world.talk(told)
    world.publish_all(told)
    page = f"/projects/{told.project_id}/"
    assert NAME in client.get(page).content.decode()
    assert pages_with(client, NAME) == [page]
    assert (pages_with(client, own_words) == [page]) == (own_words in client.get(page).content.decode())
