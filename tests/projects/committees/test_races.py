"""The last seat goes to one, whoever presses at the same moment; a meeting that two announce is announced once."""

import uuid

from partners.models import Event
from partners.requests.actions import send_request
from projects.committees.meeting_actions import announce_meeting
from projects.committees.models import CommitteeSeat
from projects.committees.recruit_actions import choose
from tests import build
from tests.partners.requests.build import old
from tests.races import ON_POSTGRESQL, ends

from .build import World

pytestmark = ON_POSTGRESQL


def test_the_last_seat_goes_to_one():
    world = World()
    call, second = world.recruit(), build.user("もう一人の職員")
    build.join(second, world.office)
    letters = [
        send_request(
            by=old(build.user()), to=world.office, kind="apply", about=f"offer:{call.offer_id}", about_label="公募",
            text=f"応募します{n}", form_key=uuid.uuid4(), offer=call.offer,
        )
        for n in range(2)
    ]  # fmt: skip
    type(call.offer).objects.filter(pk=call.offer_id).update(since=build.days(-9), until=build.days(-1))
    works = [
        lambda by=by, letter=letter: choose(call, letter, by=by, version=letter.version, name="見本 花子", why="お願いします。")
        for by, letter in zip((world.clerk, second), letters, strict=True)
    ]
    assert ends(*works) == ["ValidationError", "done"]
    assert CommitteeSeat.objects.filter(request__isnull=False).count() == 1


def test_two_who_announce_make_one_event():
    world = World()
    row, second = world.meeting(20), build.user("もう一人の職員")
    build.join(second, world.office)
    assert ends(*(lambda by=by: announce_meeting(row, by=by) for by in (world.clerk, second))) == ["done", "done"]
    assert Event.objects.count() == 1
