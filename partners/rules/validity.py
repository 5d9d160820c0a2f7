"""For how long a registration holds, in fiscal years."""

import datetime

from kyodo_portal.common.japanese.dates import fiscal_year

MARCH = 3


def _last_day(year):
    """31 March in which the 年度 `year` ends."""
    return datetime.date(year + 1, MARCH, 31)


def first_and_last_day(rule, approved_on, before=None, filed_on=None):
    """(first, last) day of the time for which a registration that is approved on this day holds; last: None without an end.

    The first 年度 is that of the approval; in March the next one where the rule says so (`march_counts_next`). before: the last
    day of the registration that is renewed; filed on that day at the latest (`filed_on`, otherwise the day of approval), the new time
    goes on from there; filed later, it counts like a new one. No query.
    """
    in_time = before is not None and (filed_on or approved_on) <= before
    first = before + datetime.timedelta(days=1) if in_time else approved_on
    if rule.validity == rule.Validity.UNLIMITED:
        return first, None
    year = fiscal_year(first)
    if not in_time and first.month == MARCH and rule.march_counts_next:
        year += 1
    return first, _last_day(year + (rule.years or 1) - 1)
