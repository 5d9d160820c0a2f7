from django.apps import AppConfig
from django.db.models.signals import post_migrate


def settle_rules(using, **kwargs):
    """After every migrate: every kind of group has a rule by which it registers. Not before the tables are there."""
    from django.db import connections

    from .models import RegistrationRule
    from .rules.seed_actions import settle_rules

    if RegistrationRule._meta.db_table in connections[using].introspection.table_names():
        settle_rules()


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "団体・主体"

    def ready(self):
        from .directory import area_map  # noqa: F401  registers its check

        post_migrate.connect(settle_rules, sender=self)
