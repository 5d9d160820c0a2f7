"""What may not be erased now, and why."""

from django.db.models import Q

from partners.models import Membership, Registration
from projects.models import Proposal

from .models import Hold


def holds_on(*, users=(), partners=(), numbers=()):
    """The holds in force that name one of these people, groups (by key) or numbers of receipt."""
    named = Q(user__in=users) | Q(partner__in=partners) | Q(subject__in=[number for number in numbers if number])
    return Hold.objects.in_force().filter(named)


def holds_on_person(user):
    """The holds in force that touch a person: by name, by a group that it ever belonged to, by an application of either."""
    groups = set(Membership.objects.filter(user=user).values_list("partner_id", flat=True))
    applied = Registration.objects.filter(Q(created_by=user) | Q(partner__in=groups))
    groups |= set(applied.values_list("partner_id", flat=True))
    proposed = Proposal.objects.filter(Q(created_by=user) | Q(partner__in=groups))
    numbers = [*applied.values_list("number", flat=True), *proposed.values_list("number", flat=True)]
    return holds_on(users=[user.pk], partners=groups, numbers=numbers)


def held_people():
    """The keys of the users whom a hold in force names, by themselves, by a group that they ever belonged to, or by its papers."""
    people = {hold.user_id for hold in Hold.objects.in_force() if hold.user_id}
    return people | set(Membership.objects.filter(partner__in=held_partners()).values_list("user_id", flat=True))


def held_partners():
    """The keys of the groups that a hold in force names, or of which it names a paper."""
    holds = list(Hold.objects.in_force())
    numbers = [hold.subject for hold in holds if hold.subject]
    groups = {hold.partner_id for hold in holds if hold.partner_id}
    for model in (Registration, Proposal):
        groups |= set(model.objects.filter(number__in=numbers).values_list("partner_id", flat=True))
    return groups


def words_of(holds):
    """Why something is kept, as people are told: 「開示請求のため、2027年3月31日まで」."""
    from kyodo_portal.common.templatetags.kyodo import jdate

    return [f"{hold.get_kind_display()}のため、{f'{jdate(hold.until)}まで' if hold.until else '終わるまで'}" for hold in holds]
