"""The Friday mail: once a week everybody who follows something reads, in one notice, what became public of it."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.follow_actions import stop_token
from kyodo_portal.notices.models import Follow, MailChoice, MailKind, News, NewsKey, Notice

FRIDAY, HOUR = 4, 9
SAID = 20  # rows of one mail; the pages hold them all
LATE = datetime.timedelta(days=3)  # a clock that stood still on Friday catches up until Monday morning


def moment_of(now):
    """The last Friday at nine in the city, not after `now` (aware)."""
    local = timezone.localtime(now)
    day = local.date() - datetime.timedelta(days=(local.weekday() - FRIDAY) % 7)
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(HOUR)))
    return at if at <= now else at - datetime.timedelta(days=7)


@transaction.atomic
def tell_the_followers():
    """On the first run after Friday at nine: one notice for each person of whose things something became public in seven days.

    A job of the clock. Who wants no such mail is told nothing. Queries: five, and those of each notice.
    """
    now = timezone.now()
    until = moment_of(now)
    key = f"following:{timezone.localdate(until)}"
    if now - until > LATE or Notice.objects.filter(key=key).exists():
        return
    news = list(News.objects.shown().filter(at__gt=until - datetime.timedelta(days=7), at__lte=until).newest_first())
    for user, rows in _by_person(news).items():
        title = f"見守っているもの：新しいことが{len(rows)}件あります"
        notify([user], title=title, body=_body(user, rows), url=reverse("me-following"), key=key, kind=MailKind.FOLLOWING)


def _by_person(news):
    """{User: [News]} of those who follow any of it and want the mail, each row once, the newest first."""
    of_key = {}
    for row, key in NewsKey.objects.filter(news__in=news).values_list("news", "key"):
        of_key.setdefault(key, set()).add(row)
    without = MailChoice.objects.without(MailKind.FOLLOWING).values("user")
    follows = Follow.objects.filter(key__in=of_key, user__is_active=True).exclude(user__in=without)
    wanted = {}
    for follow in follows.select_related("user").order_by("user", "pk"):
        wanted.setdefault(follow.user, set()).update(of_key[follow.key])
    return {user: [row for row in news if row.pk in keys] for user, keys in wanted.items()}


def _body(user, rows):
    lines = [
        f"・{row.title}（{row.get_kind_display()}、{jdate(row.at)}）\n　{settings.KYODO_ORIGIN}{row.url}" for row in rows[:SAID]
    ]
    lines += [f"ほか{len(rows) - SAID}件"] if len(rows) > SAID else []
    stop = settings.KYODO_ORIGIN + reverse("stop-following", args=[stop_token(user)])
    return "\n".join([*lines, "", "このメールを止めるときは、次の画面を開いて「止める」を押してください。", stop])
