"""Two take in the same list at once, two make the same bodies one: one of them writes, the other is told. On PostgreSQL only."""

from uuid import uuid4

from kyodo_portal.common.lists.incoming import pasted
from partners.imports.actions import begin_import, take_in
from partners.imports.merge_actions import merge_partners
from partners.models import Partner
from tests import build
from tests.races import ON_POSTGRESQL, ends

pytestmark = ON_POSTGRESQL


def test_a_list_is_taken_in_once():
    _, clerk = build.office("secretariat")
    run = begin_import(by=clerk, form_key=uuid4(), name="表", sheets=pasted("団体名\nあさの会\nひるの会\n"))
    act = lambda: take_in(run, by=clerk, version=0, choices={})  # noqa: E731
    assert ends(act, act) == ["ValidationError", "done"]
    assert Partner.objects.filter(office="none").count() == 2


def test_two_bodies_become_one_in_one_direction():
    one, other = build.partner("川の会", standing="listed"), build.partner("川の会（本部）", standing="listed")
    _, clerk = build.office("secretariat")
    acts = [lambda pair=pair: merge_partners(*pair, by=clerk, why="同じ会です。") for pair in ((one, other), (other, one))]
    assert ends(*acts) == ["ValidationError", "done"]
    assert Partner.objects.filter(merged_into__isnull=False).count() == 1
