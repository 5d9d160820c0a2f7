"""The lowest shelf, and the admin site that the whole house uses."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.http import multipartparser


class CommonConfig(AppConfig):
    name = "kyodo_portal.common"
    verbose_name = "共通"
    default = True

    def ready(self):
        # A part of a form may name a file with 400 kana, at three bytes each; Django's 1024 bytes for all its headers refuse that
        # with a bare 400. The name is shortened by uploads.display_name.
        multipartparser.MAX_TOTAL_HEADER_SIZE = 8192


class KyodoAdminConfig(admin_apps.AdminConfig):
    default_site = "kyodo_portal.common.admin_site.KyodoAdminSite"
    default = False
