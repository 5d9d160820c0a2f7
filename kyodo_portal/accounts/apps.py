from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kyodo_portal.accounts"
    verbose_name = "利用者"

    def ready(self):
        from kyodo_portal.accounts import checks  # noqa: F401  registers them
