from django.db import migrations

APPLIED_FOR = ("nominal", "joint_host", "inkind")


def take(apps, schema_editor):
    """What stands already says what a new city begins with: groups apply in the portal for 後援, 共催 and 減免."""
    apps.get_model("projects", "FormSpec").objects.filter(code__in=APPLIED_FOR, way="name").update(takes_applications=True)


class Migration(migrations.Migration):

    dependencies = [("projects", "0130_applications")]

    operations = [migrations.RunPython(take, migrations.RunPython.noop)]
