"""Twenty at a time, also where several people of one body put something there at the same moment."""

from uuid import uuid4

from partners.models import Offer
from partners.offers.actions import make_offer
from tests import build
from tests.races import ON_POSTGRESQL, ends

pytestmark = ON_POSTGRESQL


def test_of_four_at_once_beside_nineteen_one_is_made():
    body, representative, member = build.group()
    for number in range(19):
        build.offer(body, f"物{number}")
    values = {"side": "give", "kind": "things", "form": "plain", "since": build.days(0)}
    works = [
        lambda by=by, n=n: make_offer(partner=body, by=by, form_key=uuid4(), values={**values, "title": f"20こめ{n}"})
        for n, by in enumerate((representative, member, representative, member))
    ]
    assert ends(*works) == ["ValidationError", "ValidationError", "ValidationError", "done"]
    assert Offer.objects.filter(partner=body).count() == 20
