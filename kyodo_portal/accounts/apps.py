from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kyodo_portal.accounts"
    verbose_name = "利用者"

    def ready(self):
        from . import checks  # noqa: F401  registers them
