from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


def suspend_data_version(using, plan, **kwargs):
    from django.db import connections

    from . import data_triggers

    if plan:
        data_triggers.suspend(connections[using])


def install_data_version(using, **kwargs):
    from django.db import connections

    from . import data_triggers

    data_triggers.install(connections[using])


def install_gram_indexes(using, **kwargs):
    from django.db import connections

    from kyodo_portal.common.lists import grams

    grams.install(connections[using])


class PagesConfig(AppConfig):
    name = "kyodo_portal.pages"
    verbose_name = "サイト"

    def ready(self):
        from . import deploy_checks, line_checks  # noqa: F401  register
        from .own_models import say_in_own_words

        say_in_own_words()

        pre_migrate.connect(suspend_data_version, sender=self)
        post_migrate.connect(install_data_version, sender=self)
        post_migrate.connect(install_gram_indexes, sender=self)
