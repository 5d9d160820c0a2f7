"""A running year is asked for news after 90 days of silence, and for its end from two weeks before its last day on."""

from django.db import migrations


def lay(apps, schema_editor):
    apps.get_model("process", "Deadline").objects.get_or_create(
        process="cycle", state="running", form_code="", defaults={"before": "14,3,0", "silent_after": 90}
    )


class Migration(migrations.Migration):

    dependencies = [("process", "0003_tasks")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
