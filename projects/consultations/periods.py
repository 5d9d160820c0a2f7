"""A month (2026-11) or a 年度 (2026), as reports are called in addresses."""

import datetime
import re
from typing import NamedTuple

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span

SPELLED = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?")


class Period(NamedTuple):
    """`key` stands in addresses; first and last day, both included."""

    key: str
    label: str
    first: datetime.date
    last: datetime.date


def period_of(key):
    """The Period of 2026-11 or 2026; None for anything else."""
    match = SPELLED.fullmatch(key)
    if match is None:
        return None
    year, month = int(match[1]), match[2]
    if month is None:
        return Period(key, fiscal_label(year), *fiscal_span(year))
    first = datetime.date(year, int(month), 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return Period(key, f"{year}年{int(month)}月", first, last)


def month_of(day):
    """The Period of a day's month."""
    return period_of(f"{day:%Y-%m}")
