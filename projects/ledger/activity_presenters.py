"""What was done: public updates of published entries, each with the picture of its entry."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from kyodo_portal.process.photos import Shown
from projects.cycles.do.models import Update
from projects.entries.models import Project

from .photos import pictures_of


class Told(NamedTuple):
    """An update with the picture of its entry."""

    update: Update
    picture: Shown


def with_pictures(updates):
    """[Told] of updates that have their year and entry at hand. Two queries."""
    pictures = pictures_of({update.cycle.project_id for update in updates})
    return [Told(update, pictures[update.cycle.project_id]) for update in updates]


def recent_updates(limit):
    """[Told]: the newest public updates of published entries. Three queries."""
    # Asked of each update, the newest first, so that the database reads a few of them and not all.
    public = Project.objects.published().filter(cycles=OuterRef("cycle"))
    updates = Update.objects.published().filter(Exists(public))
    return with_pictures(updates.select_related("cycle__project").order_by("-happened_on", "-pk")[:limit])
