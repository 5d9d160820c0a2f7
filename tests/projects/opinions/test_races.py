"""An opinion that is sent while the clock closes is in or refused, and never between; numbers have no gap. On PostgreSQL only."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import Opinion, OpinionRound
from projects.opinions import clock_actions
from projects.opinions.actions import send_opinion
from tests import build
from tests.races import ON_POSTGRESQL, together

from .build import World, moment, sent, step

pytestmark = ON_POSTGRESQL


def test_an_opinion_while_the_clock_closes(monkeypatch):
    world = World()
    OpinionRound.objects.filter(pk=world.round.pk).update(opens_on=build.days(-40), closes_on=build.days(-1))
    ends = moment(build.days(0), 0)
    times = iter([])

    def now():
        """One moment before the end for the first who asks, the end itself for all who ask later."""
        return next(times, ends)

    for before in (0, 1, 3, 6, 9):
        OpinionRound.objects.filter(pk=world.round.pk).update(status="open")
        times = iter([ends - timezone.timedelta(seconds=1)] * before)
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", now)
            said = together(lambda: sent(world.round), clock_actions.turn_days)
            clock_actions.turn_days()
        known = OpinionRound.objects.get(pk=world.round.pk)
        assert known.status == "closed"
        if isinstance(said[0], Exception):
            assert isinstance(said[0], ValidationError), said[0]
        else:
            assert Opinion.objects.filter(pk=said[0].pk, is_late=False).exists()


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
