"""announce() and withdraw_news(): called where something becomes public or is taken back, in the same transaction."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import News, NewsKey
from .waiting import waiting_time

WORDS = ["kind", "title", "url", "summary"]


@transaction.atomic
def announce(*, kind, title, url, source, keys, summary="", at=None, wait=False):
    """Write or rewrite the one News row of `source`, and the keys by which it is followed; return it.

    kind: News.Kind. title, summary: public words without a person's name. url: a path of this site. keys: of what it speaks
    ("project:30", "area:3"); `source` up to its first two parts and `kind:<kind>` are added by themselves. at: the aware moment
    from which everybody reads it; None: now, or `waiting_time` later with `wait`, as what a step makes public, and a row that
    stands keeps its moment, so that a corrected title is no news. At most eight queries.
    """
    words = _words(kind, title, url, summary)
    first = at or timezone.now() + (waiting_time() if wait else datetime.timedelta())
    news, is_new = News.objects.get_or_create(source=source, defaults={**words, "at": first})
    if not is_new:
        _rewrite(news, words | ({"at": at} if at else {}))
    wanted = _followed_by(source, kind, keys)
    there = set() if is_new else set(news.keys.values_list("key", flat=True))
    if there - wanted:
        news.keys.filter(key__in=there - wanted).delete()
    NewsKey.objects.bulk_create((NewsKey(news=news, key=key) for key in sorted(wanted - there)), ignore_conflicts=True)
    return news


@transaction.atomic
def announce_anew(told):
    """`announce` of what many sources told before; who told nothing tells nothing now, and each row keeps its moment.

    told: [{kind, title, url, source, keys, summary}]. Five queries at most.
    """
    told = {one["source"]: one for one in told}
    changed, gone, missing = [], [], []
    for news in News.objects.filter(source__in=told).prefetch_related("keys"):
        one = told[news.source]
        words = _words(one["kind"], one["title"], one["url"], one["summary"])
        wanted, there = _followed_by(news.source, one["kind"], one["keys"]), {row.key: row.pk for row in news.keys.all()}
        if any(getattr(news, name) != value for name, value in words.items()):
            news.__dict__.update(words)
            changed.append(news)
        gone += [pk for key, pk in there.items() if key not in wanted]
        missing += [NewsKey(news=news, key=key) for key in sorted(wanted - there.keys())]
    News.objects.bulk_create(changed, update_conflicts=True, unique_fields=["pk"], update_fields=WORDS)
    NewsKey.objects.filter(pk__in=gone).delete()
    NewsKey.objects.bulk_create(missing, ignore_conflicts=True)


def _words(kind, title, url, summary):
    return {"kind": kind, "title": title[:200], "url": url, "summary": " ".join(summary.split())[:300]}


def _followed_by(source, kind, keys):
    return {*keys, f"kind:{kind}", ":".join(source.split(":")[:2])}


def _rewrite(news, words):
    if any(getattr(news, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(news, name, value)
        news.save(update_fields=list(words))


def speak_of(sources, key, *, no_more):
    """What these sources told stands under `key` ("partner:5") from now on, and no longer under `no_more`; its moment stays, so that
    nobody is told anew. One query where nothing stood there, three otherwise."""
    news = list(NewsKey.objects.filter(news__source__in=sources, key=no_more).values_list("news", flat=True))
    if news:
        NewsKey.objects.filter(news__in=news, key=no_more).delete()
        NewsKey.objects.bulk_create((NewsKey(news_id=pk, key=key) for pk in news), ignore_conflicts=True)


def is_announced(source):
    """Whether there is a row of this source. One query."""
    return News.objects.filter(source=source).exists()


def withdraw_news(source):
    """What this source told is public no more: its row goes, with those of all below it ("call:2" takes "call:2:change:3" too).

    Three queries where there is any, one where there is none.
    """
    News.objects.filter(Q(source=source) | Q(source__startswith=f"{source}:")).delete()
