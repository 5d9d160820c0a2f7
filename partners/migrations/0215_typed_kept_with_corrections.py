"""What a group sent again and took back stays with its correction; papers of an item that was let off are withdrawn, not lost."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0200_seats_are_answered_by_a_day")]

    operations = [
        migrations.AddField(
            model_name="registrationcorrection",
            name="typed",
            field=models.JSONField(blank=True, null=True, verbose_name="出し直して取りもどした値"),
        ),
        migrations.AddField(
            model_name="registrationfile",
            name="removed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取り下げた日時"),
        ),
    ]
