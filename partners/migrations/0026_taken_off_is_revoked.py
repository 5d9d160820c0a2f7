"""What was taken off the directory is a revocation; its steps keep their names."""

from django.db import migrations


def to_revocations(apps, schema_editor):
    apps.get_model("partners", "Registration").objects.filter(purpose="removal").update(purpose="revoke")


def to_removals(apps, schema_editor):
    apps.get_model("partners", "Registration").objects.filter(purpose="revoke").update(purpose="removal")


class Migration(migrations.Migration):

    dependencies = [
        ("partners", "0025_papers_of_every_purpose"),
    ]

    operations = [migrations.RunPython(to_revocations, to_removals)]
