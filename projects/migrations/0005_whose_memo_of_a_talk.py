"""The memo of a talk belongs to the side of whoever recorded it: the city's, or, empty, the coordinator's."""

from django.db import migrations


def city_memos(apps, schema_editor):
    talks = apps.get_model("projects", "EvaluationTalk").objects.using(schema_editor.connection.alias)
    members = apps.get_model("partners", "Membership").objects.using(schema_editor.connection.alias)
    staff = members.filter(partner__office__in=("department", "secretariat")).values("user")
    talks.filter(by__in=staff).update(note_side="city")


class Migration(migrations.Migration):

    dependencies = [("partners", "0001_initial"), ("projects", "0004_disclosure_of_evaluations")]

    operations = [migrations.RunPython(city_memos, migrations.RunPython.noop)]
