from django.apps import AppConfig
from django.db.models.signals import post_migrate


def settle_rules(using, **kwargs):
    """After every migrate: each kind of record has its rule. Not before the table is there (`migrate audit`)."""
    from django.db import connections

    from .models import RetentionRule
    from .retention_actions import settle_rules

    if RetentionRule._meta.db_table in connections[using].introspection.table_names():
        settle_rules()


class PersonalConfig(AppConfig):
    name = "kyodo_portal.personal"
    verbose_name = "個人の情報と保存期間"

    def ready(self):
        post_migrate.connect(settle_rules, sender=self)
