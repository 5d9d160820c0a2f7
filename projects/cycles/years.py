"""The years that lists can be narrowed to."""

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year

FIRST_YEAR = 2018


def years():
    """The years that can be chosen, the newest first; asks no query."""
    return [(str(year), fiscal_label(year)) for year in range(fiscal_year(timezone.localdate()) + 1, FIRST_YEAR - 1, -1)]
