"""What the rows of the access table speak of where groups are renewed, pause, or are written to: dantai's group."""

from partners.directory.standing import Standing
from partners.models import Errand, Partner
from tests import build

from .world import own_group


def group_to_renew(who):
    group = own_group(who)
    Partner.objects.filter(pk=group.pk).update(registered_from=build.days(-300), valid_until=build.days(20))
    return [group.pk]


def group_that_pauses(who):
    group = own_group(who)
    Partner.objects.filter(pk=group.pk).update(standing=Standing.DORMANT)
    return [group.pk]


def errand_of_dantai(who):
    return [Errand.objects.create(partner=own_group(who), event="test", what="更新の案内").pk]
