"""What is new of 意見募集: that one is open, and what became of it."""

from django.utils import timezone

from guidelines.advice.topics import topic_keys
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news


def announce_round(round):
    """The round is news from its first moment on; before, its page says when it begins."""
    until = f"{jdate(round.closes_on)}まで。"
    _tell(round, "open", round.title, f"{until}{round.what}", at=max(round.opens_at, timezone.now()))


def announce_result(round):
    """What became of the opinions, once its people were told."""
    _tell(round, "result", f"結果を公表しました：{round.title}"[:200], round.result_text or round.what, wait=True)


def announce_stopped(round):
    """It was stopped: nothing says any more that it is open."""
    withdraw_round(round)
    _tell(round, "stopped", f"とりやめました：{round.title}"[:200], round.stopped_why, wait=True)


def withdraw_round(round):
    withdraw_news(f"opinion:{round.pk}")


def withdraw_result(round):
    withdraw_news(f"opinion:{round.pk}:result")


def _tell(round, what, title, summary, **when):
    announce(
        kind=News.Kind.OPINION,
        title=title,
        summary=summary,
        url=round.get_absolute_url(),
        source=f"opinion:{round.pk}:{what}",
        keys=topic_keys(round.title, round.what),
        **when,
    )
