"""The days of a year say nothing that its state denies: what has begun begins no more, what is over goes on no more."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span
from projects.models import Cycle
from tests.projects.ledger.build import World
from tests.sent import text_of

pytestmark = pytest.mark.django_db
BEGUN = "もう始まっています。始める日は、きょうまでの日にしてください。"
ONE = datetime.timedelta(days=1)
OVER = "もう終わったものとして記しています。終える日は、きょうまでの日にしてください。"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def written(client, cycle, starts_on, ends_on):
    """The page of facts, sent with these days."""
    cycle.refresh_from_db()
    days = {"starts_on": f"{starts_on}", "ends_on": f"{ends_on}", "version": cycle.version}
    return client.post(f"{cycle.get_absolute_url()}facts/", days)


def days_of(cycle):
    now = Cycle.objects.get(pk=cycle.pk)
    return now.status, now.starts_on, now.ends_on


def test_a_record_that_goes_on_or_is_over_gets_no_day_that_says_otherwise(world, client_for):
    today, clerk = timezone.localdate(), client_for(world.clerk)
    record = world.cycle(title="記録", only_record=True)
    first, last = fiscal_span(record.fiscal_year)
    assert BEGUN in text_of(written(clerk, record, last, last)) and days_of(record)[0] == "running"
    assert written(clerk, record, first, last).status_code == 302 and days_of(record) == ("running", first, last)
    world.step(record, "note_over", by=world.clerk)
    assert OVER in text_of(written(clerk, record, first, last - ONE)) and days_of(record) == ("closed", first, last)
    assert written(clerk, record, first, last).status_code == 302  # what stands there already may stand
    assert written(clerk, record, first, today).status_code == 302 and days_of(record) == ("closed", first, today)
    assert OVER in text_of(written(clerk, record, first, last)) and days_of(record) == ("closed", first, today)
    for taken_back in ("undo_put_right", "undo_note_over"):
        world.step(record, taken_back, by=world.clerk, reason="まだ続く")
    assert written(clerk, record, first, last - ONE).status_code == 302 and days_of(record) == ("running", first, last - ONE)


def test_a_change_of_what_goes_on_does_not_move_its_start_into_days_to_come(world):
    pact = world.running()
    first, last = fiscal_span(pact.fiscal_year)
    for side in (world.representative, world.clerk):
        with pytest.raises(ValidationError) as refused:
            world.ask_change(pact, by=side, starts_on=f"{last}", ends_on=f"{last}")
        assert refused.value.message_dict["starts_on"][0].startswith(BEGUN)
    world.ask_change(pact, starts_on=f"{first}", ends_on=f"{last - ONE}")
    world.step(pact, "allow_change", by=world.clerk)
    assert days_of(pact) == ("running", first, last - ONE)
