"""What the rows of the access table speak of in the yearly inventory: a round, and the sheet of tanto's department."""

import datetime
import uuid

from kyodo_portal.process.actions import take_step
from projects.inventory.round_actions import make_round
from projects.models import Possibility

from .world import group_of


def inventory_round(who):
    days = {"opens_on": datetime.date(2026, 6, 1), "closes_on": datetime.date(2026, 6, 30)}
    more = {"fiscal_year": 2025, "asks_plans": True, "asks_possibilities": True, **days}
    round = make_round(by=who["jimukyoku"], form_key=uuid.uuid4(), **more)
    take_step(round, "open", by=who["jimukyoku"], version=0)
    return [2025]


def close_of_round(who):
    return [*inventory_round(who), "close"]


def answers_of_tanto(who):
    return [*inventory_round(who), group_of(who["tanto"]).pk]


def nothing_of_sheet(who):
    return [*answers_of_tanto(who), "nothing"]


def _possibility(who, **values):
    return [Possibility.objects.create(office=group_of(who["tanto"]), title="花だん", what="花を植えかえる", **values).pk]


def possibility_of_tanto(who):
    return _possibility(who)


def shown_possibility(who):
    return _possibility(who, is_public=True)
