"""What was decided about somebody of a group can be taken back: the last day that it had before."""

from django.db import migrations, models


def keep_what_stands(apps, schema_editor):
    """Of what was decided before nobody knows the earlier day: taken back, it keeps the one that stands."""
    disputes = apps.get_model("partners", "MembershipDispute").objects.filter(decided_at__isnull=False)
    until = apps.get_model("partners", "Membership").objects.filter(pk=models.OuterRef("membership")).values("until")[:1]
    disputes.update(until_before=models.Subquery(until))


class Migration(migrations.Migration):
    dependencies = [("partners", "0142_places_in_the_line")]

    operations = [
        migrations.AddField(
            model_name="membershipdispute",
            name="until_before",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="決める前の「いつまで」"),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop, elidable=True),
    ]
