"""Who keeps the schemes, and who may do what with a grant. The docstring is the rule."""

from django.db.models import Q

from kyodo_portal.common.upwards import secretariat_people
from kyodo_portal.common.workflow import CITY, Actor
from kyodo_portal.process.presenters import acted_for
from partners.directory.access import (
    is_assigned,
    is_city_staff,
    is_member,
    is_representative,
    is_secretariat,
    is_writer,
    offices_of,
    people_of,
    written_by,
)
from partners.directory.faces import SHAPES
from partners.models import Membership, Partner


def can_read_schemes(user):
    """Everybody who works in a city office reads them, those that are not shown yet too."""
    return user.is_active and (is_secretariat(user) or is_city_staff(user))


def can_edit_scheme(user, scheme=None):
    """The secretariat, and whoever works in the scheme's department. Asked without one: any at all."""
    if scheme is None:
        return can_read_schemes(user)
    return is_secretariat(user) or scheme.department_id in offices_of(user)


def can_edit_rule(user, rule=None):
    """Whoever keeps its scheme."""
    return can_edit_scheme(user, rule and rule.scheme)


def can_edit_costs(user, rule=None):
    """Whoever keeps its scheme, until somebody has applied by it."""
    return can_edit_rule(user, rule) and (rule is None or not rule.is_used)


def kept_by(user):
    """The condition on schemes of those that this person keeps, for choices."""
    return Q() if is_secretariat(user) else Q(department__in=offices_of(user))


def offices_kept_by(user, offices):
    """Those of these city offices (a queryset) for which this person may keep schemes: all for the secretariat, otherwise one's own."""
    return offices if is_secretariat(user) else offices.filter(pk__in=offices_of(user))


def groups_to_apply_for(user):
    """The partners (a queryset) for which this person writes and which may apply: bodies outside the city hall that stand."""
    bodies = Partner.objects.filter(pk__in=written_by(user), office=Partner.Office.NONE, merged_into=None)
    return bodies.order_by("kana_key", "pk")


def can_apply(user, group, rule):
    """Whoever writes for the group, while the rule takes applications."""
    return is_writer(user, group) and group.office == Partner.Office.NONE and rule.takes_now


def can_enter_for(user, group, rule):
    """Whoever keeps the scheme enters what a body outside the city hall applied for on paper, not for one's own group."""
    return can_edit_scheme(user, rule.scheme) and group.office == Partner.Office.NONE and not is_member(user, group)


def can_file(user, grant):
    """The office of the scheme and the secretariat enter what came of the group on paper or by telephone."""
    return bool(_city_roles(user, grant))


def _writes(user, grant):
    """Whoever writes for the group; the city, where it enters what came on paper."""
    return is_writer(user, grant.partner) or (can_file(user, grant) and grant.open_filing is not None)


def can_write_grant(user, grant):
    """Whoever writes for the group, while it is a draft."""
    return grant.may("write") and _writes(user, grant)


def is_closed_to(user, grant, word):
    """Whether somebody who writes for the group comes with an old page of what is not written any more. word: what a state opens."""
    return not grant.may(word) and _writes(user, grant)


def can_write_change(user, grant):
    """Whoever writes for the group, from the decision to the end."""
    return grant.may("change") and _writes(user, grant)


def can_write_report(user, grant):
    """Whoever writes for the group, until the report is sent."""
    return grant.may("report") and _writes(user, grant)


def can_add_paper(user, grant):
    """Whoever writes for the group, as long as the report is not sent."""
    return any(grant.may(word) for word in ("write", "correct", "report")) and _writes(user, grant)


def can_correct(user, grant):
    """The representative puts right and sends again; the city, with what came on paper."""
    return grant.may("correct") and "applicant" in grant_roles(user, grant)


def reads_lines(user, grant):
    """The group's people, whoever accompanies it, the office of the scheme and the secretariat: lines, papers, payments, reasons."""
    return bool(grant_roles(user, grant))


def can_see_grants(user):
    """City staff find grants of their office in the admin, the secretariat all; of other offices' they read what everybody reads."""
    return can_read_schemes(user)


def grant_roles(user, grant):
    """What the user is to the grant, in the table's words. Whoever belongs to the group never acts for the city (利益相反).

    With what came on paper or by telephone the city takes one step for the group, and takes that step back (`filer`).
    """
    if is_member(user, grant.partner):
        return {"member", "applicant"} if is_representative(user, grant.partner) else {"member"}
    roles = _city_roles(user, grant)
    if roles:
        roles |= ({"applicant"} if grant.open_filing else set()) | ({"filer"} if grant.was_filed else set())
    return roles | ({"coordinator"} if is_assigned(user, grant.partner) else set())


def _city_roles(user, grant):
    if is_member(user, grant.partner):
        return set()
    roles = {"secretariat"} if is_secretariat(user) else set()
    return roles | ({"department"} if grant.rule.scheme.department_id in offices_of(user) else set())


def grant_desks(user):
    """At which desks of the admin somebody works on grants: the secretariat's, and every office's for its own."""
    return ({"secretariat"} if is_secretariat(user) else set()) | ({"department"} if is_city_staff(user) else set())


def grant_actors(grant, changes):
    """For whom each change was made: the group, or the city, also where it took a step of the group with what came on paper."""
    filed = {row.used_version for row in grant.all_filings}
    found = acted_for(changes, Actor(grant.partner.name, SHAPES[grant.partner.kind]))
    return {version: CITY if version in filed else actor for version, actor in found.items()}


def grant_audience(grant, who):
    """Whom a step of the table tells."""
    if who == "applicant":
        return people_of(grant.partner, part=Membership.Part.REPRESENTATIVE)
    return people_of(grant.rule.scheme.department) if who == "department" else secretariat_people()
