from django.apps import AppConfig
from django.db.models.signals import post_migrate


def install_gram_indexes(using, **kwargs):
    from django.db import connections

    from kyodo_portal.common.lists import grams

    grams.install(connections[using])


class PagesConfig(AppConfig):
    name = "kyodo_portal.pages"
    verbose_name = "サイト"

    def ready(self):
        from . import deploy_checks  # noqa: F401  registers

        post_migrate.connect(install_gram_indexes, sender=self)
