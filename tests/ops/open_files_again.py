"""Run by test_open_files.py in a process of its own: an export into the empty database of the settings, and out again.

`python -m tests.ops.open_files_again SOURCE… TARGET`: every source but the last is refused, and the last comes into the same database.
Says on standard error what they were refused for and what `verify` found.
"""

import sys

import django


def main(*sources, target):
    django.setup()
    from django.core.management import CommandError, call_command
    from django.db import connection

    from kyodo_portal.pages import instance
    from tests.tables import lay

    if "partners_partner" not in connection.introspection.table_names():
        lay()
    call_command("createcachetable", verbosity=0)
    instance.join()
    for source in sources[:-1]:
        try:
            call_command("import_city", source)
            sys.exit(f"{source} came in")
        except CommandError as error:
            print(source, error, sep="\n", file=sys.stderr)
    call_command("import_city", sources[-1], stdout=sys.stderr)
    call_command("verify", stdout=sys.stderr)
    call_command("export_city", target, stdout=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:-1], target=sys.argv[-1])
