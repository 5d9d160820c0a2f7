"""A person of an office who leaves, a colleague who comes after, a head, and one matter."""

from partners.models import Membership
from projects.handover.actions import membership_ends
from projects.ledger.window_actions import name_window
from tests import build
from tests.projects.ledger.build import World, join, person


def handed(title="見守り配達の会"):
    """(world with next and head, the Handover of world.clerk, nine days before)."""
    world = World()
    world.next, world.head = join(person("後任"), world.office, "member"), join(person("課長"), world.office)
    entry = world.entry(title=title)
    name_window(entry, by=world.clerk, main=world.clerk)
    row = Membership.objects.select_related("user", "partner").get(user=world.clerk)
    row.until = build.days(9)
    row.save()
    return world, membership_ends(row, by=world.chief)
