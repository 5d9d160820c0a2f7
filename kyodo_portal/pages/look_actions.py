"""前に見てから: what became public of what somebody follows, since that person last looked at the home page."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.notices.models import Follow, LastLook, News

SHOWN = 5
ONE_LOOK = datetime.timedelta(minutes=30)  # pages opened within it belong to one look


class Since(NamedTuple):
    """`at`: when the person looked before; `rows`: the newest of what is followed; `count`: everything that became public since."""

    at: datetime.datetime
    rows: list[News]
    count: int


def look(user, *, keep):
    """The Since of a person, whose look is kept where `keep` says so. Three queries, one more where it is another look."""
    now = timezone.now()
    last = LastLook.objects.filter(user=user).first()
    before = now if last is None else last.before if now - last.at < ONE_LOOK else last.at
    if keep and (last is None or now - last.at >= ONE_LOOK):
        LastLook.objects.update_or_create(user=user, defaults={"at": now, "before": before})
    fresh = News.objects.shown().filter(at__gt=before)
    followed = fresh.about(Follow.objects.filter(user=user).values("key")).newest_first()
    return Since(before, list(followed[:SHOWN]), fresh.count())
