from django.apps import AppConfig
from django.db.models.signals import post_migrate


def settle_specs(using, **kwargs):
    """After every migrate: each common kind of collaboration has its 形態の決めごと. Not before the table is whole."""
    from django.db import connections

    from .specs.models import FormSpec, Ground
    from .specs.seed_actions import settle_specs

    tables = connections[using].introspection.table_names()
    if {FormSpec._meta.db_table, Ground._meta.db_table} <= set(tables):
        settle_specs()


def freeze_used_rules(using, **kwargs):
    """After every migrate: a rule of a grant by which somebody has applied changes no more."""
    from django.db import connections

    from .grants import freeze

    freeze.install(connections[using])


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "協働の台帳"

    def ready(self):
        post_migrate.connect(settle_specs, sender=self)
        post_migrate.connect(freeze_used_rules, sender=self)
