"""Which departments talk about a proposal, and who records and corrects what they said. The docstring is the rule."""

from kyodo_portal.common.lists.together import brought
from partners.directory.access import is_secretariat, offices_of

from .access import proposal_roles
from .talk_models import Talk


def talking_departments(proposal):
    """The Partners that are asked to talk about it: the department in charge first, then those asked besides it. One query."""
    asked = [part.department for part in brought(proposal, "talk_parts", proposal.talk_parts.select_related("department"))]
    return [*([proposal.department] if proposal.department else []), *(row for row in asked if row.pk != proposal.department_id)]


def departments_to_record_for(user, proposal):
    """[Partner] for which `user` may record a talk now: one's own among those asked; the secretariat, or who acts for the
    department, for each of them. Never for somebody of the group (利益相反)."""
    if not proposal.may("talk"):
        return []
    return _own(user, proposal)


def can_correct_talk(user, talk):
    """Until the result is decided: whoever may record for that department. A record that was corrected already is left alone."""
    offices = offices_to_correct_for(user, talk.proposal)
    return (talk.department_id or talk.proposal.department_id) in offices and not Talk.objects.filter(replaces=talk).exists()


def offices_to_correct_for(user, proposal):
    """The ids of the departments whose records `user` may correct now."""
    return {row.pk for row in _own(user, proposal)} if proposal.may("record") else set()


def _own(user, proposal):
    roles = proposal_roles(user, proposal)
    if not roles & {"department", "secretariat"}:
        return []
    asked, mine = talking_departments(proposal), offices_of(user)
    own = [row for row in asked if row.pk in mine]
    return asked if is_secretariat(user) or not own else own
