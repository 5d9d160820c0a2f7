"""Who may do what in the library. What somebody works as is asked of a higher shelf by the name in the settings."""

from django.conf import settings
from django.utils.module_loading import import_string


def can_look(user):
    """All city staff see the library in the admin, drafts too."""
    return user.is_staff


def can_edit(user, obj=None):
    """The secretariat (事務局) and a superuser write guidelines."""
    return user.is_active and (user.is_superuser or import_string(settings.KYODO_CAN_EDIT_GUIDELINES)(user))


def can_add(user):
    """Who writes also adds."""
    return can_edit(user)


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


def revision_audience(revision, who):
    """Whom a step of the publication table tells."""
    if who == "author":
        return [revision.author] if revision.author and revision.author.is_active else []
    return import_string(settings.KYODO_SECRETARIAT_PEOPLE)() if who == "secretariat" else []
