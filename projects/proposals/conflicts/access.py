"""利益相反: who is kept away from judging and deciding a proposal, and who acts for a desk at which nobody is left.

The rule: whoever belongs today to the proposing group, or to one that said yes to propose with it, is kept away, whether the
secretariat has looked at it or not; a 除斥 that it rejected lets the person in again, one that it confirmed keeps the person
away also without the membership. A group that was only named keeps nobody away.
"""

from django.contrib.auth import get_user_model

from kyodo_portal.accounts.registers import Register, read_of
from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import along, brought
from partners.directory.access import is_city_staff, partners_of, people_of, secretariat_people
from partners.models import Membership
from projects.proposals.joint.models import known_joint_groups

from .models import Exclusion, Substitute

State, Desk = Exclusion.State, Substitute.Desk


def proposing_groups(proposal):
    """The ids of the groups whose proposal it is: the one that sends it, and those that said yes. One query an instance."""
    return {proposal.partner_id, *(row.partner_id for row in known_joint_groups(proposal) if row.counts)}


def verdicts_on(proposal, user_id):
    """{partner id: state} of what the secretariat has on this person; a draft has none. One query for each instance of the proposal."""
    if proposal.is_unsent:
        return {}
    return {row.partner_id: row.state for row in along(proposal, "exclusions") if row.user_id == user_id}


def belongs(proposal, user_id, partners):
    """Whether one of `partners` (the ids of a person's groups today) has the proposal, and counts for this person."""
    own = partners & {proposal.partner_id} or (partners and partners & proposing_groups(proposal))
    if not own:
        return False
    verdicts = verdicts_on(proposal, user_id)
    if any(verdicts.get(pk) != State.REJECTED for pk in own):
        return True
    return any(verdicts.get(pk) != State.REJECTED for pk in partners & proposing_groups(proposal))


def is_excluded(proposal, user_id, partners):
    """Whether this person takes no part in judging and deciding; `partners`: the ids of the person's groups today."""
    return belongs(proposal, user_id, partners) or State.CONFIRMED in verdicts_on(proposal, user_id).values()


def excluded_among(proposal, people):
    """The ids of those of `people` ({user id: ids of the person's groups today}) who are excluded: `is_excluded` of a whole panel at once.

    No query where joint groups and exclusions came along.
    """
    groups, verdicts = proposing_groups(proposal), {}
    for row in () if proposal.is_unsent else along(proposal, "exclusions"):
        verdicts.setdefault(row.user_id, {})[row.partner_id] = row.state
    found = {user for user, partners in people.items() if not groups.isdisjoint(partners) and user not in verdicts}
    for user, said in verdicts.items():
        own = groups.intersection(people.get(user, ()))
        if user in people and (State.CONFIRMED in said.values() or any(said.get(pk) != State.REJECTED for pk in own)):
            found.add(user)
    return found


def not_excluded(proposal, people):
    """[User] of `people` who may take part. Three queries, however many they are."""
    people, groups = list(people), {}
    if not people:
        return people
    for user, partner in Membership.objects.valid().filter(user__in=people).values_list("user", "partner"):
        groups.setdefault(user, set()).add(partner)
    return [user for user in people if not is_excluded(proposal, user.pk, groups.get(user.pk, set()))]


def staff_of_desk(proposal, desk):
    """[User] who sit at a desk today, whoever is kept away: the secretariat's people, those of the department in charge and of those asked besides it."""
    if desk == Desk.SECRETARIAT:
        return secretariat_people()
    people = people_of(proposal.department) if proposal.department else []
    for part in brought(proposal, "talk_parts", proposal.talk_parts.select_related("department")):
        people += [user for user in people_of(part.department) if user not in people]
    return people


def people_at_desk(proposal, desk):
    """[User] of a desk who may act on this proposal today."""
    return not_excluded(proposal, staff_of_desk(proposal, desk))


def substitutes_at(proposal, desk):
    """[User] who act for a desk; for the secretariat's, where nobody was named yet, the administrators, who can name one."""
    rows = Substitute.objects.valid().filter(proposal=proposal, desk=desk)
    users = get_user_model().objects.filter(is_active=True)
    named = not_excluded(proposal, users.filter(pk__in=rows.values("user")))
    if named or desk != Desk.SECRETARIAT:
        return named
    return not_excluded(proposal, users.filter(is_superuser=True))


@keyed
def _given_to(user):
    return Substitute.objects.valid().filter(user=user).order_by().values_list("proposal", "desk")


SUBSTITUTIONS = Register("substitutions", lambda user: _given_to(user.pk), set)


def _substitutions(user):
    """Today's (proposal id, desk) in which an official acts for somebody; asked once per request, and only of officials."""
    return read_of(user, SUBSTITUTIONS) if user.is_authenticated and is_city_staff(user) else set()


def substituted_desks(user, proposal):
    """The desks for which `user` acts on this proposal today: a new set."""
    return {desk for pk, desk in _substitutions(user) if pk == proposal.pk}


def desks_without_people(proposal):
    """[desk] at which nobody is left who may act: only there a substitute is named."""
    desks = [Desk.SECRETARIAT, *([Desk.DEPARTMENT] if proposal.department_id else [])]
    staff = {desk: staff_of_desk(proposal, desk) for desk in desks}
    may = set(not_excluded(proposal, {user for people in staff.values() for user in people}))
    return [desk for desk in desks if not may & {*staff[desk]}]


def can_name_substitute(user, proposal):
    """A system administrator who is not kept away. Where there is none, docs/operations.md says how one is made on the server."""
    return user.is_active and user.is_superuser and not is_excluded(proposal, user.pk, partners_of(user))


def possible_substitutes(proposal):
    """The QuerySet of officials who may be named: active, in a city office today, of none of the proposing groups."""
    valid = Membership.objects.valid()
    officials = valid.filter(partner__office__in=("department", "secretariat")).values("user")
    own = valid.filter(partner__in=proposing_groups(proposal)).values("user")
    users = get_user_model().objects.filter(is_active=True, pk__in=officials)
    return users.exclude(pk__in=own).order_by("name", "pk")
