from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kyodo_portal.pages"
    verbose_name = "サイト"
