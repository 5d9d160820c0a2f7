"""For how long a registration holds: fiscal years, March, renewals in time and late."""

from datetime import date

import pytest

from partners.models import RegistrationRule
from partners.rules.models import first_and_last_day, rule_in_force


@pytest.mark.parametrize(
    ("rule", "approved", "more", "expected"),
    [
        ({"validity": "years", "years": 1}, "2027-03-10", {}, ("2027-03-10", "2027-03-31")),
        ({"validity": "years", "years": 1, "march_counts_next": True}, "2027-03-10", {}, ("2027-03-10", "2028-03-31")),
        ({"validity": "years", "years": 1, "march_counts_next": True}, "2027-02-28", {}, ("2027-02-28", "2027-03-31")),
        ({"validity": "years", "years": 3}, "2026-11-26", {}, ("2026-11-26", "2029-03-31")),
        ({"validity": "years", "years": 1}, "2027-04-01", {}, ("2027-04-01", "2028-03-31")),
        ({"validity": "fiscal_end"}, "2026-11-26", {}, ("2026-11-26", "2027-03-31")),
        ({"validity": "unlimited"}, "2026-11-26", {}, ("2026-11-26", None)),
        # A renewal in time goes on from the old end, also where it is decided after it; a late one counts from its day.
        ({"validity": "years", "years": 1}, "2027-02-01", {"before": "2027-03-31"}, ("2027-04-01", "2028-03-31")),
        (
            {"validity": "years", "years": 1},
            "2027-04-20",
            {"before": "2027-03-31", "filed_on": "2027-03-31"},
            ("2027-04-01", "2028-03-31"),
        ),
        ({"validity": "years", "years": 2}, "2027-05-01", {"before": "2027-03-31"}, ("2027-05-01", "2029-03-31")),
        # In time and in March: the next year is counted once.
        (
            {"validity": "years", "years": 1, "march_counts_next": True},
            "2027-03-10",
            {"before": "2027-03-31"},
            ("2027-04-01", "2028-03-31"),
        ),
    ],
)
def test_a_registration_holds_to_the_end_of_a_fiscal_year(rule, approved, more, expected):
    days = {name: date.fromisoformat(value) for name, value in more.items()}
    first, last = first_and_last_day(RegistrationRule(**rule), date.fromisoformat(approved), **days)
    assert (first.isoformat(), last and last.isoformat()) == expected


def test_of_the_versions_of_a_kind_the_one_of_the_day_holds(db):
    old = rule_in_force("civic", on=date(2026, 11, 26))
    assert (old.name, old.version, old.min_members) == ("市民活動団体の登録", 1, 5)
    RegistrationRule.objects.filter(pk=old.pk).update(until=date(2027, 3, 31))
    new = RegistrationRule.objects.create(kind="civic", version=2, name="市民活動団体の登録", in_force_from=date(2027, 4, 1))
    RegistrationRule.objects.create(kind="civic", version=3, name="下書き")
    assert [rule_in_force("civic", on=date(2027, month, 1)) for month in (3, 4)] == [old, new]
    with pytest.raises(RegistrationRule.DoesNotExist, match="「市の部署」の登録の要件がありません"):
        rule_in_force("department")
