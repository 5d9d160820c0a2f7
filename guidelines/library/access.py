"""Who sees and who writes the library. What somebody works as is asked of a higher shelf by the name in the settings."""

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
