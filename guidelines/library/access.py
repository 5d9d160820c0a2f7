"""Who sees and who writes the library."""

from kyodo_portal.common.upwards import is_secretariat


def can_look(user):
    """All city staff see the library in the admin, drafts too."""
    return user.is_staff


def can_edit(user, obj=None):
    """The secretariat (事務局) and a superuser write guidelines."""
    return is_secretariat(user)


def can_add(user):
    """Who writes also adds."""
    return can_edit(user)
