"""A page that was sent already, sent once more with other words: they are given back (409), and what the first press wrote stands.
The same words again are answered as the first time. One page of each kind that knows a second press by itself."""

import uuid

import pytest
from django.test import Client

from kyodo_portal.letters.clock_actions import let_go
from partners.requests.actions import send_request
from partners.requests.guest_actions import DOOR
from tests import build, presses
from tests.letters import build as letters
from tests.partners.requests.build import old
from tests.projects.committees.build import World as Committees
from tests.projects.cycles import test_carried as carried
from tests.projects.ledger.build import World
from tests.projects.opinions import build as opinions
from tests.projects.voices import build as voices
from tests.sent import opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
OTHER = "あとで書きかえた、べつのことばです。"


def letter_replaced():
    world = letters.told()
    letter = letters.release(letters.the_letter(), world.clerk)
    let_go()
    return world.clerk, f"/staff/letters/{letter.pk}/replace/", {}, "why"


def decided_before():
    world = World()
    world.year = world.cycle()
    world.clerk_plan(world.year)
    world.step(world.year, "agree_on_paper", by=world.clerk, agreed_on=build.days(0), document_number="1")
    world.step(world.year, "start", by=world.clerk)
    following = carried.to_next(world)
    key = f"plan-{world.year.improvement.pk}"
    return world.clerk, f"{following.get_absolute_url()}decided/{key}/", {"outcome": "dropped"}, "note"


def application_for_a_seat(button):
    world = Committees()
    call = world.recruit()
    letter = send_request(
        by=old(build.user()), to=world.office, kind="apply", about=f"offer:{call.offer_id}", about_label="公募",
        text="応募します。", form_key=uuid.uuid4(), offer=call.offer,
    )  # fmt: skip
    type(call.offer).objects.filter(pk=call.offer_id).update(since=build.days(-9), until=build.days(-1))  # chosen once it is over
    said = {"name": "川上 花", "version": letter.version, button: "1"}
    return world.clerk, f"/committees/recruits/{call.pk}/{letter.pk}/", said, "why"


def chosen():
    return application_for_a_seat("choose")


def turned_down():
    return application_for_a_seat("decline")


def name_of_the_chosen():
    by, url, said, _ = application_for_a_seat("choose")
    return by, url, {**said, "why": "お願いします。"}, "name"


def letter_agreed(box="note"):
    body, head, _ = build.group()
    letter = send_request(
        by=old(build.user()), to=body, kind="apply", about=f"partner:{body.pk}", about_label="見本", text="応募します。",
        form_key=uuid.uuid4(),
    )  # fmt: skip
    return head, f"/requests/{letter.pk}/step/agree/", {"version": letter.version}, box


def place_agreed():
    return letter_agreed("place")


def first_answer():
    by, url, said, _ = letter_agreed()
    return by, url.split("step/")[0], {**said, **presses.key()}, "text"


def change_of_a_plan():
    press = presses.change_request()
    return press.by, press.url, press.data, "goal"


def guests_voice():
    voices.World()
    return None, "/voices/send/", {"theme": voices.theme().pk, "checked": "on", **presses.key()}, "text"


def guests_next_letter():
    office, _ = build.office()
    letter = send_request(
        by=None, to=office, kind="ask", about=f"partner:{office.pk}", about_label="見本", text="借りられますか。", form_key=uuid.uuid4(),
        guest_name="川上", guest_mail="guest@example.jp",
    )  # fmt: skip
    return None, f"/requests/guest/{DOOR.token_of(letter)}/", presses.key(), "text"


def guests_opinion():
    world = opinions.World()
    page = f"/opinions/{world.round.pk}/send/"
    said = {"name": "川上 花", "address": "見本町1-1", "category": "lives", "send": "1"}
    return None, page, opened(Client(), page) | said, "text"


def meeting_announced_late():
    world = Committees()
    return world.clerk, f"/committees/meetings/{world.meeting(3).pk}/announce/", {}, "late_why"


PAGES = (
    meeting_announced_late,
    letter_replaced, decided_before, chosen, turned_down, name_of_the_chosen, letter_agreed, place_agreed, first_answer,
    change_of_a_plan, guests_voice, guests_next_letter, guests_opinion,
)  # fmt: skip


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_other_words_in_a_page_that_was_sent_come_back(make, client_for):
    by, url, said, box = make()
    client = client_for(by)
    first = client.post(url, {**said, box: "はじめのことばです。"})
    assert first.status_code == 302, text_of(first)
    second = client.post(url, {**said, box: "はじめのことばです。"})
    assert (second.status_code, second["Location"]) == (302, first["Location"]), text_of(second)
    other = client.post(url, {**said, box: OTHER})
    assert other.status_code == 409 and OTHER in text_of(other), text_of(other)
