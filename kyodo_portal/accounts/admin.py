"""Users in the admin: for superusers, who may switch a person off. What somebody may do stands in memberships."""
from django.contrib import admin

from kyodo_portal.accounts.models import User
from kyodo_portal.common.admin import SafeModelAdmin


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
