"""Who may read and do what with a letter. The docstring is the rule.

Between two bodies a letter is theirs: the secretariat and coordinators know that it is there, its kind and its days, and read it
only where one of the sides shows it or reports it.
"""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from kyodo_portal.common.workflow import CITY, GUIDE, Actor
from partners.directory.access import (
    is_assigned,
    is_representative,
    is_secretariat,
    is_writer,
    people_who_write,
    secretariat_people,
)
from partners.directory.faces import SHAPES
from partners.directory.membership import Membership

from .message_models import Block, Message
from .workflow import ASKER, COORD, DESK, HEAD, OFFICE

ANYBODY = Actor("連絡した人", "person")
REOPENS = datetime.timedelta(days=7)  # for so long what was answered to a report can be taken back


def is_asker(user, request):
    """Wrote the letter, or writes today for the group in whose name it was written or which was introduced."""
    if not user.is_authenticated:
        return False
    return request.by_id == user.pk or (request.from_partner is not None and is_writer(user, request.from_partner))


def is_desk(user, request):
    """Writes today for the body that the letter went to; a letter that is held back has not reached it."""
    return is_writer(user, request.to) and request.sent_at is not None


def guides(user, request):
    """Introduced the two, or accompanies one of them today."""
    if not user.is_authenticated:
        return False
    sides = [partner for partner in (request.to, request.from_partner) if partner is not None]
    return request.introduced_by_id == user.pk or any(is_assigned(user, partner) for partner in sides)


def request_roles(user, request):
    """What `user` is to a letter. Whoever stands on a side is no guard of it (利益相反)."""
    roles = {ASKER} if is_asker(user, request) else set()
    if is_desk(user, request):
        roles.add(DESK)
        if is_representative(user, request.to):
            roles.add(HEAD)
    if request.introduced_by_id is not None and request.introduced_by_id == user.pk:
        roles.add(COORD)
    if roles & {ASKER, DESK}:
        return roles
    if is_secretariat(user):
        roles.add(OFFICE)
    if guides(user, request):
        roles.add(COORD)
    return roles


def request_desks(user):
    """At which desk of the admin somebody works on letters: the secretariat's."""
    return {OFFICE} if is_secretariat(user) else set()


def request_actors(request, changes):
    """For whom each change was made; nobody is named who is not a body: the history is read by those who do not read the letters."""
    desk, found, asking = Actor(request.to.public_name, SHAPES[request.to.kind]), {}, _asking(request, changes)
    asker = Actor(request.from_partner.public_name, SHAPES[request.from_partner.kind]) if request.from_partner else ANYBODY
    for change in changes:
        roles = change.row.roles if change.row else ()
        if {DESK, HEAD} & {*roles} and ASKER not in roles:
            found[change.version] = desk
        elif OFFICE in roles and change.by_id is not None:
            found[change.version] = CITY
        elif COORD in roles and (ASKER not in roles or request.introduced_by_id == change.by_id is not None):
            found[change.version] = GUIDE
        elif ASKER in roles:
            found[change.version] = asker if DESK not in roles or change.by_id in asking else desk
    return found


def _asking(request, changes):
    """{user pk} of who stands on the asking side, None for a guest, where either side may have taken a step. At most one query."""
    either = {change.by_id for change in changes if change.row and {ASKER, DESK} <= {*change.row.roles}} - {None, request.by_id}
    known = (
        Membership.objects.filter(partner=request.from_partner_id, user__in=either)
        if request.from_partner_id and either
        else None
    )
    return {None, request.by_id, *(known.values_list("user", flat=True) if known is not None else ())}


def request_audience(request, who):
    """Whom a step of the table tells. A guest has no inbox: guest_actions.py writes to the proven address."""
    if who == ASKER:
        people = people_who_write(request.from_partner) if request.from_partner else []
        return list({user.pk: user for user in [*people, *([request.by] if request.by else [])] if user.is_active}.values())
    if who == DESK:
        return people_who_write(request.to) if request.sent_at else []  # what never reached them is nothing to them
    if who == OFFICE:
        return secretariat_people()
    return [request.introduced_by] if who == COORD and request.introduced_by else []


def can_read_letters(user, request):
    """Both sides; the one who introduced them sees the own letter only through a side's word; secretariat and coordinator where a
    side shows it, reported it, or it is held back. Superusers are no exception.
    """
    roles = request_roles(user, request)
    if roles & {ASKER, DESK}:
        return True
    if roles & {OFFICE, COORD}:
        return (request.is_shared and COORD in roles) or request.is_reported
    return False


def side_of(user, request):
    """The Message.Side in which `user` writes here, or None."""
    roles = request_roles(user, request)
    if ASKER in roles:
        return Message.Side.ASKER
    if DESK in roles:
        return Message.Side.DESK
    return Message.Side.COORDINATOR if COORD in roles and can_read_letters(user, request) else None


def can_report(user, request):
    """Both sides, while it goes on or after."""
    return bool(request_roles(user, request) & {ASKER, DESK})


def can_decide_report(user, request):
    """The secretariat and the coordinator, of neither side, while somebody waits for it."""
    return guards(user, request) and request.has_open_report


def guards(user, request):
    """The secretariat and the coordinator, of neither side: whether a report waits or not."""
    return bool(request_roles(user, request) & {OFFICE, COORD})


def judges_of(request):
    """[User] who may judge a report of this letter: the secretariat's people who stand on no side, and the introducer. Of a letter to the
    secretariat itself nobody is left there: whoever keeps the system. Two queries, and one for each of the people.
    """
    people = [*secretariat_people(), *([request.introduced_by] if request.introduced_by else [])]
    judges = [user for user in people if guards(user, request)]
    return judges or [
        user for user in get_user_model().objects.filter(is_superuser=True, is_active=True) if guards(user, request)
    ]


def can_reopen_reports(user, request):
    """The secretariat and the coordinator, of neither side, for REOPENS days after they were answered without stopping the thread: whoever
    guards may read it again then, which nobody can take back for ever. One query at most.
    """
    return guards(user, request) and any(
        report.upheld is False and report.decided_at > timezone.now() - REOPENS for report in request.reports.all()
    )


def can_block(user, request):
    """The receiving body does not want this person's letters; an office of the city takes everybody's."""
    return request.by_id is not None and not request.to.is_city and DESK in request_roles(user, request)


def is_blocked(user, partner):
    """The body does not take this person's letters."""
    return user.is_authenticated and Block.objects.filter(partner=partner, user=user.pk).exists()


def can_answer_for_all(user, request):
    """Whoever answers for an office or a group may write a question and its answer anew for everybody."""
    return DESK in request_roles(user, request)


def keeps_desks(user):
    """The secretariat writes down how bodies answer, and what everybody asks."""
    return is_secretariat(user)
