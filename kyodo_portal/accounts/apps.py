from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kyodo_portal.accounts"
    verbose_name = "利用者"

    def ready(self):
        from allauth.account.signals import email_confirmed

        from . import checks  # noqa: F401  registers them
        from .security_actions import first_proof

        # The one point that every proof of a mailbox passes; of allauth's methods no single one is on all the ways.
        email_confirmed.connect(first_proof, dispatch_uid="first proof")
