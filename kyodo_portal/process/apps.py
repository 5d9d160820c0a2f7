from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "kyodo_portal.process"
    verbose_name = "手続き"

    def ready(self):
        from . import checks  # noqa: F401  registers itself
