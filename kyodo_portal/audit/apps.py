from django.apps import AppConfig
from django.db.models.signals import post_migrate

from . import guard


def install_guard(using, **kwargs):
    from django.db import connections

    guard.install(connections[using])


class AuditConfig(AppConfig):
    name = "kyodo_portal.audit"
    verbose_name = "記録"

    def ready(self):
        post_migrate.connect(install_guard, sender=self)
