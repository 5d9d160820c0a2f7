"""What is new of an entry of the ledger: written when it becomes public, gone as soon as it is not, with what was told of its years."""

from guidelines.advice.topics import topic_keys
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, is_announced, withdraw_news


def source_of(project_id):
    """The source of the News of an entry; those of its activities stand below it."""
    return f"project:{project_id}"


def keys_of(project):
    """The keys of what an entry is about: who takes part and may be named, where, in which field, of which trouble. Four queries."""
    partners = [partner for partner in project.partners.all() if partner.is_named]
    return [
        source_of(project.pk),
        *(f"partner:{partner.pk}" for partner in partners),
        *(f"area:{area.pk}" for area in project.areas.all()),
        *(f"field:{field.pk}" for field in project.fields.all()),
        *topic_keys(project.title, project.summary),
    ]


def announce_project(project):
    """Everybody reads of an entry from its `published_at` on; one that is not public has no news. Called where that moment is written."""
    if project.published_at is None:
        withdraw_news(source_of(project.pk))
        return
    announce(
        kind=News.Kind.PROJECT,
        title=project.title,
        summary=project.summary,
        url=project.get_absolute_url(),
        source=source_of(project.pk),
        keys=keys_of(project),
        at=project.published_at,
    )


def sync_project_news(project):
    """Words, keys and publicness have changed: what was told of the entry follows. What was never told, as what an inventory takes
    in by the hundred, is no news. One query where nothing was told."""
    if project.published_at is None or is_announced(source_of(project.pk)):
        announce_project(project)
