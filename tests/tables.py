"""The tables of the tests: made in one go out of the models, as a database has them behind all migrations.

A hundred migrations take over a minute of the processor, each time anew. What they make of an earlier version's rows
tests/ops/test_upgrade.py asks on both engines; from the first one on they run before a release (`make coverage`, `make test-slow`).
Whoever asks the database which migrations it has gone through is told: all.

`python -m tests.tables` lays them into the database of the settings: the template that tests/all.py makes once an engine.
"""

from importlib import import_module

import django
from django.apps import apps


def lay():
    """Into an empty database, or beside what stands there already."""
    from django.conf import settings
    from django.core.management import call_command

    kept, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, {app.label: None for app in apps.get_app_configs()}
    try:
        call_command("migrate", run_syncdb=True, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = kept
    say_migrated()
    first_rows()


def first_rows():
    """What a migration puts into an empty database: how long a running year may be silent."""
    silence = import_module("kyodo_portal.process.migrations.0004_silence_of_running_years")
    silence.lay(apps, None)


def say_migrated():
    """Every migration of this code is written down as gone through."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    lacking = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys() - recorder.applied_migrations().keys()
    recorder.Migration.objects.bulk_create([recorder.Migration(app=app, name=name) for app, name in sorted(lacking)])


if __name__ == "__main__":
    django.setup()
    lay()
