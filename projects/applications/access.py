"""Who may read and do what with an application. The docstring is the rule."""

from kyodo_portal.common.upwards import secretariat_people
from kyodo_portal.common.workflow import CITY, Actor
from partners.directory.access import (
    accompanied_by,
    is_city_reader,
    is_city_staff,
    is_member,
    is_representative,
    is_secretariat,
    is_writer,
    offices_of,
    people_of,
)
from partners.directory.faces import SHAPES
from partners.directory.standing import Standing
from partners.models import Membership

REPRESENTATIVE = Membership.Part.REPRESENTATIVE


def application_roles(user, application):
    """What `user` is to an application. Whoever belongs to its group stands with the group, also as staff (利益相反).

    Who accompanies the group reads along, and takes no step. The representative sends. Whoever has just handed it on from their own office may take
    that back as long as nobody was told of it. With what came on paper or by telephone the office in charge and the secretariat take one
    step for the group, and take that step back (`filer`).
    """
    if not user.is_authenticated:
        return set()
    if is_member(user, application.partner):
        side = "member" if is_writer(user, application.partner) else "viewer"
        return {side, *(["applicant"] if is_representative(user, application.partner) else [])}
    roles = {"coordinator"} if application.partner_id in accompanied_by(user) else set()
    roles |= {"secretariat"} if is_secretariat(user) else set()
    in_charge = application.department is not None and is_writer(user, application.department)
    if in_charge or _has_just_handed_on(user, application):
        roles.add("department")
    if roles - {"coordinator"}:
        roles |= ({"applicant"} if application.open_filing else set()) | ({"filer"} if application.was_filed else set())
    return roles


def _has_just_handed_on(user, application):
    if not (application.version and user.is_staff and application.is_untold):
        return False
    last = application.last_step
    return last.step == "hand_over" and last.by_id == user.pk


def application_audience(application, who):
    """Whom a step of an application tells; where no office is in charge yet, the secretariat."""
    if who == "applicant":
        return people_of(application.partner, part=REPRESENTATIVE)
    if who == "department" and application.department is not None:
        return people_of(application.department)
    return secretariat_people()


def application_actors(application, changes):
    """For whom each change was made: the group, or the city, also where it took a step of the group for it."""
    group = Actor(application.partner.public_name, SHAPES[application.partner.kind])
    filed, found = {row.used_version for row in application.all_filings}, {}
    for change in changes:
        roles = set(change.row.roles) if change.row else set()
        if change.by_id is None:
            continue
        both = (
            change.step in ("call_off", "undo_call_off") and change.by is not None and is_member(change.by, application.partner)
        )
        of_group = "applicant" in roles and (roles <= {"applicant", "filer"} or both) and change.version not in filed
        found[change.version] = group if of_group and _is_of_group(application, change.by) else CITY
    return found


def _is_of_group(application, by):
    """What came on paper the city led on before papers were filed one by one."""
    return not application.is_entered or by is None or is_member(by, application.partner)


def application_desks(user):
    """At which desks of the admin somebody works on applications: the secretariat's, and every office's for its own."""
    return ({"secretariat"} if is_secretariat(user) else set()) | ({"department"} if is_city_staff(user) else set())


def can_see_applications(user):
    """City staff, and whoever keeps the system, find what was sent."""
    return is_city_reader(user)


def can_read_whole(user, application):
    """The group, the office in charge, the secretariat, and the coordinator who accompanies the group. Other offices read title,
    stage, group and days."""
    return bool(application_roles(user, application))


def can_read_columns(user, application):
    """In the admin: the office in charge and the secretariat, not of their own groups."""
    return bool(application_roles(user, application) & {"department", "secretariat"})


def can_apply_for(user, partner):
    """Whoever writes for a registered group begins an application; the representative sends it."""
    return is_writer(user, partner) and partner.standing == Standing.REGISTERED and not partner.is_city


def can_write(user, application):
    """A draft: whoever writes for the group; of what came on paper, the city too, which entered it."""
    sides = {"member", "applicant", *(("department", "secretariat") if application.is_entered else ())}
    return application.may("write") and bool(application_roles(user, application) & sides)


def can_file(user, application):
    """The office in charge and the secretariat enter what came of the group on paper or by telephone, once it was sent; not of their own
    groups."""
    return application.was_sent and bool(application_roles(user, application) & {"department", "secretariat"})


def can_discard(user, application):
    """A draft without a number is thrown away by whoever writes it."""
    return can_write(user, application) and not application.was_sent


def can_correct(user, application):
    """The representative puts right and sends again; what came on paper, the city."""
    return application.may("correct") and "applicant" in application_roles(user, application)


def can_add_paper(user, application):
    """Until it ends: whoever writes for the group; the office in charge and the secretariat, what came to them on paper."""
    sides = {"member", "applicant", "department", "secretariat"}
    return not application.state.is_end and bool(application_roles(user, application) & sides)


def can_drop_paper(user, application, paper):
    """The side that put it in: the group as long as it writes, puts right or waits to report, the city until it ends."""
    own = is_member(user, application.partner)
    writes = any(application.may(word) for word in ("write", "correct", "wait"))
    return own != paper.by_city and can_add_paper(user, application) and (paper.by_city or writes)


def can_copy(user, application):
    """Whoever writes for the group takes what was sent as the beginning of a new one."""
    return application.was_sent and can_apply_for(user, application.partner)


def can_enter_for(user, department):
    """An office enters what came to it on paper or by telephone, the secretariat what came to any."""
    return is_secretariat(user) or (department is not None and department.pk in offices_of(user))


def can_enter(user):
    """City staff enter what came on paper or by telephone."""
    return is_city_staff(user) or is_secretariat(user)
