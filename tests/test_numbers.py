"""Numbers of a series: counted by 年度, without gaps, going on from those that were given before. Races stand with proposals and registrations."""

import pytest
from django.db import transaction

from kyodo_portal.process.number_actions import next_number
from partners.models import Registration
from tests import build

pytestmark = pytest.mark.django_db


def test_every_series_counts_by_itself_in_every_fiscal_year():
    registrations = Registration.objects
    asked = [("T", 2026), ("T", 2026), ("P", 2026), ("T", 2027), ("T", 2026), ("K", 2019), ("K", 2018)]
    assert [next_number(series, year, given=registrations) for series, year in asked] == [
        "R8-T-0001",
        "R8-T-0002",
        "R8-P-0001",
        "R9-T-0001",
        "R8-T-0003",
        "R1-K-0001",
        "H30-K-0001",
    ]


def test_it_goes_on_from_the_highest_number_that_was_given_before():
    for number in ("R8-T-9999", "R8-T-10000", "R8-T-0041", "R9-T-20000"):
        row = build.registration(build.user(), status="draft")
        Registration.objects.filter(pk=row.pk).update(number=number)
    assert next_number("T", 2026, given=Registration.objects) == "R8-T-10001"


def test_a_number_that_was_not_used_is_given_again_and_a_used_one_never(client_for):
    with pytest.raises(RuntimeError), transaction.atomic():
        assert next_number("T", 2026, given=Registration.objects) == "R8-T-0001"
        raise RuntimeError
    row = build.registration(build.user(), status="draft")
    Registration.objects.filter(pk=row.pk).update(number=next_number("T", 2026, given=Registration.objects))
    assert Registration.objects.get(pk=row.pk).number == "R8-T-0001"
    Registration.objects.filter(pk=row.pk).delete()
    assert next_number("T", 2026, given=Registration.objects) == "R8-T-0002"
