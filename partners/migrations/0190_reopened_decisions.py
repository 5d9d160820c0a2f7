"""What the secretariat decided about a 「違う」 and about a report can be taken back: when it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0170_names_off_events")]

    operations = [
        migrations.AddField("abusereport", "reopened_at", models.DateTimeField("決めたことを取り消した日時", blank=True, null=True)),
        migrations.AddField("takeover", "reopened_at", models.DateTimeField("決めたことを取り消した日時", blank=True, null=True)),
    ]
