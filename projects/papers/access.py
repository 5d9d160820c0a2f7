"""Who hands in papers and reads them. The docstring is the rule."""

from projects.cycles.access import can_work_on, plan_side

from .models import Paper


def can_add_paper(user, cycle):
    """Anybody of either side, the secretariat for the city's; also when the year is over, for some papers come late."""
    return plan_side(user, cycle) is not None


def can_change_paper(user, paper):
    """Anybody of the side that handed it in, as long as it holds."""
    return paper.stands and plan_side(user, paper.year) == paper.side


def can_read_paper(user, paper):
    """Both sides, the secretariat, whoever accompanies the group; everybody what is public."""
    return can_work_on(user, paper.year) or Paper.objects.published().filter(pk=paper.pk).exists()
