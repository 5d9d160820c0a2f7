"""announce() and withdraw_news(): called where something becomes public or is taken back, in the same transaction."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import News, NewsKey
from .waiting import waiting_time


@transaction.atomic
def announce(*, kind, title, url, source, keys, summary="", at=None, wait=False):
    """Write or rewrite the one News row of `source`, and the keys by which it is followed; return it.

    kind: News.Kind. title, summary: public words without a person's name. url: a path of this site. keys: of what it speaks
    ("project:30", "area:3"); `source` up to its first two parts and `kind:<kind>` are added by themselves. at: the aware moment
    from which everybody reads it; None: now, or `waiting_time` later with `wait`, as what a step makes public, and a row that
    stands keeps its moment, so that a corrected title is no news. At most eight queries.
    """
    words = {"kind": kind, "title": title[:200], "url": url, "summary": " ".join(summary.split())[:300]}
    first = at or timezone.now() + (waiting_time() if wait else datetime.timedelta())
    news, is_new = News.objects.get_or_create(source=source, defaults={**words, "at": first})
    if not is_new:
        _rewrite(news, words | ({"at": at} if at else {}))
    wanted = {*keys, f"kind:{kind}", ":".join(source.split(":")[:2])}
    there = set() if is_new else set(news.keys.values_list("key", flat=True))
    if there - wanted:
        news.keys.filter(key__in=there - wanted).delete()
    NewsKey.objects.bulk_create((NewsKey(news=news, key=key) for key in sorted(wanted - there)), ignore_conflicts=True)
    return news


def _rewrite(news, words):
    if any(getattr(news, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(news, name, value)
        news.save(update_fields=list(words))


def is_announced(source):
    """Whether there is a row of this source. One query."""
    return News.objects.filter(source=source).exists()


def withdraw_news(source):
    """What this source told is public no more: its row goes, with those of all below it ("call:2" takes "call:2:change:3" too).

    Three queries where there is any, one where there is none.
    """
    News.objects.filter(Q(source=source) | Q(source__startswith=f"{source}:")).delete()
