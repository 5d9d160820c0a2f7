from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kyodo_portal.pages"
    verbose_name = "サイト"

    def ready(self):
        from . import deploy_checks  # noqa: F401  registers
