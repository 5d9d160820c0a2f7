"""Which frozen list of the ledger names a year."""

from kyodo_portal.common.upwards import frozen_years


def frozen_lists_of(cycle):
    """[its 年度] where the newest version of that year's list was frozen and names the entry; [] otherwise. One query."""
    return [year for year in frozen_years(cycle.project) if year == cycle.fiscal_year]
