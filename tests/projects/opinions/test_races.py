"""An opinion that is sent while the clock closes is in or refused, and never between; numbers have no gap. On PostgreSQL only."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import Opinion, OpinionRound
from projects.opinions.actions import send_opinion
from projects.opinions.clock_actions import turn_days
from tests import build
from tests.races import ON_POSTGRESQL, together

from .build import World, moment, sent, step

pytestmark = ON_POSTGRESQL


@pytest.mark.parametrize("lead", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_an_opinion_while_the_clock_closes(monkeypatch, lead):
    """The last second runs out while it is sent: it is in, or refused with the reason, and the round is closed."""
    world = World()
    OpinionRound.objects.filter(pk=world.round.pk).update(opens_on=build.days(-40), closes_on=build.days(-1))
    real, ends, begun = timezone.now, moment(build.days(0), 0), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: ends - timedelta(seconds=lead) + (real() - begun))

    def clock():
        while not turn_days():
            time.sleep(0.005)

    said, closed = together(lambda: sent(world.round), clock)
    assert closed is None and OpinionRound.objects.get(pk=world.round.pk).status == "closed"
    assert isinstance(said, Opinion | ValidationError), said
    assert Opinion.objects.count() == isinstance(said, Opinion)


def test_many_at_once_have_numbers_without_a_gap():
    world = World()
    together(*[lambda: sent(world.round) for _ in range(6)])
    assert sorted(Opinion.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_one_press_twice_is_one_opinion():
    world = World()
    key = uuid4()
    said = {"text": "広く。", "category": "lives", "line": "192.0.2.1"}
    found = together(*[lambda: send_opinion(world.round, by=None, form_key=key, **said) for _ in range(2)])
    assert found[0] == found[1] == Opinion.objects.get()


def test_an_opinion_while_the_round_is_stopped():
    world = World()
    said = together(lambda: sent(world.round), lambda: step(world.round, "stop", world.official, public_reason="やめます。"))
    assert not isinstance(said[1], Exception)
    assert isinstance(said[0], Opinion | ValidationError)
