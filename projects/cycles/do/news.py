"""What is new of a year: a public update of an entry that everybody reads."""

from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news
from projects.entries.news import keys_of, source_of


def announce_update(update):
    """The update is news while both it and its entry are public. Called where its words or its publicness are written.

    Its row stands below that of the entry, so that it goes with it.
    """
    project = update.cycle.project
    source = f"{source_of(project.pk)}:update:{update.pk}"
    if not update.is_public or not project.is_published:
        withdraw_news(source)
        return
    announce(
        kind=News.Kind.ACTIVITY,
        title=update.title,
        summary=project.title,
        url=project.get_absolute_url(),
        source=source,
        keys=keys_of(project),
    )
