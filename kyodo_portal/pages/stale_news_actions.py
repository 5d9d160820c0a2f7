"""What stands in the news and is public no more goes, whatever way it went: the second net below `withdraw_news`."""

from django.utils import timezone

from kyodo_portal.notices.models import News
from partners.directory.offer_models import Offer
from partners.models import Event, Partner
from projects.models import Call, Committee, Project, Topic


def withdraw_stale():
    """Delete news of what nobody reads of any more. A job of the clock. Eight queries where nothing is stale.

    What waits for its moment stays: the moment is that of the row itself.
    """
    shown = {
        "project": Project.objects.published(),
        "call": Call.objects.published(),
        "partner": Partner.objects.in_directory(),
        "committee": Committee.objects.published(),
        "offer": Offer.objects.listed(),
        "event": Event.objects.listed().filter(ends_at__gte=timezone.now()),
        "topic": Topic.objects.published(),
    }
    found = {}
    for pk, source in News.objects.shown().values_list("pk", "source"):
        sort, _, rest = source.partition(":")
        if sort in shown:
            found.setdefault(sort, {}).setdefault(int(rest.split(":")[0]), []).append(pk)
    stale = []
    for sort, keys in found.items():
        public = set(shown[sort].filter(pk__in=keys).values_list("pk", flat=True))
        stale += [row for key, rows in keys.items() if key not in public for row in rows]
    News.objects.filter(pk__in=stale).delete()
