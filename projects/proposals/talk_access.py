"""Which departments talk about a proposal, and who records and corrects what they said. The docstring is the rule."""

from partners.directory.access import is_secretariat, offices_of
from partners.models import Partner

from .access import proposal_roles
from .talk_models import Talk


def talking_departments(proposal):
    """The Partners that are asked to talk about it: the department in charge first, then those asked besides it. One query."""
    asked = list(Partner.objects.filter(talk_parts__proposal=proposal).order_by("talk_parts__pk"))
    return [*([proposal.department] if proposal.department else []), *(row for row in asked if row.pk != proposal.department_id)]


def departments_to_record_for(user, proposal):
    """[Partner] for which `user` may record a talk now: one's own among those asked; the secretariat, or who acts for the
    department, for each of them. Never for somebody of the group (利益相反)."""
    if not proposal.may("talk"):
        return []
    return _own(user, proposal)


def can_correct_talk(user, talk):
    """Until the result is decided: whoever may record for that department. A record that was corrected already is left alone."""
    proposal = talk.proposal
    if not proposal.may("record") or Talk.objects.filter(replaces=talk).exists():
        return False
    return (talk.department_id or proposal.department_id) in [row.pk for row in _own(user, proposal)]


def _own(user, proposal):
    roles = proposal_roles(user, proposal)
    if not roles & {"department", "secretariat"}:
        return []
    asked, mine = talking_departments(proposal), offices_of(user)
    own = [row for row in asked if row.pk in mine]
    return asked if is_secretariat(user) or not own else own
