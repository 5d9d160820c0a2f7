"""Who holds events, and who sees who comes. The docstring is the rule."""

from partners.directory.access import is_assigned, is_member, is_secretariat, is_writer, people_who_write, written_by
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner
from partners.directory.standing import Standing

HOSTS = (Standing.APPLYING, Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)


def can_host(partner):
    """A group or an office that stands or applies; no single person, and no name that stands for many."""
    return partner.standing in HOSTS and partner.kind != PartnerKind.CITIZEN and not partner.is_collective


def can_write_events(user, partner):
    """代表者 and メンバー of a group, who works in an office of the city or of the coordinators, and the secretariat on behalf of
    each: while it may hold any."""
    return can_host(partner) and (is_writer(user, partner) or is_secretariat(user))


def hosts_of(user):
    """[Partner] for which the user writes events today, as their own; of a few bodies. One query, none for who writes for nobody."""
    keys = sorted(written_by(user))[:5]
    return [row for row in Partner.objects.filter(pk__in=keys).order_by("pk") if can_host(row)] if keys else []


def can_see_events(user, partner):
    """Drafts too: the partner's people, who accompanies it, the secretariat."""
    return is_member(user, partner) or is_assigned(user, partner) or is_secretariat(user)


def can_take_name_off(user, event, body):
    """Who writes for a body that another one named as opening an event with it; the secretariat for a body for whom nobody signs in.
    Three queries."""
    named = event.co_hosts.filter(pk=body.pk).exists() or event.not_with.filter(pk=body.pk).exists()
    return named and (is_writer(user, body) or (is_secretariat(user) and not people_who_write(body)))


def can_see_signups(user, event):
    """Names, addresses and needs of who comes: who writes for the host, nobody else. For a host for whom nobody signs in the secretariat
    does so, which keeps its event on its behalf. One query where the secretariat asks."""
    if is_writer(user, event.host):
        return True
    return is_secretariat(user) and not people_who_write(event.host)
