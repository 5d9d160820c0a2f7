"""What is new of the events: one that was published, until it is over, cancelled or a draft again."""

from kyodo_portal.common.templatetags.kyodo import monthday
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news

from .models import Event
from .texts import hours


def announce_event(event):
    """The event is news while everybody finds it. A cancelled one says so in its title, in the row that told of it."""
    source = f"event:{event.pk}"
    if not Event.objects.open_to_all().filter(pk=event.pk).exists():
        withdraw_news(source)
        return
    title = f"中止：{event.title}" if event.is_cancelled else event.title
    announce(
        kind=News.Kind.EVENT,
        title=title,
        summary=f"{monthday(event.starts_at)}{hours(event.starts_at, event.ends_at)}、{event.place}。{event.text}",
        url=event.get_absolute_url(),
        source=source,
        keys=[
            f"partner:{event.host_id}",
            *([event.about] if event.about else []),
            *([f"theme:{event.theme.code}", f"trouble:{event.theme.code}"] if event.theme else []),
            *([f"area:{event.area_id}"] if event.area_id else []),
        ],
    )
