"""Who may do what with a revision."""

from guidelines.library.access import can_edit
from kyodo_portal.common.upwards import secretariat_people
from kyodo_portal.common.workflow import CITY
from kyodo_portal.process.presenters import acted_for


def can_open_revision(user):
    """All city staff may write a draft; the secretariat checks and publishes it."""
    return user.is_active and user.is_staff


def can_write_revision(user, revision):
    """A draft is written by its author and by the secretariat; what is being checked or has ended is not written any more."""
    return revision.may("write") and bool(revision_roles(user, revision))


def revision_roles(user, revision):
    """What the user is to the revision, in the table's words."""
    roles = {"author"} if can_open_revision(user) and revision.author_id == user.pk else set()
    return roles | ({"secretariat"} if can_edit(user) else set())


def revision_desks(user):
    """At which desks of the admin somebody works on revisions: every member of staff writes, the secretariat checks."""
    return ({"author"} if can_open_revision(user) else set()) | ({"secretariat"} if can_edit(user) else set())


def revision_actors(revision, changes):
    """For whom each change was made: always the city."""
    return acted_for(changes, CITY)


def revision_audience(revision, who):
    """Whom a step of the publication table tells."""
    if who == "author":
        return [revision.author] if revision.author and revision.author.is_active else []
    return secretariat_people() if who == "secretariat" else []
