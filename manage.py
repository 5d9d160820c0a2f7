#!/usr/bin/env python3
"""Django's command line for kyodo_portal."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyodo_portal.settings")
    # The time limits of a page do not rule a migration, a backup or the worker (kyodo_portal/environment.py).
    # `status` is asked by a monitor, which waits no longer than a visitor.
    os.environ["KYODO_PROCESS"] = "web" if sys.argv[1:2] in (["runserver"], ["status"]) else "command"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
