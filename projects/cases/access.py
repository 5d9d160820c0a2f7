"""Who makes a case of a collaboration, and who says yes to it. The docstring is the rule."""

from projects.cycles.access import cycle_actors, cycle_desks, cycle_roles, people_of_entry
from projects.ledger.access import can_edit_entry

# The sides of a draft are those of its entry: what holds for a year of it holds for the draft.
case_roles, case_actors, case_audience, case_desks = cycle_roles, cycle_actors, people_of_entry, cycle_desks


def can_begin_case(user, project):
    """The department in charge or the secretariat, of a public entry whose last year has ended and that is no case yet."""
    if not project.is_published or project.case_id is not None or not can_edit_entry(user, project):
        return False
    latest = project.cycles.order_by("-fiscal_year").first()
    return latest is not None and latest.state.is_end and bool(latest.state.stage)


def can_read_case(user, draft):
    """Both sides of the entry, the secretariat and the coordinator who accompanies the group."""
    return user.is_authenticated and bool(case_roles(user, draft))


def can_write_case(user, draft):
    """While it is a draft, the city's side writes it."""
    return draft.may("write") and bool(case_roles(user, draft) & {"department", "secretariat"})
