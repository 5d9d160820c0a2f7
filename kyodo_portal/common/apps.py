"""The lowest shelf, and the admin site that the whole house uses."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CommonConfig(AppConfig):
    name = "kyodo_portal.common"
    verbose_name = "共通"
    default = True


class KyodoAdminConfig(admin_apps.AdminConfig):
    default_site = "kyodo_portal.common.admin_site.KyodoAdminSite"
    default = False
