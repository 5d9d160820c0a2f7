"""announce() and withdraw_news(): called where something becomes public or is taken back, in the same transaction."""

import datetime

from django.db import transaction
from django.utils import timezone

from .models import News, NewsKey
from .waiting import waiting_time


@transaction.atomic
def announce(*, kind, title, url, source, keys, summary="", at=None, wait=False):
    """Write or rewrite the one News row of `source`, and the keys by which it is followed; return it.

    kind: News.Kind. title, summary: public words without a person's name. url: a path of this site. keys: of what it speaks
    ("project:30", "area:3"); `source` up to its first two parts and `kind:<kind>` are added by themselves. at: the aware moment
    from which everybody reads it, now if None; wait: `waiting_time` later, as what a step makes public. A row that stands keeps
    its moment, so that a corrected title is no news. At most six queries.
    """
    at = at or timezone.now() + (waiting_time() if wait else datetime.timedelta())
    words = {"kind": kind, "title": title[:200], "url": url, "summary": " ".join(summary.split())[:300]}
    news, is_new = News.objects.get_or_create(source=source, defaults={**words, "at": at})
    if not is_new and any(getattr(news, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(news, name, value)
        news.save(update_fields=list(words))
    wanted = {*keys, f"kind:{kind}", ":".join(source.split(":")[:2])}
    there = set(news.keys.values_list("key", flat=True)) if not is_new else set()
    if there - wanted:
        news.keys.filter(key__in=there - wanted).delete()
    NewsKey.objects.bulk_create((NewsKey(news=news, key=key) for key in sorted(wanted - there)), ignore_conflicts=True)
    return news


def withdraw_news(*sources):
    """What these sources told is public no more: their rows go, and with them what feeds and mails say. Two queries."""
    News.objects.filter(source__in=sources).delete()


def withdraw_all_news(source):
    """Like withdraw_news, with everything below it: "call:2" takes "call:2:changed:3" too. Two queries."""
    News.objects.filter(source=source).delete()
    News.objects.filter(source__startswith=f"{source}:").delete()
