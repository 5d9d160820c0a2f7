"""Who is at the coordinator's desk, who holds a key, what the city reads. The docstring is the rule."""

from django.conf import settings

from partners.directory.access import is_secretariat, offices_of, written_by
from partners.models import Partner


def may_hold(user):
    """Nobody who works for the city or keeps the system: what is sealed is sealed from them. A city that runs the desk itself says so
    with KYODO_ZONE_STAFF, and then its pages say that the city reads."""
    return user.is_authenticated and user.is_active and (settings.KYODO_ZONE_STAFF or not user.is_staff)


def desk_body(user):
    """The body in whose name somebody is at the coordinator's desk today: who writes for it and may hold its key; None without. Asked
    once a request. Whoever belongs to two such bodies is at the desk of the one that was entered first."""
    if not may_hold(user):
        return None
    keys = frozenset(written_by(user))
    if ("desk", keys) not in user.rights:
        rows = Partner.objects.filter(pk__in=keys, office=Partner.Office.COORDINATOR).order_by("pk")
        user.rights["desk", keys] = rows.first() if keys else None
    return user.rights["desk", keys]


def can_edit(user, consultation):
    """Whoever wrote it; what came through the portal and nobody has taken, anybody at the desk. A colleague's is read, and gets dates."""
    return consultation.by_id in (None, user.pk)


def works_in(user):
    """The offices in which somebody works: what was told to one of them, its people read."""
    return offices_of(user)


def is_of_secretariat(user):
    """What was told to the secretariat, and reports that were handed in."""
    return is_secretariat(user)


def can_read_shared(user):
    """The city's page of what coordinators told it: everybody of the city hall, each what reached the own office."""
    return user.is_authenticated and user.is_staff
