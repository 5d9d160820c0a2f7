"""What the tests of 意見募集 start from: a round of 企画課 that was announced, and the people around it."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from projects.models import OpinionRound, RoundPaper
from projects.opinions.actions import enter_opinion, send_opinion
from projects.opinions.clock_actions import turn_days
from tests import build


def made(department, *, opens=0, closes=29, **more):
    """A round in preparation; opens, closes: days from today."""
    said = {"title": "集会所の計画（案）への意見", "what": "集会所のつかい方を聞きます。", "parts": "第1章 いま\n第2章 これから"}
    round = OpinionRound.objects.create(
        **{
            **said,
            "department": department,
            "opens_on": build.days(opens),
            "closes_on": build.days(closes),
            "status": "preparing",
        }
        | more
    )
    RoundPaper.objects.create(round=round, order=1, title="案の全文", text="集会所を、みんなでつかいます。")
    sync_tasks(round)
    return round


def step(round, name, by=None, **said):
    done = take_step(round, name, by=by, version=type(round).objects.get(pk=round.pk).version, **said)
    round.refresh_from_db()
    return done


def moment(day, hour, minute=0, second=0):
    """A moment of this day in the city's time."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute, second))


def sent(round, by=None, text="広くしてください。", **more):
    said = {"category": "lives", "name": "見本 住民", "address": "見本町1", **more}
    return send_opinion(round, by=by, form_key=uuid4(), text=text, line="192.0.2.1", **said)


def entered(round, by, text="残してください。", **more):
    said = {"channel": "paper", "received_on": timezone.localdate(), "category": "body", **more}
    return enter_opinion(round, by=by, form_key=uuid4(), text=text, **said)


def past(round):
    """The last day was yesterday, and the clock has come by."""
    OpinionRound.objects.filter(pk=round.pk).update(opens_on=build.days(-40), closes_on=build.days(-1))
    turn_days()
    round.refresh_from_db()


class World:
    """official of 企画課, clerk of the secretariat, outsider of 土木課, two residents; a round that is open."""

    def __init__(self):
        self.office, self.official = build.office("department", "企画課")
        self.centre, self.clerk = build.office("secretariat")
        self.elsewhere, self.outsider = build.office("department", "土木課")
        self.resident, self.other = build.user("見本 住民"), build.user("見本 隣人")
        self.round = made(self.office)
        step(self.round, "announce", self.official)
        turn_days()
        self.round.refresh_from_db()
