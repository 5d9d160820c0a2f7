"""From 0:00:00 of the first day to 23:59:59 of the last, in the city's time, whenever the clock comes by; and who sends while it closes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.models import Opinion, OpinionRound
from projects.opinions.clock_actions import turn_days
from tests import build

from .build import World, entered, made, moment, sent, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Move the clock to a moment: f(day, hour, minute, second)."""

    def move(*when):
        now = moment(*when)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return move


def test_whole_days_of_the_city(at):
    world = World()
    round = made(world.office, opens=3, closes=40)
    step(round, "announce", world.official)
    OpinionRound.objects.filter(pk=world.round.pk).update(closes_on=build.days(60))
    before, first, last, after = map(build.days, (2, 3, 40, 41))

    at(before, 23, 59, 59)
    assert (turn_days(), round.takes_now) == (0, False)
    with pytest.raises(ValidationError, match="に始まります"):
        sent(round)
    at(first, 0, 0, 0)  # in time, though the clock has not come by
    assert sent(round).number == 1
    assert turn_days() == 1
    at(last, 23, 59, 59)
    assert (turn_days(), sent(round).number) == (0, 2)
    at(after, 0, 0, 0)  # too late, though the clock has not come by
    with pytest.raises(ValidationError, match="終わりました"):
        sent(round)
    assert turn_days() == 1
    round.refresh_from_db()
    assert (round.status, Opinion.objects.filter(round=round).count()) == ("closed", 2)


def test_own_words_until_the_last_second_and_not_after(at, client_for):
    world = World()
    opinion = sent(world.round, world.resident)
    after = build.days(30)
    at(world.round.closes_on, 23, 59, 59)
    page, client = f"/opinions/received/{opinion.pk}/", client_for(world.resident)
    form = client.get(page).context["form"]
    typed = {**{name: value or "" for name, value in form.initial.items()}, "text": "もっと広くしてください。"}
    assert client.post(page, typed).status_code == 302
    at(after, 0, 0, 0)
    late = client.post(page, {**typed, "text": "やはり、せまくてよいです。"})
    assert "受付が終わったので、もう直せません。" in build.markup(late) and "やはり、せまくてよいです。" in build.markup(late)
    client.post(f"{page}withdraw/")
    opinion.refresh_from_db()
    assert (opinion.text, opinion.withdrawn_at) == ("もっと広くしてください。", None)


def test_withdrawn_words_go_when_the_round_closes(at):
    world = World()
    opinion = sent(world.round, world.resident)
    Opinion.objects.filter(pk=opinion.pk).update(withdrawn_at=timezone.now())
    at(build.days(30), 0, 0, 0)
    turn_days()
    opinion.refresh_from_db()
    assert (opinion.text, opinion.name, opinion.address) == ("", "", "")


def test_paper_after_the_last_day_says_why(at):
    world = World()
    assert entered(world.round, world.official).is_late is False
    at(build.days(30), 9, 0, 0)
    turn_days()
    with pytest.raises(ValidationError, match="わけを書いてください"):
        entered(world.round, world.official)
    late = entered(world.round, world.official, late_why="公民館の箱に入っていました。")
    assert (late.is_late, late.receipt) == (True, f"{world.round.pk}-002")


def test_a_short_round_says_why_and_the_database_asks_too():
    world = World()
    made(world.office, closes=29)
    made(world.office, closes=28, short_why="国の期限に合わせます。")
    for closes, why in ((28, ""), (-1, "国の期限に合わせます。")):
        with pytest.raises(IntegrityError), transaction.atomic():
            made(world.office, closes=closes, short_why=why)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionRound.objects.filter(pk=world.round.pk).update(status="stopped")
