"""What the sample's resident follows, and how the sample's representative is mailed."""

from kyodo_portal.notices.follow_actions import follow
from kyodo_portal.notices.models import LastLook, MailChoice
from partners.models import Area, Field
from projects.models import Project

from .clock import at, days_ago

DAYS = 20  # since the resident last looked


def settle(cast):
    """Five things that jumin follows, since a while, and one mail a day for dantai."""
    with at(days_ago(DAYS)) as then:
        things = [f"area:{row.pk}" for row in Area.objects.all()[:2]] + [f"field:{row.pk}" for row in Field.objects.all()[:1]]
        things += [f"project:{row.pk}" for row in Project.objects.published().order_by("-updated_at", "-pk")[:2]]
        for key in [*things, "kind:call"]:
            follow(cast["jumin"], key)
    LastLook.objects.create(user=cast["jumin"], at=then, before=then)
    MailChoice.objects.create(user=cast["dantai"], kind="reminder", how="daily")
