"""What is new of a topic: the city's own words, never those of a voice."""

from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news


def tell_topic(topic):
    """One row for each state that it has come to; of one that is public no more, none. Called where its words or its state are written."""
    if not topic.is_public:
        withdraw_news(f"topic:{topic.pk}")
    if not topic.is_public or not topic.state.began:
        return
    announce(
        kind=News.Kind.VOICE,
        title=f"{topic.state.began}：{topic.title}",
        summary=topic.became or topic.public_answer or topic.summary,
        url=topic.get_absolute_url(),
        source=f"topic:{topic.pk}:{topic.status}",
        keys=[
            f"topic:{topic.pk}",
            f"theme:{topic.theme.code}",
            f"trouble:{topic.theme.code}",
            *([f"area:{topic.area_id}"] if topic.area_id else []),
            *([f"project:{topic.project_id}"] if topic.project_id else []),
        ],
        wait=True,
    )


def untell(topic, state):
    """The step into this state was taken back: it is no news."""
    withdraw_news(f"topic:{topic.pk}:{state}")
