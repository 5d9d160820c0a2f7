"""What the rows of the access table speak of where offices ask groups: tanto's office asks dantai's group."""

from uuid import uuid4

from projects.asks.actions import ask_groups
from tests import build

from .world import group_of, own_group


def _ask(who):
    return ask_groups(
        by=who["tanto"], office=group_of(who["tanto"]), partners=[own_group(who)], form_key=uuid4(), fiscal_year=2026, kind="work",
        title="草刈り", what="参加してください。", people=None, due_on=build.days(9), place="", when="",
    )  # fmt: skip


def ask_of_tanto(who):
    return [_ask(who).pk]


def asked_dantai(who):
    asked = _ask(who).groups.get()
    return [asked.partner_id, asked.pk]
