"""What the cluster's test asks of the data, with the portal's own code: `python -m tests.cluster.inside world`."""

import json
import sys

import django


def world():
    """Who may write where: a year of an entry each, written by an office of the city, that everybody may read; and a public address."""
    from kyodo_portal.accounts.models import User
    from kyodo_portal.accounts.sample import LOGINS, PASSWORD
    from partners.models import Partner
    from projects.cycles.access import can_post_update
    from projects.models import Cycle

    places, users = {}, list(User.objects.filter(email__in=[email for email, _ in LOGINS], is_active=True))
    users.sort(key=lambda user: not user.is_staff)
    for cycle in Cycle.objects.read_by_everybody().with_people().order_by("pk"):
        for user in users:
            if can_post_update(user, cycle) and cycle.project_id not in places:
                places[cycle.project_id] = {
                    "email": user.email,
                    "year": cycle.get_absolute_url(),
                    "public": cycle.project.get_absolute_url(),
                }
    public = [
        "/",
        "/projects/",
        "/partners/",
        "/guidelines/",
        *(row.get_absolute_url() for row in Partner.objects.published()[:6]),
    ]
    return {"password": PASSWORD, "places": list(places.values()), "public": public}


def counts(since):
    """{title of an entry written by the load: rows of it}, the same of papers, and how the mails stand; `ids` of those that were sent
    since a moment (ISO): the sample city has sent others in its past.
    """
    from collections import Counter

    from kyodo_portal.notices.models import Delivery
    from projects.models import Paper, Update

    mails = Delivery.objects.all()
    return {
        "updates": Counter(Update.objects.filter(title__startswith="cluster ").values_list("title", flat=True)),
        "papers": Counter(Paper.objects.filter(label__startswith="cluster ").values_list("label", flat=True)),
        "mails": {state: mails.filter(state=state).count() for state in Delivery.State.values},
        "ids": [f"kyodo-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}" for mail in mails.filter(state="sent", sent_at__gte=since)],
    }


def ten_minutes_later():
    """A mail whose worker was killed is free again when ten minutes are over; here they are over at once."""
    from datetime import timedelta

    from django.db.models import F

    from kyodo_portal.notices.models import Delivery

    return Delivery.objects.filter(state="sending").update(claimed_at=F("claimed_at") - timedelta(minutes=11))


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"world": world, "counts": counts, "ten_minutes_later": ten_minutes_later}[sys.argv[1]](*sys.argv[2:])))
