"""What operators' commands do with people's data stands in the trail too."""

from django.db import DatabaseError, InterfaceError, transaction

from kyodo_portal.audit.actions import record

TAKEN_IN = "データをまるごと取り込んだ"  # what stands in the trail before that came from another place


def record_command(command, note, rows=None):
    """Remember a command. A trail that cannot be written (a full disk, a database to read only) takes no backup back: it is said."""
    try:
        with transaction.atomic():
            record("command", by=None, note=note, rows=rows)
    except (DatabaseError, InterfaceError) as error:
        command.stderr.write(f"操作の記録を書けませんでした: {error}".strip())
