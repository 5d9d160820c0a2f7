"""`Project.current_cycle`: which year of an entry everybody's lists show, written down so that no list has to look for it."""

from django.db.models import OuterRef, Subquery

from projects.entries.models import Project

from .models import Cycle


def current_cycles():
    """For a query over Project: the key of each entry's current year, looked up anew; None where there is no year."""
    return Subquery(Cycle.objects.filter(project=OuterRef("pk")).agreed_first().values("pk")[:1])


def refresh_current_cycle(project_id):
    """Write which year of an entry is the current one. Called after every write of its years; one query.

    The entry's row has to be held: of two years that move at the same moment the later transaction then sees both.
    """
    Project.objects.filter(pk=project_id).update(current_cycle=current_cycles())
