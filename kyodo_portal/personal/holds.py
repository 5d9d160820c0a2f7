"""What may not be erased now, and why."""

from django.db.models import Q

from kyodo_portal.common.japanese.width import DASHES, to_half
from kyodo_portal.letters.models import OfficialLetter
from partners.models import Membership, Registration, Request
from projects.models import Application, Grant, Proposal, Voice

from .models import Hold

# What has a number of receipt, a group and somebody who entered it.
OF_GROUPS = (Registration, Proposal, Application, Grant)


def as_stored(number):
    """A number of receipt however it was typed (Ｒ８－Ｔ－００１２, r8-t-12 is another one)."""
    return "".join(to_half(number).translate(DASHES).upper().split())


def names_something(number):
    """Whether anything that 廃棄 may erase has this number: a hold with a wrong one would keep nothing, and nobody would notice."""
    received = OfficialLetter.objects.filter(received_number=number)
    return received.exists() or any(model.objects.filter(number=number).exists() for model in (*OF_GROUPS, Voice))


def holds_on(*, users=(), partners=(), numbers=()):
    """The holds in force that name one of these people, groups (by key) or numbers of receipt."""
    named = Q(user__in=users) | Q(partner__in=partners) | Q(subject__in=[number for number in numbers if number])
    return Hold.objects.in_force().filter(named)


def holds_on_person(user):
    """The holds in force that touch a person: by name, by a group that it ever belonged to or wrote to, by an application of either."""
    groups = set(Membership.objects.filter(user=user).values_list("partner_id", flat=True))
    applied = Registration.objects.filter(Q(created_by=user) | Q(partner__in=groups))
    groups |= set(applied.values_list("partner_id", flat=True))
    numbers = list(Voice.objects.filter(by=user).values_list("number", flat=True))
    for model in OF_GROUPS:
        numbers += model.objects.filter(Q(created_by=user) | Q(partner__in=groups)).values_list("number", flat=True)
    written = Request.objects.filter(by=user, blanked_at__isnull=True).values_list("to_id", flat=True)
    return holds_on(users=[user.pk], partners={*groups, *written}, numbers=numbers)


def held_keys():
    """(keys of users, keys of groups) that a hold in force names: people by themselves, by a group that they ever belonged to or wrote
    to, or by its papers.
    """
    holds = list(Hold.objects.in_force())
    numbers = [hold.subject for hold in holds if hold.subject]
    groups = {hold.partner_id for hold in holds if hold.partner_id}
    for model in OF_GROUPS:
        groups |= set(model.objects.filter(number__in=numbers).values_list("partner_id", flat=True))
    people = {hold.user_id for hold in holds if hold.user_id}
    people |= set(Voice.objects.filter(number__in=numbers, by__isnull=False).values_list("by_id", flat=True))
    people |= set(Membership.objects.filter(partner__in=groups).values_list("user_id", flat=True))
    people |= set(
        Request.objects.filter(to__in=groups, by__isnull=False, blanked_at__isnull=True).values_list("by_id", flat=True)
    )
    return people, groups


def words_of(holds):
    """Why something is kept, as people are told: 「開示請求のため、2027年3月31日まで」."""
    from kyodo_portal.common.templatetags.kyodo import jdate

    return [f"{hold.get_kind_display()}のため、{f'{jdate(hold.until)}まで' if hold.until else '終わるまで'}" for hold in holds]
