"""The page of a step that cannot be taken now names the cause and what can be done instead."""

import pytest

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.actions import take_step
from projects.models import Cycle
from tests import build
from tests.projects.applications import build as applications
from tests.projects.ledger import build as ledger
from tests.sent import text_of

pytestmark = pytest.mark.django_db


def asked(client, row, step):
    answer = client.get(row.step_url(row.process.step(step)))
    assert answer.status_code == 409
    return text_of(answer)


def test_a_year_that_has_not_come_says_its_day_and_the_way_to_begin_before(client_for):
    world = ledger.World()
    cycle = world.cycle(pact=True)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="")
    Cycle.objects.filter(pk=cycle.pk).update(starts_on=build.days(20))
    text = asked(client_for(world.clerk), cycle, "start")
    assert f"始める日（{jdate(build.days(20))}）になってから行えます。" in text
    assert "「始める日より前に始める」を押して、理由を書いてください" in text and "いま行えること：" in text


def test_a_step_of_another_state_says_where_the_matter_stands_and_when_it_is_taken(client_for):
    world = applications.World()
    row = world.approved()
    text = asked(client_for(world.official), row, "approve")
    assert "いまは「承認」です。「承認を記録する」は、「審査中」のときに行う手続きです。" in text


def test_what_can_be_taken_back_no_more_says_until_when_it_could(client_for):
    body, leader, _ = build.group()
    row, (_, clerk) = build.submitted(body, leader), build.office("secretariat")
    take_step(row, "receive", by=clerk, version=row.version)
    row.refresh_from_db()
    text = asked(client_for(leader), row, "undo_submit")
    assert "「提出する」を取り消す" in text and "次の手続きに進んだあとです" in text
