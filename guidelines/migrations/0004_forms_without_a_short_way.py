"""How long the way of a form is says its 形態の決めごと (projects 0036 reads the column for the last time)."""

from django.db import migrations


def without_the_word(apps, schema_editor):
    rows = apps.get_model("guidelines", "RevisionRow").objects.filter(part="forms")
    for row in rows.exclude(before=None, after=None).iterator():
        for side in (row.before, row.after):
            if side:
                side.pop("small", None)
        row.save(update_fields=["before", "after"])


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0003_what_taking_back_needs"), ("projects", "0036_b_ways_of_before")]
    operations = [
        migrations.RunPython(without_the_word, migrations.RunPython.noop),
        migrations.RemoveField("collaborationform", "small"),
    ]
