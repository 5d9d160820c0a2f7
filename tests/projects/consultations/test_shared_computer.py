"""Who sits down at the same computer afterwards: no page of the zone, no receipt and no typed word stays in the browser."""

import re

import pytest
from django.test import Client

from tests import build

from .build import Desk, unlock
from .test_arriving import sent

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
WORDS = {"gist": "次の総会でやめたい。", "who": "山田会長"}


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Desk)


def boxes(answer, names):
    """The tags of the boxes of these names."""
    return [tag for name in names for tag in re.findall(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', build.markup(answer))]


def test_no_page_of_the_desk_is_kept_open_or_closed(client_for, world):
    client, row = client_for(world.one), world.consult(words=WORDS)
    page = row.get_absolute_url()
    unlock(client)
    for address in (
        "/desk/",
        "/desk/consultations/",
        "/desk/consultations/new/",
        page,
        f"{page}edit/",
        f"{page}dates/",
        f"{page}share/",
    ):
        assert client.get(address)["Cache-Control"] == "private, no-store", address
    assert "山田会長" in build.read(client, page)
    client.post("/desk/zone/close/")
    assert "山田会長" not in build.read(client, page)  # the way back asks anew
    assert client.get(page)["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("world")
def test_what_somebody_writes_to_the_desk_leaves_no_page_behind():
    visitor = Client()
    typed = visitor.post("/consult/", sent(text=""))
    receipt = visitor.post("/consult/", sent(), follow=True)
    for answer in (visitor.get("/consult/"), typed, receipt, visitor.get("/consult/sent/")):
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def test_no_box_of_sealed_words_is_offered_to_the_next_or_sent_away_for_spelling(client_for, world):
    client, row = client_for(world.one), world.consult(words=WORDS)
    unlock(client)
    page = row.get_absolute_url()
    asked = (
        (Client().get("/consult/"), ("text", "name", "contact")),
        (client.get("/desk/consultations/new/"), ("group", "who", "contact", "gist", "advice", "memo")),
        (client.get(f"{page}edit/"), ("group", "who", "contact", "gist", "advice", "memo")),
        (client.get(f"{page}dates/"), ("text",)),
    )
    for answer, names in asked:
        found = boxes(answer, names)
        assert len(found) == len(names)
        for tag in found:
            assert 'autocomplete="off"' in tag and 'spellcheck="false"' in tag, tag
