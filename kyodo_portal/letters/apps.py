from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "kyodo_portal.letters"
    verbose_name = "通知書"
