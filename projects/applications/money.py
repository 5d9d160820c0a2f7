"""What is unusual about the money of a report: said to both sides, and before the office takes it."""

from projects.cycles.money import Sums


def doubts_of(income, expense):
    """[sentence] about the two totals in yen; [] where they are equal or one is not said."""
    if income is None or expense is None:
        return []
    return [doubt] if (doubt := Sums(income, expense).doubt) else []


def money_doubts(application):
    """The same of an application whose report was sent."""
    return doubts_of(application.income, application.expense)
