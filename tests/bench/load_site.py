"""What load.py serves: the portal, and the worker of the clock, for a soak with a clock that runs faster than the world's."""

import datetime
import os
import time

SPEED = int(os.environ.get("BENCH_SPEED") or 1)


def hasten():
    """From now on django.utils.timezone.now() goes SPEED times as fast: what the portal calls now, today and the hour."""
    from django.utils import timezone

    real, began = timezone.now, time.monotonic()
    start = real()
    timezone.now = lambda: start + datetime.timedelta(seconds=(time.monotonic() - began) * SPEED)


if SPEED > 1:
    hasten()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyodo_portal.settings")
    if SPEED > 1:
        import django

        django.setup()
        from kyodo_portal.notices.management.commands import worker

        worker.LOOK = 0.5
    execute_from_command_line(["manage.py", "worker"])
else:
    from kyodo_portal.wsgi import application  # noqa: F401
