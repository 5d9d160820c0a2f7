"""Who may do what in the library. What somebody works as is asked of a higher shelf by the name in the settings."""
from django.conf import settings
from django.utils.module_loading import import_string


def can_edit(user):
    """The secretariat (事務局) and a superuser write guidelines; other city staff read them in the admin."""
    return user.is_active and (user.is_superuser or import_string(settings.KYODO_CAN_EDIT_GUIDELINES)(user))
