from django.apps import AppConfig
from django.db.models.signals import post_migrate

from . import guard


def lay_guard(using, **kwargs):
    from django.db import connections

    guard.lay(connections[using])


class AuditConfig(AppConfig):
    name = "kyodo_portal.audit"
    verbose_name = "記録"

    def ready(self):
        post_migrate.connect(lay_guard, sender=self)
