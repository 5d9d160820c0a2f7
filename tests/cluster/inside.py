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


def large_backup(megabytes):
    """{by how many MB this process grew while a back-up of that size went into the store and came back; whether it is the same}"""
    import hashlib
    import resource
    import tempfile
    from pathlib import Path

    from django.core.files.storage import storages

    def digest(path):
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    store = storages["backups"]
    store.put("large/small", b"x")  # what the first question costs is no matter of size
    with tempfile.TemporaryDirectory() as folder:
        sent, came = Path(folder) / "sent", Path(folder) / "came"
        with open(sent, "wb") as file:
            for number in range(int(megabytes)):
                file.write(number.to_bytes(4, "big") * (1024 * 1024 // 4))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        store.send(sent, "large/kyodo.tar")
        store.fetch("large/kyodo.tar", came)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        same = digest(sent) == digest(came)
    for name in ("large/small", "large/kyodo.tar"):
        store.delete(name)
    return {"grown": round(grown / 1024), "same": same}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({ask.__name__: ask for ask in (world, counts, ten_minutes_later, large_backup)}[sys.argv[1]](*sys.argv[2:])))
