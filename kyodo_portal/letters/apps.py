from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "kyodo_portal.letters"
    verbose_name = "通知書"

    def ready(self):
        from . import checks  # noqa: F401  registers itself
