"""What a group did together with the city before: the panel reads it beside the proposal, as everybody may read it."""

from typing import NamedTuple

from projects.cycles.models import Cycle
from projects.entries.models import Participation, Project
from projects.ledger.year_presenters import improvement_of, says_why

MOST = 6


class Past(NamedTuple):
    """One year. outcome, plan: what the 見直し said, "" where it is not public or not made."""

    cycle: Cycle
    outcome: str
    plan: str


def past_years(partner):
    """[Past] of a group (its key), the newest first, at most six: agreed years of published entries. One query."""
    own = Participation.objects.filter(partner=partner).values("project")
    cycles = Cycle.objects.agreed().filter(project__in=Project.objects.published().filter(pk__in=own))
    found = []
    for cycle in cycles.select_related("project", "improvement").order_by("-fiscal_year", "pk")[:MOST]:
        improvement = improvement_of(cycle)
        plan = improvement.next_plan if improvement and says_why(cycle) else ""
        found.append(Past(cycle, improvement.get_outcome_display() if improvement else "", plan))
    return found
