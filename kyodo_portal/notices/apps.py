from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kyodo_portal.notices"
    verbose_name = "お知らせ"
