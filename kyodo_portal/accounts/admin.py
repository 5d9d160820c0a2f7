"""Users in the admin: for superusers, who may switch a person off. What somebody may do stands in memberships."""

# Imported so that they have registered their models before we take these away: sessions, keys and addresses are
# nobody's to edit, and rights never come from Django's groups.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.templatetags.kyodo import jdatetime

from .models import User
from .outside import staff_door
from .outside_actions import unlink
from .security_actions import end_sessions, permit_second_factor, take_off_second_factors

for model in (EmailAddress, Authenticator, UserSession, Group, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def is_superuser(user, obj=None):
    """System administrators only."""
    return user.is_active and user.is_superuser


class SystemAdminFilter(admin.SimpleListFilter):
    """Who may do everything, in the words of the city."""

    title, parameter_name = "システム管理者", "keeper"

    def lookups(self, request, model_admin):
        return [("1", "システム管理者だけ")]

    def queryset(self, request, queryset):
        return queryset.filter(is_superuser=True) if self.value() == "1" else queryset


@admin.register(User)
class UserAdmin(SafeModelAdmin):
    viewers = editors = private_viewers = staticmethod(is_superuser)
    list_display = ["email", "name", "is_active", "is_system_admin", "last_login"]
    list_filter = ["is_active", SystemAdminFilter]
    search_fields = ["email", "name"]
    fields = [
        "email", "name", "is_active", "is_superuser", "date_joined", "agreed_to", "last_login", "second_factor_until", "office_account",
    ]  # fmt: skip
    readonly_fields = ["email", "date_joined", "agreed_to", "last_login", "second_factor_until"]
    actions = ["permit", "take_off", "untie"]

    def get_readonly_fields(self, request, obj=None):
        """Nobody keeps the system whose mailbox nobody has proven: anybody may have signed up in that name."""
        unproven = obj is not None and User.objects.unproven().filter(pk=obj.pk).exists()
        return [*super().get_readonly_fields(request, obj), *(["is_superuser"] if unproven else [])]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)

    @admin.action(description="2段階の確認を外で用意することを、1日だけ許す", permissions=["change"])
    def permit(self, request, queryset):
        for user in queryset:
            permit_second_factor(user, by=request.user)
            text = f"{user} さんは、{jdatetime(user.second_factor_until)}まで1回、どこからでも2段階の確認を用意できます。"
            messages.success(request, text)

    @admin.action(description="2段階の確認を外す（アプリも鍵も予備の番号もなくしたとき）", permissions=["change"])
    def take_off(self, request, queryset):
        for user in queryset:
            try:
                count = take_off_second_factors(user, by=request.user)
            except ValidationError as refused:
                messages.error(request, f"{user} さん：{refused.messages[0]}")
                continue
            said = (
                "の2段階の確認を外しました。1日のあいだに、どこからでも用意し直せます。"
                if count
                else "は、2段階の確認を用意していません。"
            )
            messages.success(request, f"{user} さん{said}")

    @admin.action(description="職員のアカウントとのつながりを外す", permissions=["change"])
    def untie(self, request, queryset):
        for user in queryset:
            if (one := staff_door()) and unlink(user, one, by=request.user):
                messages.success(request, f"{user} さんの{one.label}を外しました。次は、「職員認証での名前」でつなぎ直します。")

    @admin.display(description="システム管理者", boolean=True, ordering="is_superuser")
    def is_system_admin(self, user):
        return user.is_superuser

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_superuser":
            field.label, field.help_text = "システム管理者", "部署と所属、操作の記録まで、すべてを扱えます。"
        return field
