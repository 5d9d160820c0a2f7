"""Rows of which the page says another number than it sends: none is lost, none is written twice, and sent once more they are taken."""

from types import SimpleNamespace

import pytest

from kyodo_portal.common.forms.rowsets import UNCOUNTED
from projects.models import BudgetLine, CommitteeSeat, GrantLine, PlannedStep, Proposal, Question
from tests import build
from tests.projects.committees.build import World as Committees
from tests.projects.grants.build import World as Grants
from tests.projects.grants.build import begun
from tests.projects.ledger.build import World as Years
from tests.sent import form_of, opened, text_of

pytestmark = pytest.mark.django_db
TEXT = "朝の見守りに立つ人の帽子"
# What of the two numbers of a page is wrong, and how.
WRONG = [("TOTAL", "たくさん"), ("TOTAL", None), ("TOTAL", "-1"), ("TOTAL", "0"), ("INITIAL", "x"), ("INITIAL", None)]


def door(by, url, prefix, rows, row, **more):
    """A page with rows: whose, what it keeps (a QuerySet), the boxes of one row more, and what else is typed."""
    return SimpleNamespace(by=by, url=url, prefix=prefix, rows=rows, row=row, more=more)


def plan_of_a_year():
    world = Years()
    cycle = world.cycle()
    row = {"side": "expense", "item": TEXT, "amount": "5,000", "note": "", "from_city": ""}
    lines = BudgetLine.objects.filter(cycle=cycle)
    return door(world.representative, f"{cycle.get_absolute_url()}plan/", "money", lines, row, goal="だれとも話さない人をなくす")


def plan_of_a_draft():
    body, representative, _ = build.group()
    proposal = build.draft(body, representative)
    row = {"when": "6月", "what": TEXT, "who": "団体"}
    steps = PlannedStep.objects.filter(proposal=proposal)
    return door(representative, f"/projects/proposals/{proposal.pk}/edit/plan/", "steps", steps, row, next="1")


def accounts_of_a_grant():
    world = Grants()
    grant = begun(world.rule, world.group, world.leader)
    row = {"cost": str(world.rule.costs.get(name="消耗品費").pk), "item": TEXT, "amount": "5,000", "note": ""}
    lines = GrantLine.objects.filter(grant=grant, side="expense")
    return door(world.leader, f"{grant.get_absolute_url()}edit/", "expenses", lines, row)


def questions_of_a_call():
    call, (_, clerk) = build.call(published=False), build.office("secretariat")
    row = {"section": "idea", "label": TEXT, "help_text": "", "most": "400", "order": "9"}
    return door(clerk, f"/admin/projects/call/{call.pk}/change/", "questions", Question.objects.filter(call=call), row)


def seats_of_a_committee():
    world = Committees()
    row = {"name": TEXT, "category": "open", "since": build.days(-5).isoformat(), "email": ""}
    seats = CommitteeSeat.objects.filter(committee=world.committee)
    return door(world.clerk, f"/admin/projects/committee/{world.committee.pk}/change/", "seats", seats, row)


DOORS = [plan_of_a_year, plan_of_a_draft, accounts_of_a_grant, questions_of_a_call, seats_of_a_committee]


def with_one_more(client, door):
    """What the page sends with its first free row filled in."""
    sent = opened(client, door.url, **{name: [value] for name, value in door.more.items()})
    free = (
        int(sent[f"{door.prefix}-INITIAL_FORMS"][0]) if "/admin/" in door.url else int(sent[f"{door.prefix}-TOTAL_FORMS"][0]) - 1
    )
    sent |= {f"{door.prefix}-{free}-{name}": [value] for name, value in door.row.items()}
    return sent | {f"{door.prefix}-TOTAL_FORMS": [str(max(free + 1, int(sent[f"{door.prefix}-TOTAL_FORMS"][0])))]}


@pytest.mark.parametrize("make", DOORS)
def test_no_row_is_lost_and_none_is_written_twice(make, client_for):
    page = make()
    client, before = client_for(page.by), page.rows.count()
    for which, said in WRONG:
        Proposal.objects.update(typed={})  # a draft keeps what it cannot read, and begins with it
        name = f"{page.prefix}-{which}_FORMS"
        sent = with_one_more(client, page) | {name: [said]}
        answer = client.post(page.url, {key: values for key, values in sent.items() if values != [None]})
        assert (answer.status_code, page.rows.count()) == (200, before), (which, said)
        text = text_of(answer)
        assert UNCOUNTED in text and f'value="{TEXT}"' in text, (which, said)
    again = {}
    for key, value in form_of(answer.content.decode()).form_values():
        again.setdefault(key, []).append(value.removeprefix("\n"))
    answer = client.post(page.url, again | {key: [value] for key, value in page.more.items()})
    if answer.status_code == 200 and "sure" in answer.context["form"].fields:  # an unusual sum is asked about
        again |= {"sure": [answer.context["form"]["sure"].value()]}
        answer = client.post(page.url, again)
    assert (answer.status_code, page.rows.count()) == (302, before + 1)
