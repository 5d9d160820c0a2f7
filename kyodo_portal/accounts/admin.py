"""Users in the admin: for superusers, who may switch a person off. What somebody may do stands in memberships."""
# Imported so that they have registered their models before we take these away: sessions, keys and addresses are
# nobody's to edit, and rights never come from Django's groups.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from kyodo_portal.accounts.models import User
from kyodo_portal.common.admin import SafeModelAdmin

for model in (EmailAddress, Authenticator, UserSession, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def is_superuser(user, obj=None):
    """System administrators only."""
    return user.is_active and user.is_superuser


@admin.register(User)
class UserAdmin(SafeModelAdmin):
    viewers = editors = staticmethod(is_superuser)
    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_superuser", "date_joined", "last_login"]
    readonly_fields = ["email", "date_joined", "last_login"]
