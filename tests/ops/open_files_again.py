"""Run by test_open_files.py in a process of its own: an export into the empty database of the settings, and out again.

`python -m tests.ops.open_files_again SOURCE TARGET`. Says on standard output what `verify` found.
"""

import sys

import django


def main(source, target):
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from kyodo_portal.pages import instance
    from tests.tables import lay

    if "partners_partner" not in connection.introspection.table_names():
        lay()
    call_command("createcachetable", verbosity=0)
    instance.join()
    call_command("import_city", source, stdout=sys.stderr)
    call_command("verify", stdout=sys.stderr)
    call_command("export_city", target, stdout=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
