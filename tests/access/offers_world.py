"""What the rows of the access table speak of where partners give and seek: what dantai's group gives."""

from tests import build

from .world import applying_group_of_dantai, own_group


def offer_of_dantai(who):
    return [build.offer(own_group(who)).pk]


def own_offer_of_dantai(who):
    group = own_group(who)
    return [group.pk, build.offer(group).pk]


def offer_under_another_partner(who):
    return [build.partner().pk, build.offer(own_group(who)).pk]


def closed_offer_of_dantai(who):
    return [build.offer(own_group(who), closed_at=build.timezone.now(), ended="closed").pk]


def offer_of_an_applying_group(who):
    (group,) = applying_group_of_dantai(who)
    return [build.offer(build.Partner.objects.get(pk=group)).pk]
