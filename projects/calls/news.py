"""What is new of calls: one that everybody may answer, and what of it has changed."""

from guidelines.advice.topics import topic_keys
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news


def announce_call(call):
    """The call is news from its `published_at` on, until it is withdrawn. Called where that moment or its words are written."""
    if call.published_at is None or call.withdrawn_at is not None:
        withdraw_news(f"call:{call.pk}:open")
        return
    announce(
        kind=News.Kind.CALL,
        title=call.title,
        summary=call.summary,
        url=call.get_absolute_url(),
        source=f"call:{call.pk}:open",
        keys=topic_keys(call.title, call.summary),
        at=call.published_at,
    )


def announce_change(call, change, title):
    """Something of an announced call has changed, or it was withdrawn: its page says what and why. change: the first CallChange."""
    announce(
        kind=News.Kind.CALL,
        title=title,
        summary=call.summary,
        url=call.get_absolute_url(),
        source=f"call:{call.pk}:change:{change.pk}",
        keys=topic_keys(call.title, call.summary),
        wait=True,
    )


def no_change(call, changes):
    """These CallChanges were put back before anybody was told: they are no news. Three queries each."""
    for change in changes:
        withdraw_news(f"call:{call.pk}:change:{change.pk}")
